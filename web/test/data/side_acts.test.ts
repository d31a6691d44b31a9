import { describe, expect, it } from "vitest";
import type { Workspace } from "../../src/app/workspace";
import { call } from "../../src/data/api";
import { Observable } from "../../src/data/observable";
import { type Undoable, UndoStack } from "../../src/data/undo";
import { create } from "../../src/tasks/acts";
import { other, watch } from "../../src/tasks/side_acts";
import { card } from "./helpers";

function workspaceOf() {
  const sent: string[] = [];
  const lines: string[] = [];
  const workspace = {
    undo: new UndoStack(),
    cards: { get: (id: number) => card({ id, watching: id === 2 }) },
    task: (id: number) => card({ id }),
    renamed: new Observable({}),
    announce() {},
    toast: (text: string, way?: Undoable) =>
      lines.push(way ? `${text} (Undo)` : text),
    queue: {
      add: ({ method, path }: { method: string; path: string }) =>
        sent.push(`${method} ${path}`),
    },
  };
  return { sent, lines, workspace: workspace as unknown as Workspace };
}

describe("what is done beside the fields of a task", () => {
  it("is undone: watching, only where it was not before", () => {
    const { sent, workspace } = workspaceOf();
    watch(workspace, [1, 2], true);
    expect(sent).toEqual(["PUT /tasks/1/watch"]);
    workspace.undo.undo();
    expect(sent).toEqual(["PUT /tasks/1/watch", "DELETE /tasks/1/watch"]);
    expect(workspace.undo.undo()).toBeNull();
  });

  it("is undone by the inverse that it names, if there is one", () => {
    const { sent, lines, workspace } = workspaceOf();
    const params = { path: { id: 3, other: 1 } };
    const path = "/tasks/{id}/blocks/{other}";
    other(
      workspace,
      1,
      call("PUT", path, { params }),
      "Blocked by #3",
      call("DELETE", path, { params }),
    );
    const comment = { path: { id: 7 } };
    const gone = call("DELETE", "/comments/{id}", { params: comment });
    other(workspace, 1, gone, "Delete a comment");
    expect(lines).toEqual(["Blocked by #3 (Undo)"]);
    expect(workspace.undo.undo()).toBe("Blocked by #3");
    expect(sent).toEqual([
      "PUT /tasks/3/blocks/1",
      "DELETE /comments/7",
      "DELETE /tasks/3/blocks/1",
    ]);
    expect(workspace.undo.undo()).toBeNull();
  });

  it("has its way back in the line, where a task was made in the dialog", () => {
    const { sent, lines, workspace } = workspaceOf();
    const id = create(workspace, { title: "New" }, [], true);
    expect(lines).toEqual(["Created: New (Undo)"]);
    workspace.undo.undo();
    expect(sent).toEqual(["POST /tasks", `DELETE /tasks/${id}`]);
  });
});
