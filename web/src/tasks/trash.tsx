import { Button, Group, Modal } from "@mantine/core";
import { useState } from "react";
import { useWorkspace } from "../app/context";
import { clearSelection, selection } from "../app/ui_state";
import { useTitle } from "../app/use_title";
import { useObservable } from "../ui/use_observable";
import { FilteredList } from "./filtered_list";
import { purge, restore } from "./trash_acts";

const filters = { deleted: "true", sort: "-updated" };

export default function Trash() {
  useTitle("Trash");
  const workspace = useWorkspace();
  const { ids } = useObservable(selection);
  const [asked, setAsked] = useState(false);
  const what = ids.size === 1 ? "this task" : `these ${ids.size} tasks`;
  return (
    <div className="page">
      <header>
        <h1 className="grow">Trash</h1>
        {ids.size > 0 && (
          <>
            <Button
              onClick={() => {
                restore(workspace, [...ids]);
                clearSelection();
              }}
            >
              Restore {ids.size}
            </Button>
            <Button variant="default" onClick={() => setAsked(true)}>
              Delete for ever
            </Button>
          </>
        )}
      </header>
      <p className="muted small">
        Deleted tasks stay here for 30 days. Select some to restore them.
      </p>
      <FilteredList
        filters={filters}
        showProject
        bulk={false}
        label="Trash"
        empty="Nothing was deleted in the last 30 days."
      />
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title="Delete for ever"
      >
        <div className="stack">
          <p style={{ margin: 0 }}>
            Nobody can bring {what} back, nor comments and files.
          </p>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsked(false)}>
              Cancel
            </Button>
            <Button
              color="red.8"
              onClick={() => {
                purge(workspace, [...ids]);
                clearSelection();
                setAsked(false);
              }}
            >
              Delete for ever
            </Button>
          </Group>
        </div>
      </Modal>
    </div>
  );
}
