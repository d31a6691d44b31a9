import { NativeSelect } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { useMayEdit } from "../app/rights";
import { choice, FilterBar, useFilters } from "../tasks/filter_bar";
import { FilteredList } from "../tasks/filtered_list";
import { QuickAdd } from "../tasks/quick_add";

const sorts: [string, string][] = [
  ["rank", "Board order"],
  ["due", "Due first"],
  ["-priority", "Most urgent first"],
  ["-updated", "Changed last"],
  ["-created", "Newest first"],
  ["title", "By title"],
  ["status", "By status"],
  ["id", "By number"],
];

export default function ProjectList() {
  const { key } = useParams({ strict: false }) as { key: string };
  const [filters, change] = useFilters();
  const mayAdd = useMayEdit(key);
  const shown = useMemo(
    () => ({ sort: "rank", ...filters, project: key }),
    [filters, key],
  );
  return (
    <div className="page">
      <div className="stack">
        {mayAdd && <QuickAdd defaults={{ project: key }} />}
        <div>
          <FilterBar key={key} layout="list" project={key}>
            <NativeSelect
              size="xs"
              aria-label="Order"
              rightSectionWidth={22}
              className={choice}
              value={shown.sort}
              onChange={(event) => change({ sort: event.currentTarget.value })}
              data={sorts.map(([value, label]) => ({ value, label }))}
            />
          </FilterBar>
          <FilteredList
            filters={shown}
            label="Tasks"
            empty={
              mayAdd
                ? "Add one above, or loosen the filters."
                : "Loosen the filters."
            }
          />
        </div>
      </div>
    </div>
  );
}
