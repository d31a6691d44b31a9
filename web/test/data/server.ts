// The cluster of the random tests: tasks with revisions and ranks, answers by
// key, an event for each change.

import { compareCards } from "../../src/data/board";
import type { Edit } from "../../src/data/edits";
import type { Answer } from "../../src/data/http";
import type {
  BoardAnswer,
  Card,
  Change,
  Status,
  StreamEvent,
  Task,
} from "../../src/data/types";
import { statuses } from "../../src/data/types";
import { answer, card, refused } from "./helpers";

export class Server {
  index = 0;
  tasks = new Map<number, Card>();
  events: StreamEvent[] = [];
  keys = new Map<string, { result: Answer<unknown> | Error; print: string }>();
  comments: string[] = [];
  createdTitles: string[] = [];

  card(id: number): Card {
    return structuredClone(this.tasks.get(id)!);
  }

  board(): BoardAnswer {
    return {
      project: { key: "OPS" } as BoardAnswer["project"],
      columns: statuses.map((status) => {
        const items = [...this.tasks.values()]
          .filter((one) => one.status === status)
          .sort((a, b) => compareCards(status, a, b))
          .map((one) => structuredClone(one));
        return { status, total: items.length, items, next_cursor: null };
      }),
    };
  }

  create(body: Partial<Card>): Task {
    const id = this.tasks.size + 1;
    this.createdTitles.push(body.title!);
    this.tasks.set(id, card({ id, rank: this.rank(id * 1000), ...body }));
    this.change(id, "task.created", []);
    return this.card(id) as unknown as Task;
  }

  // What somebody else does.
  somebody(next: () => number): void {
    const ids = [...this.tasks.keys()];
    const id = ids[Math.floor(next() * ids.length)]!;
    const chance = next();
    if (chance < 0.4) this.patch(id, { title: `theirs ${this.index}` });
    else if (chance < 0.7)
      this.patch(id, { status: statuses[Math.floor(next() * 4)]! });
    else this.move(id, { before: ids[Math.floor(next() * ids.length)] });
  }

  handle(edit: Edit): Answer<unknown> {
    const print = JSON.stringify([edit.path, edit.ifMatch, edit.body]);
    const known = this.keys.get(edit.key);
    if (known && known.print !== print) throw refused(422, "key_reused");
    if (known) {
      if (known.result instanceof Error) throw known.result;
      return known.result;
    }
    try {
      const result = answer(this.apply(edit), this.index);
      this.keys.set(edit.key, { result, print });
      return result;
    } catch (error) {
      this.keys.set(edit.key, { result: error as Error, print });
      throw error;
    }
  }

  private apply(edit: Edit): unknown {
    if (edit.path === "/tasks/bulk") return this.bulk(edit);
    const id = Number(edit.path.match(/^\/tasks\/(\d+)/)?.[1]);
    if (edit.kind === "create") return this.create(edit.body as Card);
    if (!this.tasks.has(id)) throw refused(404, "not_found");
    if (edit.kind === "comment") {
      this.comments.push((edit.body as { text: string }).text);
      return { id: this.comments.length, rev: this.index };
    }
    if (edit.kind === "move") {
      this.move(id, edit.body as { status?: Status; before?: number });
      return this.card(id);
    }
    const current = this.card(id) as unknown as Task;
    if (edit.ifMatch && edit.ifMatch !== `"${current.rev}"`)
      throw refused(412, "stale_revision", { current });
    this.patch(id, edit.body as Partial<Card>);
    return this.card(id);
  }

  private bulk({ body }: Edit): unknown {
    const { ids, revs, patch } = body as {
      ids: number[];
      revs: Record<string, number>;
      patch: Partial<Card>;
    };
    const items = ids.map((id) => {
      if (this.tasks.get(id)?.rev !== revs[id]) return { id, status: 412 };
      this.patch(id, patch);
      return { id, status: 200, rev: this.tasks.get(id)!.rev };
    });
    return { items };
  }

  private rank(value: number): string {
    return value.toFixed(6).padStart(20, "0");
  }

  private patch(id: number, body: Partial<Card>): void {
    const task = this.tasks.get(id)! as unknown as Record<string, unknown>;
    const changes: Change[] = [];
    for (const [field, to] of Object.entries(body)) {
      if (task[field] === to) continue;
      changes.push({ field, from: task[field], to });
      task[field] = to;
    }
    if (changes.length > 0) this.change(id, "task.updated", changes);
  }

  private move(id: number, body: { status?: Status; before?: number }): void {
    const task = this.tasks.get(id)!;
    const changes: Change[] = [];
    if (body.status && body.status !== task.status) {
      changes.push({ field: "status", from: task.status, to: body.status });
      task.status = body.status;
    }
    if (body.before !== undefined && body.before !== id) {
      const ranks = [...this.tasks.values()]
        .filter((one) => one.id !== id)
        .map((one) => Number(one.rank))
        .sort((a, b) => a - b);
      const at = Number(this.tasks.get(body.before)!.rank);
      const below = ranks.filter((rank) => rank < at).at(-1) ?? at - 1000;
      task.rank = this.rank((at + below) / 2);
    }
    this.change(
      id,
      changes.length > 0 ? "task.updated" : "task.moved",
      changes,
    );
  }

  private change(id: number, type: string, changes: Change[]): void {
    const task = this.tasks.get(id)!;
    this.index++;
    const at = String(this.index).padStart(8, "0");
    if (type !== "task.moved") {
      task.rev = this.index;
      task.updated_at = at;
      if (task.status !== "completed") task.completed_at = null;
      else task.completed_at ??= at;
    }
    this.events.push({ index: this.index, type, id, project: "OPS", changes });
  }
}
