import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useWorkspace } from "../app/context";
import { useMayEdit } from "../app/rights";
import { newTask } from "../app/ui_state";
import { tooLong } from "../data/limits";
import type { TaskPatch } from "../data/types";
import {
  LabelPicker,
  PeoplePicker,
  PriorityPicker,
  ProjectPicker,
} from "../ui/pickers";
import { useObservable } from "../ui/use_observable";
import { create } from "./acts";

const draftPlace = "new-task";

export function NewTask() {
  const defaults = useObservable(newTask);
  return (
    <Modal
      opened={defaults !== null}
      onClose={() => newTask.set(null)}
      title="New task"
      size="lg"
    >
      {defaults && <Form defaults={defaults} />}
    </Modal>
  );
}

const empty: TaskPatch = {
  title: "",
  project: null,
  description: "",
  priority: "none",
  due: null,
  assignees: [],
  labels: [],
};

function Form({ defaults }: { defaults: TaskPatch }) {
  const workspace = useWorkspace();
  const { pathname } = useLocation();
  const here = pathname.match(/\/p\/([A-Z][A-Z0-9]+)/)?.[1] ?? null;
  const mayAdd = useMayEdit(here);
  const [fields, setFields] = useState<TaskPatch>({
    ...empty,
    project: mayAdd ? here : null,
    ...defaults,
  });
  const [problem, setProblem] = useState("");
  const change = (patch: TaskPatch) =>
    setFields((before) => ({ ...before, ...patch }));

  useEffect(() => {
    void workspace.memory.draft(draftPlace).then((draft) => {
      if (draft)
        setFields((before) =>
          before.title ? before : { ...before, ...JSON.parse(draft.value) },
        );
    });
  }, [workspace]);

  useEffect(() => {
    if (!fields.title && !fields.description) return;
    const at = new Date().toISOString();
    const value = JSON.stringify(fields);
    const draft = { value, base: "", rev: 0, at };
    workspace.memory.noteDraft(draftPlace, draft);
    const timer = setTimeout(() => {
      void workspace.memory.keepDraft(draftPlace, draft);
    }, 250);
    return () => clearTimeout(timer);
  }, [fields, workspace]);

  const long = tooLong(fields.title ?? "");
  const submit = () => {
    const title = (fields.title ?? "").trim();
    if (!title) return setProblem("A task needs a title.");
    if (long) return;
    create(workspace, { ...fields, title }, [draftPlace], true);
    void workspace.memory.dropDraft(draftPlace);
    workspace.announce(`Created ${title}`);
    newTask.set(null);
  };

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
      }}
    >
      <TextInput
        label="Title"
        value={fields.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={long ?? (problem || undefined)}
        data-autofocus
      />
      <Group grow preventGrowOverflow={false} align="start" wrap="wrap">
        <ProjectPicker
          value={fields.project ?? null}
          change={(project) => change({ project })}
        />
        <PriorityPicker
          value={fields.priority ?? "none"}
          change={(priority) => change({ priority })}
        />
        <TextInput
          type="date"
          label="Due"
          value={fields.due ?? ""}
          onChange={(event) =>
            change({ due: event.currentTarget.value || null })
          }
        />
      </Group>
      <Textarea
        label="Description"
        description="Markdown"
        dir="auto"
        autosize
        minRows={3}
        maxRows={10}
        value={fields.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <Group grow align="start" wrap="wrap" preventGrowOverflow={false}>
        <PeoplePicker
          value={fields.assignees ?? []}
          change={(assignees) => change({ assignees })}
        />
        <LabelPicker
          value={fields.labels ?? []}
          change={(labels) => change({ labels })}
        />
      </Group>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => newTask.set(null)}>
          Cancel
        </Button>
        <Button type="submit">Create</Button>
      </Group>
    </form>
  );
}
