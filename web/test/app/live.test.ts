import { afterEach, describe, expect, it, vi } from "vitest";
import { Live } from "../../src/app/live";
import type { Connection, Phase, Workspace } from "../../src/app/workspace";
import { Network } from "../../src/data/network";
import { Observable } from "../../src/data/observable";

let say: (event: string) => void;
let read = 0;
let asked = 0;
const readAgain: string[] = [];

function liveOf(network = new Network(false)): { live: Live; phase(): Phase } {
  const body = new ReadableStream<Uint8Array>({
    start(control) {
      say = (event) => control.enqueue(new TextEncoder().encode(event));
    },
  });
  const connection = new Observable<Connection>({
    phase: "reconnecting",
    node: 1,
    quorum: true,
    age: null,
  });
  const workspace = {
    cluster: { cluster_id: "c", name: "c" },
    user: "ann",
    connection,
    client: { open: async () => ({ ok: true, body }), network },
    queue: {
      edits: new Observable([]),
      stuck: new Observable(false),
      wake() {},
    },
    quorum: { notice() {}, look: async () => void asked++ },
    readFailedAgain() {},
    readFrom: 5,
    queries: {
      invalidateQueries: (one?: { queryKey: string[] }) =>
        void (one ? readAgain.push(one.queryKey[0]!) : read++),
    },
    boards: { hear() {}, take: () => true },
  };
  const live = new Live(workspace as unknown as Workspace);
  return { live, phase: () => connection.get().phase };
}

const position = 'event: position\nid: 5\ndata: {"index":5}\n\n';

describe("a page that opens", () => {
  it("reads again what changed before its stream began, once", async () => {
    const { live, phase } = liveOf();
    read = 0;
    readAgain.length = 0;
    live.start();
    say(position.replaceAll("5", "7"));
    await vi.waitFor(() => expect(phase()).toBe("live"));
    expect(read).toBe(1);
    let heard = 0;
    live.listeners.add(() => heard++);
    say(position.replaceAll("5", "9"));
    await vi.waitFor(() => expect(heard).toBe(1));
    expect(read).toBe(1);
    // No event tells what others changed in their accounts, nor another device
    // in one's own.
    expect(readAgain).toEqual(["me", "users", "members"]);
    live.stop();
  });

  it("reads nothing again if nothing changed", async () => {
    const { live, phase } = liveOf();
    read = 0;
    live.start();
    say(position);
    await vi.waitFor(() => expect(phase()).toBe("live"));
    expect(read).toBe(0);
    live.stop();
  });
});

afterEach(() => void vi.restoreAllMocks());

describe("what the page says of its connection", () => {
  it("is offline while the browser is, whatever an old stream tells", async () => {
    const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(true);
    const { live, phase } = liveOf();
    live.start();
    say(position);
    await vi.waitFor(() => expect(phase()).toBe("live"));
    online.mockReturnValue(false);
    dispatchEvent(new Event("offline"));
    expect(phase()).toBe("offline");
    let heard = 0;
    live.listeners.add(() => heard++);
    say(position);
    await vi.waitFor(() => expect(heard).toBe(1));
    expect(phase()).toBe("offline");
    expect(asked).toBe(0);
    live.stop();
  });

  it("is live without any network, where a node on this machine answers", async () => {
    const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(true);
    const network = new Network(true);
    const { live, phase } = liveOf(network);
    live.start();
    say(position);
    await vi.waitFor(() => expect(phase()).toBe("live"));
    online.mockReturnValue(false);
    asked = 0;
    dispatchEvent(new Event("offline"));
    expect(phase()).toBe("offline");
    expect(asked).toBe(1);
    network.noteAnswer();
    expect(phase()).toBe("live");
    dispatchEvent(new Event("offline"));
    expect(phase()).toBe("offline");
    live.stop();
  });
});
