import { expect, it, vi } from "vitest";
import type { Workspace } from "../../src/app/workspace";
import { chunksOf, readRow } from "../../src/transfer/plan";
import { currentImport, startImport } from "../../src/transfer/run";
import { refused } from "../data/helpers";

const row = (id: string, parent: string | null, description = "") =>
  readRow({ id, parent, title: id, description }, Number(id));

// A cluster that takes all but the task with the title "2".
async function imported(rows: ReturnType<typeof row>[]) {
  const sent: Record<string, unknown>[][] = [];
  const workspace = {
    memory: { keepSnapshot: async () => {} },
    client: {
      request: async ({ init }: { init: { body: { items: never[] } } }) => {
        const { items } = structuredClone(init.body);
        sent.push(items);
        return {
          body: {
            items: items.map(({ title }) =>
              title === "2"
                ? { status: 422, problem: refused(422).problem }
                : { status: 201, task: { id: Number(title) + 100 } },
            ),
          },
        };
      },
    },
  } as unknown as Workspace;
  await startImport(workspace, "a.csv", rows, null);
  await vi.waitFor(() => {
    const { next, chunks } = currentImport.get()!;
    expect(next).toBe(chunks.length);
  });
  return { sent, ...currentImport.get()! };
}

it("no part is imported without its parent", async () => {
  const { sent, created, failed } = await imported([
    row("1", null),
    row("2", null),
    row("3", "1"),
    row("4", "2"),
    row("5", "9"),
    row("6", "4"),
  ]);
  expect(sent.map((items) => items.map(({ title }) => title))).toEqual([
    ["1", "2"],
    ["3"],
  ]);
  expect(sent[1]![0]!.parent).toBe(101);
  expect(created).toBe(2);
  expect(failed.map(({ line, why }) => [line, why])).toEqual([
    [5, "Its parent was not imported"],
    [2, "x"],
    [4, "Its parent was not imported"],
    [6, "Its parent was not imported"],
  ]);
});

it("long texts travel in requests that the cluster takes", () => {
  const long = "ä".repeat(30_000);
  const rows = Array.from({ length: 20 }, (_, n) => row(`${n}`, null, long));
  const chunks = chunksOf(rows, 100);
  expect(chunks.flat()).toEqual(rows);
  for (const chunk of chunks) {
    const body = JSON.stringify({ items: chunk.map((one) => one.body) });
    expect(new TextEncoder().encode(body).length).toBeLessThan(512 * 1024);
  }
});
