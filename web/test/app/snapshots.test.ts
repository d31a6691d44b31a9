import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { Snapshots } from "../../src/app/snapshots";
import { Cards } from "../../src/data/cards";
import { card } from "../data/helpers";

it("a page that is open for days writes only what has changed", async () => {
  const queries = new QueryClient();
  const cards = new Cards();
  const store = new Map<string, unknown>();
  let writes = 0;
  const memory = {
    snapshot: async <T>(name: string) => store.get(name) as T,
    keepSnapshot: async (name: string, value: unknown) => {
      writes++;
      store.set(name, structuredClone(value));
    },
  };
  const read = (ids: number[]) =>
    queries.fetchQuery({
      queryKey: ["tasks"],
      queryFn: () => ({ ids }),
      meta: { keep: true },
    });
  cards.put([card({ id: 1 }), card({ id: 2 }), card({ id: 3 })], 1);
  await read([1, 2]);
  const snapshots = new Snapshots(queries, cards, memory);
  await snapshots.keep();
  expect(writes).toBe(2);
  await read([1, 2]);
  cards.put([card({ id: 3, title: "Not shown" })], 2);
  await snapshots.keep();
  expect(writes).toBe(2);
  cards.put([card({ id: 2, title: "Changed" })], 3);
  await snapshots.keep();
  await read([1]);
  await snapshots.keep();
  expect(writes).toBe(6);

  const later = new QueryClient();
  const known = new Cards();
  await new Snapshots(later, known, memory).restore();
  expect(later.getQueryData(["tasks"])).toEqual({ ids: [1] });
  expect(known.committed(1)?.id).toBe(1);
});
