// What is deleted for ever waits for a moment, and can be taken back until then.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Workspace } from "../../src/app/workspace";
import { call } from "../../src/data/api";
import { type Edit, withEdits, withoutDeleted } from "../../src/data/edits";
import { Unreachable } from "../../src/data/http";
import { Observable } from "../../src/data/observable";
import { EditQueue } from "../../src/data/queue";
import type { Comment } from "../../src/data/types";
import { UndoStack } from "../../src/data/undo";
import { link } from "../../src/tasks/acts";
import {
  comment,
  deleteComment,
  editComment,
} from "../../src/tasks/comment_acts";
import { deletePart, holdMs } from "../../src/tasks/side_acts";
import { answer, card, MemoryStorage } from "./helpers";

const settle = () => vi.advanceTimersByTimeAsync(0);

function stage() {
  const sent: string[] = [];
  const toasts: string[] = [];
  const renamed = new Observable<Record<number, number>>({});
  let silent = false;
  const queue = new EditQueue({
    owner: "tab",
    storage: new MemoryStorage(),
    send: async (edit: Edit) => {
      sent.push(`${edit.method} ${edit.path}`);
      if (silent) throw new Unreachable("nobody");
      return answer({ id: 70, rev: 3 });
    },
    done: (edit: Edit) => {
      if (edit.makes !== undefined) renamed.set({ [edit.makes]: 70 });
    },
    owners: async () => [],
    later: (ms, act) => void setTimeout(act, ms),
  });
  const workspace = {
    undo: new UndoStack(),
    task: (id: number) => card({ id }),
    renamed,
    queue,
    announce() {},
    toast: (text: string) => toasts.push(text),
  } as unknown as Workspace;
  const silence = (on: boolean) => {
    silent = on;
  };
  return { sent, toasts, queue, workspace, undo: workspace.undo, silence };
}

const row = { id: 7, task: 1, rev: 2, text: "before" } as Comment;
const fileGone = call("DELETE", "/attachments/{id}", {
  params: { path: { id: 9 } },
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a deletion that cannot be undone", () => {
  it("is drawn at once, and sent when the time for undoing is over", async () => {
    const { sent, queue, workspace, undo } = stage();
    deletePart(workspace, 1, fileGone, "a.png · deleted");
    await settle();
    const edits = queue.edits.get();
    expect(
      withoutDeleted([{ id: 8 }, { id: 9 }], "attachments", edits),
    ).toEqual([{ id: 8 }]);
    const drawn = withEdits(card({ id: 1, attachment_count: 2 }), edits);
    expect(drawn.attachment_count).toBe(1);
    await vi.advanceTimersByTimeAsync(holdMs - 10);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(20);
    expect(sent).toEqual(["DELETE /attachments/9"]);
    expect(undo.undo()).toBeNull();
  });

  it("never happens if it is undone", async () => {
    const { sent, queue, workspace, undo } = stage();
    deleteComment(workspace, row);
    await settle();
    expect(undo.undo()).toBe("Comment deleted");
    await vi.advanceTimersByTimeAsync(2 * holdMs);
    expect(sent).toEqual([]);
    expect(queue.edits.get()).toEqual([]);
  });

  it("does not delay what is done to the task meanwhile", async () => {
    const { sent, workspace } = stage();
    deleteComment(workspace, row);
    link(workspace, [1], "labels", "bug", true);
    await settle();
    expect(sent).toEqual(["PUT /tasks/1/labels/bug"]);
  });

  it("is held after a reload, too, and still happens", async () => {
    const { workspace, queue } = stage();
    deleteComment(workspace, row);
    await settle();
    const [edit] = queue.edits.get();
    const sent: string[] = [];
    const storage = new MemoryStorage();
    await storage.put(edit!);
    const next = new EditQueue({
      owner: "next tab",
      storage,
      send: async ({ path }) => {
        sent.push(path);
        return answer(null);
      },
      done() {},
      owners: async () => [],
      later: (ms, act) => void setTimeout(act, ms),
    });
    await next.load();
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(holdMs + 10);
    expect(sent).toEqual(["/comments/7"]);
  });
});

describe("a comment", () => {
  it("is withdrawn as long as it was not sent, and its text comes back", async () => {
    const { sent, queue, workspace, undo } = stage();
    const back: string[] = [];
    queue.pause();
    comment(workspace, 1, "half a thought", [], (text) => back.push(text));
    await settle();
    undo.undo();
    queue.resume();
    await settle();
    expect(sent).toEqual([]);
    expect(back).toEqual(["half a thought"]);
  });

  it("is deleted under the id that it got", async () => {
    const { sent, workspace, undo } = stage();
    comment(workspace, 1, "sent", [], () => {});
    await settle();
    undo.undo();
    await settle();
    expect(sent).toEqual(["POST /tasks/1/comments", "DELETE /comments/70"]);
  });

  it("is deleted as soon as its id is known, if that is not known yet", async () => {
    const { sent, workspace, undo, queue, silence } = stage();
    silence(true);
    comment(workspace, 1, "on its way", [], () => {});
    await settle();
    undo.undo();
    await settle();
    expect(sent).toEqual(["POST /tasks/1/comments"]);
    silence(false);
    queue.wake();
    await settle();
    expect(sent.slice(1)).toEqual([
      "POST /tasks/1/comments",
      "DELETE /comments/70",
    ]);
  });

  it("gets its text back, unless it was changed again since", async () => {
    const { sent, toasts, workspace, undo } = stage();
    let now = { ...row, text: "after", rev: 3 };
    editComment(workspace, row, "after", () => now);
    await settle();
    undo.undo();
    await settle();
    expect(sent).toEqual(["PATCH /comments/7", "PATCH /comments/7"]);
    editComment(workspace, row, "after", () => now);
    await settle();
    now = { ...row, text: "elsewhere", rev: 4 };
    undo.undo();
    await settle();
    expect(sent).toHaveLength(3);
    expect(toasts.at(-1)).toBe("It has been changed since: not undone");
  });
});

describe("an edit", () => {
  it("does not wait for an id where a name only looks like one", async () => {
    const { sent, workspace } = stage();
    link(workspace, [1], "labels", "release-3", true);
    await settle();
    expect(sent).toEqual(["PUT /tasks/1/labels/release-3"]);
  });
});
