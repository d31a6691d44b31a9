import { Button, Textarea } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useWorkspace } from "../app/context";
import { useList, useManages } from "../app/reads";
import { call, get } from "../data/api";
import { isTemporary } from "../data/edits";
import type { Comment, Task } from "../data/types";
import { Avatar } from "../ui/chips";
import { ago } from "../ui/names";
import { Plain } from "../ui/states";
import { useObservable } from "../ui/use_observable";
import { comment, edit } from "./acts";
import { other } from "./side_acts";
import css from "./task_body.module.css";
import { useDraft } from "./use_draft";

const Markdown = lazy(() => import("../ui/markdown"));

export function Comments({
  task,
  disabled,
}: {
  task: Task;
  disabled: boolean;
}) {
  const workspace = useWorkspace();
  const edits = useObservable(workspace.queue.edits);
  const { data } = useList(
    ["of-task", task.id],
    get("/tasks/{id}/comments", { params: { path: { id: task.id } } }),
    !isTemporary(task.id),
  );
  const manages = useManages(task.project, task.creator);
  const place = `task/${task.id}/comment`;
  const draft = useDraft(place, "", 0);
  const waiting = edits.filter(
    (edit) => edit.kind === "comment" && edit.chain === String(task.id),
  );
  const send = () => {
    const typed = draft.take();
    const text = typed?.value.trim();
    if (!text) return;
    comment(workspace, task.id, text, [place]);
    workspace.announce("Comment added");
  };
  return (
    <>
      {data?.map((row) => (
        <One key={row.id} row={row} manages={manages} />
      ))}
      {waiting.map((edit) => (
        <article key={edit.key} className={css.comment} data-pending>
          <header>
            <Avatar username={workspace.user} />
            <b>{workspace.user}</b>
            <span className="muted">not sent yet</span>
          </header>
          <Text text={(edit.body as { text: string }).text} />
        </article>
      ))}
      {!disabled && (
        <>
          <Textarea
            aria-label="Comment"
            placeholder="Write a comment. @name tells somebody."
            autosize
            minRows={2}
            maxRows={14}
            dir="auto"
            value={draft.value}
            onChange={(event) => draft.change(event.currentTarget.value)}
            onKeyDown={(event) => {
              const control = event.ctrlKey || event.metaKey;
              if (event.key === "Enter" && control) send();
            }}
          />
          <div>
            <Button size="xs" onClick={send} disabled={!draft.value.trim()}>
              Add comment
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function Text({ text }: { text: string }) {
  return (
    <Suspense fallback={<Plain text={text} />}>
      <Markdown text={text} />
    </Suspense>
  );
}

function One({ row, manages }: { row: Comment; manages: boolean }) {
  const workspace = useWorkspace();
  const [editing, setEditing] = useState<string | null>(null);
  const mine = row.author === workspace.user;
  const params = { path: { id: row.id } };
  const save = () => {
    const text = editing?.trim();
    setEditing(null);
    if (!text || text === row.text) return;
    // What a blind write would lose is guarded by the revision.
    edit(workspace, row.task, {
      kind: "other",
      call: call("PATCH", "/comments/{id}", { params, body: { text } }),
      ifMatch: `"${row.rev}"`,
      label: `Comment: ${text.slice(0, 60)}`,
    });
  };
  const remove = () =>
    other(
      workspace,
      row.task,
      call("DELETE", "/comments/{id}", { params }),
      "Delete a comment",
    );
  return (
    <article className={css.comment} aria-label={`Comment by ${row.author}`}>
      <header>
        <Avatar username={row.author} />
        <b>{row.author}</b>
        <time className="muted grow" dateTime={row.created_at}>
          {ago(row.created_at)}
          {row.updated_at !== row.created_at && " · edited"}
        </time>
        {mine && editing === null && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => setEditing(row.text)}
          >
            Edit
          </Button>
        )}
        {(mine || manages) && (
          <Button size="compact-xs" variant="subtle" onClick={remove}>
            Delete
          </Button>
        )}
      </header>
      {editing === null ? (
        <Text text={row.text} />
      ) : (
        <div className="stack" style={{ gap: 8 }}>
          <Textarea
            aria-label="Edit comment"
            autosize
            maxRows={14}
            value={editing}
            onChange={(event) => setEditing(event.currentTarget.value)}
            autoFocus
          />
          <div className="row-line">
            <Button size="xs" onClick={save}>
              Save
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => setEditing(null)}
            >
              Cancel
            </Button>
          </div>
        </div>
      )}
    </article>
  );
}
