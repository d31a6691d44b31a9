// The cards that are known, by id: one place, whichever list shows them.

import { type Edit, withEdits } from "./edits";
import type { Card, StreamEvent, Task } from "./types";

interface Known {
  card: Card;
  asOf: number;
}

export class Cards {
  private known = new Map<number, Known>();
  private drawn = new Map<number, { card: Card; from: Card; edits: Edit[] }>();
  private byChain = new Map<string, Edit[]>();
  private listeners = new Map<number, Set<() => void>>();

  // The card as a person should see it: with the edits that are on their way.
  get(id: number): Card | undefined {
    const known = this.known.get(id);
    if (!known) return undefined;
    const edits = this.byChain.get(String(id));
    if (!edits) return known.card;
    const before = this.drawn.get(id);
    if (before && before.from === known.card && before.edits === edits)
      return before.card;
    const card = withEdits(known.card, edits);
    this.drawn.set(id, { card, from: known.card, edits });
    return card;
  }

  // The card as the cluster has it.
  committed(id: number): Card | undefined {
    return this.known.get(id)?.card;
  }

  // The log position at which the card was true.
  asOf(id: number): number {
    return this.known.get(id)?.asOf ?? -1;
  }

  // Takes cards that were read at a log position; older ones change nothing.
  put(cards: Card[], asOf: number): void {
    for (const card of cards) {
      const known = this.known.get(card.id);
      if (known && known.asOf > asOf) continue;
      this.known.set(card.id, { card, asOf });
      if (!known || known.card !== card) this.tell(card.id);
    }
  }

  // A task's own fields, which an answer has beside those of the card.
  putTask(task: Task, asOf: number): void {
    const known = this.known.get(task.id);
    if (!known || known.asOf > asOf) return;
    const { description: _, ...fields } = task;
    this.put([{ ...known.card, ...fields }], asOf);
  }

  remove(id: number): void {
    if (this.known.delete(id)) this.tell(id);
  }

  take(event: StreamEvent): void {
    if (!event.type.startsWith("task.")) return;
    if (event.task) this.put([event.task], event.as_of ?? event.index);
    else if (event.type === "task.purged" && typeof event.id === "number")
      this.remove(event.id);
  }

  setEdits(edits: Edit[]): void {
    const chains = new Map<string, Edit[]>();
    for (const edit of edits) {
      const chain = chains.get(edit.chain);
      if (chain) chain.push(edit);
      else chains.set(edit.chain, [edit]);
    }
    const before = this.byChain;
    const touched = new Set([...before.keys(), ...chains.keys()]);
    for (const [chain, list] of chains) {
      const old = before.get(chain);
      const same =
        old?.length === list.length && old.every((edit, n) => edit === list[n]);
      if (same) {
        chains.set(chain, old!);
        touched.delete(chain);
      }
    }
    this.byChain = chains;
    for (const chain of touched) this.tell(Number(chain));
  }

  clear(): void {
    const ids = [...this.known.keys()];
    this.known.clear();
    for (const id of ids) this.tell(id);
  }

  subscribe(id: number, listener: () => void): () => void {
    const listeners = this.listeners.get(id) ?? new Set();
    this.listeners.set(id, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.listeners.delete(id);
    };
  }

  private tell(id: number): void {
    for (const listener of [...(this.listeners.get(id) ?? [])]) listener();
  }
}
