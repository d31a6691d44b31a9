import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useWords } from "../../src/tasks/use_words";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("what was typed goes into the address, and with it again", () => {
  const show = vi.fn();
  const { result, rerender } = renderHook(
    ({ address }) => useWords(address, show),
    { initialProps: { address: "" } },
  );
  act(() => result.current[1]("disks"));
  expect(result.current[0]).toBe("disks");
  expect(show).not.toHaveBeenCalled();
  act(() => vi.advanceTimersByTime(300));
  expect(show).toHaveBeenCalledExactlyOnceWith("disks");
  rerender({ address: "disks" });
  // A link leads to a search without words.
  rerender({ address: "" });
  act(() => vi.advanceTimersByTime(300));
  expect(result.current[0]).toBe("");
  expect(show).toHaveBeenCalledOnce();
});
