// What the ring shows, for those who want nothing to move.

import type { ClusterStatus } from "../data/cluster_types";
import { ScrollX } from "../ui/scroll_x";
import { sayTraffic } from "./traffic";
import type { Traffic } from "./use_cluster";

function isOf(node: number, traffic: Traffic): boolean {
  if (traffic.kind === "role") return traffic.node === node;
  return traffic.from === node || traffic.to === node;
}

export function StillRing(props: { status: ClusterStatus; recent: Traffic[] }) {
  const { status, recent } = props;
  return (
    <ScrollX name="The nodes and their messages">
      <table className="plain number">
        <caption className="hidden">The nodes and their messages</caption>
        <thead>
          <tr>
            <th>Node</th>
            <th>Role</th>
            <th>Heard its leader</th>
            <th>Last message</th>
          </tr>
        </thead>
        <tbody>
          {status.nodes.map(({ id, reachable, role, heartbeat_age_ms }) => {
            const last = recent.find((traffic) => isOf(id, traffic));
            return (
              <tr key={id}>
                <td>Node {id}</td>
                <td>{reachable ? role : "unreachable"}</td>
                <td>
                  {role === "leader" || heartbeat_age_ms === null
                    ? "–"
                    : `${heartbeat_age_ms} ms ago`}
                </td>
                <td>{last ? sayTraffic(last) : "–"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollX>
  );
}
