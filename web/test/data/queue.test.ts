import { beforeEach, describe, expect, it } from "vitest";
import type { Edit } from "../../src/data/edits";
import { type Answer, Unreachable } from "../../src/data/http";
import { EditQueue } from "../../src/data/queue";
import {
  answer,
  MemoryStorage,
  patchOf,
  refused,
  settle,
  task,
} from "./helpers";

let storage: MemoryStorage;
let sent: Edit[];
let replies: ((edit: Edit) => Answer<unknown>)[];
let later: (() => void)[];
let done: Edit[];

function queueOf(owner = "tab", owners: string[] = []): EditQueue {
  return new EditQueue({
    owner,
    storage,
    send: async (edit) => {
      sent.push(edit);
      const reply = replies.shift();
      if (!reply) throw new Unreachable("nobody");
      return reply(edit);
    },
    done: (edit) => done.push(edit),
    owners: async () => owners,
    later: (_, act) => later.push(act),
  });
}

const ok = (fields: object) => () => answer(task(fields));
const no = (error: Error) => () => {
  throw error;
};

beforeEach(() => {
  storage = new MemoryStorage();
  sent = [];
  replies = [];
  later = [];
  done = [];
});

describe("the queue of edits", () => {
  it("calls an edit kept once a reload would find it", async () => {
    let stored = () => {};
    storage.put = () => new Promise((resolve) => (stored = resolve));
    const queue = queueOf();
    const { key } = queue.add(patchOf(1, { title: "b" }, { rev: 5 }));
    await settle();
    expect(queue.fresh.get().has(key)).toBe(true);
    expect(sent).toHaveLength(0);
    stored();
    await settle();
    expect(queue.fresh.get().has(key)).toBe(false);
  });

  it("sends what the browser cannot store", async () => {
    storage.put = () => Promise.reject(new Error("no room"));
    storage.remove = () => Promise.reject(new Error("no room"));
    const queue = queueOf();
    replies.push(ok({ rev: 6, title: "b" }));
    queue.add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    await settle();
    expect(sent).toHaveLength(1);
    expect(queue.edits.get()).toEqual([]);
  });

  it("repeats an edit with the same key until it is answered", async () => {
    const queue = queueOf();
    queue.add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    await settle();
    expect(queue.stuck.get()).toBe(true);
    replies.push(no(refused(503)), ok({ rev: 6, title: "b" }));
    later.shift()!();
    await settle();
    later.shift()!();
    await settle();
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map((edit) => edit.key)).size).toBe(1);
    expect(new Set(sent.map((edit) => edit.ifMatch))).toEqual(new Set(['"5"']));
    expect(queue.edits.get()).toEqual([]);
    expect(storage.kept.size).toBe(0);
  });

  it("waits when the cluster counts too many requests: nothing is refused", async () => {
    const queue = queueOf();
    replies.push(no(refused(429)), ok({ rev: 6, title: "b" }));
    queue.add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    await settle();
    expect(queue.edits.get().map(({ state }) => state)).toEqual(["waiting"]);
    later.shift()!();
    await settle();
    expect(queue.edits.get()).toEqual([]);
  });

  it("survives a reload between request and answer", async () => {
    queueOf().add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    await settle();
    const first = sent[0]!;
    replies.push(ok({ rev: 6, title: "b" }));
    const queue = queueOf("next");
    await queue.load();
    await settle();
    expect(sent[1]!.key).toBe(first.key);
    expect(sent[1]!.body).toEqual(first.body);
    expect(queue.edits.get()).toEqual([]);
  });

  it("leaves the edits of an open tab to that tab", async () => {
    queueOf("other").add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    await settle();
    const queue = queueOf("tab", ["other"]);
    await queue.load();
    expect(queue.edits.get()).toEqual([]);
  });

  it("takes over once what it reads twice at the same time", async () => {
    queueOf("closed").add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    await settle();
    const asStored = await storage.load();
    const reads: ((edits: Edit[]) => void)[] = [];
    storage.load = () => new Promise((resolve) => reads.push(resolve));
    let reply = (_: Answer<unknown>) => {};
    const queue = new EditQueue({
      owner: "tab",
      storage,
      send: () => new Promise((resolve) => (reply = resolve)),
      done: (edit) => done.push(edit),
      owners: async () => ["tab"],
      later: () => {},
    });
    for (let n = 0; n < 3; n++) void queue.load();
    await settle();
    reads[0]!(structuredClone(asStored));
    await settle();
    // It is on its way, which the second reading does not know.
    reads[1]!(structuredClone(asStored));
    await settle();
    expect(queue.edits.get().map(({ sent }) => sent)).toEqual([true]);
    reply(answer(task({ rev: 6, title: "b" })));
    await settle();
    reads[2]!(structuredClone(asStored));
    await settle();
    expect(queue.edits.get()).toEqual([]);
    expect(done).toHaveLength(1);
  });

  it("sends a task's edits in order, each over the one before", async () => {
    const queue = queueOf();
    replies.push(ok({ rev: 6, title: "b" }), ok({ rev: 7, title: "c" }));
    queue.add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    queue.add(patchOf(1, { title: "c" }, { rev: 5, title: "b" }));
    await settle();
    expect(sent.map((edit) => [edit.body, edit.ifMatch])).toEqual([
      [{ title: "b" }, '"5"'],
      [{ title: "c" }, '"6"'],
    ]);
  });

  it("merges with what somebody else did to another field", async () => {
    const queue = queueOf();
    const current = task({ rev: 9, title: "a", status: "completed" });
    replies.push(
      no(refused(412, "stale_revision", { current })),
      ok({ rev: 10, title: "b", status: "completed" }),
    );
    queue.add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    await settle();
    expect(sent[1]!.ifMatch).toBe('"9"');
    expect(sent[1]!.key).not.toBe(sent[0]!.key);
    expect(queue.edits.get()).toEqual([]);
  });

  it("asks about the same field, and then does what was chosen", async () => {
    const queue = queueOf();
    const current = task({ rev: 9, title: "theirs" });
    replies.push(no(refused(412, "stale_revision", { current })));
    queue.add(patchOf(1, { title: "mine" }, { rev: 5, title: "a" }));
    await settle();
    const [edit] = queue.edits.get();
    expect(edit!.state).toBe("conflict");
    replies.push(ok({ rev: 10, title: "mine" }));
    queue.decide(edit!.key, { title: "mine" });
    await settle();
    expect(sent.at(-1)!.ifMatch).toBe('"9"');
    expect(queue.edits.get()).toEqual([]);
  });

  it("restores a trashed task before it applies an edit", async () => {
    const queue = queueOf();
    const current = task({ rev: 9, title: "a", deleted_at: "2026-11-26" });
    replies.push(no(refused(412, "stale_revision", { current })));
    queue.add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    await settle();
    replies.push(ok({ rev: 10, title: "a" }), ok({ rev: 11, title: "b" }));
    queue.restoreAndApply(queue.edits.get()[0]!.key, "restore");
    await settle();
    expect(sent.slice(1).map((edit) => edit.path)).toEqual([
      "/tasks/1/restore",
      "/tasks/1",
    ]);
    expect(queue.edits.get()).toEqual([]);
  });

  it("stops a task's edits at a refusal, and no other's", async () => {
    const queue = queueOf();
    replies.push(no(refused(422)), ok({ id: 2, rev: 8 }));
    queue.add(patchOf(1, { title: "" }, { rev: 5, title: "a" }));
    queue.add(patchOf(1, { status: "todo" }, { rev: 5, status: "completed" }));
    queue.add(patchOf(2, { title: "x" }, { rev: 7, title: "y" }));
    await settle();
    expect(queue.edits.get().map((edit) => edit.state)).toEqual([
      "attention",
      "waiting",
    ]);
    replies.push(ok({ rev: 9 }));
    queue.discard(queue.edits.get()[0]!.key);
    await settle();
    expect(queue.edits.get()).toEqual([]);
  });

  it("rewrites temporary ids once the cluster has given real ones", async () => {
    const queue = queueOf();
    const base = { base: null, ifMatch: null, label: "", at: "" };
    queue.add({
      ...base,
      key: "c",
      chain: "-7",
      kind: "create",
      method: "POST",
      path: "/tasks",
      body: { title: "new" },
    });
    queue.add({
      ...base,
      key: "m",
      chain: "-7",
      kind: "comment",
      method: "POST",
      path: "/tasks/-7/comments",
      body: { text: "-7" },
    });
    queue.add({
      ...base,
      key: "o",
      chain: "3",
      kind: "move",
      method: "POST",
      path: "/tasks/3/move",
      body: { before: -7 },
    });
    await settle();
    replies.push(
      ok({ id: 42, rev: 9, title: "new" }),
      ok({ id: 1 }),
      ok({ id: 3, rev: 2 }),
    );
    later.shift()!();
    await settle();
    expect(sent.slice(1).map((edit) => [edit.path, edit.body])).toEqual([
      ["/tasks", { title: "new" }],
      ["/tasks/42/comments", { text: "-7" }],
      ["/tasks/3/move", { before: 42 }],
    ]);
  });

  it("takes the answer to a comment for no task", async () => {
    const queue = queueOf();
    replies.push(ok({ id: 3, rev: 8 }), ok({ rev: 9, title: "b" }));
    queue.add({
      ...patchOf(1, { text: "hi" }, { rev: 5 }),
      kind: "comment",
      method: "POST",
      path: "/tasks/1/comments",
      base: null,
      ifMatch: null,
    });
    queue.add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    await settle();
    expect(sent[1]!.ifMatch).toBe('"5"');
    expect(queue.edits.get()).toEqual([]);
  });

  it("waits for a login, and sends nothing meanwhile", async () => {
    const queue = queueOf();
    replies.push(no(refused(401, "session_expired")));
    queue.add(patchOf(1, { title: "b" }, { rev: 5, title: "a" }));
    queue.add(patchOf(2, { title: "b" }, { rev: 5, title: "a" }));
    await settle();
    const before = sent.length;
    replies.push(ok({ rev: 6 }), ok({ id: 2, rev: 7 }));
    queue.wake();
    await settle();
    expect(sent).toHaveLength(before);
    queue.resume();
    await settle();
    expect(queue.edits.get()).toEqual([]);
  });

  it("sends one act on many tasks as one request, and repeats it whole", async () => {
    const queue = queueOf();
    queue.pause();
    for (const id of [1, 2, 3]) {
      const base = { rev: 4 + id, status: "todo" as const };
      queue.add({ ...patchOf(id, { status: "completed" }, base), group: "g" });
    }
    queue.resume();
    await settle();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: "POST",
      path: "/tasks/bulk",
      body: {
        ids: [1, 2, 3],
        revs: { 1: 5, 2: 6, 3: 7 },
        patch: { status: "completed" },
      },
    });
    // The page is loaded again before the answer is known.
    queue.close();
    const second = queueOf();
    replies.push(() =>
      answer({
        items: [
          { id: 1, status: 200, rev: 8 },
          { id: 2, status: 412 },
          { id: 3, status: 200, rev: 8 },
        ],
      }),
    );
    const current = task({ id: 2, rev: 7, title: "theirs" });
    replies.push(no(refused(412, "stale_revision", { current })));
    replies.push(ok({ id: 2, rev: 9, status: "completed" }));
    await second.load();
    await settle();
    expect(sent[1]).toMatchObject({ key: sent[0]!.key, body: sent[0]!.body });
    // What was refused went alone, heard why, and was merged.
    expect(sent[2]).toMatchObject({ path: "/tasks/2", ifMatch: '"6"' });
    expect(sent[3]).toMatchObject({ path: "/tasks/2", ifMatch: '"7"' });
    expect(second.edits.get()).toEqual([]);
    expect(storage.kept.size).toBe(0);
  });
});
