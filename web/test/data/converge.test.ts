// Edits, answers, events, silence and reloads in any order: in the end the page
// shows what the cluster has, and each edit happened once or was reported.

import { describe, expect, it } from "vitest";
import {
  type Board,
  boardOf,
  drawBoard,
  withAnswer,
  withEvent,
} from "../../src/data/board";
import { Cards } from "../../src/data/cards";
import type { NewEdit } from "../../src/data/edit_list";
import { createdCards, type Edit, withEdits } from "../../src/data/edits";
import { type Answer, Unreachable } from "../../src/data/http";
import { EditQueue } from "../../src/data/queue";
import type { Card, StreamEvent, Task } from "../../src/data/types";
import { statuses } from "../../src/data/types";
import { MemoryStorage, random, settle } from "./helpers";
import { Server } from "./server";

interface Request {
  edit: Edit;
  resolve(answer: Answer<unknown>): void;
  reject(error: Error): void;
}

class Run {
  server = new Server();
  cards = new Cards();
  storage = new MemoryStorage();
  requests: Request[] = [];
  timers: (() => void)[] = [];
  seen = 0;
  board!: Board;
  queue!: EditQueue;
  acts = 0;
  counts = { lost: 0, repeated: 0, conflicts: 0, reloads: 0, bulks: 0 };

  constructor(readonly next: () => number) {
    for (let n = 0; n < 4; n++) this.server.create({ title: `first ${n}` });
    this.seen = this.server.events.length;
    this.read();
    this.open();
  }

  pick<T>(items: T[]): T {
    return items[Math.floor(this.next() * items.length)]!;
  }

  read(): void {
    const answer = this.server.board();
    for (const column of answer.columns)
      this.cards.put(column.items, this.server.index);
    this.board = boardOf(answer, this.server.index);
  }

  open(): void {
    this.requests = [];
    this.timers = [];
    this.queue = new EditQueue({
      owner: "tab",
      storage: this.storage,
      send: (edit) =>
        new Promise((resolve, reject) =>
          this.requests.push({ edit, resolve, reject }),
        ),
      done: (edit, answer) => this.done(edit, answer),
      owners: async () => [],
      later: (_, act) => this.timers.push(act),
    });
    this.queue.edits.subscribe(() => {
      const edits = this.queue.edits.get();
      const fresh = createdCards(edits, "me").filter(
        (card) => !this.cards.committed(card.id),
      );
      this.cards.put(fresh, 0);
      this.cards.setEdits(edits);
    });
  }

  done(edit: Edit, { body, index }: Answer<unknown>): void {
    if (edit.kind === "create") this.cards.remove(Number(edit.chain));
    else if (edit.bulk) {
      const card = this.cards.committed(Number(edit.chain))!;
      const { rev } = body as { rev: number };
      this.cards.put([{ ...withEdits(card, [edit]), rev }], index);
    } else if (edit.kind === "move") this.cards.put([body as Card], index);
    else if (edit.kind === "patch") this.cards.putTask(body as Task, index);
    const created = edit.kind === "create";
    if (created) this.cards.put([body as Card], index);
    const id = created ? (body as Card).id : Number(edit.chain);
    const card = this.cards.committed(id);
    if (card)
      this.board = withAnswer(this.board, card, index, this.cards, created);
  }

  // A card is where its status says, whatever is still on its way.
  look(): void {
    for (const { status, ids } of drawBoard(
      this.board,
      this.queue.edits.get(),
      "me",
      this.cards,
    ))
      for (const id of ids)
        expect([id, this.cards.get(id)?.status]).toEqual([id, status]);
  }

  add(parts: Partial<NewEdit> & Pick<NewEdit, "kind" | "path" | "chain">) {
    this.acts++;
    this.queue.add({
      key: `act-${this.acts}`,
      method: "POST",
      body: {},
      base: null,
      ifMatch: null,
      label: "",
      at: "",
      ...parts,
    });
  }

  // One act of the person at this page.
  act(): void {
    const known = this.board.columns
      .flatMap((column) => column.ids)
      .concat(
        createdCards(this.queue.edits.get(), "me").map((card) => card.id),
      );
    const id = this.pick(known);
    const card = this.cards.get(id);
    const chance = this.next();
    if (chance < 0.2 || !card) {
      const chain = String(-Math.floor(1 + this.next() * 1e9));
      const body = {
        title: `created ${this.acts}`,
        project: "OPS",
        status: "todo",
      };
      this.add({ kind: "create", path: "/tasks", chain, body });
    } else if (chance < 0.3) this.actOnMany(known);
    else if (chance < 0.6) {
      const field = this.next() < 0.5 ? "title" : "status";
      const value =
        field === "title" ? `mine ${this.acts}` : this.pick(statuses);
      this.add({
        kind: "patch",
        method: "PATCH",
        path: `/tasks/${id}`,
        chain: String(id),
        body: { [field]: value },
        base: { [field]: card[field], rev: card.rev },
        ifMatch: card.rev > 0 ? `"${card.rev}"` : null,
      });
    } else if (chance < 0.8) {
      const body = { status: this.pick(statuses), before: this.pick(known) };
      this.add({
        kind: "move",
        path: `/tasks/${id}/move`,
        chain: String(id),
        body,
      });
    } else
      this.add({
        kind: "comment",
        path: `/tasks/${id}/comments`,
        chain: String(id),
        body: { text: `act-${this.acts}` },
      });
  }

