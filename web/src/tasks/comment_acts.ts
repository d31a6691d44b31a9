// Comments: added, edited and deleted, each with what undoes it.

import type { Workspace } from "../app/workspace";
import { call } from "../data/api";
import { temporaryId } from "../data/edits";
import type { Comment } from "../data/types";
import { edit, realId, remember } from "./acts";
import { deletePart } from "./side_acts";

// `undone` gets the text back, so that undoing loses nothing that was typed.
export function comment(
  workspace: Workspace,
  task: number,
  text: string,
  drafts: string[],
  undone: (text: string) => void,
): void {
  const made = temporaryId();
  const { key } = edit(workspace, task, {
    kind: "comment",
    call: call("POST", "/tasks/{id}/comments", {
      params: { path: { id: task } },
      body: { text },
    }),
    label: `Comment: ${text.slice(0, 60)}`,
    makes: made,
    drafts,
  });
  const undo = () => {
    undone(text);
    if (workspace.queue.withdraw(key)) return;
    edit(workspace, realId(workspace, task), {
      kind: "delete",
      call: call("DELETE", "/comments/{id}", {
        params: { path: { id: realId(workspace, made) } },
      }),
      label: "Undo: comment added",
    });
  };
  remember(workspace, { label: "Comment added", edits: [key], undo });
}

function sendText(
  workspace: Workspace,
  { id, task }: Comment,
  text: string,
  ifMatch: string,
  drafts?: string[],
): string {
  const { key } = edit(workspace, task, {
    kind: "other",
    call: call("PATCH", "/comments/{id}", {
      params: { path: { id } },
      body: { text },
    }),
    ifMatch,
    label: `Comment: ${text.slice(0, 60)}`,
    drafts,
  });
  return key;
}

// What a blind write would lose is guarded by the revision. `now` reads the
// comment as it has become: its author may have changed it elsewhere.
export function editComment(
  workspace: Workspace,
  row: Comment,
  text: string,
  now: () => Comment | undefined,
  drafts?: string[],
): void {
  const key = sendText(workspace, row, text, `"${row.rev}"`, drafts);
  const undo = () => {
    if (workspace.queue.withdraw(key)) return;
    const found = now();
    if (found && found.text !== text && found.rev !== row.rev)
      workspace.toast("It has been changed since: not undone");
    else
      sendText(
        workspace,
        row,
        row.text,
        found?.text === text ? `"${found.rev}"` : "*",
      );
  };
  remember(workspace, { label: "Comment changed", edits: [key], undo });
}

export function deleteComment(workspace: Workspace, row: Comment): void {
  const asked = call("DELETE", "/comments/{id}", {
    params: { path: { id: row.id } },
  });
  deletePart(workspace, row.task, asked, "Comment deleted");
}
