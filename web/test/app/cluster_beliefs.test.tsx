import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { WorkspaceContext } from "../../src/app/context";
import type { Workspace } from "../../src/app/workspace";
import { Beliefs } from "../../src/cluster/beliefs";
import { useStatus } from "../../src/cluster/use_cluster";
import type { ClusterStatus } from "../../src/data/cluster_types";

afterEach(cleanup);

function status(told: Partial<ClusterStatus>, available = true) {
  const quorum = { voters: 3, needed: 2, reachable: 3, tolerates: 1 };
  return {
    term: 3,
    leader: 2,
    nodes: [],
    ...told,
    quorum: { ...quorum, available },
  } as unknown as ClusterStatus;
}

let took: number | undefined;

function Reader() {
  took = useStatus().data?.tookMs;
  return null;
}

test("a node agrees only with a leader that it knows", () => {
  render(
    <Beliefs
      beliefs={[
        { node: 1, status: status({ leader: 2 }) },
        { node: 2, status: status({ leader: null }) },
        { node: 3, status: status({ term: 2, leader: 1 }) },
        { node: 4, status: status({ leader: null }, false) },
        { node: 5, status: null },
      ]}
    />,
  );
  const rows = screen.getAllByRole("row").slice(1);
  expect(rows.map((row) => row.lastChild?.textContent)).toEqual([
    "agrees",
    "knows no leader",
    "node 3 does not know yet",
    "sees no majority",
    "does not answer",
  ]);
});

test("a status without a majority is marked as such at once", async () => {
  const notice = vi.fn();
  const workspace = {
    connection: { get: () => ({ quorum: true }) },
    client: {
      request: async () => {
        await new Promise((done) => setTimeout(done, 20));
        return { body: status({ leader: null }, false), age: null };
      },
    },
    quorum: { notice },
    learnMembers: () => {},
  } as unknown as Workspace;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <WorkspaceContext value={workspace}>
        <Reader />
      </WorkspaceContext>
    </QueryClientProvider>,
  );
  await waitFor(() => expect(took).toBeGreaterThan(15));
  expect(notice).toHaveBeenCalledWith(false);
});
