import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { readAgain, watchLateReads } from "../../src/data/read_again";

// A list that answers what there was when it was asked.
function listOf(queries: QueryClient, tookMs: number) {
  const state = { rows: 4, asked: 0 };
  const observer = new QueryObserver(queries, {
    queryKey: ["inbox"],
    queryFn: async () => {
      state.asked++;
      const seen = state.rows;
      await new Promise((done) => setTimeout(done, tookMs));
      return seen;
    },
  });
  const stop = observer.subscribe(() => {});
  const shown = () => queries.getQueryData(["inbox"]);
  return { state, shown, stop };
}

afterEach(() => void vi.useRealTimers());

test("what changes while a query is read for the first time is read", async () => {
  vi.useFakeTimers();
  const queries = new QueryClient();
  watchLateReads(queries);
  const { state, shown, stop } = listOf(queries, 100);
  state.rows = 5;
  void queries.invalidateQueries({ queryKey: ["inbox"] });
  await vi.advanceTimersByTimeAsync(110);
  expect(shown()).toBe(4);
  await vi.advanceTimersByTimeAsync(100);
  expect(shown()).toBe(5);
  // Nothing came in between: it is not read a third time.
  await vi.advanceTimersByTimeAsync(500);
  expect(state.asked).toBe(2);
  stop();
});

test("a list goes on while changes come faster than its answers", async () => {
  vi.useFakeTimers();
  const queries = new QueryClient();
  watchLateReads(queries);
  const { state, shown, stop } = listOf(queries, 400);
  await vi.advanceTimersByTimeAsync(410);
  expect(shown()).toBe(4);
  for (let change = 0; change < 20; change++) {
    state.rows++;
    readAgain(queries, { queryKey: ["inbox"] });
    await vi.advanceTimersByTimeAsync(150);
  }
  expect(shown()).toBeGreaterThan(15);
  await vi.advanceTimersByTimeAsync(1000);
  expect(shown()).toBe(24);
  expect(state.asked).toBeLessThan(12);
  stop();
});
