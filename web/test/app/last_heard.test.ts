import { expect, test } from "vitest";
import { gap, noteAppend, noteSample } from "../../src/cluster/last_heard";

// The log ends a leadership where the next one begins.
const next = {
  term: 4,
  node: 2,
  since: "2026-11-29T09:00:01.250Z",
  until: null,
};
const before = {
  term: 3,
  node: 1,
  since: "2026-11-29T08:00:00.000Z",
  until: next.since,
};

test("nobody led from the last word of a leader to the next leader", () => {
  noteAppend({ term: 3, at: "2026-11-29T09:00:00.400Z" });
  noteAppend({ term: 3, at: "2026-11-29T09:00:00.100Z" });
  noteAppend({ term: 4, at: "2026-11-29T09:00:02.000Z" });
  expect(gap(next, before)).toBe("≤ 850 ms");
  const at = "2026-11-29T09:00:00.900Z";
  noteSample({ term: 3, at, role: "follower", heartbeat_age_ms: 400 });
  expect(gap(next, before)).toBe("≤ 750 ms");
});

test("nothing is said of a change that the page has not heard", () => {
  expect(gap(next, { ...before, term: 2 })).toBe("–");
  expect(gap(next, undefined)).toBe("–");
});

test("a leader that goes on beside the next one leaves no gap", () => {
  const at = "2026-11-29T09:00:05.000Z";
  noteSample({ term: 3, at, role: "leader", heartbeat_age_ms: null });
  expect(gap(next, before)).toBe("none");
});
