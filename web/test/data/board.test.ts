import { describe, expect, it } from "vitest";
import { afterBulk } from "../../src/app/answers";
import {
  type Board,
  compareCards,
  drawBoard,
  withAnswer,
} from "../../src/data/board";
import { Cards } from "../../src/data/cards";
import type { Edit } from "../../src/data/edits";
import type { Status } from "../../src/data/types";
import { card, patchOf } from "./helpers";

const ranks: [number, Status, string][] = [
  [1, "todo", "b"],
  [2, "in_progress", "a"],
  [3, "in_progress", "c"],
  [4, "todo", "d"],
];

function known(): Cards {
  const cards = new Cards();
  cards.put(
    ranks.map(([id, status, rank]) => card({ id, status, rank })),
    1,
  );
  return cards;
}

function boardOf(nextCursor: string | null = null): Board {
  const column = (status: Status, ids: number[]) => ({
    status,
    ids,
    total: ids.length,
    nextCursor: status === "in_progress" ? nextCursor : null,
  });
  return {
    project: "OPS",
    index: 1,
    columns: [
      column("todo", [1, 4]),
      column("in_progress", [2, 3]),
      column("completed", []),
      column("cancelled", []),
    ],
  };
}

const patched = (id: number, status: Status) =>
  ({ ...patchOf(id, { status }, { rev: 1 }), state: "waiting" }) as Edit;

const column = (columns: { status: Status; ids: number[] }[], name: Status) =>
  columns.find(({ status }) => status === name)!.ids;

describe("a card whose status alone changes", () => {
  it("is drawn at once where its rank will keep it", () => {
    const cards = known();
    const drawn = drawBoard(
      boardOf(),
      [patched(1, "in_progress")],
      "ann",
      cards,
    );
    expect(column(drawn, "in_progress")).toEqual([2, 1, 3]);
    cards.put([card({ id: 1, status: "in_progress", rank: "b" })], 2);
    const answered = withAnswer(boardOf(), cards.committed(1)!, 2, cards);
    expect(column(answered.columns, "in_progress")).toEqual([2, 1, 3]);
  });

  it("is counted and not drawn beyond what is loaded", () => {
    const drawn = drawBoard(
      boardOf("more"),
      [patched(4, "in_progress")],
      "ann",
      known(),
    );
    const { ids, total } = drawn.find((one) => one.status === "in_progress")!;
    expect([ids, total]).toEqual([[2, 3], 3]);
  });

  it("is the newest of what is done, also if it was one of many", () => {
    const before = card({
      id: 9,
      status: "completed",
      completed_at: "2026-11-26T09:00:00.000Z",
    });
    for (const status of ["completed", "cancelled"] as const) {
      const after = afterBulk(card(), patched(1, status), 2);
      expect(after).toMatchObject({ rev: 2, status });
      expect(
        compareCards(status, after, {
          ...before,
          updated_at: "2026-11-26T09:00:00.000Z",
        }),
      ).toBeLessThan(0);
    }
  });
});
