// A task that is being created must not appear twice: as what was typed, and as
// what the event brings before the answer. Events wait for that, but not long.

import type { StreamEvent } from "../data/types";

const mostMs = 1000;

export class HeldEvents {
  private held: StreamEvent[] = [];
  private until = 0;

  constructor(
    private readonly creating: () => boolean,
    private readonly apply: (event: StreamEvent) => void,
  ) {}

  take(event: StreamEvent): void {
    if (this.held.length === 0 && !this.creating()) return this.apply(event);
    if (this.held.length === 0) this.until = Date.now() + mostMs;
    this.held.push(event);
    this.releaseSoon();
  }

  private releaseSoon(): void {
    setTimeout(() => {
      if (this.held.length === 0) return;
      if (this.creating() && Date.now() < this.until) return this.releaseSoon();
      const held = this.held;
      this.held = [];
      for (const event of held) this.apply(event);
    }, 20);
  }
}
