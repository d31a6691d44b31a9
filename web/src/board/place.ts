// Where a card goes: one rule for the pointer, the keys and the dialog.

import { type DrawnColumn, isByTime } from "../data/board";
import type { Status } from "../data/types";
import type { Place } from "../tasks/move";

export interface Spot {
  status: Status;
  // The position among the cards that stay, from 0.
  index: number;
}

export function spotOf(columns: DrawnColumn[], id: number): Spot | null {
  for (const column of columns) {
    const index = column.ids.indexOf(id);
    if (index >= 0) return { status: column.status, index };
  }
  return null;
}

// The cards that a move into a column changes: of one that is ordered by time,
// those that are not there yet.
export function movable(
  columns: DrawnColumn[],
  ids: number[],
  status: Status,
): number[] {
  if (!isByTime(status)) return ids;
  return ids.filter((id) => spotOf(columns, id)?.status !== status);
}

// A spot as the cluster is told it: by a neighbour's id. `moved` are the cards
// on their way, which are no neighbours.
export function placeOf(
  columns: DrawnColumn[],
  spot: Spot,
  moved: number[],
): Place {
  const { status, index } = spot;
  if (isByTime(status)) return { status, to: "top" };
  const column = columns.find((one) => one.status === status);
  const ids = (column?.ids ?? []).filter((id) => !moved.includes(id));
  const before = ids[index];
  if (before !== undefined) return { status, before };
  const last = ids.at(-1);
  if (last !== undefined) return { status, after: last };
  return { status, to: "bottom" };
}

// The way back to where a card is now.
export function placeBack(
  columns: DrawnColumn[],
  id: number,
  moved: number[],
): Place {
  const spot = spotOf(columns, id);
  if (!spot) return { to: "bottom" };
  const column = columns.find((one) => one.status === spot.status)!;
  const kept = column.ids
    .slice(0, spot.index)
    .filter((other) => !moved.includes(other)).length;
  return placeOf(columns, { status: spot.status, index: kept }, moved);
}

const order: Status[] = ["todo", "in_progress", "completed", "cancelled"];

// The next spot in a direction, for keys.
export function stepSpot(
  columns: DrawnColumn[],
  spot: Spot,
  direction: "up" | "down" | "left" | "right",
  moved: number[],
): Spot {
  const length = (status: Status) =>
    (columns.find((one) => one.status === status)?.ids ?? []).filter(
      (id) => !moved.includes(id),
    ).length;
  const vertical = direction === "up" || direction === "down";
  if (vertical && isByTime(spot.status)) return spot;
  if (direction === "up")
    return { ...spot, index: Math.max(0, spot.index - 1) };
  if (direction === "down")
    return { ...spot, index: Math.min(length(spot.status), spot.index + 1) };
  const by = direction === "left" ? -1 : 1;
  const status = order[order.indexOf(spot.status) + by];
  if (!status) return spot;
  if (isByTime(status)) {
    const own = moved.length === 1 ? spotOf(columns, moved[0]!) : null;
    return own?.status === status ? own : { status, index: 0 };
  }
  return { status, index: Math.min(spot.index, length(status)) };
}

// Across columns, what the cursor meets next.
export function neighbour(
  columns: DrawnColumn[],
  id: number | null,
  direction: "up" | "down" | "left" | "right",
): number | null {
  const spot = id === null ? null : spotOf(columns, id);
  if (!spot) return columns.find((column) => column.ids.length)?.ids[0] ?? null;
  const here = columns.find((one) => one.status === spot.status)!;
  if (direction === "up") return here.ids[spot.index - 1] ?? null;
  if (direction === "down") return here.ids[spot.index + 1] ?? null;
  const by = direction === "left" ? -1 : 1;
  for (let at = order.indexOf(spot.status) + by; order[at]; at += by) {
    const column = columns.find((one) => one.status === order[at]);
    if (column && column.ids.length > 0)
      return column.ids[Math.min(spot.index, column.ids.length - 1)]!;
  }
  return null;
}
