import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { ActionIcon } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { newTask } from "../app/ui_state";
import type { DrawnColumn } from "../data/board";
import { StatusIcon } from "../ui/chips";
import { Icon } from "../ui/icons";
import { statusNames } from "../ui/names";
import { useTextScale } from "../ui/use_text_scale";
import css from "./board.module.css";
import { BoardCard } from "./card";

export interface ColumnHandle {
  reveal(id: number): void;
}

interface Props {
  column: DrawnColumn;
  project: string;
  selected: ReadonlySet<number>;
  colors: Record<string, string>;
  // The cards that are held, and where they would land here.
  held: number[];
  landing: number | null;
  mayMove: boolean;
  more(): void;
  register(handle: ColumnHandle | null): void;
}

const gap = 8;

// The pitch of the cards is fixed, so the pointer's place is a division.
function indexAt(
  body: HTMLElement,
  clientY: number,
  pitch: number,
  count: number,
): number {
  const y = clientY - body.getBoundingClientRect().top + body.scrollTop;
  return Math.max(0, Math.min(count, Math.round(y / pitch)));
}

export function Column(props: Props) {
  const { column, project, selected, colors, held, landing, mayMove } = props;
  const { status, ids, total } = column;
  const body = useRef<HTMLDivElement>(null);
  const compact = document.documentElement.dataset.density === "compact";
  const scale = useTextScale();
  const height = (compact ? 66 : 92) * scale;
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => body.current,
    estimateSize: () => height + gap,
    getItemKey: (n) => ids[n]!,
    overscan: 4,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights changed
  useEffect(() => virtual.measure(), [height, virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const { more, register } = props;
  useEffect(() => {
    if (column.more && last >= ids.length - 12) more();
  }, [column.more, last, ids.length, more]);

  const latest = useRef({ ids, virtual });
  latest.current = { ids, virtual };
  useEffect(() => {
    register({
      reveal: (id) => {
        const at = latest.current.ids.indexOf(id);
        if (at >= 0)
          latest.current.virtual.scrollToIndex(at, { align: "auto" });
      },
    });
    return () => register(null);
  }, [register]);

  const count = ids.length;
  useEffect(() => {
    if (!body.current) return;
    return dropTargetForElements({
      element: body.current,
      getData: ({ input, element }) => ({
        status,
        index: indexAt(
          element as HTMLElement,
          input.clientY,
          height + gap,
          count,
        ),
      }),
      getIsSticky: () => true,
    });
  }, [status, height, count]);

  return (
    <section className={css.column} aria-label={statusNames[status]}>
      <header className={css.columnHead}>
        <StatusIcon status={status} />
        <h2>{statusNames[status]}</h2>
        <span className="muted number small" data-total={total}>
          {total}
        </span>
        <span className="grow" />
        {mayMove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Add to ${statusNames[status]}`}
            onClick={() => newTask.set({ project, status })}
          >
            <Icon name="plus" />
          </ActionIcon>
        )}
      </header>
      <div
        ref={body}
        className={css.columnBody}
        data-status={status}
        tabIndex={ids.length > 0 ? -1 : undefined}
      >
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {landing !== null && (
            <i
              className={css.landing}
              style={{
                transform: `translateY(${Math.max(0, landing * (height + gap) - gap / 2 - 1)}px)`,
              }}
            />
          )}
          {items.map((item) => (
            <BoardCard
              key={item.key}
              id={ids[item.index]!}
              position={item.index + 1}
              total={Math.max(total, ids.length)}
              selected={selected.has(ids[item.index]!)}
              held={held.includes(ids[item.index]!)}
              colors={colors}
              mayMove={mayMove}
              style={{
                height,
                transform: `translateY(${item.start}px)`,
              }}
            />
          ))}
        </div>
        {ids.length === 0 && <p className={css.none}>Nothing here</p>}
      </div>
    </section>
  );
}
