// How true is what is shown, in a few words, on every screen.

import { useQueryClient } from "@tanstack/react-query";
import { useObservable } from "../ui/use_observable";
import { useWorkspace } from "./context";
import css from "./pill.module.css";
import type { Connection } from "./workspace";

export function describe(
  connection: Connection,
  queued: number,
): { text: string; tone: "good" | "warn" | "bad" } {
  const waiting = queued > 0 ? ` · ${queued} queued` : "";
  if (connection.phase === "offline")
    return { text: `Offline${waiting}`, tone: "bad" };
  if (!connection.quorum) {
    const age = connection.age === null ? "" : ` · ${connection.age} s old`;
    return { text: `Read-only · no majority${age}${waiting}`, tone: "warn" };
  }
  if (connection.phase === "reconnecting")
    return { text: `Reconnecting${waiting}`, tone: "warn" };
  const node = connection.node === null ? "" : ` · node ${connection.node}`;
  return { text: `Live${node}${waiting}`, tone: "good" };
}

export function Pill() {
  const workspace = useWorkspace();
  useQueryClient();
  const connection = useObservable(workspace.connection);
  const edits = useObservable(workspace.queue.edits);
  const stuck = useObservable(workspace.queue.stuck);
  const fresh = useObservable(workspace.queue.fresh);
  const waiting = edits.filter(
    ({ key, state }) => state === "waiting" && !fresh.has(key),
  ).length;
  // Without a majority they wait, also while one of them is tried again.
  const late = stuck || !connection.quorum || connection.phase !== "live";
  const shown = late ? waiting : 0;
  const { text, tone } = describe(connection, shown);
  return (
    <div
      role="status"
      aria-label="Connection"
      className={css.pill}
      data-tone={tone}
    >
      <i aria-hidden="true" />
      {text}
    </div>
  );
}
