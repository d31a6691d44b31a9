// What is shown comes back at the next start, even without the network.

import { dehydrate, hydrate, type QueryClient } from "@tanstack/react-query";
import type { Cards } from "../data/cards";
import type { Memory } from "../data/memory";
import type { Card } from "../data/types";

export class Snapshots {
  // What the last snapshot held.
  private kept: unknown[] = [];

  constructor(
    private readonly queries: QueryClient,
    private readonly cards: Cards,
    private readonly memory: Pick<Memory, "snapshot" | "keepSnapshot">,
  ) {}

  async restore(): Promise<void> {
    const saved = await this.memory.snapshot<unknown>("queries");
    const cards = await this.memory.snapshot<Card[]>("cards");
    if (cards) this.cards.put(cards, -1);
    if (saved) hydrate(this.queries, saved);
    // Shown at once, and read again: it may have changed since.
    void this.queries.invalidateQueries({ refetchType: "none" });
  }

  // Writes nothing while nothing changes: a page may be open for days.
  async keep(): Promise<void> {
    const state = dehydrate(this.queries, {
      shouldDehydrateQuery: (query) =>
        query.state.status === "success" && query.meta?.keep === true,
    });
    const read = state.queries.map((query) => query.state.data);
    const shown = new Set<number>();
    for (const data of read) collectIds(data, shown);
    const cards = [...shown]
      .map((id) => this.cards.committed(id))
      .filter((card) => card !== undefined);
    const now = [...read, ...cards];
    const same =
      now.length === this.kept.length &&
      now.every((one, n) => one === this.kept[n]);
    if (same) return;
    try {
      await this.memory.keepSnapshot("queries", state);
      await this.memory.keepSnapshot("cards", cards);
      this.kept = now;
    } catch {
      // No room, or logged out: the next time may do.
    }
  }
}

function collectIds(data: unknown, into: Set<number>): void {
  if (Array.isArray(data)) for (const item of data) collectIds(item, into);
  else if (data && typeof data === "object")
    for (const [name, value] of Object.entries(data)) {
      if (name === "ids" && Array.isArray(value))
        for (const id of value) into.add(id as number);
      else collectIds(value, into);
    }
}
