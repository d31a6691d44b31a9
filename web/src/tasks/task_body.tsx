// All that is known of a task, in the drawer and on its page.

import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useWorkspace } from "../app/context";
import { useCard, useList } from "../app/reads";
import { useTaskRights } from "../app/rights";
import { get } from "../data/api";
import { isTemporary } from "../data/edits";
import { Failed, Loading } from "../ui/states";
import { Comments } from "./comments";
import { Description } from "./description";
import { Files } from "./files";
import { HistoryList } from "./history";
import { Parts } from "./parts";
import { People } from "./people";
import { watch } from "./side_acts";
import css from "./task_body.module.css";
import { TaskFieldGrid } from "./task_fields";
import { TitleField } from "./title_field";
import { restore, trash } from "./trash_acts";
import { useTask } from "./use_task";

export function TaskBody({ id }: { id: number }) {
  const workspace = useWorkspace();
  const { task, textRev, partial, error, retry } = useTask(id);
  const { known, edit: mayEdit, whole } = useTaskRights(task);
  if (!task && error)
    return <Failed error={error} retry={() => void retry()} />;
  if (!task) return <Loading what="Loading the task" />;
  const disabled = !mayEdit || task.deleted_at !== null;
  const saved = !isTemporary(id);
  return (
    <div className={css.task}>
      {task.deleted_at && (
        <div className={css.trashed}>
          <span className="grow">This task is in the trash.</span>
          {whole && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => restore(workspace, [id])}
            >
              Restore
            </Button>
          )}
        </div>
      )}
      {known && !mayEdit && (
        <p className="muted small" style={{ margin: 0 }}>
          You may read this task, and not change it.
        </p>
      )}
      <TitleField task={task} disabled={disabled} />
      <TaskFieldGrid task={task} disabled={disabled} whole={whole} />
      <Description
        key={String(partial)}
        task={task}
        rev={textRev}
        disabled={disabled}
        partial={partial}
      />
      {saved && (
        <>
          <Section title="Subtasks and blocks">
            <Parts task={task} disabled={disabled} whole={whole} />
          </Section>
          <Section title="Files">
            <Files task={task} disabled={disabled} />
          </Section>
        </>
      )}
      <Section title="Comments">
        <Comments task={task} disabled={!mayEdit} />
      </Section>
      {saved && (
        <>
          <Folded title="People">
            <People task={task} disabled={disabled || !whole} />
          </Folded>
          <Folded title="History">
            <HistoryList id={id} />
          </Folded>
        </>
      )}
      <footer className={css.foot}>
        <span className="muted small number grow">
          {saved ? `rev ${task.rev} · on a majority` : "kept in this browser"}
        </span>
        {saved && <WatchButton id={id} />}
        {whole && !disabled && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => trash(workspace, [id])}
          >
            Move to trash
          </Button>
        )}
      </footer>
    </div>
  );
}

// A card knows whether its task is watched; a task that was opened by its address
// may have none.
function WatchButton({ id }: { id: number }) {
  const workspace = useWorkspace();
  const card = useCard(id);
  const { data } = useList(
    ["of-task", id],
    get("/tasks/{id}/watchers", { params: { path: { id } } }),
    !card,
  );
  const watching =
    card?.watching ?? data?.some((one) => one.username === workspace.user);
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={() => watch(workspace, [id], !watching)}
    >
      {watching ? "Stop watching" : "Watch"}
    </Button>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className={css.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Folded({ title, children }: { title: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className={css.section}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{title}</summary>
      {open && children}
    </details>
  );
}
