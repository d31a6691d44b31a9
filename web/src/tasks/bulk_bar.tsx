// What can be done to the selected tasks at once.

import { Button } from "@mantine/core";
import { useWorkspace } from "../app/context";
import {
  clearSelection,
  type EditorField,
  fieldEditor,
  selection,
} from "../app/ui_state";
import { useObservable } from "../ui/use_observable";
import { setStatus } from "./acts";
import css from "./bulk_bar.module.css";
import { trash } from "./trash_acts";

const fields: [string, EditorField][] = [
  ["Status", "status"],
  ["Priority", "priority"],
  ["Assign", "assignees"],
  ["Labels", "labels"],
  ["Due", "due"],
  ["Move", "move"],
];

export function BulkBar() {
  const workspace = useWorkspace();
  const { ids } = useObservable(selection);
  if (ids.size === 0) return null;
  const chosen = [...ids];
  return (
    <section className={css.bar} aria-label="Selected tasks">
      <b className="number">{chosen.length} selected</b>
      <Button
        size="compact-sm"
        onClick={() => {
          setStatus(workspace, chosen, "completed");
          clearSelection();
        }}
      >
        Complete
      </Button>
      {fields.map(([name, field]) => (
        <Button
          key={field}
          size="compact-sm"
          variant="default"
          onClick={() => fieldEditor.set({ field, ids: chosen })}
        >
          {name}
        </Button>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          trash(workspace, chosen);
          clearSelection();
        }}
      >
        Trash
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={clearSelection}>
        Clear
      </Button>
    </section>
  );
}
