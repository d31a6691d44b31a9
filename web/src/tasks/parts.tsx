// Subtasks, what blocks a task, and what it blocks.

import { Button, CloseButton, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../app/context";
import { useRead } from "../app/reads";
import { call, get } from "../data/api";
import { createdCards } from "../data/edits";
import { tooLong } from "../data/limits";
import type { Card, Task } from "../data/types";
import { StatusIcon } from "../ui/chips";
import { None, PartFailed } from "../ui/states";
import { useObservable } from "../ui/use_observable";
import { create } from "./acts";
import { other } from "./side_acts";
import css from "./task_body.module.css";

interface Props {
  task: Task;
  disabled: boolean;
  // Of a task that is only shared, the project's members make the subtasks.
  whole: boolean;
}

export function Parts({ task, disabled, whole }: Props) {
  const workspace = useWorkspace();
  const edits = useObservable(workspace.queue.edits);
  const { data, error, refetch } = useRead(
    ["of-task", task.id],
    get("/tasks/{id}/relations", { params: { path: { id: task.id } } }),
    { stored: true },
  );
  const [title, setTitle] = useState("");
  const [blocker, setBlocker] = useState("");
  const pending = createdCards(edits, workspace.user).filter(
    (card) => card.parent === task.id,
  );
  const block = (from: number, to: number, on: boolean) => {
    const path = "/tasks/{id}/blocks/{other}";
    const params = { path: { id: from, other: to } };
    const add = call("PUT", path, { params });
    const drop = call("DELETE", path, { params });
    const label = on ? `Blocked by #${from}` : `No longer blocked by #${from}`;
    other(workspace, task.id, on ? add : drop, label, on ? drop : add);
  };
  const problem = tooLong(title);
  const addPart = (event: FormEvent) => {
    event.preventDefault();
    if (!title.trim() || problem) return;
    const { project, id } = task;
    create(workspace, { title: title.trim(), project, parent: id });
    setTitle("");
  };
  const addBlocker = (event: FormEvent) => {
    event.preventDefault();
    const id = Number(blocker.replace("#", ""));
    if (id > 0) block(id, task.id, true);
    setBlocker("");
  };
  const lines = (cards: Card[], kind: string, drop?: (card: Card) => void) =>
    cards.map((card) => (
      <li key={`${kind}${card.id}`}>
        <StatusIcon status={card.status} />
        <span className={css.kind}>{kind}</span>
        <Link
          to="."
          search={(before: Record<string, string>) => ({
            ...before,
            task: String(card.id),
          })}
        >
          <bdi>{card.title}</bdi>
        </Link>
        {drop && !disabled && (
          <CloseButton
            size="sm"
            aria-label={`Remove ${card.title}`}
            onClick={() => drop(card)}
          />
        )}
      </li>
    ));
  const all = data && [
    ...lines(data.parent ? [data.parent] : [], "part of"),
    ...lines(data.blocked_by, "blocked by", (card) =>
      block(card.id, task.id, false),
    ),
    ...lines(data.blocks, "blocks", (card) => block(task.id, card.id, false)),
    ...lines([...data.subtasks, ...pending], "subtask"),
  ];
  return (
    <>
      {error && !data && (
        <PartFailed what="Subtasks and blocks" retry={() => void refetch()} />
      )}
      {disabled && all?.length === 0 && data?.hidden === 0 && <None />}
      {all && all.length > 0 && <ul className={css.rows}>{all}</ul>}
      {data && data.hidden > 0 && (
        <p className="muted small" style={{ margin: 0 }}>
          and {data.hidden} that you may not see
        </p>
      )}
      {!disabled && (
        <div className="row-line" style={{ alignItems: "flex-start" }}>
          {whole && (
            <form onSubmit={addPart} className="grow">
              <TextInput
                size="sm"
                aria-label="New subtask"
                placeholder="Add a subtask"
                error={problem}
                value={title}
                onChange={(event) => setTitle(event.currentTarget.value)}
                rightSection={
                  title.trim() ? (
                    <Button type="submit" size="compact-xs">
                      Add
                    </Button>
                  ) : null
                }
                rightSectionWidth={54}
              />
            </form>
          )}
          <form onSubmit={addBlocker}>
            <TextInput
              size="sm"
              w={190}
              aria-label="Blocked by task number"
              placeholder="Blocked by #…"
              value={blocker}
              onChange={(event) => setBlocker(event.currentTarget.value)}
            />
          </form>
        </div>
      )}
    </>
  );
}
