// One field of one task or of a selection, in a small dialog that keys open.

import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useToday, useWorkspace, useZone } from "../app/context";
import { type EditorField, fieldEditor } from "../app/ui_state";
import { addDays, dueDay, moveToDay } from "../data/due";
import { tooLong } from "../data/limits";
import type { Task } from "../data/types";
import { priorities, statuses } from "../data/types";
import { PriorityIcon, StatusIcon } from "../ui/chips";
import { priorityNames, statusNames } from "../ui/names";
import { LabelPicker, PeoplePicker } from "../ui/pickers";
import { useObservable } from "../ui/use_observable";
import { link, patchTasks, setStatus } from "./acts";
import css from "./field_editor.module.css";
import { MoveForm } from "./move_form";

const titles: Record<EditorField, string> = {
  title: "Title",
  status: "Status",
  priority: "Priority",
  assignees: "Assign",
  labels: "Labels",
  due: "Due",
  move: "Move to…",
};

function sayTitle(field: EditorField, count: number): string {
  if (count === 1) return titles[field];
  if (field === "move") return `Move ${count} tasks to…`;
  if (field === "assignees") return `Assign ${count} tasks`;
  return `${titles[field]} of ${count} tasks`;
}

export function FieldEditor() {
  const workspace = useWorkspace();
  const asked = useObservable(fieldEditor);
  const chosen = (asked?.ids ?? [])
    .map((id) => workspace.task(id))
    .filter((task) => task !== undefined);
  return (
    <Modal
      opened={asked !== null && chosen.length > 0}
      onClose={() => fieldEditor.set(null)}
      title={asked ? sayTitle(asked.field, chosen.length) : ""}
      size="sm"
    >
      {asked && chosen.length > 0 && (
        <Body field={asked.field} chosen={chosen} />
      )}
    </Modal>
  );
}

function Body({ field, chosen }: { field: EditorField; chosen: Task[] }) {
  const workspace = useWorkspace();
  const ids = chosen.map((task) => task.id);
  const close = () => fieldEditor.set(null);
  if (field === "title") return <TitleForm task={chosen[0]!} close={close} />;
  if (field === "due") return <DueForm chosen={chosen} close={close} />;
  if (field === "move") return <MoveForm chosen={chosen} close={close} />;
  if (field === "assignees" || field === "labels")
    return <LinkForm field={field} chosen={chosen} close={close} />;
  const common = chosen.every((task) => task[field] === chosen[0]![field])
    ? chosen[0]![field]
    : null;
  return (
    <div className={css.options}>
      {field === "status" &&
        statuses.map((status) => (
          <button
            key={status}
            type="button"
            data-autofocus={status === (common ?? statuses[0]) || undefined}
            aria-pressed={status === common}
            onClick={() => {
              setStatus(workspace, ids, status);
              close();
            }}
          >
            <StatusIcon status={status} />
            {statusNames[status]}
          </button>
        ))}
      {field === "priority" &&
        priorities.map((priority) => (
          <button
            key={priority}
            type="button"
            data-autofocus={priority === (common ?? priorities[0]) || undefined}
            aria-pressed={priority === common}
            onClick={() => {
              patchTasks(workspace, ids, { priority });
              close();
            }}
          >
            <span className={css.slot}>
              <PriorityIcon priority={priority} />
            </span>
            {priorityNames[priority]}
          </button>
        ))}
    </div>
  );
}

function TitleForm({ task, close }: { task: Task; close(): void }) {
  const workspace = useWorkspace();
  const [title, setTitle] = useState(task.title);
  const problem = tooLong(title);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem) return;
        if (title.trim())
          patchTasks(workspace, [task.id], { title: title.trim() });
        close();
      }}
    >
      <TextInput
        label="Title"
        value={title}
        error={problem}
        onChange={(event) => setTitle(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit">Save</Button>
    </form>
  );
}

function DueForm({ chosen, close }: { chosen: Task[]; close(): void }) {
  const workspace = useWorkspace();
  const ids = chosen.map((task) => task.id);
  const zone = useZone();
  const today = useToday();
  const first = chosen[0]!.due;
  const [due, setDue] = useState(first ? dueDay(first, zone) : "");
  const save = (value: string | null) => {
    patchTasks(workspace, ids, { due: value }, (task) => ({
      due: value && moveToDay(task.due, value, zone),
    }));
    close();
  };
  const choices: [string, string][] = [
    ["Today", today],
    ["Tomorrow", addDays(today, 1)],
    ["In a week", addDays(today, 7)],
  ];
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save(due || null);
      }}
    >
      <TextInput
        type="date"
        label="Due date"
        value={due}
        onChange={(event) => setDue(event.currentTarget.value)}
        data-autofocus
      />
      <div className="row-line">
        {choices.map(([name, day]) => (
          <Button
            key={name}
            size="xs"
            variant="default"
            onClick={() => save(day)}
          >
            {name}
          </Button>
        ))}
        <Button size="xs" variant="default" onClick={() => save(null)}>
          No date
        </Button>
      </div>
      <Button type="submit">Save</Button>
    </form>
  );
}

function LinkForm({
  field,
  chosen,
  close,
}: {
  field: "assignees" | "labels";
  chosen: Task[];
  close(): void;
}) {
  const workspace = useWorkspace();
  const ids = chosen.map((task) => task.id);
  const shared = chosen[0]![field].filter((name) =>
    chosen.every((task) => task[field].includes(name)),
  );
  const [names, setNames] = useState(shared);
  const Picker = field === "labels" ? LabelPicker : PeoplePicker;
  const save = () => {
    for (const name of names)
      if (!shared.includes(name)) link(workspace, ids, field, name, true);
    for (const name of shared)
      if (!names.includes(name)) link(workspace, ids, field, name, false);
    close();
  };
  return (
    <div className="stack">
      <Picker value={names} change={setNames} data-autofocus />
      <Button onClick={save}>Save</Button>
    </div>
  );
}
