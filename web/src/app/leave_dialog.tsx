import { Button, Group, Modal } from "@mantine/core";
import { useState } from "react";
import { Observable } from "../data/observable";
import { useObservable } from "../ui/use_observable";

type Choice = "stay" | "keep" | "erase";

const question = new Observable<{
  waiting: number;
  answer(choice: Choice): void;
} | null>(null);

export function askToLeave(waiting: number): Promise<Choice> {
  return new Promise((resolve) => {
    question.set({
      waiting,
      answer: (choice) => {
        question.set(null);
        resolve(choice);
      },
    });
  });
}

export function LeaveDialog() {
  const asked = useObservable(question);
  const [erase, setErase] = useState(true);
  return (
    <Modal
      opened={asked !== null}
      onClose={() => asked?.answer("stay")}
      title="Log out"
    >
      <div className="stack">
        {asked && asked.waiting > 0 && (
          <p role="alert" style={{ margin: 0 }}>
            {asked.waiting} of your changes are not saved in the cluster yet.
            They stay here only if you keep them.
          </p>
        )}
        <label className="row-line">
          <input
            type="checkbox"
            className="check"
            checked={erase}
            onChange={(event) => setErase(event.currentTarget.checked)}
          />
          <span className="grow">
            Delete drafts and waiting changes from this browser
          </span>
        </label>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => asked?.answer("stay")}>
            Stay
          </Button>
          <Button onClick={() => asked?.answer(erase ? "erase" : "keep")}>
            Log out
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
