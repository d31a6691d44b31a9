// The event stream of the cluster: opened again where it broke, on whichever
// node answers, without a gap.

import { createParser } from "eventsource-parser";
import { Refused } from "./http";
import type { StreamEvent } from "./types";

export type StreamPhase = "connecting" | "live" | "reconnecting" | "stopped";

export interface StreamSettings {
  connect(lastId: string | null, signal: AbortSignal): Promise<Response>;
  // Each message in its order, with the id that a resume would name.
  onEvent(event: StreamEvent, lastId: string | null): void;
  onPhase(phase: StreamPhase): void;
  // The node says goodbye: go on with another.
  onBye?(): void;
  now?: () => number;
}

const silenceMs = 45_000;
const waits = [100, 300, 700, 1500, 3000, 5000];

export class EventStream {
  private lastId: string | null = null;
  private attempt: AbortController | null = null;
  private failures = 0;
  private heardAt = 0;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private watch: ReturnType<typeof setInterval> | null = null;
  private running = false;

  constructor(private readonly settings: StreamSettings) {}

  start(lastId: string | null = null): void {
    if (this.running) return;
    this.running = true;
    this.lastId = lastId;
    this.settings.onPhase("connecting");
    this.watch = setInterval(() => {
      if (this.now() - this.heardAt > silenceMs) this.reconnect();
    }, 5000);
    void this.run();
  }

  stop(): void {
    this.running = false;
    if (this.retry) clearTimeout(this.retry);
    if (this.watch) clearInterval(this.watch);
    this.attempt?.abort();
    this.attempt = null;
    this.settings.onPhase("stopped");
  }

  // Now, not when the wait is over: the network came back, the page woke up.
  reconnect(): void {
    if (!this.running) return;
    this.failures = 0;
    if (this.retry) clearTimeout(this.retry);
    this.retry = null;
    this.attempt?.abort();
    void this.run();
  }

  private now(): number {
    return (this.settings.now ?? Date.now)();
  }

  private async run(): Promise<void> {
    const attempt = new AbortController();
    this.attempt = attempt;
    this.heardAt = this.now();
    try {
      const response = await this.settings.connect(this.lastId, attempt.signal);
      if (!response.ok || !response.body) {
        if (response.status === 401) return this.stop();
        throw new Error(`status ${response.status}`);
      }
      await this.readAll(response.body, attempt);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return this.stop();
    }
    if (!this.running || this.attempt !== attempt) return;
    this.settings.onPhase("reconnecting");
    const wait = waits[Math.min(this.failures++, waits.length - 1)]!;
    this.retry = setTimeout(
      () => void this.run(),
      wait * (0.75 + Math.random() / 2),
    );
  }

  private async readAll(
    body: ReadableStream<Uint8Array>,
    attempt: AbortController,
  ): Promise<void> {
    const reader = body.getReader();
    attempt.signal.addEventListener("abort", () => {
      reader.cancel().catch(() => {});
    });
    const decoder = new TextDecoder();
    const parser = createParser({
      onEvent: (message) => {
        if (this.attempt === attempt) this.take(message);
      },
    });
    for (;;) {
      const { done, value } = await reader.read();
      if (done || attempt.signal.aborted) return;
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }

  private take(message: {
    event?: string | undefined;
    id?: string | undefined;
    data: string;
  }): void {
    this.heardAt = this.now();
    if (message.event === "bye") {
      this.settings.onBye?.();
      return this.reconnect();
    }
    const event = JSON.parse(message.data) as StreamEvent;
    event.type = message.event ?? event.type;
    if (message.id) this.lastId = message.id;
    if (event.type === "reset") this.lastId = String(event.index);
    if (this.failures > 0 || event.type === "position") {
      this.failures = 0;
      this.settings.onPhase("live");
    }
    this.settings.onEvent(event, this.lastId);
  }
}
