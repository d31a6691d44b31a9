import { lazy, Suspense, useEffect, useState } from "react";
import { useWorkspace } from "../app/context";
import { useTitle } from "../app/use_title";
import type { ClusterStatus } from "../data/cluster_types";
import { Failed, Loading, PartFailed } from "../ui/states";
import { useObservable } from "../ui/use_observable";
import { Actions } from "./actions";
import { Beliefs, Timeline } from "./beliefs";
import css from "./cluster.module.css";
import { LogStrip } from "./log_strip";
import { NodeCards } from "./nodes";
import { Ring } from "./ring";
import { Tour } from "./tour";
import {
  useBeliefs,
  useLeaders,
  useStatus,
  useWhyMissing,
} from "./use_cluster";

const Charts = lazy(() => import("./charts"));

// "Quorum 3 of 3, tolerates 1 loss"
function sayQuorum({ quorum }: ClusterStatus): string {
  if (!quorum.available)
    return `No quorum: ${quorum.reachable} of ${quorum.voters} reachable, ${quorum.needed} needed`;
  const { tolerates } = quorum;
  const losses = tolerates === 1 ? "1 loss" : `${tolerates} losses`;
  return `Quorum ${quorum.reachable} of ${quorum.voters}, tolerates ${losses}`;
}

export default function Cluster() {
  useTitle("Cluster");
  const { isAdmin, connection } = useWorkspace();
  const { quorum } = useObservable(connection);
  const query = useStatus();
  const found = query.data;
  const status = found?.status;
  const beliefs = useBeliefs(status);
  const leaders = useLeaders();
  const why = useWhyMissing(query);
  const noLeaders = useWhyMissing(leaders);
  const [tick, setTick] = useState(0);
  useEffect(() => {
    if (!found) return;
    void import("./charts").then(({ remember }) => {
      remember(found.status, found.at, found.tookMs);
      setTick(found.at);
    });
  }, [found]);
  if (why)
    return <Failed whole error={why} retry={() => void query.refetch()} />;
  if (!status) return <Loading what="Asking the cluster" />;
  return (
    <div className="page">
      <header>
        <h1>Cluster</h1>
        <span className="muted">{status.name}</span>
      </header>
      <p
        className={css.quorum}
        data-lost={!status.quorum.available || undefined}
      >
        <b>{sayQuorum(status)}</b>
        <span>
          {status.leader ? `node ${status.leader} leads` : "nobody leads"} ·
          term {status.term}
        </span>
        {!quorum && (
          <span>
            what node {status.served_by} believes
            {found?.age !== null && ` · ${found?.age} s old`}
          </span>
        )}
      </p>
      <div className={css.parts}>
        <NodeCards status={status} />
        <section aria-labelledby="log">
          <h2 id="log">Log</h2>
          <div className="panel padded stack">
            <LogStrip status={status} />
          </div>
        </section>
        <section aria-labelledby="ring">
          <h2 id="ring">Messages</h2>
          <div className="panel padded">
            <Ring status={status} />
          </div>
        </section>
        <section aria-labelledby="beliefs">
          <h2 id="beliefs">Beliefs</h2>
          <Beliefs beliefs={beliefs.data ?? []} />
        </section>
        <section aria-labelledby="leaders">
          <h2 id="leaders">Leaders</h2>
          {noLeaders ? (
            <PartFailed
              what="Who has led"
              retry={() => void leaders.refetch()}
            />
          ) : (
            <Timeline leaders={leaders.data ?? []} />
          )}
        </section>
        <section aria-labelledby="charts">
          <h2 id="charts">Last 15 minutes</h2>
          <Suspense fallback={<Loading what="Drawing" />}>
            <Charts tick={tick} />
          </Suspense>
        </section>
        <section aria-labelledby="tour">
          <h2 id="tour">Tour</h2>
          <Tour status={status} />
        </section>
        {isAdmin && (
          <section aria-labelledby="actions">
            <h2 id="actions">Actions</h2>
            <Actions status={status} />
          </section>
        )}
      </div>
    </div>
  );
}
