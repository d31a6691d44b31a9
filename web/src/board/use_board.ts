import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { useWorkspace, useZone } from "../app/context";
import { cards } from "../app/reads";
import type { Workspace } from "../app/workspace";
import { get } from "../data/api";
import { type Board, boardOf, drawBoard, withPage } from "../data/board";
import type { Filters } from "../data/filters";
import { matchesCard } from "../data/match";
import type { Card, Status } from "../data/types";
import { useObservable } from "../ui/use_observable";

const sorts: Record<Status, string> = {
  todo: "rank",
  in_progress: "rank",
  completed: "-completed",
  cancelled: "-updated",
};

async function readMore(
  workspace: Workspace,
  board: Board,
  status: Status,
  filters: Filters,
): Promise<Board> {
  const column = board.columns.find((one) => one.status === status);
  if (!column?.nextCursor) return board;
  const { body, index } = await workspace.read(
    cards({
      ...filters,
      project: board.project,
      status,
      sort: sorts[status],
      limit: 100,
      cursor: column.nextCursor,
    }),
  );
  workspace.learn(body.items, index);
  return withPage(board, status, body.items, body.next_cursor);
}

async function readBoard(
  workspace: Workspace,
  project: string,
  filters: Filters,
  before: Board | undefined,
): Promise<Board> {
  const params = { path: { key: project }, query: { ...filters, limit: 50 } };
  const answer = await workspace.read(get("/projects/{key}/board", { params }));
  for (const column of answer.body.columns)
    workspace.learn(column.items, answer.index);
  let board = boardOf(answer.body, answer.index);
  // What was scrolled to stays loaded.
  for (const { status, ids } of before?.columns ?? [])
    for (let round = 0; round < 60; round++) {
      const column = board.columns.find((one) => one.status === status);
      if (!column?.nextCursor || column.ids.length >= ids.length) break;
      board = await readMore(workspace, board, status, filters);
    }
  return workspace.boards.caughtUp(board);
}

export function useBoard(project: string, filters: Filters) {
  const workspace = useWorkspace();
  const zone = useZone();
  const queries = useQueryClient();
  const edits = useObservable(workspace.queue.edits);
  const key = useMemo(() => ["board", project, filters], [project, filters]);
  const query = useQuery({
    queryKey: key,
    queryFn: () =>
      readBoard(workspace, project, filters, queries.getQueryData<Board>(key)),
    meta: { keep: true },
  });
  const board = query.data;
  const columns = useMemo(() => {
    if (!board) return null;
    const viewer = { username: workspace.user, zone };
    const drawn = drawBoard(board, edits, workspace.user, workspace.cards);
    const edited = new Set(edits.map((edit) => edit.chain));
    if (edited.size === 0 || Object.keys(filters).length === 0) return drawn;
    // What is edited out of the filters leaves at once.
    for (const column of drawn)
      column.ids = column.ids.filter((id) => {
        const card = workspace.cards.get(id);
        return (
          !card ||
          !edited.has(String(id)) ||
          matchesCard(card, { ...filters, status: card.status }, viewer)
        );
      });
    return drawn;
  }, [board, edits, filters, workspace, zone]);

  const loading = useRef(new Set<Status>());
  const more = useCallback(
    async (status: Status) => {
      const now = queries.getQueryData<Board>(key);
      if (!now || loading.current.has(status)) return;
      loading.current.add(status);
      try {
        const next = await readMore(workspace, now, status, filters);
        const column = next.columns.find((one) => one.status === status)!;
        // Events may have changed the other columns in the meantime.
        queries.setQueryData<Board>(key, (latest) => {
          if (!latest) return latest;
          const cards = column.ids
            .map((id) => workspace.cards.committed(id))
            .filter((card) => card?.status === status) as Card[];
          return withPage(latest, status, cards, column.nextCursor);
        });
      } catch {
        // A cursor that is no longer valid: the board is read again.
        void queries.invalidateQueries({ queryKey: key });
      } finally {
        loading.current.delete(status);
      }
    },
    [queries, key, workspace, filters],
  );
  return { columns, more, error: query.error, refetch: query.refetch };
}
