// The tasks that match filters, with all states that a list can be in.

import type { ReactNode } from "react";
import { useCount, useTaskList } from "../app/reads";
import type { Filters } from "../data/filters";
import { Empty, Failed, Loading } from "../ui/states";
import { BulkBar } from "./bulk_bar";
import { TaskList } from "./task_list";

export function FilteredList({
  filters,
  empty,
  showProject = false,
  bulk = true,
  label,
}: {
  filters: Filters;
  empty: ReactNode;
  showProject?: boolean;
  bulk?: boolean;
  label: string;
}) {
  const list = useTaskList(filters);
  const count = useCount(filters);
  if (!list.data && list.error)
    return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading what="Loading tasks" />;
  if (list.ids.length === 0)
    return (
      <div className="panel">
        <Empty title="No tasks here">{empty}</Empty>
      </div>
    );
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  return (
    <>
      <p className="muted small number" style={{ margin: "0 0 6px" }}>
        {count === null ? "\u00a0" : count === 1 ? "1 task" : `${count} tasks`}
      </p>
      <TaskList
        label={label}
        groups={[{ title: "", ids: list.ids }]}
        total={count}
        more={more}
        showProject={showProject}
      />
      {bulk && <BulkBar />}
    </>
  );
}
