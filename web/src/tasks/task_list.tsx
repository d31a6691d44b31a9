// Rows of tasks: only those in sight are in the document, whatever the length.

import { useElementSize } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { useLabels } from "../app/reads";
import { rows, select, selection, setCursor } from "../app/ui_state";
import { useObservable } from "../ui/use_observable";
import { useTextScale } from "../ui/use_text_scale";
import css from "./task_list.module.css";
import { TaskRow } from "./task_row";

export interface ListGroup {
  title: string;
  ids: number[];
  tone?: "late";
}

type Line = { title: string; count: number; tone?: string } | { id: number };

const scroller = () => document.getElementById("main");

interface Props {
  groups: ListGroup[];
  // How many there are in all, if more than are loaded.
  total?: number | null;
  more?: () => void;
  showProject?: boolean;
  label: string;
}

export function TaskList(props: Props) {
  const { groups, total, more, showProject = false, label } = props;
  const { colors } = useLabels();
  const { ids: selected } = useObservable(selection);
  const { ref, width } = useElementSize();
  const list = useRef<HTMLDivElement>(null);
  const lines: Line[] = groups.flatMap((group) => [
    ...(group.title
      ? [{ title: group.title, count: group.ids.length, tone: group.tone }]
      : []),
    ...group.ids.map((id) => ({ id })),
  ]);
  const ids = groups.flatMap((group) => group.ids);
  const compact = document.documentElement.dataset.density === "compact";
  const scale = useTextScale();
  const folded = width > 0 && width <= 620 * scale;
  const rowHeight = (folded ? 64 : compact ? 34 : 44) * scale;
  const [margin, setMargin] = useState(0);
  useEffect(() => {
    const main = scroller();
    const box = list.current;
    if (main && box)
      setMargin(
        box.getBoundingClientRect().top -
          main.getBoundingClientRect().top +
          main.scrollTop,
      );
  }, []);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: scroller,
    estimateSize: (n) => ("id" in lines[n]! ? rowHeight : 40 * scale),
    getItemKey: (n) => {
      const line = lines[n]!;
      return "id" in line ? line.id : line.title;
    },
    overscan: 10,
    scrollMargin: margin,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights changed
  useEffect(() => virtual.measure(), [rowHeight, virtual]);

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= lines.length - 15) more();
  }, [more, last, lines.length]);

  useRowKeys(ids, (id) => {
    const at = lines.findIndex((line) => "id" in line && line.id === id);
    virtual.scrollToIndex(at, { align: "auto" });
  });

  const whole = Math.max(total ?? 0, ids.length);
  const positions = new Map(ids.map((id, n) => [id, n + 1]));
  return (
    <div ref={ref} className={css.box}>
      {/* biome-ignore lint/a11y/useSemanticElements: the list is virtual */}
      <div
        ref={list}
        role="list"
        aria-label={label}
        className={css.list}
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map((item) => {
          const line = lines[item.index]!;
          const style = {
            position: "absolute" as const,
            top: 0,
            left: 0,
            right: 0,
            transform: `translateY(${item.start - virtual.options.scrollMargin}px)`,
          };
          if (!("id" in line))
            return (
              // biome-ignore lint/a11y/useSemanticElements: the list is virtual
              <div
                key={item.key}
                role="listitem"
                className={css.group}
                style={style}
              >
                <h2 data-tone={line.tone}>{line.title}</h2>
                <span className="muted small number">{line.count}</span>
              </div>
            );
          return (
            <TaskRow
              key={item.key}
              id={line.id}
              position={positions.get(line.id)!}
              total={whole}
              selected={selected.has(line.id)}
              colors={colors}
              showProject={showProject}
              style={style}
            />
          );
        })}
      </div>
    </div>
  );
}

function focusRow(id: number, tries = 5): void {
  const link = document.querySelector<HTMLElement>(
    `[data-row="${id}"] a[href]`,
  );
  if (link) link.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusRow(id, tries - 1));
}

function focusMain(): void {
  scroller()?.focus({ preventScroll: true });
}

// A row that goes, as into the trash, leaves the focus to the one that takes its
// place; the last of them to the screen.
function useFocusKept(ids: number[]): void {
  const before = useRef(ids);
  const held = useRef<number | null>(null);
  useEffect(() => {
    const follow = ({ target }: FocusEvent) => {
      const row = target instanceof Element && target.closest("[data-row]");
      held.current = row ? Number(row.getAttribute("data-row")) : null;
    };
    document.addEventListener("focusin", follow);
    return () => {
      document.removeEventListener("focusin", follow);
      if (held.current !== null && document.activeElement === document.body)
        focusMain();
    };
  }, []);
  useEffect(() => {
    const old = before.current;
    before.current = ids;
    const { current } = held;
    if (current === null || ids.includes(current)) return;
    const at = old.indexOf(current);
    if (at < 0 || document.activeElement !== document.body) return;
    const kept = new Set(ids);
    const next = old.slice(at).find((id) => kept.has(id)) ?? ids.at(-1);
    if (next !== undefined) focusRow(next);
  }, [ids]);
}

// Lets the page's keys walk through rows.
function useRowKeys(ids: number[], reveal: (id: number) => void): void {
  const latest = useRef({ ids, reveal });
  latest.current = { ids, reveal };
  useFocusKept(ids);
  useEffect(() => {
    rows.set({
      step: (direction, extend) => {
        const { ids, reveal } = latest.current;
        if (direction === "left" || direction === "right") return;
        const { cursor, ids: chosen } = selection.get();
        const at = cursor === null ? -1 : ids.indexOf(cursor);
        const next = ids[direction === "down" ? at + 1 : Math.max(at - 1, 0)];
        if (next === undefined) return;
        if (extend)
          select([...chosen, ...(cursor === null ? [] : [cursor]), next]);
        setCursor(next);
        reveal(next);
        focusRow(next);
      },
      focus: (id) => {
        focusMain();
        focusRow(id, 0);
      },
    });
    return () => rows.set(null);
  }, []);
}
