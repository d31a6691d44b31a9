// To the trash, back from it, and away for ever.

import type { Workspace } from "../app/workspace";
import { call } from "../data/api";
import { freshKey } from "../data/keys";
import { edit, intoTrash, remember, titleOf } from "./acts";

export function trash(
  workspace: Workspace,
  ids: number[],
  undoable = true,
): void {
  const label = `${titleOf(workspace, ids)} · in the trash`;
  const group = freshKey();
  const edits = ids.map(
    (id) => edit(workspace, id, { ...intoTrash(id), group }).key,
  );
  if (undoable)
    remember(workspace, {
      label,
      edits,
      undo: () => restore(workspace, ids, false),
    });
}

// There is no way back: the screen has asked before.
export function purge(workspace: Workspace, ids: number[]): void {
  for (const id of ids)
    edit(workspace, id, {
      kind: "other",
      call: call("DELETE", "/tasks/{id}", {
        params: { path: { id }, query: { permanent: "true" } },
      }),
      label: "Delete for ever",
    });
}

export function restore(
  workspace: Workspace,
  ids: number[],
  undoable = true,
): void {
  const edits = ids.map((id) => {
    const params = { path: { id } };
    return edit(workspace, id, {
      kind: "restore",
      call: call("POST", "/tasks/{id}/restore", { params }),
      label: "Restore",
    }).key;
  });
  if (undoable)
    remember(workspace, {
      label: `${titleOf(workspace, ids)} · restored`,
      edits,
      undo: () => trash(workspace, ids, false),
    });
}
