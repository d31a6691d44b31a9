import { describe, expect, it } from "vitest";
import { steps } from "../../src/cluster/tour";
import type { ClusterStatus } from "../../src/data/cluster_types";

const status = {
  leader: 1,
  served_by: 2,
  nodes: [1, 2, 3].map((id) => ({ id, reachable: id !== 1 })),
} as ClusterStatus;

function command(title: string): string {
  return steps.find((step) => step.title === title)!.command!(status);
}

describe("the tour", () => {
  // A node that was killed and had come back was not frozen, so the cluster
  // kept its majority.
  it("freezes a node that it has brought back", () => {
    expect(command("Kill the leader")).toContain("var/node1.pid");
    expect(command("Bring it back")).toMatch(/ & echo \$! >var\/node1\.pid$/);
    expect(command("Partition the cluster")).toContain("var/node1.pid");
  });
});
