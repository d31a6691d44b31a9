// A task that is being created must not appear twice: as what was typed, and as
// what the event brings before the answer. Events wait for that, but not long.

import type { StreamEvent } from "../data/types";

// What keeps the page from hearing the answer keeps it from counting, too.
const stepMs = 20;
const mostSteps = 50;

export class HeldEvents {
  private held: StreamEvent[] = [];

  constructor(
    private readonly creating: () => boolean,
    private readonly apply: (event: StreamEvent) => void,
  ) {}

  take(event: StreamEvent): void {
    if (this.held.length === 0 && !this.creating()) return this.apply(event);
    this.held.push(event);
    if (this.held.length === 1) this.releaseSoon(mostSteps);
  }

  private releaseSoon(steps: number): void {
    setTimeout(() => {
      if (this.creating() && steps > 1) return this.releaseSoon(steps - 1);
      const held = this.held;
      this.held = [];
      for (const event of held) this.apply(event);
    }, stepMs);
  }
}
