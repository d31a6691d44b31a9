// The messages of nodes, in words.

import type { Traffic } from "./use_cluster";

export function hasEntries({
  first,
  last,
}: {
  first: number;
  last: number;
}): boolean {
  return last > 0 && last >= first;
}

export function sayTraffic(traffic: Traffic): string {
  if (traffic.kind === "role")
    return `node ${traffic.node} is ${traffic.role} in term ${traffic.term}: ${traffic.why}`;
  if (traffic.kind === "vote")
    return `node ${traffic.from} ${traffic.granted ? "gives" : "refuses"} node ${traffic.to} its ${traffic.pre ? "pre-vote" : "vote"} for term ${traffic.term}`;
  const { first, last } = traffic;
  const entries = first === last ? `entry ${last}` : `entries ${first}–${last}`;
  const what = hasEntries(traffic) ? entries : "a heartbeat";
  return `node ${traffic.from} → node ${traffic.to}: ${what}`;
}
