import { useRead } from "../app/reads";
import { get } from "../data/api";
import type { Change } from "../data/types";
import { ago, fieldNames, sayValue } from "../ui/names";
import { Failed, Loading } from "../ui/states";
import css from "./task_body.module.css";

const actions: Record<string, string> = {
  "task.created": "created it",
  "task.updated": "changed it",
  "task.moved": "moved it",
  "task.deleted": "moved it to the trash",
  "task.restored": "restored it",
  "comment.created": "commented",
};

export function HistoryList({ id }: { id: number }) {
  const { data, error, refetch } = useRead(
    ["of-task", id],
    get("/tasks/{id}/history", {
      params: { path: { id }, query: { limit: 100 } },
    }),
  );
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading what="Loading the history" />;
  return (
    <ol className={css.history}>
      {data.items.map((row, n) => (
        <li key={`${row.index}/${n}`}>
          <b>{row.actor}</b> {actions[row.action] ?? row.action}{" "}
          <time className="muted" dateTime={row.at} title={row.at}>
            {ago(row.at)}
          </time>{" "}
          <span className="muted number">
            · rev {row.index} · {row.via}
          </span>
          {row.changes.map((change) => (
            <Difference key={change.field} change={change} />
          ))}
        </li>
      ))}
    </ol>
  );
}

function Difference({ change }: { change: Change }) {
  const { field, from, to } = change;
  const name = fieldNames[field] ?? field;
  if (from === undefined && to === undefined) return <div>{name} changed</div>;
  return (
    <div>
      {name}: <del>{sayValue(field, from)}</del> →{" "}
      <ins>{sayValue(field, to)}</ins>
    </div>
  );
}