  // One act on several tasks.
  actOnMany(known: number[]): void {
    const status = this.pick(statuses);
    const group = `group-${this.acts}`;
    for (const id of new Set([1, 2, 3].map(() => this.pick(known)))) {
      const card = this.cards.get(id);
      if (!card || id < 0) continue;
      this.add({
        kind: "patch",
        method: "PATCH",
        path: `/tasks/${id}`,
        chain: String(id),
        body: { status },
        base: { status: card.status, rev: card.rev },
        ifMatch: `"${card.rev}"`,
        group,
      });
    }
  }

  // The network takes a request there and back, or loses it on either way.
  deliver(lossy: boolean): void {
    const request = this.requests.splice(
      Math.floor(this.next() * this.requests.length),
      1,
    )[0];
    if (!request) return;
    const fate = lossy ? this.next() : 1;
    if (request.edit.bulk) this.counts.bulks++;
    if (fate < 0.15) return request.reject(new Unreachable("lost"));
    if (this.server.keys.has(request.edit.key)) this.counts.repeated++;
    try {
      const answer = this.server.handle(request.edit);
      if (fate < 0.3) {
        this.counts.lost++;
        request.reject(new Unreachable("lost"));
      } else request.resolve(answer);
    } catch (error) {
      if (fate < 0.3) request.reject(new Unreachable("lost"));
      else request.reject(error as Error);
    }
  }

  hear(): void {
    const event = this.server.events[this.seen++];
    if (!event) return void this.seen--;
    const shown: StreamEvent = {
      ...event,
      task: this.server.card(event.id as number),
      as_of: this.server.index,
    };
    this.cards.take(shown);
    const board = withEvent(this.board, shown, this.cards);
    if (board) this.board = board;
    else this.read();
  }

  async reload(): Promise<void> {
    this.counts.reloads++;
    this.queue.close();
    this.cards = new Cards();
    this.read();
    this.seen = this.server.events.length;
    this.open();
    await this.queue.load();
  }

  decide(): void {
    for (const edit of this.queue.edits.get()) {
      if (edit.state !== "conflict") continue;
      this.counts.conflicts++;
      this.queue.decide(edit.key, edit.body as object);
    }
  }

  async finish(): Promise<void> {
    for (let round = 0; round < 2000; round++) {
      this.deliver(false);
      this.timers.shift()?.();
      this.decide();
      await settle();
      if (this.queue.edits.get().length === 0) break;
    }
    while (this.seen < this.server.events.length) this.hear();
  }
}

const total = { lost: 0, repeated: 0, conflicts: 0, reloads: 0, bulks: 0 };

async function play(seed: number): Promise<void> {
  const run = new Run(random(seed));
  for (let step = 0; step < 120; step++) {
    const chance = run.next();
    if (chance < 0.3) run.act();
    else if (chance < 0.4) run.server.somebody(run.next);
    else if (chance < 0.65) run.deliver(true);
    else if (chance < 0.85) run.hear();
    else if (chance < 0.93) run.timers.shift()?.();
    else if (chance < 0.96) run.queue.wake();
    else if (chance < 0.98) run.decide();
    else await run.reload();
    await settle();
    run.look();
  }
  await run.finish();
  for (const name of Object.keys(total) as (keyof typeof total)[])
    total[name] += run.counts[name];
  expect(run.queue.edits.get()).toEqual([]);
  expect(run.storage.kept.size).toBe(0);
  // Each comment and each creation happened once.
  const { comments } = run.server;
  expect(new Set(comments).size).toBe(comments.length);
  const titles = run.server.createdTitles;
  expect(new Set(titles).size).toBe(titles.length);
  for (const id of run.server.tasks.keys())
    expect(run.cards.get(id)).toEqual(run.server.card(id));
  const truth = run.server.board();
  const drawn = drawBoard(run.board, [], "me", run.cards);
  for (const [n, column] of truth.columns.entries()) {
    expect(drawn[n]!.total).toBe(column.total);
    expect(drawn[n]!.ids).toEqual(column.items.map((card) => card.id));
  }
}

describe("a page and its cluster", () => {
  it("agree in the end, whatever happened between", async () => {
    for (let seed = 1; seed <= 150; seed++)
      await play(seed).catch((error) => {
        throw new Error(`seed ${seed}: ${error.message}`, { cause: error });
      });
    // The runs were about something.
    expect(total.lost).toBeGreaterThan(50);
    expect(total.repeated).toBeGreaterThan(50);
    expect(total.conflicts).toBeGreaterThan(10);
    expect(total.reloads).toBeGreaterThan(50);
    expect(total.bulks).toBeGreaterThan(50);
    // It only computes, and machines may be busy.
  }, 120_000);
});
