// Edits of one act on many tasks travel as one request, and stay edits of their
// own: each is drawn, merged, refused and undone for itself.

import type { Edit } from "./edits";
import { linkOf } from "./edits";

export interface Bulk {
  key: string;
  // As it was sent first: a repetition is the same to the byte.
  body: BulkBody;
}

interface BulkBody {
  ids: number[];
  revs?: Record<string, number>;
  patch?: unknown;
  add?: Partial<Record<"labels" | "assignees", string[]>>;
  remove?: Partial<Record<"labels" | "assignees", string[]>>;
  delete?: boolean;
}

export interface BulkAnswer {
  items: { id: number; status: number; rev?: number }[];
}

const most = 200;

// The edits that travel with `first`: those that were sent with it before, or
// those of its act that may be sent now.
export function companions(first: Edit, ready: Edit[]): Edit[] {
  const { bulk, group } = first;
  if (bulk) return ready.filter((edit) => edit.bulk?.key === bulk.key);
  if (!group || first.sent) return [first];
  return ready
    .filter((edit) => edit.group === group && !edit.bulk && !edit.sent)
    .slice(0, most);
}

export function bulkOf(edits: Edit[]): Bulk {
  const first = edits[0]!;
  const ids = edits.map((edit) => Number(edit.chain));
  return { key: `${first.key}/bulk`, body: { ids, ...changeOf(first, edits) } };
}

function changeOf(first: Edit, edits: Edit[]): Partial<BulkBody> {
  if (first.kind === "trash") return { delete: true };
  const link = linkOf(first.path);
  if (first.kind === "link" && link) {
    const names = { [link.field]: [link.name] };
    return first.method === "PUT" ? { add: names } : { remove: names };
  }
  const revs: Record<string, number> = {};
  for (const { chain, base } of edits) if (base) revs[chain] = base.rev;
  return { patch: first.body, revs };
}

// The request in which a bulk of edits is sent.
export function requestOf(edit: Edit): Edit {
  if (!edit.bulk) return edit;
  const { key, body } = edit.bulk;
  return {
    ...edit,
    key,
    body,
    method: "POST",
    path: "/tasks/bulk",
    ifMatch: null,
  };
}

// To be sent by itself, as if it had never been part of a bulk.
export function alone(edit: Edit): Edit {
  return { ...edit, bulk: null, group: undefined, sent: false };
}
