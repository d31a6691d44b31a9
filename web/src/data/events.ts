// Events as this page takes them, whichever node of neighbouring versions tells
// them.

import type { Cards } from "./cards";
import type { Card, StreamEvent } from "./types";

// The project is its key, and the task is a whole card or nothing.
export function plainEvent(event: StreamEvent, cards: Cards): StreamEvent {
  let plain = event;
  const project = event.project as unknown;
  if (project && typeof project === "object")
    plain = { ...plain, project: (project as { key: string }).key };
  if (event.task && !("rank" in event.task)) {
    const task = event.task as Card;
    const known = cards.committed(task.id);
    plain = known
      ? { ...plain, task: { ...known, ...task } }
      : { ...plain, task: null, task_id: task.id };
  }
  return plain;
}

// The task that an event is about.
export function taskOf(event: StreamEvent): number | undefined {
  if (event.task) return event.task.id;
  if (typeof event.task_id === "number") return event.task_id;
  const about = (event.comment ?? event.attachment) as
    | { task?: number }
    | undefined;
  return about?.task;
}
