// What people do beside the fields of tasks.

import type { Workspace } from "../app/workspace";
import { call } from "../data/api";
import { type EditCall, edit, realId, remember, titleOf } from "./acts";

// A card says it. A task that was opened by its address has none: there, the list
// of its watchers does, once it is read.
function isWatched(workspace: Workspace, id: number): boolean | undefined {
  const card = workspace.cards.get(id);
  if (card) return card.watching;
  const [list] = workspace.queries.getQueriesData<{ username: string }[]>({
    queryKey: ["of-task", id, "/tasks/{id}/watchers"],
  });
  return list?.[1]?.some((one) => one.username === workspace.user);
}

function sendWatch(workspace: Workspace, id: number, on: boolean): void {
  edit(workspace, id, {
    kind: "watch",
    call: call(on ? "PUT" : "DELETE", "/tasks/{id}/watch", {
      params: { path: { id } },
    }),
    label: on ? "Watch" : "Stop watching",
    look: { watching: on },
  });
}

export function watch(workspace: Workspace, ids: number[], on: boolean): void {
  const changed = ids.filter((id) => (isWatched(workspace, id) ?? !on) !== on);
  for (const id of changed) sendWatch(workspace, id, on);
  workspace.announce(on ? "Watching" : "No longer watching");
  if (changed.length === 0) return;
  const undo = () => {
    for (const id of changed) sendWatch(workspace, realId(workspace, id), !on);
  };
  const label = `${titleOf(workspace, changed)} · ${on ? "watched" : "no longer watched"}`;
  remember(workspace, { label, undo }, false);
}

export function toggleWatch(workspace: Workspace, ids: number[]): void {
  watch(workspace, ids, !ids.every((id) => isWatched(workspace, id)));
}

// Any other write about a task, sent once even if its answer is lost. `back`
// undoes it, where that can be done.
export function other(
  workspace: Workspace,
  id: number,
  asked: EditCall,
  label: string,
  back?: EditCall,
): void {
  const { key } = edit(workspace, id, { kind: "other", call: asked, label });
  if (!back) return;
  const undo = () =>
    void edit(workspace, id, {
      kind: "other",
      call: back,
      label: `Undo: ${label}`,
    });
  remember(workspace, { label, edits: [key], undo });
}

// For how long a deletion can be taken back that the cluster would not.
export const holdMs = 10_000;

// Deletes a comment, a file or a view: out of sight at once, and for ever a
// little later.
export function deletePart(
  workspace: Workspace,
  chain: number | "views",
  asked: EditCall,
  label: string,
): void {
  const { key } = edit(workspace, chain, {
    kind: "delete",
    call: asked,
    label,
    heldUntil: Date.now() + holdMs,
  });
  remember(workspace, {
    label,
    edits: [key],
    undo: () => void workspace.queue.withdraw(key),
    over: () => !workspace.queue.holds(key),
  });
}
