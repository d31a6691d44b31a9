// What the answer to an edit changes, before the edit leaves the queue.

import { type Edit, type PartList, partOf, withEdits } from "../data/edits";
import type { Answer } from "../data/http";
import type { Card, Comment, Task } from "../data/types";
import type { TaskAnswer, Workspace } from "./workspace";

export function takeAnswer(
  workspace: Workspace,
  edit: Edit,
  answer: Answer<unknown>,
): void {
  const { body, index } = answer;
  if (edit.bulk) changed(workspace, edit, (body as { rev: number }).rev, index);
  else if (edit.kind === "create")
    created(workspace, edit, body as Task, index);
  else if (edit.kind === "move") workspace.cards.put([body as Card], index);
  else if (edit.kind === "trash") trashed(workspace, edit, index);
  else if (edit.kind === "comment") commented(workspace, edit, body as Comment);
  else if (edit.kind === "delete") deleted(workspace, edit);
  else if (["patch", "link", "restore"].includes(edit.kind)) {
    const task = body as Task;
    workspace.cards.putTask(task, index);
    workspace.queries.setQueryData<TaskAnswer>(["task", task.id], (known) =>
      known && known.index > index ? known : { task, index },
    );
  }
  const made = edit.kind === "create" ? (body as Task).id : undefined;
  const id = made ?? Number(edit.chain);
  // An answer that tells nothing of the card leaves it where it is.
  if (made !== undefined || workspace.cards.asOf(id) >= index)
    workspace.boards.answered(id, index, made !== undefined);
  for (const place of edit.drafts ?? [])
    void workspace.memory.dropDraft(place, edit.at);
  workspace.live.touched(edit);
}

// One task of many: all that is told is its revision.
function changed(
  workspace: Workspace,
  edit: Edit,
  rev: number,
  index: number,
): void {
  const id = Number(edit.chain);
  const card = workspace.cards.committed(id);
  if (card) workspace.cards.put([afterBulk(card, edit, rev)], index);
  void workspace.queries.invalidateQueries({ queryKey: ["task", id] });
}

// Boards order what is done by when, which only the event tells exactly.
export function afterBulk(card: Card, edit: Edit, rev: number): Card {
  const after = { ...withEdits(card, [edit]), rev, updated_at: edit.at };
  if (after.status === card.status) return after;
  return {
    ...after,
    completed_at: after.status === "completed" ? edit.at : null,
  };
}

// The list is read again soon: until then it neither loses nor doubles a row.
function changeList<Part extends { id: number }>(
  workspace: Workspace,
  edit: Edit,
  list: PartList,
  change: (known: Part[]) => Part[],
): void {
  const queryKey =
    list === "views"
      ? ["views", "/views"]
      : ["of-task", Number(edit.chain), `/tasks/{id}/${list}`];
  workspace.queries.setQueriesData<Part[]>(
    { queryKey },
    (known) => known && change(known),
  );
}

function commented(workspace: Workspace, edit: Edit, made: Comment): void {
  changeList<Comment>(workspace, edit, "comments", (known) =>
    known.some(({ id }) => id === made.id) ? known : [...known, made],
  );
  if (edit.makes !== undefined) rename(workspace, edit.makes, made.id);
}

function deleted(workspace: Workspace, edit: Edit): void {
  const part = partOf(edit.path);
  if (!part) return;
  changeList(workspace, edit, part.list, (known) =>
    known.filter(({ id }) => id !== part.id),
  );
}

function rename(workspace: Workspace, temporary: number, id: number): void {
  workspace.renamed.change((known) => ({ ...known, [temporary]: id }));
}

function trashed(workspace: Workspace, edit: Edit, index: number): void {
  const card = workspace.cards.committed(Number(edit.chain));
  if (card) workspace.cards.put([{ ...card, deleted_at: edit.at }], index);
}

function created(
  workspace: Workspace,
  edit: Edit,
  task: Task,
  index: number,
): void {
  const temporary = Number(edit.chain);
  const card = workspace.cards.committed(temporary);
  const { description: _, ...fields } = task;
  if (card && !workspace.cards.committed(task.id))
    workspace.cards.put([{ ...card, ...fields, rank: "~" }], index - 1);
  workspace.cards.remove(temporary);
  workspace.queries.setQueryData(["task", task.id], { task, index });
  workspace.madeAt.set(task.id, index);
  rename(workspace, temporary, task.id);
}
