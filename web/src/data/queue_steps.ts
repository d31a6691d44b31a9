// What becomes of an edit between its attempts.

import type { Edit } from "./edits";
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
