// The boards that are loaded, as events and answers change them.

import type { QueryClient } from "@tanstack/react-query";
import { type Board, isAbout, withAnswer, withEvent } from "../data/board";
import type { Cards } from "../data/cards";
import type { Filters } from "../data/filters";
import type { StreamEvent } from "../data/types";

// An acknowledged edit has changed a card, or made it.
interface Told {
  id: number;
  index: number;
  created: boolean;
}

export class Boards {
  private recent: StreamEvent[] = [];
  private told: Told[] = [];

  constructor(
    private readonly queries: QueryClient,
    private readonly cards: Cards,
  ) {}

  // A board that is being read now may be older than this event.
  hear(event: StreamEvent): void {
    this.recent.push(event);
    if (this.recent.length > 500) this.recent.splice(0, 100);
  }

  // Whether every board could be told what the event changes; the others have
  // to be read again.
  take(event: StreamEvent): boolean {
    let known = true;
    for (const query of this.queries.getQueryCache().findAll({
      queryKey: ["board"],
    })) {
      const board = query.state.data as Board | undefined;
      if (!board) continue;
      if (isFiltered(query.queryKey)) {
        if (isAbout(board, event)) known = false;
        continue;
      }
      const next = withEvent(board, event, this.cards);
      if (next === null) known = false;
      else if (next !== board) this.queries.setQueryData(query.queryKey, next);
    }
    return known;
  }

  // An answer is on the boards before its edit is no longer drawn over them.
  answered(id: number, index: number, created = false): void {
    const told = { id, index, created };
    this.told.push(told);
    if (this.told.length > 100) this.told.splice(0, 20);
    this.queries.setQueriesData<Board>(
      {
        queryKey: ["board"],
        predicate: ({ queryKey }) => !created || !isFiltered(queryKey),
      },
      (board) => board && this.withAnswer(board, told),
    );
  }

  // A board that was read before the newest events and answers has them applied,
  // too.
  caughtUp(board: Board): Board {
    let now = board;
    for (const event of this.recent)
      now = withEvent(now, event, this.cards) ?? now;
    for (const told of this.told) now = this.withAnswer(now, told);
    return now;
  }

  private withAnswer(board: Board, { id, index, created }: Told): Board {
    const card = this.cards.committed(id);
    return card ? withAnswer(board, card, index, this.cards, created) : board;
  }
}

function isFiltered(queryKey: readonly unknown[]): boolean {
  return Object.keys(queryKey[2] as Filters).length > 0;
}
