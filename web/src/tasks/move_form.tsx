// "Move to…": the same as dragging, in words.

import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useWorkspace } from "../app/context";
import { useCount } from "../app/reads";
import { useRights } from "../app/rights";
import { isByTime } from "../data/board";
import type { Status, Task } from "../data/types";
import { statusNames } from "../ui/names";
import { ProjectPicker, StatusPicker } from "../ui/pickers";
import { move, type Place } from "./move";

export function MoveForm({ chosen, close }: { chosen: Task[]; close(): void }) {
  const workspace = useWorkspace();
  const { whole } = useRights(chosen);
  // Subtasks are where their parents are.
  const fixed = !whole || chosen.some((task) => task.parent !== null);
  const first = chosen[0]!;
  const [status, setStatus] = useState<Status>(first.status);
  const [project, setProject] = useState(first.project);
  const [place, setPlace] = useState<"top" | "bottom">("top");
  const to = isByTime(status) ? "top" : place;
  const there = useCount({ status, project: project ?? "none" }, false);
  const spot = () => {
    if (there === null) return to;
    const joined = chosen.filter(
      (task) => task.status !== status || task.project !== project,
    ).length;
    const total = there + joined;
    return `${to === "top" ? 1 : total - chosen.length + 1} of ${total}`;
  };
  const save = () => {
    const where: Place = { status, to };
    if (project !== first.project) where.project = project;
    const back = chosen.map((task) => ({
      status: task.status,
      to: "bottom" as const,
      ...(where.project !== undefined ? { project: task.project } : {}),
    }));
    const ids = chosen.map((task) => task.id);
    move(workspace, ids, where, back);
    workspace.announce(
      `Moved ${ids.join(", ")} to ${statusNames[status]}, ${spot()}`,
    );
    close();
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <StatusPicker
        value={status}
        change={setStatus}
        label="Column"
        data-autofocus
      />
      {!isByTime(status) && (
        <NativeSelect
          label="Place"
          value={place}
          onChange={(event) =>
            setPlace(event.currentTarget.value as typeof place)
          }
          data={[
            { value: "top", label: "At the top" },
            { value: "bottom", label: "At the bottom" },
          ]}
        />
      )}
      <ProjectPicker value={project} change={setProject} disabled={fixed} />
      <Button type="submit">Move</Button>
    </form>
  );
}
