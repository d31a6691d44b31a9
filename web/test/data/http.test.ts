import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { call, get } from "../../src/data/api";
import { Client, Refused, Unreachable } from "../../src/data/http";

interface Asked {
  url: string;
  init: RequestInit;
}

const own = "http://one:8180";
const other = "http://two:8180";
const asked: Asked[] = [];
// What each node says; one that is not named says nothing.
let nodes: Record<string, () => Response>;
let client: Client;

function json(body: unknown, status = 200, headers = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });
}

const header = (name: string, n = asked.length - 1) =>
  new Headers(asked[n]!.init.headers).get(name);

beforeEach(() => {
  asked.length = 0;
  nodes = {};
  client = new Client({
    ownOrigin: own,
    base: "/",
    fetch: async (url, init) => {
      asked.push({ url: String(url), init: init! });
      const node = nodes[new URL(String(url)).origin];
      if (!node) throw new TypeError("Failed to fetch");
      return node();
    },
  });
});

describe("while the browser says that it is offline", () => {
  const answer = () => json({});
  const clientAt = (ownOrigin: string) =>
    new Client({ ownOrigin, base: "/", fetch: async () => answer() });

  beforeEach(() => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  });
  afterEach(() => void vi.restoreAllMocks());

  it("asks nobody on other machines", async () => {
    const far = clientAt(own);
    await expect(far.request(get("/me"))).rejects.toThrow(Unreachable);
    expect(far.network.up).toBe(false);
  });

  it.each(["http://127.0.0.1:8101", "http://localhost", "http://[::1]:8101"])(
    "asks a node on this machine, at %s",
    async (origin) => {
      const near = clientAt(origin);
      expect(near.network.up).toBe(false);
      await near.request(get("/me"));
      expect(near.network.up).toBe(true);
      near.network.lost();
      expect(near.network.up).toBe(false);
    },
  );
});

const patch = call("PATCH", "/tasks/{id}", {
  params: { path: { id: 7 } },
  body: { title: "Ünit" },
});

describe("a request", () => {
  it("fills the path, the query, the body and the headers", async () => {
    nodes[own] = () =>
      json({ id: 7 }, 200, {
        "Raft-Index": "9",
        Age: "3",
        "Taskraft-Node": "1",
      });
    const link = call("PUT", "/tasks/{id}/labels/{name}", {
      params: { path: { id: 7, name: "a/b ?" } },
    });
    await client.request(link, { key: "k" });
    expect(asked[0]!.url).toBe(`${own}/api/v1/tasks/7/labels/a%2Fb%20%3F`);
    expect(asked[0]!.init).toMatchObject({ method: "PUT", body: undefined });
    expect(header("Content-Type")).toBeNull();
    await client.request(
      get("/tasks", { params: { query: { text: "ä&b", cursor: undefined } } }),
    );
    expect(asked[1]!.url).toBe(`${own}/api/v1/tasks?text=%C3%A4%26b`);
    const answer = await client.request(patch, { key: "k", ifMatch: '"5"' });
    expect(asked[2]!.init.body).toBe('{"title":"Ünit"}');
    expect(header("Content-Type")).toBe("application/json");
    expect(header("Idempotency-Key")).toBe("k");
    expect(header("If-Match")).toBe('"5"');
    expect(answer).toMatchObject({ index: 9, age: 3, node: 1 });
  });

  it("sends a file as it is", async () => {
    nodes[own] = () => json({}, 201);
    const file = new Blob(["<svg/>"]);
    const upload = call("POST", "/tasks/{id}/attachments", {
      params: { path: { id: 7 }, query: { name: "x.svg" } },
      body: file,
    });
    await client.request(upload, { type: "image/svg+xml" });
    expect(asked[0]!.init.body).toBe(file);
    expect(header("Content-Type")).toBe("image/svg+xml");
  });

  it("goes to another node with the same key and body, and stays there", async () => {
    nodes[other] = () => json({ id: 7 });
    client.setMembers([own, other]);
    client.setBearer("handed over");
    await client.request(patch, { key: "k" });
    expect(asked.map(({ url }) => new URL(url).origin)).toEqual([own, other]);
    expect(asked[1]!.init.body).toBe(asked[0]!.init.body);
    expect([
      header("Idempotency-Key", 0),
      header("Idempotency-Key", 1),
    ]).toEqual(["k", "k"]);
    expect(header("Authorization", 0)).toBeNull();
    expect(header("Authorization", 1)).toBe("Bearer handed over");
    expect(asked[0]!.init.credentials).toBe("same-origin");
    expect(asked[1]!.init.credentials).toBe("omit");
    await client.request(get("/me"));
    expect(client.origin).toBe(other);
    expect(asked).toHaveLength(3);
  });

  it("stays with a node that was named", async () => {
    nodes[other] = () => json({});
    client.setMembers([own, other]);
    client.setBearer("handed over");
    await expect(client.request(get("/me"), { origin: own })).rejects.toThrow(
      Unreachable,
    );
    expect(asked).toHaveLength(1);
  });

  it("tells a refusal with what the node says", async () => {
    const problem = { title: "Stale", status: 412, current: { id: 7 } };
    nodes[own] = () => json(problem, 412, { "Retry-After": "2" });
    const refused = await client.request(patch).catch((error) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused.problem.current).toEqual({ id: 7 });
    expect(refused.retryAfterMs).toBe(2000);
  });

  it("notices that the session is over, streams too", async () => {
    let ended = 0;
    client.onSessionEnded = () => ended++;
    nodes[own] = () => json({ status: 401, code: "session_expired" }, 401);
    await client.request(get("/me")).catch(() => {});
    await expect(client.open(get("/events"))).rejects.toThrow(Refused);
    expect(ended).toBe(2);
  });

  it("takes for no answer what is none of a node", async () => {
    // As a network does that wants one to log in first.
    nodes[own] = () => new Response("<html>Welcome to the hotel</html>");
    await expect(client.request(patch)).rejects.toThrow(Unreachable);
    nodes[own] = () =>
      new Response("<html>Bad gateway</html>", { status: 502 });
    const refused = await client.request(patch).catch((error) => error);
    expect(refused).toMatchObject({
      problem: { code: "unknown", status: 502 },
    });
  });

  it("hands on the body of a stream unread", async () => {
    nodes[own] = () => new Response("event: bye\n\n");
    const response = await client.open(get("/events"));
    expect(response.bodyUsed).toBe(false);
    expect(await response.text()).toBe("event: bye\n\n");
  });

  it("is one that nodes know, or the page is not built", () => {
    // @ts-expect-error: there is no such path
    get("/task");
    // @ts-expect-error: nor such a method of it
    call("PUT", "/tasks");
    // @ts-expect-error: the path needs a number
    get("/tasks/{id}", { params: { path: { id: "7" } } });
    // @ts-expect-error: and cannot do without it
    get("/tasks/{id}");
    // @ts-expect-error: nobody filters by colour
    get("/tasks", { params: { query: { colour: "red" } } });
    // @ts-expect-error: tasks have no colour
    call("POST", "/tasks", { body: { title: "x", colour: "red" } });
    // @ts-expect-error: nor is this a status
    call("POST", "/tasks", { body: { title: "x", status: "done" } });
    const status:
      | "todo"
      | "in_progress"
      | "completed"
      | "cancelled"
      | undefined = get("/tasks/{id}", { params: { path: { id: 7 } } }).answer
      ?.status;
    expect(status).toBeUndefined();
  });
});

