import { Button } from "@mantine/core";
import { lazy, Suspense, useRef, useState } from "react";
import { useWorkspace, useZone } from "../app/context";
import { useList } from "../app/reads";
import { useManages } from "../app/rights";
import { get } from "../data/api";
import { isTemporary, partOf, withoutDeleted } from "../data/edits";
import type { Comment, Task } from "../data/types";
import { Avatar } from "../ui/chips";
import { ago } from "../ui/names";
import { None, PartFailed, Plain } from "../ui/states";
import { useObservable } from "../ui/use_observable";
import { comment, deleteComment, editComment } from "./comment_acts";
import { CommentArea } from "./comment_area";
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
  const { data, error, refetch } = useList(
    ["of-task", task.id],
    get("/tasks/{id}/comments", { params: { path: { id: task.id } } }),
    !isTemporary(task.id),
  );
  const latest = useRef(data);
  latest.current = data;
  const manages = useManages(task.project, task.creator);
  const place = `task/${task.id}/comment`;
  const draft = useDraft(place, "", 0);
  const box = useRef(draft);
  box.current = draft;
  const chain = edits.filter((edit) => edit.chain === String(task.id));
  const undone = chain.map((edit) => partOf(edit.path)?.id);
  const waiting = chain.filter(
    ({ kind, makes }) =>
      kind === "comment" && (makes === undefined || !undone.includes(makes)),
  );
  const send = () => {
    const typed = draft.take();
    const text = typed?.value.trim();
    if (!text) return;
    comment(workspace, task.id, text, [place], (again) => {
      const { value, change } = box.current;
      change([again, value].filter(Boolean).join("\n\n"));
    });
  };
  return (
    <>
      {error && !data && (
        <PartFailed what="The comments" retry={() => void refetch()} />
      )}
      {disabled && data?.length === 0 && <None />}
      {withoutDeleted(data ?? [], "comments", chain).map((row) => (
        <One
          key={row.id}
          task={task}
          row={row}
          manages={manages}
          now={() => latest.current?.find((one) => one.id === row.id)}
        />
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
          <CommentArea
            task={task}
            aria-label="Comment"
            placeholder="Write a comment. @name tells somebody."
            minRows={2}
            value={draft.value}
            change={draft.change}
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

interface OneProps {
  task: Task;
  row: Comment;
  manages: boolean;
  // The comment as it is when that is asked.
  now(): Comment | undefined;
}

function One({ task, row, manages, now }: OneProps) {
  const workspace = useWorkspace();
  const zone = useZone();
  const place = `comment/${row.id}`;
  const draft = useDraft(place, row.text, row.rev);
  const [asked, setAsked] = useState(false);
  // What was typed before a reload is still there.
  const editing = asked || draft.dirty;
  const mine = row.author === workspace.user;
  const save = () => {
    setAsked(false);
    const typed = draft.take();
    const text = typed?.value.trim();
    if (!typed || !text) return;
    // What a blind write would lose is guarded by the revision.
    const from = { ...row, text: typed.base, rev: typed.rev };
    if (text !== from.text) editComment(workspace, from, text, now, [place]);
  };
  return (
    <article className={css.comment} aria-label={`Comment by ${row.author}`}>
      <header>
        <Avatar username={row.author} />
        <b>{row.author}</b>
        <time className="muted grow" dateTime={row.created_at}>
          {ago(row.created_at, zone)}
          {row.updated_at !== row.created_at && " · edited"}
        </time>
        {mine && !editing && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => setAsked(true)}
          >
            Edit
          </Button>
        )}
        {(mine || manages) && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => deleteComment(workspace, row)}
          >
            Delete
          </Button>
        )}
      </header>
      {!editing ? (
        <Text text={row.text} />
      ) : (
        <div className="stack" style={{ gap: 8 }}>
          <CommentArea
            task={task}
            aria-label="Edit comment"
            value={draft.value}
            change={draft.change}
            autoFocus
          />
          <div className="row-line">
            <Button size="xs" onClick={save}>
              Save
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                draft.discard();
                setAsked(false);
              }}
            >
              Cancel
            </Button>
          </div>
        </div>
      )}
    </article>
  );
}
