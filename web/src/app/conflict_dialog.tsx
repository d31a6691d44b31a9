// Somebody else changed what was edited here: a person decides, field by field,
// and nothing that was typed is lost.

import { Button, Group, Modal, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Edit } from "../data/edits";
import { freshKey } from "../data/keys";
import { type Conflict, mergeTask } from "../data/merge";
import type { TaskPatch } from "../data/types";
import { fieldNames, sayValue } from "../ui/names";
import { useObservable } from "../ui/use_observable";
import css from "./conflict_dialog.module.css";
import { useWorkspace } from "./context";

export function ConflictDialog() {
  const { queue } = useWorkspace();
  const edits = useObservable(queue.edits);
  const [later, setLater] = useState<string[]>([]);
  const edit = edits.find(
    (one) => one.state === "conflict" && !later.includes(one.key),
  );
  return (
    <Modal
      opened={edit !== undefined}
      onClose={() => edit && setLater([...later, edit.key])}
      title="Somebody else changed this"
      size="lg"
    >
      {edit?.current &&
        (edit.current.deleted_at ? (
          <InTrash edit={edit} />
        ) : (
          <Decide key={edit.key} edit={edit} />
        ))}
    </Modal>
  );
}

function Decide({ edit }: { edit: Edit }) {
  const { queue } = useWorkspace();
  const mine = edit.body as TaskPatch;
  const { patch, conflicts } = mergeTask(edit.base ?? {}, mine, edit.current!);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const chosen = (of: "mine" | "texts"): TaskPatch => {
    const fields: Record<string, unknown> = { ...patch };
    for (const conflict of conflicts)
      fields[conflict.field] =
        of === "texts" && conflict.field in texts
          ? texts[conflict.field]
          : conflict.mine;
    return fields as TaskPatch;
  };
  const edited = Object.keys(texts).length > 0;
  return (
    <div className="stack">
      <p className="muted small" style={{ margin: 0 }}>
        “{edit.current!.title}” changed while you edited it.
      </p>
      {conflicts.map((conflict) => (
        <Field
          key={conflict.field}
          conflict={conflict}
          text={texts[conflict.field]}
          change={(text) => setTexts({ ...texts, [conflict.field]: text })}
        />
      ))}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => queue.decide(edit.key, patch)}>
          Take theirs
        </Button>
        {edited && (
          <Button
            variant="default"
            onClick={() => queue.decide(edit.key, chosen("texts"))}
          >
            Save the edited text
          </Button>
        )}
        <Button onClick={() => queue.decide(edit.key, chosen("mine"))}>
          Keep mine
        </Button>
      </Group>
    </div>
  );
}

function Field({
  conflict,
  text,
  change,
}: {
  conflict: Conflict;
  text: string | undefined;
  change(text: string): void;
}) {
  const { field, mine, theirs } = conflict;
  const name = fieldNames[field] ?? field;
  const [editing, setEditing] = useState(false);
  useEffect(() => setEditing(text !== undefined), [text]);
  const writable = field === "description" || field === "title";
  return (
    <section aria-label={name}>
      <h3 className={css.name}>{name}</h3>
      <div className={css.sides}>
        <Side
          title="Theirs"
          value={sayValue(field, theirs)}
          other={String(mine)}
        />
        <Side
          title="Mine"
          value={sayValue(field, mine)}
          other={String(theirs)}
        />
      </div>
      {writable && !editing && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => change(String(mine))}
        >
          Edit
        </Button>
      )}
      {editing && (
        <Textarea
          label={`${name}, edited`}
          autosize
          maxRows={12}
          value={text ?? ""}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    </section>
  );
}

// The lines that the other side does not have are marked.
function Side({
  title,
  value,
  other,
}: {
  title: string;
  value: string;
  other: string;
}) {
  const known = new Set(other.split("\n"));
  return (
    <div className={css.side}>
      <b>{title}</b>
      <pre>
        {value.split("\n").map((line, n) => (
          <span key={n} data-new={!known.has(line) || undefined}>
            {line || " "}
          </span>
        ))}
      </pre>
    </div>
  );
}

function InTrash({ edit }: { edit: Edit }) {
  const { queue } = useWorkspace();
  return (
    <div className="stack">
      <p style={{ margin: 0 }}>
        “{edit.current!.title}” was moved to the trash while you edited it.
      </p>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => queue.discard(edit.key)}>
          Take theirs
        </Button>
        <Button onClick={() => queue.restoreAndApply(edit.key, freshKey())}>
          Restore and apply
        </Button>
      </Group>
    </div>
  );
}
