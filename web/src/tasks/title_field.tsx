import { Button, Textarea } from "@mantine/core";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useWorkspace } from "../app/context";
import { tooLong } from "../data/limits";
import type { Task } from "../data/types";
import { type Base, patchTask } from "./acts";
import css from "./task_body.module.css";
import { type DraftText, useDraft } from "./use_draft";

const plain = (text: string) => text.replace(/\s+/g, " ").trim();

export function TitleField({
  task,
  disabled,
}: {
  task: Task;
  disabled: boolean;
}) {
  const workspace = useWorkspace();
  const place = `task/${task.id}/title`;
  const draft = useDraft(place, task.title, task.rev);
  const problem = tooLong(plain(draft.value));
  const save = () => {
    // It stays as typed, to be made shorter.
    if (problem) return;
    const title = plain(draft.value);
    // A task without a title is not asked for: it keeps the one that it has.
    if (!title) return draft.discard();
    const typed = draft.take();
    if (!typed) return;
    const base: Base = { ...task, title: typed.base, rev: typed.rev };
    patchTask(workspace, task.id, { title }, base, { drafts: [place] });
  };
  useSaveAtEnd(save);
  const field = useWholeHeight(draft.value);
  return (
    <div>
      <Textarea
        aria-label="Title"
        className={css.title}
        ref={field}
        rows={1}
        error={problem}
        dir="auto"
        value={draft.value}
        disabled={disabled}
        onChange={(event) =>
          draft.change(event.currentTarget.value.replace(/\n/g, " "))
        }
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
      <DraftNote draft={draft} save={save} />
    </div>
  );
}

// All lines of the title are seen, whatever width the field gets.
function useWholeHeight(value: string) {
  const field = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines changed
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    const measure = () => {
      box.style.height = "auto";
      const borders = box.offsetHeight - box.clientHeight;
      box.style.height = `${box.scrollHeight + borders}px`;
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(box.parentElement!);
    return () => watch.disconnect();
  }, [value]);
  return field;
}

// The field's text goes to the cluster when the task is closed, too.
export function useSaveAtEnd(save: () => void): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => () => latest.current(), []);
}

export function DraftNote({ draft, save }: { draft: DraftText; save(): void }) {
  if (!draft.dirty || !draft.restored) return null;
  return (
    <div className={css.draft}>
      <span>You typed this before, and it is not saved.</span>
      <Button size="compact-xs" onClick={save}>
        Save
      </Button>
      <Button size="compact-xs" variant="default" onClick={draft.discard}>
        Discard
      </Button>
    </div>
  );
}
