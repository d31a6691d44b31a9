import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useToday, useWorkspace } from "../app/context";
import { useLabels, useUsers } from "../app/reads";
import { tooLong } from "../data/limits";
import { readQuickAdd } from "../data/quick_add";
import type { TaskPatch } from "../data/types";
import { Icon } from "../ui/icons";
import { sayValue } from "../ui/names";
import { create } from "./acts";

// One line, one task: `Title !high @ann #bug ^fri`.
export function QuickAdd({ defaults }: { defaults: TaskPatch }) {
  const workspace = useWorkspace();
  const [line, setLine] = useState("");
  const today = useToday();
  const users = useUsers();
  const { labels } = useLabels();
  const known = {
    users: users.map((user) => user.username),
    labels: labels.map((label) => label.name),
  };
  const { fields, unknown } = readQuickAdd(
    line,
    today,
    users.length > 0 ? known : undefined,
  );
  const problem = tooLong(fields.title);
  const said = Object.entries(fields)
    .filter(([name]) => name !== "title")
    .map(([name, value]) => sayValue(name, value));
  const hint = line.trim()
    ? unknown.length > 0
      ? `Not understood, part of the title: ${unknown.join(" ")}`
      : said.length > 0
        ? `Enter adds it: ${said.join(" · ")}`
        : "Enter adds it"
    : "Such as: Order stickers !high @ann #event ^fri";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!fields.title || problem) return;
        create(workspace, { ...defaults, ...fields });
        workspace.announce(`Added ${fields.title}`);
        setLine("");
      }}
    >
      <TextInput
        aria-label="Quick add"
        placeholder="Add a task"
        value={line}
        onChange={(event) => setLine(event.currentTarget.value)}
        leftSection={<Icon name="plus" />}
        description={hint}
        inputWrapperOrder={["input", "error", "description"]}
        error={problem}
      />
    </form>
  );
}
