// A project's board: what was read, what the events since have changed, and
// what is on its way.

import type { Cards } from "./cards";
import { createdCards, type Edit } from "./edits";
import type { BoardAnswer, Card, Status, StreamEvent } from "./types";

export interface Column {
  status: Status;
  total: number;
  ids: number[];
  nextCursor: string | null;
}

export interface Board {
  project: string;
  // The log position up to which the columns are true.
  index: number;
  columns: Column[];
}

export function boardOf(answer: BoardAnswer, index: number): Board {
  return {
    project: answer.project.key,
    index,
    columns: answer.columns.map((column) => ({
      status: column.status,
      total: column.total,
      ids: column.items.map((card) => card.id),
      nextCursor: column.next_cursor,
    })),
  };
}

// What comes into these columns is at their top: the cluster orders them by time.
export function isByTime(status: Status): boolean {
  return status === "completed" || status === "cancelled";
}

// The board's order: open columns by rank, finished ones by when.
export function compareCards(status: Status, a: Card, b: Card): number {
  if (isByTime(status)) {
    const name = status === "completed" ? "completed_at" : "updated_at";
    const [left, right] = [a[name] ?? "", b[name] ?? ""];
    if (left !== right) return left < right ? 1 : -1;
  } else if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  return a.id - b.id;
}

function belongs(board: Board, card: Card | null | undefined): card is Card {
  return !!card && card.project === board.project && !card.deleted_at;
}

// The status in which the board held the task before the event, if it did.
function statusBefore(board: Board, event: StreamEvent): Status | null {
  const from = (field: string) =>
    event.changes?.find((change) => change.field === field)?.from;
  const changed = (field: string) =>
    event.changes?.some((change) => change.field === field) ?? false;
  if (event.type === "task.created" || event.type === "task.restored")
    return null;
  const project = changed("project") ? from("project") : board.project;
  if (project !== board.project) return null;
  if (changed("status")) return from("status") as Status;
  return event.task?.status ?? null;
}

function holderOf(board: Board, { task }: StreamEvent): Column | undefined {
  return board.columns.find(({ ids }) => ids.includes(task?.id ?? -1));
}

// Whether an event may change what the board shows: also of a task that goes to
// another project.
export function isAbout(board: Board, event: StreamEvent): boolean {
  return (
    event.project === board.project ||
    event.task?.project === board.project ||
    holderOf(board, event) !== undefined
  );
}

// The board after an event. `null`: it cannot be told, read it again.
export function withEvent(
  board: Board,
  event: StreamEvent,
  cards: Cards,
): Board | null {
  if (event.index <= board.index) return board;
  if (event.type === "project.updated")
    return event.ranks && event.project === board.project ? null : board;
  if (!event.type.startsWith("task.")) return board;
  if (!isAbout(board, event)) return board;
  const holder = holderOf(board, event);
  // Without the card, or with one of a later position, counts would have to be
  // guessed.
  if (!event.task) return null;
  if (!holder && (event.as_of ?? event.index) > event.index) return null;
  // An answer may have told more already, and the board shows it: what is older
  // does not take it back.
  const known = holder && cards.committed(event.task.id);
  const task = belongs(board, known) ? known : event.task;
  const before = holder?.status ?? statusBefore(board, event);
  return moved(board, task, before, cards);
}

// The board after the answer to an edit of this page. Its event may come later:
// until then the card would be back where it was.
export function withAnswer(
  board: Board,
  card: Card,
  index: number,
  cards: Cards,
  created = false,
): Board {
  if (index <= board.index) return board;
  const holder = board.columns.find(({ ids }) => ids.includes(card.id));
  if (holder) return moved(board, card, holder.status, cards);
  if (!created || !belongs(board, card)) return board;
  const next = moved(board, card, null, cards);
  return next.columns.some(({ ids }) => ids.includes(card.id)) ? next : board;
}

function moved(
  board: Board,
  task: Card,
  before: Status | null,
  cards: Cards,
): Board {
  const after = belongs(board, task) ? task.status : null;
  const columns = board.columns.map((column) => {
    let { total, ids } = column;
    if (column.status === before && before !== after) total--;
    if (column.status === after && before !== after) total++;
    if (ids.includes(task.id)) ids = ids.filter((id) => id !== task.id);
    if (column.status === after) ids = insert(column, ids, task, cards);
    return { ...column, total: Math.max(total, ids.length), ids };
  });
  return { ...board, columns };
}

