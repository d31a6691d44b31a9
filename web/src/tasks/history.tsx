import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useWorkspace, useZone } from "../app/context";
import { get } from "../data/api";
import type { Change } from "../data/types";
import { compareTexts, shorten } from "../data/words";
import { ago, fieldNames, sayValue } from "../ui/names";
import { Loading, PartFailed } from "../ui/states";
import css from "./task_body.module.css";

const actions: Record<string, string> = {
  "task.created": "created it",
  "task.updated": "changed it",
  "task.moved": "moved it",
  "task.deleted": "moved it to the trash",
  "task.restored": "restored it",
  "task.purged": "deleted it for ever",
  "comment.created": "commented",
  "comment.updated": "changed a comment",
  "comment.deleted": "deleted a comment",
  "attachment.created": "attached a file",
  "attachment.deleted": "deleted a file",
  "relation.created": "related it",
  "relation.deleted": "related it no longer",
};

export function HistoryList({ id }: { id: number }) {
  const workspace = useWorkspace();
  const zone = useZone();
  const list = useInfiniteQuery({
    queryKey: ["of-task", id, "history"],
    initialPageParam: "",
    queryFn: async ({ pageParam }) => {
      const query = { limit: 100, cursor: pageParam || undefined };
      const params = { path: { id }, query };
      return (await workspace.read(get("/tasks/{id}/history", { params })))
        .body;
    },
    getNextPageParam: (page) => page.next_cursor || undefined,
  });
  const { data, error, refetch } = list;
  if (error && !data)
    return (
      <>
        <PartFailed what="The history" retry={() => void refetch()} />
        {/* As high as what was shown until then. */}
        <div style={{ height: 102 }} />
      </>
    );
  if (!data) return <Loading what="Loading the history" />;
  const rows = data.pages.flatMap((page) => page.items);
  return (
    <>
      <ol className={css.history}>
        {rows.map((row, n) => (
          <li key={`${row.index}/${n}`}>
            <b>{row.actor}</b> {actions[row.action] ?? row.action}{" "}
            <time className="muted" dateTime={row.at} title={row.at}>
              {ago(row.at, zone)}
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
      {list.hasNextPage && (
        <div>
          <Button
            size="xs"
            variant="default"
            onClick={() => void list.fetchNextPage()}
          >
            Older
          </Button>
        </div>
      )}
    </>
  );
}

const isText = (field: string) => field === "description" || field === "text";

// What was taken away is struck through, what came is underlined.
function TextDifference({ name, change }: { name: string; change: Change }) {
  const pieces = shorten(
    compareTexts(String(change.from ?? ""), String(change.to ?? "")),
  );
  return (
    <div>
      {name}:{" "}
      <span style={{ whiteSpace: "pre-wrap" }}>
        {pieces.map(({ text, kind }, n) =>
          kind === "added" ? (
            <ins key={n}>{text}</ins>
          ) : kind === "removed" ? (
            <del key={n}>{text}</del>
          ) : (
            text
          ),
        )}
      </span>
    </div>
  );
}

function Difference({ change }: { change: Change }) {
  const { field, from, to } = change;
  const name = fieldNames[field] ?? field;
  if (from === undefined && to === undefined) return <div>{name} changed</div>;
  if (isText(field)) return <TextDifference name={name} change={change} />;
  return (
    <div>
      {name}: <del>{sayValue(field, from)}</del> →{" "}
      <ins>{sayValue(field, to)}</ins>
    </div>
  );
}
