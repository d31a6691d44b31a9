// Filters, in the address: what is shown is what the address says.

import { Button, Modal, NativeSelect, Switch, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Search } from "../app/open_task";
import { useLabels, useUsers } from "../app/reads";
import { useWrite } from "../app/use_write";
import { call } from "../data/api";
import {
  type FilterName,
  type Filters,
  filterQuery,
  filtersOf,
} from "../data/filters";
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

// Words go into the address at a pause. Where that changes without them, as with
// Back, the field shows what it says.
function useWords(text: string, change: (text: string) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  const sent = useRef(text);
  const latest = useRef({ text, change });
  latest.current = { text, change };
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => {
      const { text, change } = latest.current;
      if (typed === text) return setTyped(null);
      sent.current = typed;
      change(typed);
    }, 300);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    const others = text !== sent.current;
    sent.current = text;
    setTyped((now) => (others || now === text ? null : now));
  }, [text]);
  return { value: typed ?? text, type: setTyped };
}

interface Props {
  layout: View["layout"];
  project?: string;
  withStatus?: boolean;
  // Further choices of a screen.
  children?: ReactNode;
}

// What a screen adds looks like the other choices.
export const choice = css.choice;

export function FilterBar(props: Props) {
  const { layout, project, withStatus = true, children } = props;
  const [filters, change] = useFilters();
  const users = useUsers();
  const { labels } = useLabels();
  const words = useWords(filters.text ?? "", (text) => change({ text }));
  const [saving, setSaving] = useState(false);
  // On a narrow screen they are folded away.
  const [open, setOpen] = useState(false);
  const choose = (
    name: FilterName,
    about: string,
    label: string,
    options: [string, string][],
  ) => (
    <NativeSelect
      size="xs"
      rightSectionWidth={22}
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
    <search
      className={css.bar}
      data-open={open || undefined}
      aria-label="Filters"
    >
      <TextInput
        size="xs"
        aria-label="Filter by words"
        placeholder="Filter by words"
        className={css.words}
        value={words.value}
        onChange={(event) => words.type(event.currentTarget.value)}
      />
      <Button
        size="xs"
        variant="default"
        className={css.toggle}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        Filters{set.length > 0 && ` · ${set.length}`}
      </Button>
      {withStatus &&
        choose("status", "state", "Any status", [
          ["todo,in_progress", "Open"],
          ...statuses.map((status): [string, string] => [
            status,
            statusNames[status],
          ]),
        ])}
      {choose("assignee", "person", "Anybody", [
        ["me", "Me"],
        ["none", "Nobody"],
        ...users.map((user): [string, string] => [
          user.username,
          user.username,
        ]),
      ])}
      {choose(
        "label",
        "tag",
        "Any label",
        labels.map((label): [string, string] => [label.name, label.name]),
      )}
      {choose("priority", "urgency", "Any priority", [
        ["urgent,high", "High or urgent"],
        ...priorities.map((priority): [string, string] => [
          priority,
          priorityNames[priority],
        ]),
      ])}
      {layout !== "calendar" &&
        choose("due", "date", "Any due date", [
          ["overdue", "Overdue"],
          ["today", "Today"],
          ["7d", "Next 7 days"],
          ["none", "No due date"],
        ])}
      {children}
      {set.length > 0 && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() => {
            words.type(null);
            change(Object.fromEntries(set.map((name) => [name, ""])));
          }}
        >
          Clear
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        className={css.choice}
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
  const { write, problem, busy } = useWrite(["views"]);
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const save = async () => {
    const body = { name: name.trim(), project, shared, layout, query };
    if (!(await write(call("POST", "/views", { body })))) return;
    setName("");
    close();
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
        <Button type="submit" loading={busy}>
          Save
        </Button>
      </form>
    </Modal>
  );
}
