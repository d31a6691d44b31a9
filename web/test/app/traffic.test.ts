import { describe, expect, it } from "vitest";
import { sayTraffic } from "../../src/cluster/traffic";

const at = "2026-11-29T15:06:29.263Z";

describe("a message of a node", () => {
  // The one that was voted for was said to be the voter.
  it("says who votes for whom", () => {
    const vote = { kind: "vote", at, from: 3, to: 1, term: 5 } as const;
    expect(sayTraffic({ ...vote, pre: false, granted: true })).toBe(
      "node 3 gives node 1 its vote for term 5",
    );
    expect(sayTraffic({ ...vote, pre: true, granted: false })).toBe(
      "node 3 refuses node 1 its pre-vote for term 5",
    );
  });
});