describe("an answer that stops half-way", () => {
  // Its node hangs, or the network lost it: nobody ends the connection.
  function endless(signal: AbortSignal, first: string): Response {
    const body = new ReadableStream<Uint8Array>({
      start(control) {
        control.enqueue(new TextEncoder().encode(first));
        signal.addEventListener("abort", () => control.error(signal.reason));
      },
    });
    const headers = { "Content-Type": "application/json" };
    return new Response(body, { headers });
  }

  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const asking = () =>
    new Client({
      ownOrigin: own,
      base: "/",
      fetch: async (url, init) => {
        asked.push({ url: String(url), init: init! });
        return String(url).startsWith(own)
          ? endless(init!.signal!, '{"title":')
          : json({ title: "whole" });
      },
    });

  it("is asked of another node, under the same key", async () => {
    const near = asking();
    near.setMembers([other]);
    near.setBearer("t");
    const told = near.request(patch, { key: "k" });
    await vi.advanceTimersByTimeAsync(11_000);
    expect((await told).body.title).toBe("whole");
    expect(asked.map(({ url }) => new URL(url).origin)).toEqual([own, other]);
    expect([header("Idempotency-Key", 0), header("Idempotency-Key")]).toEqual([
      "k",
      "k",
    ]);
  });

  it("is none, if there is no other node", async () => {
    const told = asking().request(get("/me"));
    const refused = expect(told).rejects.toThrow(Unreachable);
    await vi.advanceTimersByTimeAsync(11_000);
    await refused;
  });

  it("is waited for as long as it goes on, and a stream for ever", async () => {
    let control: ReadableStreamDefaultController<Uint8Array>;
    const slow = new Client({
      ownOrigin: own,
      base: "/",
      fetch: async (_, init) => {
        const body = new ReadableStream<Uint8Array>({
          start: (given) => {
            control = given;
            init!.signal!.addEventListener("abort", () => given.error("over"));
          },
        });
        return new Response(body);
      },
    });
    const say = (text: string) =>
      control.enqueue(new TextEncoder().encode(text));
    const told = slow.request(get("/me"));
    for (const part of ['{"user', 'name":', '"ann"}']) {
      await vi.advanceTimersByTimeAsync(8000);
      say(part);
    }
    await vi.advanceTimersByTimeAsync(8000);
    control!.close();
    expect((await told).body.username).toBe("ann");
    const stream = await slow.open(get("/events"));
    await vi.advanceTimersByTimeAsync(60_000);
    say("late");
    const { value } = await stream.body!.getReader().read();
    expect(new TextDecoder().decode(value)).toBe("late");
  });
});
