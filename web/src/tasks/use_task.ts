import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkspace } from "../app/context";
import { useCard } from "../app/reads";
import type { TaskAnswer } from "../app/workspace";
import { get } from "../data/api";
import { isTemporary, withEdits } from "../data/edits";
import type { Card, Task } from "../data/types";
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
  const task = useMemo((): Task | undefined => {
    const chain = edits.filter((edit) => edit.chain === String(id));
    if (isTemporary(id)) return card as unknown as Task | undefined;
    // Until all of it is read, the card says what it can.
    if (!known)
      return card && ({ ...card, description: null } as unknown as Task);
    // The card may be newer than what was read of the task.
    const newer = card && card.rev > known.rev ? card : null;
    const base = newer ? { ...known, ...newer } : known;
    return withEdits(base as unknown as Card, chain) as unknown as Task;
  }, [known, card, edits, id]);
  const partial = !known && !isTemporary(id);
  return { task, card, partial, error: query.error, retry: query.refetch };
}
