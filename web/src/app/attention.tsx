// Edits that the cluster refused: nothing is thrown away without being seen.

import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Edit } from "../data/edits";
import { copyText } from "../ui/copy";
import { Empty } from "../ui/states";
import { useObservable } from "../ui/use_observable";
import { useWorkspace } from "./context";
import { attentionOpen } from "./ui_state";

export function sayWhy(edit: Edit): string {
  return (
    edit.problem?.errors?.[0]?.message ??
    edit.problem?.detail ??
    edit.problem?.title ??
    "Somebody else changed it"
  );
}

// Says once of each refusal that it happened; the dialog keeps it.
export function useRefusalToasts(): void {
  const workspace = useWorkspace();
  const edits = useObservable(workspace.queue.edits);
  const said = useRef(new Set<string>());
  useEffect(() => {
    for (const edit of edits) {
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

function textOf(edit: Edit): string | null {
  const body = edit.body as { text?: string; title?: string } | null;
  return body?.text ?? body?.title ?? null;
}

function Refusal({ edit }: { edit: Edit }) {
  const { queue, cards, toast } = useWorkspace();
  const first = textOf(edit);
  const [text, setText] = useState(first ?? "");
  const card = cards.get(Number(edit.chain));
  const name = Object.hasOwn(edit.body ?? {}, "text") ? "text" : "title";
  const why = sayWhy(edit);
  const again = () =>
    first === null || edit.state === "conflict"
      ? queue.retry(edit.key)
      : queue.retry(edit.key, { ...(edit.body as object), [name]: text });
  const copy = () => copyText(text || edit.label).then(() => toast("Copied"));
  return (
    <li className="panel padded stack" style={{ gap: 8 }}>
      <div>
        <b>{card?.title ?? edit.label}</b>
        <div className="small">{edit.label}</div>
        <div className="small" style={{ color: "var(--bad)" }}>
          {why}
        </div>
      </div>
      {first !== null && (
        <TextInput
          label={name === "text" ? "Text" : "Title"}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <Group gap="xs">
        <Button size="xs" onClick={again}>
          Send again
        </Button>
        <Button size="xs" variant="default" onClick={() => void copy()}>
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
