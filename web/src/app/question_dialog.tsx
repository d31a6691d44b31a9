// A question before what nobody can take back: it names what ends.

import { Button, Group, Modal } from "@mantine/core";
import { type ReactNode, useRef } from "react";
import { Observable } from "../data/observable";
import { useObservable } from "../ui/use_observable";

export interface Question {
  title: string;
  // What ends, and whether there is a way back.
  text: ReactNode;
  // The act, as its button names it.
  act: string;
}

const question = new Observable<
  (Question & { answer(yes: boolean): void }) | null
>(null);

export function ask(asked: Question): Promise<boolean> {
  return new Promise((resolve) => {
    question.set({
      ...asked,
      answer: (yes) => {
        question.set(null);
        resolve(yes);
      },
    });
  });
}

export function QuestionDialog() {
  const asked = useObservable(question);
  // While the dialog fades away it still says what it said.
  const last = useRef(asked);
  if (asked) last.current = asked;
  const shown = last.current;
  return (
    <Modal
      opened={asked !== null}
      onClose={() => asked?.answer(false)}
      title={shown?.title}
    >
      <div className="stack">
        <p style={{ margin: 0, overflowWrap: "anywhere" }}>{shown?.text}</p>
        <Group justify="flex-end" gap="xs">
          <Button
            variant="default"
            data-autofocus
            onClick={() => asked?.answer(false)}
          >
            Cancel
          </Button>
          <Button color="red.8" onClick={() => asked?.answer(true)}>
            {shown?.act}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
