// What lies over the screens, and what the keys act on.

import { Observable } from "../data/observable";
import type { TaskPatch } from "../data/types";

export type EditorField =
  | "title"
  | "status"
  | "priority"
  | "assignees"
  | "labels"
  | "due"
  | "move";

export const newTask = new Observable<TaskPatch | null>(null);
export const fieldEditor = new Observable<{
  field: EditorField;
  ids: number[];
} | null>(null);
export const shortcutSheet = new Observable(false);
export const attentionOpen = new Observable(false);

export interface Selection {
  ids: ReadonlySet<number>;
  cursor: number | null;
}

const nothing: Selection = { ids: new Set(), cursor: null };
export const selection = new Observable<Selection>(nothing);

// How the screen that is shown moves its cursor; screens without rows have
// none.
export interface Rows {
  step(direction: "up" | "down" | "left" | "right", extend: boolean): void;
  // To the row, or to the screen if that is out of sight.
  focus?(id: number): void;
}
export const rows = new Observable<Rows | null>(null);

export function clearSelection(): void {
  selection.set(nothing);
}

// Nothing is selected any more. The bar of the selection goes with it: the focus
// goes back to a row, which leaves it to the next one if it goes, too.
export function endSelection(): void {
  const { ids, cursor } = selection.get();
  const [first] = ids;
  const id = cursor !== null && ids.has(cursor) ? cursor : first;
  if (id !== undefined) rows.get()?.focus?.(id);
  select([]);
}

// How high the bar of the selection is while it is shown: toasts are over it.
export const barHeight = new Observable(0);

export function setCursor(cursor: number | null): void {
  selection.change((now) => (now.cursor === cursor ? now : { ...now, cursor }));
}

export function toggleSelected(id: number): void {
  selection.change((now) => {
    const ids = new Set(now.ids);
    if (!ids.delete(id)) ids.add(id);
    return { ids, cursor: id };
  });
}

export function select(ids: number[]): void {
  selection.change((now) => ({ ...now, ids: new Set(ids) }));
}

// The tasks that a key acts on.
export function targets(shown: number | null): number[] {
  if (shown !== null) return [shown];
  const { ids, cursor } = selection.get();
  if (ids.size > 0) return [...ids];
  return cursor === null ? [] : [cursor];
}
