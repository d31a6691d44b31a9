// What people do to tasks. Each act goes to the queue at once, and knows what
// undoes it.

import type { Workspace } from "../app/workspace";
import { type Call, call, targetOf } from "../data/api";
import type { NewEdit } from "../data/edit_list";
import { type Edit, temporaryId } from "../data/edits";
import { freshKey } from "../data/keys";
import { same } from "../data/merge";
import type { PatchField, Status, Task, TaskPatch } from "../data/types";
import type { Undoable } from "../data/undo";
import { fieldNames, sayValue, statusNames } from "../ui/names";

export type Base = TaskPatch & { rev: number; deleted_at?: string | null };

export type EditCall = Call<unknown, Edit["method"]>;
type EditParts = Omit<Partial<NewEdit>, "method" | "path" | "body"> &
  Pick<NewEdit, "kind" | "label"> & { call: EditCall };

// Edits of one task follow each other, or those of other things: `chain`.
export function edit(
  workspace: Workspace,
  chain: number | "views",
  parts: EditParts,
): Edit {
  const { call, ...rest } = parts;
  return workspace.queue.add({
    key: freshKey(),
    chain: String(chain),
    method: call.method,
    path: targetOf(call),
    body: call.init.body ?? null,
    base: null,
    ifMatch: null,
    at: new Date().toISOString(),
    ...rest,
  });
}

export function remember(
  workspace: Workspace,
  act: Undoable,
  toast = true,
): void {
  workspace.undo.push(act);
  if (toast) workspace.toast(act.label, act);
}

export function titleOf(workspace: Workspace, ids: number[]): string {
  if (ids.length !== 1) return `${ids.length} tasks`;
  return clip(workspace.task(ids[0]!)?.title ?? `Task ${ids[0]}`, 40);
}

function clip(text: string, most = 60): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  return `${letters.slice(0, most - 1).join("")}…`;
}

function pick(from: TaskPatch, fields: PatchField[]): TaskPatch {
  const known = from as unknown as Record<string, unknown>;
  return Object.fromEntries(fields.map((field) => [field, known[field]]));
}

function sendPatch(
  workspace: Workspace,
  id: number,
  patch: TaskPatch,
  base: Base,
  more: Partial<Pick<Edit, "drafts" | "group" | "ifMatch">> = {},
): Edit {
  const field = Object.keys(patch)[0]!;
  return edit(workspace, id, {
    kind: "patch",
    call: call("PATCH", "/tasks/{id}", {
      params: { path: { id } },
      body: patch,
    }),
    base: { ...base },
    ifMatch: base.rev > 0 ? `"${base.rev}"` : null,
    label: `${fieldNames[field] ?? field}: ${clip(sayValue(field, (patch as Record<string, unknown>)[field]))}`,
    ...more,
  });
}

// Changes fields of one task from what was shown as `base`.
export function patchTask(
  workspace: Workspace,
  id: number,
  patch: TaskPatch,
  base: Base,
  options: { drafts?: string[]; toast?: boolean } = {},
): void {
  const fields = (Object.keys(patch) as PatchField[]).filter(
    (field) => !same(patch[field], base[field]),
  );
  if (fields.length === 0) return;
  const changed = pick(patch as Base, fields);
  const before = pick(base, fields);
  const { drafts } = options;
  const sent = sendPatch(workspace, id, changed, base, { drafts });
  const say = fields
    .map((field) => `${fieldNames[field]}: ${sayValue(field, patch[field])}`)
    .join(", ");
  remember(
    workspace,
    {
      label: fields.includes("description") ? "Description changed" : say,
      edits: [sent.key],
      undo: () => undoPatch(workspace, id, changed, before),
    },
    options.toast ?? true,
  );
}

