import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkspace } from "../app/context";
import { useCard } from "../app/reads";
import type { TaskAnswer } from "../app/workspace";
import { get } from "../data/api";
import { isTemporary } from "../data/edits";
import { shownTask } from "../data/shown_task";
import { useObservable } from "../ui/use_observable";

// One task with all its fields, as it will be once all edits are acknowledged.
export function useTask(id: number) {
  const workspace = useWorkspace();
  const edits = useObservable(workspace.queue.edits);
  const card = useCard(id);
  const query = useQuery({
    queryKey: ["task", id],
    queryFn: async (): Promise<TaskAnswer> => {
      const answer = await workspace.read(
        get("/tasks/{id}", { params: { path: { id } } }),
      );
      return { task: answer.body, index: answer.index };
    },
    enabled: !isTemporary(id),
    meta: { keep: true },
  });
  const known = query.data?.task;
  const task = useMemo(
    () => shownTask(known, card, edits),
    [known, card, edits],
  );
  const partial = !known && !isTemporary(id);
  return {
    task,
    // Of which its description is: the card may be newer.
    textRev: known?.rev ?? 0,
    partial,
    error: query.error,
    retry: query.refetch,
  };
}
