// Choosing people and labels.

import { MultiSelect, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useLabels, useProjects, useUsers } from "../app/reads";
import { useWrite } from "../app/use_write";
import { call } from "../data/api";
import { priorities, statuses } from "../data/types";
import { priorityNames, statusNames } from "./names";
import { inOrder } from "./natural";

interface Many {
  value: string[];
  change(names: string[]): void;
  label?: string;
  disabled?: boolean;
  "data-autofocus"?: boolean;
}

export function PeoplePicker({ value, change, label, ...rest }: Many) {
  const users = useUsers();
  const data = users
    .filter((user) => !user.disabled || value.includes(user.username))
    .map((user) => ({
      value: user.username,
      label: user.display_name
        ? `${user.username} (${user.display_name})`
        : user.username,
    }));
  for (const name of value)
    if (!data.some((one) => one.value === name))
      data.push({ value: name, label: name });
  return (
    <MultiSelect
      label={label ?? "Assignees"}
      data={data}
      value={value}
      onChange={change}
      searchable
      hidePickedOptions
      maxValues={20}
      nothingFoundMessage="Nobody has that name"
      placeholder={value.length === 0 ? "Nobody" : undefined}
      comboboxProps={{ withinPortal: true }}
      {...rest}
    />
  );
}

// No label has a comma.
const newLabel = ",new";

export function LabelPicker({ value, change, label, ...rest }: Many) {
  const { labels } = useLabels();
  const { write, problem } = useWrite(["labels"]);
  const [typed, setTyped] = useState("");
  const names = [...new Set([...labels.map((one) => one.name), ...value])];
  const name = typed.trim();
  const fold = (text: string) => text.toLowerCase();
  const isNew =
    name !== "" &&
    name.length <= 50 &&
    !name.includes(",") &&
    !names.some((one) => fold(one) === fold(name));
  const pick = async (picked: string[]) => {
    if (!picked.includes(newLabel)) return change(picked);
    setTyped("");
    const made = await write(call("POST", "/labels", { body: { name } }));
    if (made) change([...value, made.name]);
  };
  return (
    <MultiSelect
      label={label ?? "Labels"}
      data={[
        ...inOrder(names),
        ...(isNew ? [{ value: newLabel, label: `Create “${name}”` }] : []),
      ]}
      value={inOrder(value)}
      onChange={(picked) => void pick(picked)}
      searchValue={typed}
      onSearchChange={setTyped}
      error={problem || undefined}
      searchable
      hidePickedOptions
      maxValues={50}
      nothingFoundMessage="There is no such label"
      placeholder={value.length === 0 ? "None" : undefined}
      comboboxProps={{ withinPortal: true }}
      {...rest}
    />
  );
}

interface One<T> {
  value: T;
  change(value: T): void;
  disabled?: boolean;
  label?: string;
  "data-autofocus"?: boolean;
}

export function ProjectPicker({ value, change, ...rest }: One<string | null>) {
  const projects = useProjects().filter(
    (project) =>
      project.key === value ||
      (!project.archived && project.my_role !== "viewer"),
  );
  const data = projects.map((project) => ({
    value: project.key,
    label: `${project.name} (${project.key})`,
  }));
  if (value && !projects.some((project) => project.key === value))
    data.push({ value, label: value });
  return (
    <NativeSelect
      label="Project"
      value={value ?? ""}
      onChange={(event) => change(event.currentTarget.value || null)}
      data={[{ value: "", label: "No project" }, ...data]}
      {...rest}
    />
  );
}

export function StatusPicker({
  value,
  change,
  ...rest
}: One<(typeof statuses)[number]>) {
  return (
    <NativeSelect
      label="Status"
      value={value}
      onChange={(event) => change(event.currentTarget.value as typeof value)}
      data={statuses.map((status) => ({
        value: status,
        label: statusNames[status],
      }))}
      {...rest}
    />
  );
}

export function PriorityPicker({
  value,
  change,
  ...rest
}: One<(typeof priorities)[number]>) {
  return (
    <NativeSelect
      label="Priority"
      value={value}
      onChange={(event) => change(event.currentTarget.value as typeof value)}
      data={priorities.map((priority) => ({
        value: priority,
        label: priorityNames[priority],
      }))}
      {...rest}
    />
  );
}
