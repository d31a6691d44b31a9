import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useMinute, useToday, useWorkspace, useZone } from "../app/context";
import { useProjects, useTaskList } from "../app/reads";
import { useTitle } from "../app/use_title";
import { addDays, dueDay, isOverdue } from "../data/due";
import { Empty, Failed, Loading } from "../ui/states";
import { BulkBar } from "./bulk_bar";
import { QuickAdd } from "./quick_add";
import { type ListGroup, TaskList } from "./task_list";

const open = "todo,in_progress";
const assigned = { assignee: "me", status: open, sort: "due" };
const own = {
  project: "none",
  creator: "me",
  assignee: "none",
  status: open,
  sort: "due",
};

export default function MyWork() {
  useTitle("My work");
  const workspace = useWorkspace();
  const projects = useProjects();
  const mine = useTaskList(assigned);
  const private_ = useTaskList(own);
  const { cards } = workspace;
  const zone = useZone();
  const today = useToday();
  const minute = useMinute();
  // biome-ignore lint/correctness/useExhaustiveDependencies: by the minute, what is due becomes overdue
  const groups = useMemo(() => {
    const found: Record<string, number[]> = {};
    const ids = [...new Set([...mine.ids, ...private_.ids])];
    for (const id of ids) {
      const card = cards.get(id);
      if (!card) continue;
      const { due, status } = card;
      const day = due ? dueDay(due, zone) : null;
      const name = !day
        ? "No date"
        : isOverdue(due, status, zone)
          ? "Overdue"
          : day <= today
            ? "Today"
            : day <= addDays(today, 7)
              ? "Next 7 days"
              : "Later";
      found[name] = [...(found[name] ?? []), id];
    }
    return ["Overdue", "Today", "Next 7 days", "Later", "No date"]
      .filter((name) => found[name])
      .map(
        (title): ListGroup => ({
          title,
          ids: found[title]!,
          tone: title === "Overdue" ? "late" : undefined,
        }),
      );
  }, [mine.ids, private_.ids, cards, zone, today, minute]);

  const loading = !mine.data || !private_.data;
  const more = () => {
    for (const list of [mine, private_])
      if (list.hasNextPage && !list.isFetchingNextPage)
        void list.fetchNextPage();
  };
  const again = () => {
    for (const list of [mine, private_]) if (!list.data) void list.refetch();
  };
  const error = loading ? (mine.error ?? private_.error) : null;
  return (
    <div className="page">
      <header>
        <h1 className="grow">My work</h1>
      </header>
      <div className="stack">
        <QuickAdd defaults={{}} />
        {error ? (
          <Failed error={error} retry={again} />
        ) : loading ? (
          <Loading what="Loading your tasks" />
        ) : groups.length === 0 ? (
          <div className="panel">
            <Empty title="Nothing to do">
              {projects.length === 0 ? (
                <>
                  Write your first task above, or{" "}
                  <Link to="/projects">start a project</Link>.
                </>
              ) : (
                "Tasks that are assigned to you appear here."
              )}
            </Empty>
          </div>
        ) : (
          <TaskList label="My work" groups={groups} more={more} showProject />
        )}
      </div>
      <BulkBar />
    </div>
  );
}
