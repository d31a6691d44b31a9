// The last fifty entries, and how far each has come on each node.

import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useWorkspace, useZone } from "../app/context";
import { useRead } from "../app/reads";
import { get } from "../data/api";
import type {
  ClusterNode,
  ClusterStatus,
  LogEntry,
} from "../data/cluster_types";
import type { AuditRow } from "../data/types";
import { Loading, PartFailed } from "../ui/states";
import css from "./cluster.module.css";
import { useLog, useWhyMissing } from "./use_cluster";

const progresses = [
  "unknown",
  "missing",
  "in memory",
  "durable",
  "committed",
  "applied",
] as const;
type Progress = (typeof progresses)[number];

function progressOf(node: ClusterNode, index: number): Progress {
  // Nobody knows what a node holds that does not answer.
  if (node.last_index === null) return "unknown";
  if (index <= (node.applied_index ?? 0)) return "applied";
  if (index <= (node.commit_index ?? 0)) return "committed";
  if (index <= (node.durable_index ?? 0)) return "durable";
  if (index <= (node.last_index ?? 0)) return "in memory";
  return "missing";
}

export function LogStrip({ status }: { status: ClusterStatus }) {
  const log = useLog();
  const { data, refetch } = log;
  const why = useWhyMissing(log);
  const [chosen, setChosen] = useState<LogEntry | null>(null);
  const entries = [...(data ?? [])]
    .sort((a, b) => a.index - b.index)
    .slice(-50);
  const box = useRef<HTMLDivElement>(null);
  const newest = entries.at(-1)?.index;
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each new entry
  useEffect(() => {
    if (box.current) box.current.scrollLeft = box.current.scrollWidth;
  }, [newest]);
  if (why) return <PartFailed what="The log" retry={() => void refetch()} />;
  if (!data) return <Loading what="Loading the log" />;
  if (entries.length === 0)
    return <p className="muted small">The log is empty.</p>;
  return (
    <>
      <div className="scroll-x" ref={box}>
        <table className={css.strip}>
          <caption className="hidden">
            The last {entries.length} entries of the log on each node
          </caption>
          <tbody>
            {status.nodes.map((node) => (
              <tr key={node.id}>
                <th scope="row">Node {node.id}</th>
                {entries.map((entry) => {
                  const progress = progressOf(node, entry.index);
                  return (
                    <td key={entry.index}>
                      <i
                        data-progress={progress}
                        data-chosen={entry.index === chosen?.index || undefined}
                        title={`${entry.index}: ${progress}`}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
            <tr>
              <th scope="row">Entry</th>
              {entries.map((entry) => (
                <td key={entry.index}>
                  <button
                    type="button"
                    aria-pressed={entry.index === chosen?.index}
                    aria-label={`Entry ${entry.index}`}
                    onClick={() => setChosen(entry)}
                  >
                    {entry.index % 10 === 0 ? entry.index % 1000 : "·"}
                  </button>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <p className={css.legend}>
        {progresses.map((progress) => (
          <span key={progress}>
            <i data-progress={progress} /> {progress}
          </span>
        ))}
      </p>
      {chosen && <Chosen entry={chosen} />}
    </>
  );
}

function Chosen({ entry }: { entry: LogEntry }) {
  const { index, term, kind, bytes, actor, action, at } = entry;
  const zone = useZone();
  const about = useAbout(entry);
  const target = about?.target;
  const ofTask = about?.action.startsWith("task.") && target;
  return (
    <p className="small number" role="status" style={{ margin: 0 }}>
      <b>Entry {index}</b> · term {term} · {kind} · {bytes} bytes
      {actor && ` · ${actor}`}
      {action && ` · ${action}`}
      {target && (ofTask ? " · " : ` · ${target}`)}
      {ofTask && (
        <Link to="." search={{ task: target } as never} resetScroll={false}>
          task #{target}
        </Link>
      )}{" "}
      · {new Date(at).toLocaleTimeString("en-GB", { timeZone: zone })}
    </p>
  );
}

// What an entry is about, as the audit tells administrators.
function useAbout(entry: LogEntry): AuditRow | undefined {
  const { isAdmin } = useWorkspace();
  const { data } = useRead(
    ["entry", entry.index],
    get("/audit", { params: { query: { from: entry.at, limit: 200 } } }),
    { enabled: isAdmin && entry.action !== null },
  );
  return data?.items.find((row) => row.index === entry.index);
}
