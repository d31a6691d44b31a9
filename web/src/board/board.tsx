// A project's board. The pointer, the keys and the dialog end in one function.

import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { useParams } from "@tanstack/react-router";
import {
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useWorkspace } from "../app/context";
import { useLabels } from "../app/reads";
import { useMayEdit } from "../app/rights";
import { rows, select, selection } from "../app/ui_state";
import { type DrawnColumn, isByTime } from "../data/board";
import type { Filters } from "../data/filters";
import type { Status } from "../data/types";
import { statuses } from "../data/types";
import { BulkBar } from "../tasks/bulk_bar";
import { FilterBar, useFilters } from "../tasks/filter_bar";
import { move } from "../tasks/move";
import { statusNames } from "../ui/names";
import { Failed, Loading } from "../ui/states";
import { useObservable } from "../ui/use_observable";
import css from "./board.module.css";
import { Column, type ColumnHandle } from "./column";
import {
  movable,
  neighbour,
  placeBack,
  placeOf,
  type Spot,
  spotOf,
} from "./place";
import { useBoard } from "./use_board";
import { useBoardKeys } from "./use_board_keys";
import { useCardFocus } from "./use_card_focus";
import { useEdgeScroll } from "./use_edge_scroll";

export interface Held {
  ids: number[];
  spot: Spot;
  // The columns as they were when the cards were picked up: the moves of
  // others wait until the drop.
  columns: DrawnColumn[];
  by: "pointer" | "keys";
}

export default function BoardScreen() {
  const { key } = useParams({ strict: false }) as { key: string };
  const [filters] = useFilters();
  const bar = (
    <FilterBar key={key} layout="board" project={key} withStatus={false} />
  );
  return <Board project={key} all={filters} bar={bar} />;
}