function insert(column: Column, ids: number[], task: Card, cards: Cards) {
  const order = (a: number, b: number) => {
    const [left, right] = [cards.committed(a), cards.committed(b)];
    return left && right ? compareCards(column.status, left, right) : 0;
  };
  // Answers may have told of cards what the events that come will tell again:
  // those are out of their order until it is made anew.
  const sorted = [...ids, task.id].sort(order);
  // Beyond what is loaded: the page that comes later holds it.
  if (column.nextCursor !== null && sorted.at(-1) === task.id) return ids;
  return sorted;
}

export function withPage(
  board: Board,
  status: Status,
  cards: Card[],
  nextCursor: string | null,
): Board {
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column.status !== status) return column;
      const known = new Set(column.ids);
      const ids = [
        ...column.ids,
        ...cards.map((card) => card.id).filter((id) => !known.has(id)),
      ];
      return {
        ...column,
        ids,
        nextCursor,
        total: nextCursor ? Math.max(column.total, ids.length) : ids.length,
      };
    }),
  };
}

export interface DrawnColumn {
  status: Status;
  total: number;
  ids: number[];
  more: boolean;
}

// The columns with the pending edits drawn over them.
export function drawBoard(
  board: Board,
  edits: Edit[],
  me: string,
  cards: Cards,
): DrawnColumn[] {
  const columns: DrawnColumn[] = board.columns.map((column) => ({
    status: column.status,
    total: column.total,
    ids: column.ids,
    more: column.nextCursor !== null,
  }));
  const created = createdCards(edits, me).filter((card) =>
    belongs(board, card),
  );
  for (const card of created) place(columns, card.id, card.status, {});
  for (const edit of edits) {
    const id = Number(edit.chain);
    if (edit.kind === "move") {
      const body = edit.body as {
        status?: Status;
        project?: string | null;
        before?: number;
        after?: number;
        to?: "top" | "bottom";
      };
      const from = take(columns, id);
      const elsewhere =
        body.project !== undefined && body.project !== board.project;
      if (!elsewhere && (body.status ?? from))
        place(columns, id, body.status ?? from!, body);
    } else if (edit.kind === "trash") take(columns, id);
    else if (edit.kind === "patch") {
      const { status, project } = edit.body as {
        status?: Status;
        project?: string | null;
      };
      const holder = columns.find((column) => column.ids.includes(id));
      if (project !== undefined && project !== board.project) take(columns, id);
      else if (status && holder && holder.status !== status) {
        take(columns, id);
        placeByRank(columns, id, status, cards);
      }
    }
  }
  return columns;
}

function take(columns: DrawnColumn[], id: number): Status | null {
  for (const column of columns) {
    if (!column.ids.includes(id)) continue;
    column.ids = column.ids.filter((other) => other !== id);
    column.total--;
    return column.status;
  }
  return null;
}

// A change of the status alone keeps the rank: the card is drawn where it will
// be, and does not jump when the answer comes.
function placeByRank(
  columns: DrawnColumn[],
  id: number,
  status: Status,
  cards: Cards,
): void {
  const column = columns.find((one) => one.status === status);
  const card = cards.committed(id);
  if (!column) return;
  if (isByTime(status) || !card)
    return place(columns, id, status, { to: card ? "top" : "bottom" });
  const next = column.ids.find((other) => {
    const known = cards.committed(other);
    return known && compareCards(status, known, card) > 0;
  });
  if (next !== undefined) place(columns, id, status, { before: next });
  else if (!column.more) place(columns, id, status, { to: "bottom" });
  // Beyond what is loaded.
  else column.total++;
}

function place(
  columns: DrawnColumn[],
  id: number,
  status: Status,
  where: { before?: number; after?: number; to?: "top" | "bottom" },
): void {
  take(columns, id);
  const column = columns.find((one) => one.status === status);
  if (!column) return;
  let at = where.to === "top" ? 0 : column.ids.length;
  const before = column.ids.indexOf(where.before ?? Number.NaN);
  const after = column.ids.indexOf(where.after ?? Number.NaN);
  if (before >= 0) at = before;
  else if (after >= 0) at = after + 1;
  column.ids = [...column.ids.slice(0, at), id, ...column.ids.slice(at)];
  column.total++;
}
