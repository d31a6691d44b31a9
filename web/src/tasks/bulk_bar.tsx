// What can be done to the selected tasks at once.

import { Button } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useEffect } from "react";
import { useWorkspace } from "../app/context";
import { useRights } from "../app/rights";
import {
  barHeight,
  type EditorField,
  endSelection,
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
  const { ids } = useObservable(selection);
  if (ids.size === 0) return null;
  return <Bar chosen={[...ids]} />;
}

function Bar({ chosen }: { chosen: number[] }) {
  const workspace = useWorkspace();
  const { known, edit, whole } = useRights(
    chosen.flatMap((id) => workspace.cards.get(id) ?? []),
  );
  const { ref, height } = useElementSize({ box: "border-box" });
  useEffect(() => {
    barHeight.set(height);
    return () => barHeight.set(0);
  }, [height]);
  return (
    <section ref={ref} className={css.bar} aria-label="Selected tasks">
      <b className="number">{chosen.length} selected</b>
      {known && !edit && <span>Not all of these are yours to change</span>}
      {edit && (
        <>
          <Button
            size="compact-sm"
            onClick={() => {
              endSelection();
              setStatus(workspace, chosen, "completed");
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
        </>
      )}
      {whole && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            endSelection();
            trash(workspace, chosen);
          }}
        >
          Trash
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={endSelection}>
        Clear
      </Button>
    </section>
  );
}
