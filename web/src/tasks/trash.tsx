import { Button } from "@mantine/core";
import { useWorkspace } from "../app/context";
import { ask } from "../app/question_dialog";
import { useRights } from "../app/rights";
import { endSelection, selection } from "../app/ui_state";
import { useTitle } from "../app/use_title";
import { useObservable } from "../ui/use_observable";
import { FilteredList } from "./filtered_list";
import { purge, restore } from "./trash_acts";

const filters = { deleted: "true", sort: "-updated" };

export default function Trash() {
  useTitle("Trash");
  const workspace = useWorkspace();
  const { ids } = useObservable(selection);
  const { whole, manage } = useRights(
    [...ids].flatMap((id) => workspace.cards.get(id) ?? []),
    false,
  );
  const removeForEver = async () => {
    const what = ids.size === 1 ? "this task" : `these ${ids.size} tasks`;
    const yes = await ask({
      title: "Delete for ever",
      text: `Nobody can bring ${what} back, nor comments and files.`,
      act: "Delete for ever",
    });
    if (!yes) return;
    endSelection();
    purge(workspace, [...ids]);
  };
  return (
    <div className="page">
      <header>
        <h1 className="grow">Trash</h1>
        {whole && (
          <Button
            onClick={() => {
              endSelection();
              restore(workspace, [...ids]);
            }}
          >
            Restore {ids.size}
          </Button>
        )}
        {manage && (
          <Button variant="default" onClick={() => void removeForEver()}>
            Delete for ever
          </Button>
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
    </div>
  );
}
