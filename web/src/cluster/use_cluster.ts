// What the cluster says of itself: its status once a second, and what one node
// streams of its own votes and appends.

import { useQuery } from "@tanstack/react-query";
import { createParser } from "eventsource-parser";
import { useEffect, useRef, useState } from "react";
import { useWorkspace } from "../app/context";
import { get, withQuery } from "../data/api";
import type {
  AppendEvent,
  ClusterStatus,
  RoleEvent,
  VoteEvent,
} from "../data/cluster_types";
import type { Answer } from "../data/http";
import { noteAppend, noteSample } from "./last_heard";

export function useStatus() {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: ["cluster", "status"],
    queryFn: async () => {
      const asked = get("/cluster/status");
      const began = performance.now();
      const answer = await workspace.client.request(
        workspace.connection.get().quorum
          ? asked
          : withQuery(asked, { consistency: "stale" }),
      );
      const tookMs = performance.now() - began;
      workspace.learnMembers(answer.body);
      // What the page shows of a minority is marked as what its node believes.
      workspace.quorum.notice(answer.body.quorum.available);
      return { status: answer.body, age: answer.age, at: Date.now(), tookMs };
    },
    refetchInterval: 1000,
  });
}

// Why nothing is there yet. What is asked for again and again goes on saying so
// while it is asked.
export function useWhyMissing(query: {
  data: unknown;
  error: unknown;
}): unknown {
  const last = useRef<unknown>(null);
  if (query.error) last.current = query.error;
  return query.data === undefined ? last.current : null;
}

export interface Belief {
  node: number;
  status: ClusterStatus | null;
  // Another node has answered: a proxy stands before them all.
  hidden?: boolean;
}

export function beliefOf(
  node: number,
  answer: Pick<Answer<ClusterStatus>, "node" | "body">,
): Belief {
  if (answer.node === node) return { node, status: answer.body };
  return { node, status: null, hidden: true };
}

// Each node is asked directly what it believes, and only that.
export function useBeliefs(status: ClusterStatus | undefined) {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: ["cluster", "beliefs"],
    enabled: status !== undefined,
    refetchInterval: 2000,
    queryFn: () =>
      Promise.all(
        status!.nodes.map(async (node): Promise<Belief> => {
          try {
            const own = node.id === status!.served_by;
            if (!own && !node.http) return { node: node.id, status: null };
            const answer = await workspace.client.request(
              get("/cluster/status", { params: { query: { local: "true" } } }),
              {
                origin: own
                  ? workspace.client.origin
                  : (node.http ?? "").replace(/\/$/, ""),
                timeoutMs: 1500,
              },
            );
            return beliefOf(node.id, answer);
          } catch {
            return { node: node.id, status: null };
          }
        }),
      ),
  });
}

export function useLog() {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: ["cluster", "log"],
    queryFn: async () => (await workspace.read(get("/cluster/log"))).body.items,
    refetchInterval: 2000,
  });
}

export function useLeaders() {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: ["cluster", "leaders"],
    queryFn: async () =>
      (await workspace.read(get("/cluster/leaders"))).body.items,
    refetchInterval: 5000,
  });
}

export type Traffic =
  | ({ kind: "vote" } & VoteEvent)
  | ({ kind: "append" } & AppendEvent)
  | ({ kind: "role" } & RoleEvent);

// Calls `hear` for everything that the node streams while somebody sees it.
export function useTraffic(hear: (traffic: Traffic) => void): boolean {
  const workspace = useWorkspace();
  const latest = useRef(hear);
  latest.current = hear;
  const [live, setLive] = useState(false);
  useEffect(() => {
    let stop: AbortController | null = null;
    const read = async (signal: AbortSignal) => {
      const response = await workspace.client.open(get("/cluster/stream"), {
        signal,
      });
      if (!response.body) throw new Error("no stream");
      setLive(true);
      const parser = createParser({
        onEvent: (message) => {
          const kind = message.event;
          if (kind === "sample") noteSample(JSON.parse(message.data));
          if (kind !== "vote" && kind !== "append" && kind !== "role") return;
          const traffic: Traffic = { kind, ...JSON.parse(message.data) };
          if (traffic.kind === "append") noteAppend(traffic);
          latest.current(traffic);
        },
      });
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        parser.feed(decoder.decode(value, { stream: true }));
      }
    };
    const run = async (signal: AbortSignal) => {
      while (!signal.aborted) {
        await read(signal).catch(() => {});
        if (signal.aborted) return;
        setLive(false);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    };
    // Browsers open six connections to a node: a tab that nobody sees leaves
    // its own to the others.
    const look = () => {
      if (document.hidden) {
        stop?.abort();
        stop = null;
      } else if (!stop) {
        stop = new AbortController();
        void run(stop.signal);
      }
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      stop?.abort();
    };
  }, [workspace]);
  return live;
}
