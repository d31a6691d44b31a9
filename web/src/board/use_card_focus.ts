import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";
import { setCursor } from "../app/ui_state";
import type { DrawnColumn } from "../data/board";
import { spotOf } from "./place";

const linkOf = (id: number) =>
  document.querySelector<HTMLElement>(`article[data-row="${id}"] a[href]`);

function take(link: HTMLElement): void {
  link.focus({ preventScroll: true });
  link
    .closest("section")
    ?.scrollIntoView({ inline: "nearest", block: "nearest" });
}

// The card that takes the place of one that went, or the last that is left.
function successor(
  before: DrawnColumn[] | null,
  columns: DrawnColumn[],
  gone: number,
): number | undefined {
  const old = before?.find(({ ids }) => ids.includes(gone));
  const left = columns.find(({ status }) => status === old?.status)?.ids ?? [];
  const below = old?.ids.slice(old.ids.indexOf(gone)) ?? [];
  return below.find((id) => left.includes(id)) ?? left.at(-1);
}

// The focus stays on a card until the user takes it elsewhere. A card that
// changes its column is drawn anew there, and the focus would be lost; a card
// out of sight is drawn some frames later. Keys that come meanwhile are for it,
// too: `wanted` says which card that is. A card that goes leaves the focus to the
// one that takes its place.
export function useCardFocus(
  columns: DrawnColumn[] | null,
  reveal: (id: number) => void,
): { focus(id: number): void; wanted: RefObject<number | null> } {
  const wanted = useRef<number | null>(null);
  // The card that has the focus, or had it until it went.
  const held = useRef<number | null>(null);
  const drawn = useRef(columns);
  const focus = useCallback(
    (id: number) => {
      const attempt = (tries: number) => {
        if (wanted.current !== id) return;
        reveal(id);
        const link = linkOf(id);
        if (link) take(link);
        else if (tries > 0) requestAnimationFrame(() => attempt(tries - 1));
      };
      wanted.current = id;
      setCursor(id);
      attempt(60);
    },
    [reveal],
  );

  useEffect(() => {
    const leave = ({ target }: Event) => {
      const card = target instanceof Element && target.closest("article");
      held.current = card ? Number(card.getAttribute("data-row")) : null;
      if (held.current !== wanted.current) wanted.current = null;
    };
    document.addEventListener("focusin", leave);
    document.addEventListener("pointerdown", leave, true);
    return () => {
      document.removeEventListener("focusin", leave);
      document.removeEventListener("pointerdown", leave, true);
    };
  }, []);

  useLayoutEffect(() => {
    const before = drawn.current;
    drawn.current = columns;
    const id = wanted.current ?? held.current;
    if (id === null || !columns || document.activeElement !== document.body)
      return;
    if (spotOf(columns, id)) {
      if (wanted.current !== null) focus(id);
      return;
    }
    const next = successor(before, columns, id);
    wanted.current = held.current = null;
    if (next !== undefined) focus(next);
    else document.getElementById("main")?.focus({ preventScroll: true });
  }, [columns, focus]);

  return { focus, wanted };
}
