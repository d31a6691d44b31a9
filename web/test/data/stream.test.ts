import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventStream, type StreamPhase } from "../../src/data/stream";
import { patienceMs, pulseMs, Tabs } from "../../src/data/tabs";
import type { StreamEvent } from "../../src/data/types";

interface Line {
  lastId: string | null;
  say(type: string, data: object, id?: number): void;
  end(): void;
}

const lines: Line[] = [];
const events: StreamEvent[] = [];
const phases: StreamPhase[] = [];
let stream: EventStream;

function connect(lastId: string | null): Promise<Response> {
  let control!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      control = controller;
    },
  });
  lines.push({
    lastId,
    say: (type, data, id) =>
      control.enqueue(
        new TextEncoder().encode(
          `event: ${type}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`,
        ),
      ),
    end: () => control.close(),
  });
  return Promise.resolve({ ok: true, status: 200, body } as Response);
}

beforeEach(() => {
  vi.useFakeTimers();
  lines.length = events.length = phases.length = 0;
  stream = new EventStream({
    connect,
    onEvent: (event) => events.push(event),
    onPhase: (phase) => phases.push(phase),
    onBye: () => {},
  });
});

afterEach(() => {
  stream.stop();
  vi.useRealTimers();
});

describe("the event stream", () => {
  it("goes on after the last id where it broke", async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(1);
    lines[0]!.say("position", { index: 5 }, 5);
    lines[0]!.say("task.updated", { index: 6 }, 6);
    await vi.advanceTimersByTimeAsync(1);
    lines[0]!.end();
    await vi.advanceTimersByTimeAsync(1000);
    expect(lines[1]!.lastId).toBe("6");
    expect(events.map((event) => event.index)).toEqual([5, 6]);
    expect(phases).toEqual(["connecting", "live", "reconnecting"]);
  });

  it("resumes before an entry that was cut short", async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(1);
    lines[0]!.say("position", { index: 5 }, 5);
    lines[0]!.say("task.updated", { index: 6 });
    await vi.advanceTimersByTimeAsync(1);
    lines[0]!.end();
    await vi.advanceTimersByTimeAsync(1000);
    expect(lines[1]!.lastId).toBe("5");
  });

  it("opens anew when nothing was heard for 45 seconds", async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(1);
    lines[0]!.say("position", { index: 5 }, 5);
    await vi.advanceTimersByTimeAsync(44_000);
    expect(lines).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lines).toHaveLength(2);
    expect(lines[1]!.lastId).toBe("5");
  });

  it("goes on from where a reset says", async () => {
    stream.start("3");
    await vi.advanceTimersByTimeAsync(1);
    lines[0]!.say("reset", { index: 90, reason: "too_old" });
    await vi.advanceTimersByTimeAsync(1);
    lines[0]!.end();
    await vi.advanceTimersByTimeAsync(1000);
    expect(lines[1]!.lastId).toBe("90");
  });

  it("reconnects at once when the node says goodbye", async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(1);
    lines[0]!.say("position", { index: 5 }, 5);
    lines[0]!.say("bye", {});
    await vi.advanceTimersByTimeAsync(5);
    expect(lines).toHaveLength(2);
  });
});

// One lock of the browser, and the channel between its tabs.
class Browser {
  private queue: { grant(): Promise<void>; reject(): void }[] = [];
  private holder: { reject(): void } | null = null;
  private hearers = new Set<{
    onmessage: ((e: { data: unknown }) => void) | null;
  }>();

  locks = {
    request: (
      _: string,
      options: { steal?: boolean },
      act: () => Promise<void>,
    ) =>
      new Promise<void>((resolve, reject) => {
        const claim = {
          grant: () => act().then(resolve),
          reject: () => reject(new Error("stolen")),
        };
        if (options.steal) {
          this.holder?.reject();
          this.hold(claim);
        } else if (this.holder) this.queue.push(claim);
        else this.hold(claim);
      }),
  };

  private hold(claim: { grant(): Promise<void>; reject(): void }): void {
    this.holder = claim;
    void claim.grant().then(() => {
      if (this.holder !== claim) return;
      this.holder = null;
      const next = this.queue.shift();
      if (next) this.hold(next);
    });
  }

  channel(silent = false) {
    const channel = {
      onmessage: null as ((event: { data: unknown }) => void) | null,
      postMessage: (data: unknown) => {
        if (silent) return;
        for (const other of this.hearers)
          if (other !== channel) other.onmessage?.({ data });
      },
      close: () => this.hearers.delete(channel),
    };
    this.hearers.add(channel);
    return channel;
  }
}

describe("the tabs of one user", () => {
  it("let one of eight read the stream, and hand it on", async () => {
    const browser = new Browser();
    const heard: string[] = [];
    const tabs = Array.from(
      { length: 8 },
      (_, n) =>
        new Tabs<string>({
          name: "x",
          locks: browser.locks as never,
          channel: browser.channel(),
          lead: () => {},
          follow: () => {},
          hear: (message) => heard.push(`${n}:${message}`),
          now: () => Date.now(),
        }),
    );
    await vi.advanceTimersByTimeAsync(1);
    expect(tabs.map((tab) => tab.leads)).toEqual([
      true,
      ...Array(7).fill(false),
    ]);
    tabs[0]!.tell("hello");
    expect(heard).toHaveLength(7);
    tabs[0]!.close();
    await vi.advanceTimersByTimeAsync(1);
    expect(tabs.filter((tab) => tab.leads)).toHaveLength(2);
    expect(tabs[1]!.leads).toBe(true);
    for (const tab of tabs) tab.close();
  });

  it("take the lead from a tab that no longer says a word", async () => {
    const browser = new Browser();
    const settings = {
      name: "x",
      locks: browser.locks as never,
      lead: () => {},
      follow: vi.fn(),
      hear: () => {},
      now: () => Date.now(),
    };
    const mute = new Tabs<string>({
      ...settings,
      channel: browser.channel(true),
    });
    const other = new Tabs<string>({ ...settings, channel: browser.channel() });
    await vi.advanceTimersByTimeAsync(patienceMs - pulseMs);
    expect(other.leads).toBe(false);
    await vi.advanceTimersByTimeAsync(pulseMs * 3);
    expect(other.leads).toBe(true);
    expect(mute.leads).toBe(false);
    expect(settings.follow).toHaveBeenCalledOnce();
    mute.close();
    other.close();
  });
});
