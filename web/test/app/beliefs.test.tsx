import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { Beliefs } from "../../src/cluster/beliefs";
import { beliefOf } from "../../src/cluster/use_cluster";
import type { ClusterStatus } from "../../src/data/cluster_types";

const body = {
  term: 7,
  leader: 2,
  quorum: { available: true },
} as ClusterStatus;

test("what one node believes is not shown for another behind a proxy", () => {
  const beliefs = [1, 2].map((node) => beliefOf(node, { node: 1, body }));
  render(<Beliefs beliefs={beliefs} />);
  const rows = screen.getAllByRole("row").map((row) => row.textContent);
  expect(rows[1]).toBe("Node 1Node 27agrees");
  expect(rows[2]).toMatch(/^Node 2––is behind a proxy/);
});
