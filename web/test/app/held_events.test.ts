import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { HeldEvents } from "../../src/app/held_events";
import type { StreamEvent } from "../../src/data/types";

let creating: boolean;
let applied: number[];
let held: HeldEvents;

const take = (index: number) => held.take({ index } as StreamEvent);

beforeEach(() => {
  vi.useFakeTimers();
  creating = true;
  applied = [];
  held = new HeldEvents(
    () => creating,
    (event) => applied.push(event.index),
  );
});

afterEach(() => vi.useRealTimers());

it("holds events until the answer is there, and keeps their order", () => {
  take(1);
  take(2);
  vi.advanceTimersByTime(900);
  expect(applied).toEqual([]);
  creating = false;
  take(3);
  vi.advanceTimersByTime(20);
  expect(applied).toEqual([1, 2, 3]);
  take(4);
  expect(applied).toEqual([1, 2, 3, 4]);
});

it("holds many events no shorter than one, and none for long", () => {
  for (let index = 0; index < 100; index++) take(index);
  vi.advanceTimersByTime(900);
  expect(applied).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(applied).toHaveLength(100);
});

it("holds on while the page was kept from hearing the answer", () => {
  take(1);
  vi.setSystemTime(Date.now() + 5000);
  vi.advanceTimersByTime(20);
  expect(applied).toEqual([]);
});
