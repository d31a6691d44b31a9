// A tour of consensus on this very cluster: each step waits until what it is
// about has really happened.

import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useWorkspace } from "../app/context";
import type { ClusterStatus } from "../data/cluster_types";
import { useObservable } from "../ui/use_observable";
import css from "./cluster.module.css";

interface Facts {
  status: ClusterStatus;
  // As it was when the step began.
  start: ClusterStatus;
  queued: number;
  queuedAtStart: number;
  checksums: number;
}

interface Step {
  title: string;
  text: string;
  command?(status: ClusterStatus): string;
  done(facts: Facts): boolean;
}

const away = (status: ClusterStatus) =>
  status.nodes.filter((node) => !node.reachable);
const others = (status: ClusterStatus) =>
  status.nodes.filter((node) => node.id !== status.served_by).map((n) => n.id);

export const steps: Step[] = [
  {
    title: "Watch an election",
    text: "Transfer leadership below, or with this command. The term rises, and another node leads.",
    command: () => "taskraft cluster transfer-leader",
    done: ({ status, start }) =>
      status.term > start.term && status.leader !== null,
  },
  {
    title: "Kill the leader",
    text: "Stop its process without a warning. The others elect a new one within a second; what you wrote is still there.",
    command: (status) => `kill -9 "$(cat var/node${status.leader ?? 1}.pid)"`,
    done: ({ status, start }) =>
      away(status).length > 0 &&
      status.leader !== null &&
      status.leader !== start.leader,
  },
  {
    title: "Bring it back",
    text: "Start the node again. It catches up with what it missed.",
    // Later commands find its process as they find those of scripts/run.
    command: (status) => {
      const node = `node${away(status)[0]?.id ?? 1}`;
      return `taskraftd --config config/examples/${node}.toml 2>>var/${node}.log & echo $! >var/${node}.pid`;
    },
    done: ({ status }) =>
      away(status).length === 0 &&
      status.nodes.every((node) => (node.lag ?? 5) < 5),
  },
  {
    title: "Partition the cluster",
    text: "Freeze both other nodes: for this one it is as if the network were cut. No majority is left.",
    command: (status) =>
      others(status)
        .map((id) => `kill -STOP "$(cat var/node${id}.pid)"`)
        .join("; "),
    done: ({ status }) => !status.quorum.available,
  },
  {
    title: "Write without a majority",
    text: "Create a task. It is kept in this browser: nothing may be acknowledged that a majority does not have.",
    done: ({ queued, queuedAtStart }) => queued > queuedAtStart,
  },
  {
    title: "Heal",
    text: "Let the nodes go on. What was waiting is written, once.",
    command: (status) =>
      others(status)
        .map((id) => `kill -CONT "$(cat var/node${id}.pid)"`)
        .join("; "),
    done: ({ status, queued }) => status.quorum.available && queued === 0,
  },
  {
    title: "Compare checksums",
    text: "Press “Compare checksums” below: all nodes hold the same, to the last byte.",
    command: () => "taskraft cluster checksum",
    done: ({ checksums }) => checksums > 0,
  },
];

export function Tour({ status }: { status: ClusterStatus }) {
  const workspace = useWorkspace();
  const edits = useObservable(workspace.queue.edits);
  const [at, setAt] = useState<number | null>(null);
  const [done, setDone] = useState(false);
  const [checksums, setChecksums] = useState(0);
  const start = useRef({ status, queued: 0 });
  useEffect(() => {
    const hear = (event: { type: string }) => {
      if (event.type === "cluster.checksum") setChecksums((count) => count + 1);
    };
    workspace.live.listeners.add(hear);
    return () => void workspace.live.listeners.delete(hear);
  }, [workspace]);

  const step = at === null ? undefined : steps[at];
  const happened =
    step?.done({
      status,
      start: start.current.status,
      queued: edits.length,
      queuedAtStart: start.current.queued,
      checksums,
    }) ?? false;
  useEffect(() => {
    if (happened) setDone(true);
  }, [happened]);

  const go = (next: number | null) => {
    start.current = { status, queued: edits.length };
    setDone(false);
    setChecksums(0);
    setAt(next);
  };
  if (at === null)
    return (
      <div className="panel padded row-line">
        <span className="grow">
          Seven steps, on this cluster: an election, a crash, a partition, and
          how nothing is lost. Meant for a cluster of <code>scripts/run</code>.
        </span>
        <Button variant="default" onClick={() => go(0)}>
          Start the tour
        </Button>
      </div>
    );
  if (!step)
    return (
      <div className="panel padded row-line">
        <span className="grow">That was all of it.</span>
        <Button variant="default" onClick={() => go(null)}>
          Close
        </Button>
      </div>
    );
  return (
    <div className="panel padded stack" aria-live="polite">
      <b>
        Step {at + 1} of {steps.length}: {step.title}
      </b>
      <p style={{ margin: 0 }}>{step.text}</p>
      {step.command && (
        <pre className={css.command}>{step.command(start.current.status)}</pre>
      )}
      <div className="row-line">
        <span className={css.step} data-done={done || undefined}>
          {done ? "✓ It happened." : "Waiting for it to happen…"}
        </span>
        <span className="grow" />
        <Button variant="subtle" onClick={() => go(null)}>
          End the tour
        </Button>
        <Button
          variant={done ? "filled" : "default"}
          onClick={() => go(at + 1)}
        >
          {done ? "Next" : "Skip"}
        </Button>
      </div>
    </div>
  );
}
