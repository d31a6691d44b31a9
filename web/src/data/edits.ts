// What a person did and the cluster has not acknowledged yet.

import type { Bulk } from "./bulk";
import type { Card, Problem, Task, TaskPatch } from "./types";

export type EditKind =
  | "create"
  | "patch"
  | "link"
  | "move"
  | "trash"
  | "restore"
  | "comment"
  | "watch"
  | "delete"
  | "other";

export interface Edit {
  // The Idempotency-Key: made at the act, kept through every repetition.
  key: string;
  order: number;
  // Edits of one chain, a task's, are sent one after the other.
  chain: string;
  kind: EditKind;
  method: "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  body: unknown;
  // What a patch was made from, as it was shown then.
  base: (TaskPatch & { rev: number; deleted_at?: string | null }) | null;
  ifMatch: string | null;
  // In words, for "Needs attention".
  label: string;
  at: string;
  // The tab that sends it.
  owner: string;
  // Once sent, an edit is repeated as it is: its outcome may be unknown.
  sent: boolean;
  state: "waiting" | "conflict" | "attention";
  problem: Problem | null;
  current: Task | null;
  // Until then it is only drawn, and can be taken back: milliseconds since 1970.
  heldUntil?: number;
  // By which id others name the comment that it makes, until it has a real one.
  makes?: number;
  // How a pending edit looks where it is not simply its body.
  look?: Partial<Card>;
  drafts?: string[];
  // One act on several tasks, and the request in which it was sent.
  group?: string | undefined;
  bulk?: Bulk | null;
}

// Ids that a task has until the cluster gives it one are negative.
export function temporaryId(): number {
  return -Math.floor(1 + Math.random() * 2 ** 48);
}

export function isTemporary(id: number): boolean {
  return id < 0;
}

const idFields = ["parent", "before", "after", "ids"];

function temporaryIn(body: unknown, path: string): number[] {
  // Names of labels and users may look like one.
  const ids = path.matchAll(/\/(?:tasks|blocks|comments)\/(-\d+)/g);
  const found = [...ids].map(([, id]) => Number(id));
  if (body && typeof body === "object" && !Array.isArray(body))
    for (const field of idFields) {
      const value = (body as Record<string, unknown>)[field];
      for (const id of [value].flat())
        if (typeof id === "number" && id < 0) found.push(id);
    }
  return found;
}

// Whether every task that an edit names has its real id.
export function isReady(edit: Edit): boolean {
  if (/^\/(tasks|comments)/.test(edit.path))
    return temporaryIn(edit.body, edit.path).length === 0;
  return true;
}

// Whether an edit waits for a person who may take it back.
export function isHeld(edit: Edit): boolean {
  return edit.heldUntil !== undefined && edit.heldUntil > Date.now();
}

// The edit with the real id in each place of a temporary one.
export function withRealId(edit: Edit, from: number, to: number): Edit {
  const path = edit.path.replace(
    new RegExp(`(^|/)${from}(?=/|$|\\?)`, "g"),
    `$1${to}`,
  );
  let body = edit.body;
  if (body && typeof body === "object" && !Array.isArray(body)) {
    const copy = { ...(body as Record<string, unknown>) };
    for (const field of idFields) {
      const value = copy[field];
      if (value === from) copy[field] = to;
      if (Array.isArray(value))
        copy[field] = value.map((id) => (id === from ? to : id));
    }
    body = copy;
  }
  const chain = edit.chain === String(from) ? String(to) : edit.chain;
  const same =
    path === edit.path &&
    chain === edit.chain &&
    JSON.stringify(body) === JSON.stringify(edit.body);
  return same ? edit : { ...edit, path, body, chain };
}

// A card as it will be once the cluster has acknowledged the edits.
export function withEdits(card: Card, edits: Edit[]): Card {
  let drawn = card;
  for (const edit of edits) {
    if (edit.chain !== String(card.id)) continue;
    if (edit.kind === "patch" || edit.kind === "move")
      drawn = { ...drawn, ...fieldsOf(edit) };
    else if (edit.kind === "trash") drawn = { ...drawn, deleted_at: edit.at };
    else if (edit.kind === "restore") drawn = { ...drawn, deleted_at: null };
    else if (edit.kind === "comment")
      drawn = { ...drawn, comment_count: drawn.comment_count + 1 };
    else if (edit.kind === "delete") drawn = withoutPart(drawn, edit);
    else if (edit.kind === "link") drawn = withLink(drawn, edit);
    else if (edit.look) drawn = { ...drawn, ...edit.look };
  }
  return drawn;
}

function fieldsOf(edit: Edit): Partial<Card> {
  const fields = { ...(edit.body as Record<string, unknown>) };
  if (edit.kind === "move")
    for (const name of ["before", "after", "to"]) delete fields[name];
  return fields as Partial<Card>;
}

export type PartList = "comments" | "attachments" | "views";

// What is deleted for ever: DELETE of /comments/1.
export function partOf(path: string): { list: PartList; id: number } | null {
  const match = path.match(/^\/(comments|attachments|views)\/(-?\d+)$/);
  if (!match) return null;
  return { list: match[1] as PartList, id: Number(match[2]) };
}

// Those that are still drawn, while the deletion of others is on its way.
export function withoutDeleted<Part extends { id: number }>(
  parts: Part[],
  list: PartList,
  edits: Edit[],
): Part[] {
  const gone = edits
    .filter(({ kind, state }) => kind === "delete" && state === "waiting")
    .map(({ path }) => partOf(path))
    .filter((part) => part?.list === list);
  return parts.filter(({ id }) => !gone.some((part) => part?.id === id));
}

function withoutPart(card: Card, edit: Edit): Card {
  const part = partOf(edit.path);
  if (!part || part.list === "views" || edit.state !== "waiting") return card;
  const count = part.list === "comments" ? "comment_count" : "attachment_count";
  return { ...card, [count]: Math.max(0, card[count] - 1) };
}

// PUT and DELETE of /tasks/1/labels/bug or /tasks/1/assignees/ann.
export function linkOf(path: string): {
  field: "labels" | "assignees";
  name: string;
} | null {
  const match = path.match(/\/(labels|assignees)\/([^/]+)$/);
  if (!match) return null;
  return {
    field: match[1] as "labels" | "assignees",
    name: decodeURIComponent(match[2]!),
  };
}

function withLink(card: Card, edit: Edit): Card {
  const link = linkOf(edit.path);
  if (!link) return card;
  const others = card[link.field].filter((name) => name !== link.name);
  const names = edit.method === "PUT" ? [...others, link.name] : others;
  return { ...card, [link.field]: names };
}

// The cards of tasks that the cluster does not know yet.
export function createdCards(edits: Edit[], creator: string): Card[] {
  return edits
    .filter((edit) => edit.kind === "create")
    .map((edit) => {
      const body = edit.body as Partial<Card>;
      return {
        id: Number(edit.chain),
        rev: 0,
        project: null,
        title: "",
        status: "todo",
        priority: "none",
        due: null,
        assignees: [],
        labels: [],
        parent: null,
        repeat: null,
        creator,
        created_at: edit.at,
        updated_at: edit.at,
        completed_at: null,
        deleted_at: null,
        rank: "",
        comment_count: 0,
        attachment_count: 0,
        subtasks: { total: 0, completed: 0 },
        blocked: false,
        watching: true,
        ...body,
      };
    });
}
