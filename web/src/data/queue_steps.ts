// What becomes of an edit between its attempts, and which edits go together.

import { type Edit, isReady, partOf } from "./edits";
import { Refused } from "./http";
import type { Task, TaskPatch } from "./types";

// Between two attempts, while nobody answers.
export const waits = [500, 1000, 2000, 4000, 8000, 15_000];

export function etag(task: { rev: number }): string {
  return `"${task.rev}"`;
}

export function overCurrent(edit: Edit, patch: TaskPatch, current: Task): Edit {
  return {
    ...edit,
    key: edit.sent ? nextKey(edit.key) : edit.key,
    body: patch,
    base: current,
    ifMatch: etag(current),
    sent: false,
    state: "waiting",
    problem: null,
    current: null,
  };
}

// A request that differs needs another key; it stays told from the first.
export function nextKey(key: string): string {
  const match = key.match(/^(.*)\.(\d+)$/);
  return match ? `${match[1]}.${Number(match[2]) + 1}` : `${key}.2`;
}

// The key that an edit had when it was made.
export function firstKey(key: string): string {
  return key.split(".")[0]!;
}

// The restoring of a trashed task, to be sent before an edit of it.
export function restoreBefore(
  edit: Edit,
  current: Task,
  restoreKey: string,
): Edit {
  return {
    ...edit,
    key: restoreKey,
    order: edit.order - 0.5,
    kind: "restore",
    method: "POST",
    path: `/tasks/${current.id}/restore`,
    body: null,
    base: null,
    ifMatch: null,
    label: "Restore from the trash",
    state: "waiting",
    sent: false,
    problem: null,
    current: null,
    drafts: [],
  };
}

// The edit, and all that would make no sense without it.
export function withDependents(edit: Edit, edits: Edit[]): Edit[] {
  return edits.filter(
    (other) =>
      other === edit ||
      (edit.kind === "create" && other.chain === edit.chain) ||
      (edit.makes !== undefined && partOf(other.path)?.id === edit.makes),
  );
}

// The edit of an act, if nobody else has seen it: not sent yet, or refused.
export function heldBack(key: string, edits: Edit[]): Edit | undefined {
  return edits.find(
    (edit) =>
      firstKey(edit.key) === key && (!edit.sent || edit.state !== "waiting"),
  );
}

// The first edit of each task that may be sent now; `busy` are the chains of
// edits that are on their way.
export function readyEdits(
  edits: Edit[],
  held: Edit[],
  busy: ReadonlySet<string>,
): Edit[] {
  const seen = new Set<string>();
  return edits.filter((edit) => {
    // An edit that is held may be withdrawn: later ones do not wait for it.
    if (seen.has(edit.chain) || held.includes(edit)) return false;
    seen.add(edit.chain);
    if (edit.state !== "waiting" || busy.has(edit.chain)) return false;
    return isReady(edit);
  });
}

// Whether the server has refused the request for good.
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Refused)) return false;
  return ![401, 429, 503, 504].includes(error.status);
}
