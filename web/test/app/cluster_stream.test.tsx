import { cleanup, render, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { WorkspaceContext } from "../../src/app/context";
import type { Workspace } from "../../src/app/workspace";
import { useTraffic } from "../../src/cluster/use_cluster";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Listener({ hear }: { hear(kind: string): void }) {
  useTraffic(({ kind }) => hear(kind));
  return null;
}

function hide(hidden: boolean): void {
  vi.spyOn(document, "hidden", "get").mockReturnValue(hidden);
  document.dispatchEvent(new Event("visibilitychange"));
}

test("a tab that nobody sees reads no stream of the cluster", async () => {
  const open: AbortSignal[] = [];
  let say: (text: string) => void = () => {};
  const client = {
    open: async (_: unknown, { signal }: { signal: AbortSignal }) => {
      open.push(signal);
      const body = new ReadableStream<Uint8Array>({
        start(control) {
          say = (text) => control.enqueue(new TextEncoder().encode(text));
          signal.addEventListener("abort", () => control.error(signal.reason));
        },
      });
      return { body };
    },
  };
  const heard: string[] = [];
  render(
    <WorkspaceContext value={{ client } as unknown as Workspace}>
      <Listener hear={(kind) => heard.push(kind)} />
    </WorkspaceContext>,
  );
  await waitFor(() => expect(open).toHaveLength(1));
  say('event: vote\ndata: {"to":2}\n\n');
  await waitFor(() => expect(heard).toEqual(["vote"]));

  hide(true);
  expect(open[0]!.aborted).toBe(true);
  hide(true);
  expect(open).toHaveLength(1);

  hide(false);
  await waitFor(() => expect(open).toHaveLength(2));
  expect(open[1]!.aborted).toBe(false);
  say('event: role\ndata: {"node":1}\n\n');
  await waitFor(() => expect(heard).toEqual(["vote", "role"]));
  cleanup();
  expect(open[1]!.aborted).toBe(true);
});
