// Edits that the cluster refused: nothing is thrown away without being seen.

import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Edit } from "../data/edits";
import { firstKey } from "../data/queue_steps";
import { copyText } from "../ui/copy";
import { Empty } from "../ui/states";
import { useObservable } from "../ui/use_observable";
import { useWorkspace } from "./context";
import { attentionOpen } from "./ui_state";

function sayWhy(edit: Edit): string {
  return (
    edit.problem?.errors?.[0]?.message ??
    edit.problem?.detail ??
    edit.problem?.title ??
    "Somebody else changed it"
  );
}

// Says once of each refusal that it happened; the dialog keeps it. What was said
// of such an edit when it was made has turned out untrue.
export function useRefusalToasts(): void {
  const workspace = useWorkspace();
  const edits = useObservable(workspace.queue.edits);
  const said = useRef(new Set<string>());
  useEffect(() => {
    for (const edit of edits) {
      if (edit.state !== "waiting") workspace.withdrawToast(firstKey(edit.key));
      if (edit.state !== "attention" || said.current.has(edit.key)) continue;
      said.current.add(edit.key);
      workspace.toast(`Not saved: ${edit.label}. ${sayWhy(edit)}`);
    }
  }, [edits, workspace]);
}

export function AttentionDialog() {
  const { queue } = useWorkspace();
  const open = useObservable(attentionOpen);
  const edits = useObservable(queue.edits).filter(
    (edit) => edit.state !== "waiting",
  );
  return (
    <Modal
      opened={open}
      onClose={() => attentionOpen.set(false)}
      title="Needs attention"
      size="lg"
    >
      {edits.length === 0 ? (
        <Empty title="Everything you did is saved" />
      ) : (
        <ul className="stack" style={{ listStyle: "none", padding: 0 }}>
          {edits.map((edit) => (
            <Refusal key={edit.key} edit={edit} />
          ))}
        </ul>
      )}
    </Modal>
  );
}

const labels = { title: "Title", description: "Description", text: "Text" };
type Name = keyof typeof labels;

// All that somebody has typed for the edit.
function typedIn(edit: Edit): Partial<Record<Name, string>> {
  const body = (edit.body ?? {}) as Record<string, unknown>;
  const names = (Object.keys(labels) as Name[]).filter(
    (name) => typeof body[name] === "string",
  );
  return Object.fromEntries(names.map((name) => [name, body[name]]));
}

function Refusal({ edit }: { edit: Edit }) {
  const { queue, cards, toast } = useWorkspace();
  const [typed, setTyped] = useState(() => typedIn(edit));
  const names = Object.keys(typed) as Name[];
  const card = cards.get(Number(edit.chain));
  const why = sayWhy(edit);
  const again = () =>
    names.length === 0 || edit.state === "conflict"
      ? queue.retry(edit.key)
      : queue.retry(edit.key, { ...(edit.body as object), ...typed });
  const copy = () => {
    const words = Object.values(typed).filter(Boolean).join("\n\n");
    void copyText(words || edit.label).then(() => toast("Copied"));
  };
  return (
    <li className="panel padded stack" style={{ gap: 8 }}>
      <div>
        <b>{card?.title ?? edit.label}</b>
        {card && <div className="small">{edit.label}</div>}
        <div className="small" style={{ color: "var(--bad)" }}>
          {why}
        </div>
      </div>
      {names.map((name) => {
        const Field = name === "title" ? TextInput : Textarea;
        return (
          <Field
            key={name}
            label={labels[name]}
            value={typed[name]}
            onChange={(event) =>
              setTyped({ ...typed, [name]: event.currentTarget.value })
            }
          />
        );
      })}
      <Group gap="xs">
        <Button size="xs" onClick={again}>
          Send again
        </Button>
        <Button size="xs" variant="default" onClick={copy}>
          Copy
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="red"
          onClick={() => queue.discard(edit.key)}
        >
          Discard
        </Button>
      </Group>
    </li>
  );
}
