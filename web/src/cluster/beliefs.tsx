import { useZone } from "../app/context";
import type { ClusterStatus, Leadership } from "../data/cluster_types";
import { ScrollX } from "../ui/scroll_x";
import { gap } from "./last_heard";
import type { Belief } from "./use_cluster";

// What each node holds to be true, and what it does not know yet.
export function Beliefs({ beliefs }: { beliefs: Belief[] }) {
  const newest = Math.max(0, ...beliefs.map((one) => one.status?.term ?? 0));
  return (
    <ScrollX name="What each node believes" className="panel">
      <table className="plain number">
        <caption className="hidden">What each node believes</caption>
        <thead>
          <tr>
            <th>Node</th>
            <th>Leader</th>
            <th>Term</th>
            <th>Remark</th>
          </tr>
        </thead>
        <tbody>
          {beliefs.map((belief) => (
            <tr key={belief.node}>
              <td>Node {belief.node}</td>
              <td>{sayLeader(belief.status)}</td>
              <td>{belief.status?.term ?? "–"}</td>
              <td>{remark(belief, newest)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}

function sayLeader(status: ClusterStatus | null): string {
  if (!status) return "–";
  return status.leader ? `Node ${status.leader}` : "none";
}

function remark({ node, status, hidden }: Belief, newest: number): string {
  if (hidden) return "is behind a proxy: cannot be asked directly";
  if (!status) return "does not answer";
  if (status.term < newest) return `node ${node} does not know yet`;
  if (!status.quorum.available) return "sees no majority";
  if (status.leader === null) return "knows no leader";
  return "agrees";
}

export function Timeline({ leaders }: { leaders: Leadership[] }) {
  const zone = useZone();
  const sorted = [...leaders].sort((a, b) => b.term - a.term).slice(0, 12);
  return (
    <ScrollX name="Leaders by term" className="panel">
      <table className="plain number">
        <caption className="hidden">Leaders by term, newest first</caption>
        <thead>
          <tr>
            <th>Term</th>
            <th>Leader</th>
            <th>Since</th>
            <th>Gap before</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((one, n) => (
            <tr key={one.term}>
              <td>{one.term}</td>
              <td>Node {one.node}</td>
              <td>
                {new Date(one.since).toLocaleString("en-GB", {
                  timeZone: zone,
                })}
              </td>
              <td>{gap(one, sorted[n + 1])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
