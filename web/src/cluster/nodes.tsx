import type { ClusterNode, ClusterStatus } from "../data/cluster_types";
import { sayBytes } from "../ui/names";
import css from "./cluster.module.css";

const marks: Record<ClusterNode["role"], string> = {
  leader: "★",
  follower: "●",
  candidate: "◆",
  learner: "○",
  unreachable: "✕",
};

export function NodeCards({ status }: { status: ClusterStatus }) {
  const told = (field: "last_index" | "applied_index") =>
    status.nodes.map((node) => node[field]).filter((index) => index !== null);
  const most = Math.max(1, ...told("last_index"));
  const least = Math.min(...told("applied_index"), most - 20);
  return (
    <div className={css.nodes}>
      {status.nodes.map((node) => (
        <NodeCard
          key={node.id}
          node={node}
          served={node.id === status.served_by}
          least={least}
          most={most}
        />
      ))}
    </div>
  );
}

function NodeCard(props: {
  node: ClusterNode;
  served: boolean;
  least: number;
  most: number;
}) {
  const { node, served, least, most } = props;
  const role = node.reachable ? node.role : "unreachable";
  const gone = role === "unreachable";
  return (
    <article
      aria-label={`Node ${node.id}`}
      className={css.node}
      data-role={role}
    >
      <header>
        <h2>Node {node.id}</h2>
        <span className={css.role}>
          <span aria-hidden="true">{marks[role]}</span> {role}
          {!node.voter && role !== "learner" && " (learner)"}
        </span>
        {served && <span className="muted small">serves this page</span>}
      </header>
      <dl className={css.facts}>
        <Fact name="Term" value={node.term ?? "–"} />
        <Fact
          name="Voted for"
          value={gone ? "–" : (node.voted_for ?? "nobody")}
        />
        <Fact name="Lag" value={node.lag ?? "–"} />
        <Fact
          name="In flight"
          value={
            node.inflight_entries
              ? `${node.inflight_entries} · ${sayBytes(node.inflight_bytes ?? 0)}`
              : gone
                ? "–"
                : "nothing"
          }
        />
        <Fact
          name="Heartbeat"
          value={
            node.heartbeat_age_ms === null ? "–" : `${node.heartbeat_age_ms} ms`
          }
        />
        <Fact name="Store" value={node.store || "–"} />
        <Fact
          name="Disk free"
          value={node.disk_free ? sayBytes(node.disk_free) : "–"}
        />
        <Fact name="Version" value={node.version || "–"} />
      </dl>
      <Indexes node={node} least={least} most={most} />
      <p className="muted small" style={{ margin: 0 }}>
        {node.address}
      </p>
    </article>
  );
}

function Fact({ name, value }: { name: string; value: string | number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{value}</dd>
    </div>
  );
}

const indexes: [
  string,
  "last_index" | "durable_index" | "commit_index" | "applied_index",
][] = [
  ["last", "last_index"],
  ["durable", "durable_index"],
  ["commit", "commit_index"],
  ["applied", "applied_index"],
];

// All indexes of all nodes on one axis.
function Indexes(props: { node: ClusterNode; least: number; most: number }) {
  const { node, least, most } = props;
  return (
    <div className={css.axis}>
      {indexes.map(([name, field]) => {
        const index = node[field];
        const share = ((index ?? least) - least) / (most - least || 1);
        return (
          <div key={name}>
            <span>{name}</span>
            <i>
              <b
                style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }}
              />
            </i>
            <span className="number">{index ?? "–"}</span>
          </div>
        );
      })}
    </div>
  );
}
