import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { readAgainAfterFirstLoad } from "../../src/data/read_again";

test("what changes while a query is read for the first time is read", async () => {
  const queries = new QueryClient();
  readAgainAfterFirstLoad(queries);
  let rows = 4;
  const answers: (() => void)[] = [];
  const inbox = new QueryObserver(queries, {
    queryKey: ["inbox"],
    queryFn: () => {
      const seen = rows;
      return new Promise<number>((resolve) => {
        answers.push(() => resolve(seen));
      });
    },
  });
  const stop = inbox.subscribe(() => {});
  rows = 5;
  void queries.invalidateQueries({ queryKey: ["inbox"] });
  answers[0]!();
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]!();
  await vi.waitFor(() => expect(queries.getQueryData(["inbox"])).toBe(5));
  // Nothing came in between: it is not read a third time.
  await Promise.resolve();
  expect(answers).toHaveLength(2);
  stop();
});
