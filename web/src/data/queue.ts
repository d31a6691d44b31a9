// Sends edits until each is acknowledged or refused: in order a task, with the
// same key at each repetition, through reloads and changes of node.

import { alone, type BulkAnswer, bulkOf, companions, requestOf } from "./bulk";
import { EditList, type EditStorage, type NewEdit } from "./edit_list";
import { type Edit, type EditKind, isHeld } from "./edits";
import { type Answer, Refused } from "./http";
import { mergeTask, same } from "./merge";
import { Observable } from "./observable";
import {
  etag,
  heldBack,
  isRefusal,
  nextKey,
  overCurrent,
  readyEdits,
  restoreBefore,
  waits,
  withDependents,
} from "./queue_steps";
import type { PatchField, Problem, Task, TaskPatch } from "./types";

export interface QueueSettings {
  owner: string;
  storage: EditStorage;
  send(edit: Edit): Promise<Answer<unknown>>;
  // The answer is in the cache before the edit leaves the queue.
  done(edit: Edit, answer: Answer<unknown>): void;
  // Ids of tabs that are open now; their edits are theirs to send.
  owners(): Promise<string[]>;
  later(ms: number, act: () => void): void;
}

// What is answered with the task as it has become.
const tellsTask: EditKind[] = ["create", "patch", "link", "move", "restore"];

export class EditQueue {
  private readonly list: EditList;
  readonly edits: Observable<Edit[]>;
  readonly fresh: Observable<ReadonlySet<string>>;
  // True while nobody answers; nothing is lost, only late.
  readonly stuck = new Observable(false);
  private busy = new Set<string>();
  private flights = 0;
  private paused = false;
  private failures = 0;
  private round = 0;
  private closed = false;
  private alarm = Number.POSITIVE_INFINITY;

  constructor(private readonly settings: QueueSettings) {
    this.list = new EditList(settings.owner, settings.storage);
    this.edits = this.list.edits;
    this.fresh = this.list.fresh;
  }

  // Takes over what tabs have left that were closed.
  async load(): Promise<void> {
    await this.list.load(await this.settings.owners());
    this.pump();
  }

  add(edit: NewEdit): Edit {
    const { added, stored } = this.list.add(edit);
    void stored.then(() => this.pump());
    return added;
  }

  close(): void {
    this.closed = true;
  }

