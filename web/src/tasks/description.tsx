// The description: Markdown as read, the text itself while it is edited.

import { Button, Textarea } from "@mantine/core";
import { lazy, Suspense, useId, useState } from "react";
import { useWorkspace } from "../app/context";
import type { Task } from "../data/types";
import { Plain } from "../ui/states";
import { type Base, patchTask } from "./acts";
import css from "./task_body.module.css";
import { DraftNote, useSaveAtEnd } from "./title_field";
import { useDraft } from "./use_draft";

const Markdown = lazy(() => import("../ui/markdown"));

export function Description({
  task,
  rev,
  disabled,
  partial,
}: {
  task: Task;
  // The revision of the description that it has.
  rev: number;
  disabled: boolean;
  // It is not read yet.
  partial: boolean;
}) {
  const workspace = useWorkspace();
  const label = useId();
  const place = `task/${task.id}/description`;
  const draft = useDraft(place, task.description ?? "", rev);
  const [editing, setEditing] = useState(false);
  const save = () => {
    const typed = draft.take();
    if (!typed) return;
    const base: Base = { ...task, description: typed.base, rev: typed.rev };
    patchTask(workspace, task.id, { description: typed.value }, base, {
      drafts: [place],
    });
  };
  useSaveAtEnd(save);
  const nothing = disabled
    ? "No description"
    : "What is this about? Markdown works.";
  const hint = partial ? "Not loaded yet" : nothing;
  const shown = draft.value.trim() !== "" && !editing;
  return (
    <div>
      <p id={label} className={css.label}>
        Description
      </p>
      <div className={css.stacked} data-shown={shown || undefined}>
        <div className={css.write}>
          <Textarea
            aria-labelledby={label}
            autosize
            minRows={2}
            maxRows={24}
            dir="auto"
            placeholder={hint}
            value={draft.value}
            readOnly={disabled || partial}
            styles={shown ? { input: { opacity: 0 } } : undefined}
            onFocus={() => setEditing(true)}
            onChange={(event) => draft.change(event.currentTarget.value)}
            onBlur={() => {
              setEditing(false);
              save();
            }}
            onKeyDown={(event) => {
              const control = event.ctrlKey || event.metaKey;
              if (event.key === "Enter" && control) event.currentTarget.blur();
            }}
          />
        </div>
        {shown && (
          <div className={css.shown}>
            <Suspense fallback={<Plain text={draft.value} />}>
              <Markdown text={draft.value} />
            </Suspense>
          </div>
        )}
      </div>
      {draft.dirty && editing && (
        <div className={css.draft}>
          <Button size="compact-xs" mt={6} onClick={save}>
            Save
          </Button>
        </div>
      )}
      {!editing && <DraftNote draft={draft} save={save} />}
    </div>
  );
}