// Back to what was, but only where nobody has changed it again.
function undoPatch(
  workspace: Workspace,
  firstId: number,
  mine: TaskPatch,
  before: TaskPatch,
): void {
  const id = realId(workspace, firstId);
  const now = workspace.task(id);
  const fields = (Object.keys(mine) as PatchField[]).filter(
    (field) =>
      !now ||
      (field === "description" && now.description === null) ||
      same(now[field], mine[field]),
  );
  if (fields.length === 0) {
    workspace.toast("Somebody has changed it since: not undone");
    return;
  }
  const patch = pick(before as Base, fields);
  // The description is as old as what was read. A revision that no task has is
  // answered with what is there, and the texts are merged.
  const known = "description" in mine ? workspace.readTask(id) : now;
  const rev = known?.rev ?? 0;
  const ifMatch = `"${rev}"`;
  sendPatch(workspace, id, patch, { ...mine, rev }, { ifMatch });
}

// The same for all tasks in words; what that is for each may differ.
export function patchTasks(
  workspace: Workspace,
  ids: number[],
  patch: TaskPatch,
  patchOf: (task: Task) => TaskPatch = () => patch,
): void {
  const undos: (() => void)[] = [];
  const edits: string[] = [];
  const group = freshKey();
  const fields = Object.keys(patch) as PatchField[];
  for (const id of ids) {
    const task = workspace.task(id);
    if (!task) continue;
    const before = pick(task, fields);
    const own = patchOf(task);
    if (fields.every((field) => same(before[field], own[field]))) continue;
    const base = { ...before, rev: task.rev };
    edits.push(sendPatch(workspace, id, own, base, { group }).key);
    undos.push(() => undoPatch(workspace, id, own, before));
  }
  if (undos.length === 0) return;
  const what = fields
    .map((field) => `${fieldNames[field]}: ${sayValue(field, patch[field])}`)
    .join(", ");
  remember(workspace, {
    label: `${titleOf(workspace, ids)} · ${what}`,
    edits,
    undo: () => {
      for (const undo of undos) undo();
    },
  });
}

export function setStatus(
  workspace: Workspace,
  ids: number[],
  status: Status,
): void {
  patchTasks(workspace, ids, { status });
  workspace.announce(`${titleOf(workspace, ids)}: ${statusNames[status]}`);
}

function linking(
  id: number,
  field: "labels" | "assignees",
  name: string,
  on: boolean,
): EditCall {
  const method = on ? "PUT" : "DELETE";
  return field === "labels"
    ? call(method, "/tasks/{id}/labels/{name}", {
        params: { path: { id, name } },
      })
    : call(method, "/tasks/{id}/assignees/{username}", {
        params: { path: { id, username: name } },
      });
}

export function link(
  workspace: Workspace,
  ids: number[],
  field: "labels" | "assignees",
  name: string,
  on: boolean,
): void {
  const changed = ids.filter(
    (id) => workspace.task(id)?.[field].includes(name) !== on,
  );
  if (changed.length === 0) return;
  const apply = (wanted: boolean) => {
    const group = freshKey();
    return changed.map(
      (id) =>
        edit(workspace, id, {
          kind: "link",
          call: linking(id, field, name, wanted),
          label: `${wanted ? "Add" : "Remove"} ${name}`,
          group,
        }).key,
    );
  };
  remember(workspace, {
    label: `${titleOf(workspace, ids)} · ${on ? "added" : "removed"} ${name}`,
    edits: apply(on),
    undo: () => void apply(!on),
  });
}

export function create(
  workspace: Workspace,
  fields: TaskPatch & { title: string },
  drafts?: string[],
  toast = false,
): number {
  const id = temporaryId();
  const { key } = edit(workspace, id, {
    kind: "create",
    call: call("POST", "/tasks", { body: fields }),
    label: `New task: ${fields.title}`,
    drafts,
  });
  remember(
    workspace,
    {
      label: `Created: ${fields.title}`,
      edits: [key],
      undo: () => {
        const made = realId(workspace, id);
        edit(workspace, made, intoTrash(made));
      },
    },
    toast,
  );
  return id;
}

// The parts of an edit that moves a task to the trash.
export function intoTrash(id: number): EditParts {
  return {
    kind: "trash",
    call: call("DELETE", "/tasks/{id}", { params: { path: { id } } }),
    label: "Move to the trash",
  };
}

export function realId(workspace: Workspace, id: number): number {
  return workspace.renamed.get()[id] ?? id;
}

export function undo(workspace: Workspace): void {
  const label = workspace.undo.undo();
  workspace.announce(label ? `Undone: ${label}` : "Nothing to undo");
}
