import type { EditStorage, NewEdit } from "../../src/data/edit_list";
import type { Edit } from "../../src/data/edits";
import { type Answer, Refused } from "../../src/data/http";
import type { Card, Problem, Task } from "../../src/data/types";

export function task(fields: Partial<Task> = {}): Task {
  return {
    id: 1,
    rev: 1,
    project: "OPS",
    title: "",
    description: "",
    status: "todo",
    priority: "none",
    due: null,
    assignees: [],
    labels: [],
    parent: null,
    repeat: null,
    creator: "ann",
    created_at: "2026-11-26T10:00:00.000Z",
    updated_at: "2026-11-26T10:00:00.000Z",
    completed_at: null,
    deleted_at: null,
    ...fields,
  };
}

export function card(fields: Partial<Card> = {}): Card {
  const { description: _, ...rest } = task();
  return {
    ...rest,
    rank: "a",
    comment_count: 0,
    attachment_count: 0,
    subtasks: { total: 0, completed: 0 },
    blocked: false,
    watching: false,
    ...fields,
  };
}

export function answer<T>(body: T, index = 0): Answer<T> {
  return { status: 200, body, index, age: null, node: 1 };
}

export function refused(
  status: number,
  code = "x",
  more: Partial<Problem> = {},
): Refused {
  const retryable = status === 503 || status === 504;
  return new Refused(
    {
      title: code,
      status,
      detail: null,
      code,
      errors: null,
      request_id: null,
      retryable,
      ...more,
    },
    null,
  );
}

export class MemoryStorage implements EditStorage {
  kept = new Map<string, Edit>();
  async load(): Promise<Edit[]> {
    return structuredClone([...this.kept.values()]);
  }
  async put(edit: Edit): Promise<void> {
    this.kept.set(edit.key, structuredClone(edit));
  }
  async remove(key: string): Promise<void> {
    this.kept.delete(key);
  }
}

let keys = 0;
export function patchOf(
  id: number,
  body: object,
  base: Partial<Task> & { rev: number },
): NewEdit {
  return {
    key: `key-${++keys}`,
    chain: String(id),
    kind: "patch",
    method: "PATCH",
    path: `/tasks/${id}`,
    body,
    base: base as NewEdit["base"],
    ifMatch: `"${base.rev}"`,
    label: "",
    at: "2026-11-26T10:00:00.000Z",
  };
}

// Lets every promise that can go on go on.
export async function settle(): Promise<void> {
  for (let round = 0; round < 30; round++) await Promise.resolve();
}

// A generator of numbers that a seed repeats.
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
