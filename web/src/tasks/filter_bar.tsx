// Filters, in the address: what is shown is what the address says.

import { Button, Modal, NativeSelect, Switch, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useWorkspace } from "../app/context";
import type { Search } from "../app/open_task";
import { useLabels, useUsers } from "../app/reads";
import { call } from "../data/api";
import {
  type FilterName,
  type Filters,
  filterQuery,
  filtersOf,
} from "../data/filters";
import { Refused } from "../data/http";
import { freshKey } from "../data/keys";
import { priorities, statuses, type View } from "../data/types";
import { priorityNames, statusNames } from "../ui/names";
import css from "./filter_bar.module.css";

export function useFilters(): [Filters, (patch: Filters) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = (patch: Filters) =>
    void navigate({
      to: ".",
      search: (before: Search) => {
        const next = { ...before, ...patch };
        for (const [name, value] of Object.entries(next))
          if (value === "") delete next[name as FilterName];
        return next;
      },
      replace: true,
      resetScroll: false,
    } as never);
  return [filtersOf(search), change];
}

interface Props {
  layout: View["layout"];
  project?: string;
  withStatus?: boolean;
  // Further choices of a screen.
  children?: ReactNode;
}

export function FilterBar(props: Props) {
  const { layout, project, withStatus = true, children } = props;
  const [filters, change] = useFilters();
  const users = useUsers();
  const { labels } = useLabels();
  const [text, setText] = useState(filters.text ?? "");
  const [saving, setSaving] = useState(false);
  useEffect(() => {
    if (text === (filters.text ?? "")) return;
    const timer = setTimeout(() => change({ text }), 300);
    return () => clearTimeout(timer);
  });
  const choice = (
    name: FilterName,
    about: string,
    label: string,
    options: [string, string][],
  ) => (
    <NativeSelect
      size="xs"
      aria-label={`Filter by ${about}`}
      className={css.choice}
      data-set={filters[name] ? true : undefined}
      value={filters[name] ?? ""}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      data={[
        { value: "", label },
        ...options.map(([value, text]) => ({ value, label: text })),
        ...(filters[name] && !options.some(([value]) => value === filters[name])
          ? [{ value: filters[name], label: filters[name] }]
          : []),
      ]}
    />
  );
  const set = Object.keys(filters).filter((name) => name !== "sort");
  return (
    <search className={css.bar} aria-label="Filters">
      <TextInput
        size="xs"
        aria-label="Filter by words"
        placeholder="Filter by words"
        className={css.words}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {withStatus &&
        choice("status", "state", "Any status", [
          ["todo,in_progress", "Open"],
          ...statuses.map((status): [string, string] => [
            status,
            statusNames[status],
          ]),
        ])}
      {choice("assignee", "person", "Anybody", [
        ["me", "Me"],
        ["none", "Nobody"],
        ...users.map((user): [string, string] => [
          user.username,
          user.username,
        ]),
      ])}
      {choice(
        "label",
        "tag",
        "Any label",
        labels.map((label): [string, string] => [label.name, label.name]),
      )}
      {choice("priority", "urgency", "Any priority", [
        ["urgent,high", "High or urgent"],
        ...priorities.map((priority): [string, string] => [
          priority,
          priorityNames[priority],
        ]),
      ])}
      {choice("due", "date", "Any due date", [
        ["overdue", "Overdue"],
        ["today", "Today"],
        ["7d", "Next 7 days"],
        ["none", "No due date"],
      ])}
      {children}
      {set.length > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            setText("");
            change(Object.fromEntries(set.map((name) => [name, ""])));
          }}
        >
          Clear
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => setSaving(true)}
      >
        Save view
      </Button>
      <SaveView
        opened={saving}
        close={() => setSaving(false)}
        layout={layout}
        project={project ?? null}
        query={filterQuery(project ? { ...filters, project } : filters)}
      />
    </search>
  );
}

function SaveView(props: {
  opened: boolean;
  close(): void;
  layout: View["layout"];
  project: string | null;
  query: string;
}) {
  const { opened, close, layout, project, query } = props;
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [problem, setProblem] = useState("");
  const save = async () => {
    try {
      const body = { name: name.trim(), project, shared, layout, query };
      await workspace.client.request(call("POST", "/views", { body }), {
        key: freshKey(),
      });
      await queries.invalidateQueries({ queryKey: ["views"] });
      setName("");
      setProblem("");
      close();
    } catch (error) {
      setProblem(error instanceof Refused ? error.message : "No node answers");
    }
  };
  return (
    <Modal opened={opened} onClose={close} title="Save view">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label="Name"
          value={name}
          maxLength={100}
          required
          error={problem || undefined}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        {project && (
          <Switch
            label="Everybody in the project sees it"
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
        )}
        <Button type="submit">Save</Button>
      </form>
    </Modal>
  );
}