export function Board({
  project: key,
  all,
  bar,
}: {
  project: string;
  all: Filters;
  bar?: ReactNode;
}) {
  const workspace = useWorkspace();
  const filterText = JSON.stringify(all);
  const filters = useMemo(() => {
    const { sort: _, project: __, ...rest } = JSON.parse(filterText);
    return rest;
  }, [filterText]);
  const board = useBoard(key, filters);
  const { colors } = useLabels();
  const { ids: selected } = useObservable(selection);
  const mayMove = useMayEdit(key);
  const [held, setHeld] = useState<Held | null>(null);
  const handles = useRef(new Map<Status, ColumnHandle>());
  const strip = useRef<HTMLDivElement>(null);

  const columns = held?.columns ?? board.columns;
  const latest = useRef({ columns, held });
  latest.current = { columns, held };

  const reveal = useCallback((id: number) => {
    const spot = latest.current.columns && spotOf(latest.current.columns, id);
    if (spot) handles.current.get(spot.status)?.reveal(id);
  }, []);

  const { focus, wanted } = useCardFocus(columns, reveal);

  // The one way in which cards move on the board.
  const moveTo = useCallback(
    (asked: number[], to: Spot) => {
      const now = latest.current.columns;
      if (!now || asked.length === 0) return;
      const ids = movable(now, asked, to.status);
      if (ids.length === 0)
        return workspace.announce(
          `${statusNames[to.status]} is in order of time`,
        );
      const spot = isByTime(to.status) ? { ...to, index: 0 } : to;
      const back = ids.map((id) => placeBack(now, id, ids));
      const place = placeOf(now, spot, ids);
      const here = ids.length === 1 ? spotOf(now, ids[0]!) : null;
      if (here?.status === spot.status && here.index === spot.index) return;
      move(workspace, ids, place, back);
      const column = now.find((one) => one.status === spot.status);
      const joined = ids.filter((id) => !column?.ids.includes(id)).length;
      const total = (column?.total ?? 0) + joined;
      workspace.announce(
        `Moved ${ids.join(", ")} to ${statusNames[spot.status]}, ${spot.index + 1} of ${total}`,
      );
      focus(ids[0]!);
    },
    [workspace, focus],
  );

  const carried = useCallback((id: number): number[] => {
    const chosen = selection.get().ids;
    if (!chosen.has(id)) return [id];
    const order = (latest.current.columns ?? []).flatMap((one) => one.ids);
    return order.filter((one) => chosen.has(one));
  }, []);

  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => typeof source.data.task === "number",
        onDragStart: ({ source }) => {
          const id = source.data.task as number;
          const now = latest.current.columns;
          const spot = now && spotOf(now, id);
          if (now && spot)
            setHeld({ ids: carried(id), spot, columns: now, by: "pointer" });
        },
        onDrag: ({ location }) => {
          const target = location.current.dropTargets[0]?.data as unknown as
            | Spot
            | undefined;
          if (!target) return;
          setHeld(
            (before) =>
              before && {
                ...before,
                spot: { status: target.status, index: target.index },
              },
          );
        },
        onDrop: ({ location }) => {
          const now = latest.current.held;
          setHeld(null);
          const target = location.current.dropTargets[0]?.data as unknown as
            | Spot
            | undefined;
          if (!now || !target) return;
          moveTo(now.ids, withoutMoved(now.columns, target, now.ids));
        },
      }),
    [carried, moveTo],
  );
  useEdgeScroll(strip, held?.by === "pointer");
  useBoardKeys({
    latest,
    wanted,
    setHeld,
    carried,
    moveTo,
    focus,
    mayMove,
  });

  useEffect(() => {
    rows.set({
      step: (direction, extend) => {
        const now = latest.current.columns;
        if (!now || latest.current.held) return;
        const { cursor, ids } = selection.get();
        const next = neighbour(now, cursor, direction);
        if (next === null) return;
        if (extend)
          select([...ids, ...(cursor === null ? [] : [cursor]), next]);
        focus(next);
      },
      focus,
    });
    return () => rows.set(null);
  }, [focus]);

  const registers = useMemo(
    () =>
      Object.fromEntries(
        statuses.map((status) => [
          status,
          (handle: ColumnHandle | null) => {
            if (handle) handles.current.set(status, handle);
            else handles.current.delete(status);
          },
        ]),
      ),
    [],
  );
  const { more } = board;
  const loaders = useMemo(
    () =>
      Object.fromEntries(
        statuses.map((status) => [status, () => void more(status)]),
      ),
    [more],
  );

  if (!columns && board.error)
    return <Failed error={board.error} retry={() => void board.refetch()} />;
  return (
    <div className={css.screen}>
      {bar && <div className={css.filters}>{bar}</div>}
      {columns ? (
        <div ref={strip} className={css.columns}>
          {columns.map((column) => (
            <Column
              key={column.status}
              column={column}
              project={key}
              selected={selected}
              colors={colors}
              held={held?.ids ?? none}
              landing={
                held?.spot.status === column.status
                  ? shownIndex(held, column, columns)
                  : null
              }
              mayMove={mayMove}
              more={loaders[column.status]!}
              register={registers[column.status]!}
            />
          ))}
        </div>
      ) : (
        <Loading what="Loading the board" />
      )}
      <BulkBar />
    </div>
  );
}

const none: number[] = [];

// The pointer counts all cards; a spot counts those that stay.
function withoutMoved(
  columns: DrawnColumn[],
  spot: Spot,
  moved: number[],
): Spot {
  const column = columns.find((one) => one.status === spot.status);
  const above = (column?.ids ?? []).slice(0, spot.index);
  const gone = above.filter((id) => moved.includes(id)).length;
  return { status: spot.status, index: spot.index - gone };
}

// Where the line that shows the spot is drawn, among all cards; nowhere if
// nothing would move.
function shownIndex(
  held: Held,
  { status, ids }: DrawnColumn,
  columns: DrawnColumn[],
): number | null {
  if (isByTime(status))
    return movable(columns, held.ids, status).length ? 0 : null;
  if (held.by === "pointer") return held.spot.index;
  let index = 0;
  let kept = 0;
  for (const id of ids) {
    if (kept === held.spot.index && !held.ids.includes(id)) break;
    if (!held.ids.includes(id)) kept++;
    index++;
  }
  return index;
}