  // Nobody is logged in: everything waits.
  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.wake();
  }

  // Something has become reachable.
  wake(): void {
    this.failures = 0;
    this.round++;
    this.stuck.set(false);
    this.pump();
  }

  discard(key: string): void {
    const edit = this.list.find(key);
    if (!edit) return;
    for (const one of withDependents(edit, this.edits.get()))
      this.list.remove(one.key);
    this.pump();
  }

  // Whether an act is still here alone: not sent yet, or refused.
  holds(key: string): boolean {
    return heldBack(key, this.edits.get()) !== undefined;
  }

  // Takes an act back that nobody else has seen; false if it is too late.
  withdraw(key: string): boolean {
    const edit = heldBack(key, this.edits.get());
    if (edit) this.discard(edit.key);
    return edit !== undefined;
  }

  // The same act once more, as a new one: the refusal of the old is kept by
  // the cluster under its key.
  retry(key: string, body?: unknown): void {
    const edit = this.list.find(key);
    if (!edit) return;
    this.list.replace(edit, {
      ...edit,
      key: nextKey(edit.key),
      body: body === undefined ? edit.body : body,
      state: "waiting",
      sent: false,
      problem: null,
    });
    this.pump();
  }

  // What a person chose for a conflict: this patch, over what is there now.
  decide(key: string, patch: TaskPatch): void {
    const edit = this.list.find(key);
    if (!edit?.current) return;
    if (Object.keys(patch).length === 0) return this.discard(key);
    this.list.replace(edit, overCurrent(edit, patch, edit.current));
    this.pump();
  }

  // Tells that a trashed task was restored first: then the edit may follow.
  restoreAndApply(key: string, restoreKey: string): void {
    const edit = this.list.find(key);
    if (!edit?.current) return;
    const restore = restoreBefore(edit, edit.current, restoreKey);
    const waiting: Edit = {
      ...overCurrent(edit, edit.body as TaskPatch, edit.current),
      ifMatch: "*",
    };
    this.list.replace(edit, waiting);
    this.list.insertBefore(waiting.key, restore);
    this.pump();
  }

  private pump(): void {
    if (this.paused || this.closed || this.stuck.get()) return;
    const held = this.edits.get().filter(isHeld);
    this.pumpAt(Math.min(...held.map((edit) => edit.heldUntil!)));
    let ready = readyEdits(this.edits.get(), held, this.busy);
    while (ready.length > 0 && this.flights < 6) {
      const together = companions(ready[0]!, ready);
      ready = ready.filter((edit) => !together.includes(edit));
      void this.deliver(together);
    }
  }

  private pumpAt(time: number): void {
    if (time === this.alarm || !Number.isFinite(time)) return;
    this.alarm = time;
    this.settings.later(time - Date.now(), () => {
      if (this.alarm !== time) return;
      this.alarm = Number.POSITIVE_INFINITY;
      this.pump();
    });
  }

  private async deliver(edits: Edit[]): Promise<void> {
    const bulk =
      edits[0]!.bulk ?? (edits.length > 1 ? bulkOf(edits) : undefined);
    const sent = edits.map((edit) => ({ ...edit, sent: true, bulk }));
    this.flights++;
    for (const [n, edit] of sent.entries()) {
      this.busy.add(edit.chain);
      this.list.replace(edits[n]!, edit);
    }
    // A reload between here and the answer must repeat this very request.
    await Promise.all(
      sent.map((edit) => this.settings.storage.put(edit).catch(() => {})),
    );
    try {
      const answer = await this.settings.send(requestOf(sent[0]!));
      this.failures = 0;
      if (bulk) this.takeApart(sent, answer as Answer<BulkAnswer>);
      else this.acknowledge(sent[0]!, answer);
    } catch (error) {
      if (bulk && isRefusal(error))
        for (const edit of sent) this.list.replace(edit, alone(edit));
      else this.fail(sent[0]!, error);
    } finally {
      this.flights--;
      for (const edit of sent) this.busy.delete(edit.chain);
      this.pump();
    }
  }

  // What was refused of many is sent alone, to hear why.
  private takeApart(sent: Edit[], answer: Answer<BulkAnswer>): void {
    for (const edit of sent) {
      const item = answer.body.items.find(
        ({ id }) => id === Number(edit.chain),
      );
      if (item && item.status < 300)
        this.acknowledge(edit, { ...answer, body: { rev: item.rev } });
      else if (this.list.find(edit.key)) this.list.replace(edit, alone(edit));
    }
  }

  private acknowledge(edit: Edit, answer: Answer<unknown>): void {
    this.settings.done(edit, answer);
    const task = answer.body as Task | null;
    const made = edit.kind === "create" ? Number(edit.chain) : edit.makes;
    if (made !== undefined && task) this.list.adoptId(made, task.id);
    this.list.remove(edit.key);
    // A comment has a revision, too, and is no task; a bulk tells no more.
    if (task && !edit.bulk && tellsTask.includes(edit.kind))
      this.rebase(edit.kind === "create" ? String(task.id) : edit.chain, task);
  }

  // The later edits of a task go on from what its earlier one has become.
  private rebase(chain: string, task: Task): void {
    for (const edit of this.edits.get()) {
      if (edit.chain !== chain || edit.kind !== "patch" || edit.sent) continue;
      if (!edit.base || edit.state !== "waiting") continue;
      const fields = Object.keys(edit.body as object) as PatchField[];
      const base = edit.base;
      const known = fields.every((field) =>
        same(base[field] ?? null, task[field] ?? null),
      );
      if (known)
        this.list.replace(edit, {
          ...edit,
          base: { ...base, rev: task.rev },
          ifMatch: etag(task),
        });
      else if ("description" in task || !fields.includes("description"))
        this.settle(edit, task, null);
    }
  }

  private fail(edit: Edit, error: unknown): void {
    if (!(error instanceof Refused)) return this.wait(null);
    const { problem } = error;
    if (problem.status === 401) {
      this.paused = true;
      return;
    }
    // Of 429 alone nodes do not say that it may be repeated: nothing was done.
    const again = [503, 504].includes(problem.status) && problem.retryable;
    if (again || problem.status === 429) return this.wait(error.retryAfterMs);
    if (problem.status === 412 && edit.kind === "patch" && problem.current)
      return this.settle(edit, problem.current, problem);
    this.list.replace(edit, { ...edit, state: "attention", problem });
  }

  // Merges an edit with what the task is now, or asks a person.
  private settle(edit: Edit, current: Task, problem: Problem | null): void {
    const merged = mergeTask(edit.base ?? {}, edit.body as TaskPatch, current);
    const gone = current.deleted_at && !edit.base?.deleted_at;
    if (merged.conflicts.length > 0 || gone) {
      this.list.replace(edit, { ...edit, state: "conflict", problem, current });
      return;
    }
    if (Object.keys(merged.patch).length > 0) {
      this.list.replace(edit, overCurrent(edit, merged.patch, current));
      return;
    }
    const index = current.rev;
    this.settings.done(edit, {
      status: 200,
      body: current,
      index,
      age: null,
      node: null,
    });
    this.list.remove(edit.key);
  }

  private wait(askedMs: number | null): void {
    this.stuck.set(true);
    const wait = waits[Math.min(this.failures++, waits.length - 1)]!;
    const round = ++this.round;
    this.settings.later(Math.max(wait, Math.min(askedMs ?? 0, 15_000)), () => {
      if (round !== this.round || this.closed) return;
      this.stuck.set(false);
      this.pump();
    });
  }
}
