// When a leader was last heard, as the node tells whose stream is read: the log
// knows only when the next one began.

import type { AppendEvent, Leadership, Sample } from "../data/cluster_types";

const heardAt = new Map<number, number>();

function note(term: number, at: number): void {
  heardAt.set(term, Math.max(heardAt.get(term) ?? 0, at));
}

export function noteAppend({ term, at }: Pick<AppendEvent, "term" | "at">) {
  note(term, Date.parse(at));
}

// A leader hears itself; the others tell how long ago they heard it.
export function noteSample(
  sample: Pick<Sample, "term" | "at" | "role" | "heartbeat_age_ms">,
) {
  const age = sample.role === "leader" ? 0 : sample.heartbeat_age_ms;
  const { term, at } = sample;
  if (term !== null && age !== null) note(term, Date.parse(at) - age);
}

// How long nobody led at most, as far as this page has listened: samples come
// once a second.
export function gap(now: Leadership, before: Leadership | undefined): string {
  const heard = before && heardAt.get(before.term);
  if (!heard) return "–";
  const ms = Math.max(0, Math.round(Date.parse(now.since) - heard));
  return ms === 0 ? "none" : `≤ ${ms} ms`;
}
