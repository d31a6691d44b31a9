import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { Boards } from "../../src/app/boards";
import { Cards } from "../../src/data/cards";
import { card } from "../data/helpers";

it("a filtered board is read again when a task goes to another project", () => {
  const queries = new QueryClient();
  const cards = new Cards();
  const columns = [{ status: "todo", total: 1, ids: [7], nextCursor: null }];
  queries.setQueryData(["board", "OPS", { label: "bug" }], {
    project: "OPS",
    index: 1,
    columns,
  });
  const boards = new Boards(queries, cards);
  const moved = (id: number, project: string) =>
    boards.take({
      index: 2,
      type: "task.updated",
      project,
      changes: [{ field: "project", from: "OPS", to: project }],
      task: card({ id, project }),
    });
  expect(moved(7, "WEB")).toBe(false);
  expect(moved(8, "WEB")).toBe(true);
  expect(moved(8, "OPS")).toBe(false);
});
