import { NativeSelect, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useWorkspace, useZone } from "../app/context";
import { dayIn, isDay, moveToDay } from "../data/due";
import type { Task } from "../data/types";
import {
  LabelPicker,
  PeoplePicker,
  PriorityPicker,
  ProjectPicker,
  StatusPicker,
} from "../ui/pickers";
import { link, patchTask } from "./acts";
import css from "./task_body.module.css";
import { useSaveAtEnd } from "./title_field";

interface Props {
  task: Task;
  disabled: boolean;
}

export function TaskFieldGrid({
  task,
  disabled,
  whole,
}: Props & { whole: boolean }) {
  const workspace = useWorkspace();
  const { id } = task;
  const links = (field: "labels" | "assignees") => (names: string[]) => {
    for (const name of names)
      if (!task[field].includes(name)) link(workspace, [id], field, name, true);
    for (const name of task[field])
      if (!names.includes(name)) link(workspace, [id], field, name, false);
  };
  return (
    <div className={css.grid}>
      <StatusPicker
        value={task.status}
        change={(status) => patchTask(workspace, id, { status }, task)}
        disabled={disabled}
      />
      <PriorityPicker
        value={task.priority}
        change={(priority) => patchTask(workspace, id, { priority }, task)}
        disabled={disabled}
      />
      <DueField task={task} disabled={disabled} />
      <div className={css.half}>
        <RepeatField task={task} disabled={disabled} />
      </div>
      <div className={`${css.half} ${css.project}`}>
        <ProjectPicker
          value={task.project}
          change={(project) => patchTask(workspace, id, { project }, task)}
          disabled={disabled || !whole || task.parent !== null}
        />
      </div>
      <div className={css.wide}>
        <PeoplePicker
          value={task.assignees}
          change={links("assignees")}
          disabled={disabled}
        />
      </div>
      <div className={css.wide}>
        <LabelPicker
          value={task.labels}
          change={links("labels")}
          disabled={disabled}
        />
      </div>
    </div>
  );
}

// A date has no zone; an instant is shown in the user's own.
function DueField({ task, disabled }: Props) {
  const workspace = useWorkspace();
  const zone = useZone();
  const { due } = task;
  const instant = due !== null && !isDay(due);
  const value = !due ? "" : instant ? dayIn(zone, new Date(due)) : due;
  const time = instant
    ? new Date(due).toLocaleTimeString("en-GB", {
        timeZone: zone,
        hour: "2-digit",
        minute: "2-digit",
      })
    : null;
  const [typed, setTyped] = useState<string | null>(null);
  const save = () => {
    setTyped(null);
    if (typed === null || typed === value) return;
    const next = typed ? moveToDay(due, typed, zone) : null;
    patchTask(workspace, task.id, { due: next }, task);
  };
  useSaveAtEnd(save);
  // A year is typed digit by digit: what is whole is saved after a pause.
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    if (typed === null || (typed && typed < "1970")) return;
    const timer = setTimeout(() => latest.current(), 800);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextInput
      type="date"
      label={time ? `Due (at ${time})` : "Due"}
      value={typed ?? value}
      disabled={disabled}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
}

const repeats: [string, string][] = [
  ["", "Never"],
  ["FREQ=DAILY", "Every day"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"],
  ["FREQ=WEEKLY", "Every week"],
  ["FREQ=WEEKLY;INTERVAL=2", "Every two weeks"],
  ["FREQ=MONTHLY", "Every month"],
  ["FREQ=YEARLY", "Every year"],
];

function RepeatField({ task, disabled }: Props) {
  const workspace = useWorkspace();
  const value = task.repeat ?? "";
  const data = repeats.map(([rule, name]) => ({ value: rule, label: name }));
  if (!repeats.some(([rule]) => rule === value))
    data.push({ value, label: value });
  return (
    <NativeSelect
      label="Repeats"
      value={value}
      data={data}
      disabled={disabled || (!task.due && !value)}
      onChange={(event) =>
        patchTask(
          workspace,
          task.id,
          { repeat: event.currentTarget.value || null },
          task,
        )
      }
    />
  );
}
