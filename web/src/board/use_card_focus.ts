import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";
import { setCursor } from "../app/ui_state";
import type { DrawnColumn } from "../data/board";

const linkOf = (id: number) =>
  document.querySelector<HTMLElement>(`article[data-row="${id}"] a[href]`);

function take(link: HTMLElement): void {
  link.focus({ preventScroll: true });
  link
    .closest("section")
    ?.scrollIntoView({ inline: "nearest", block: "nearest" });
}

// The focus stays on a card until the user takes it elsewhere. A card that
// changes its column is drawn anew there, and the focus would be lost; a card
// out of sight is drawn some frames later. Keys that come meanwhile are for it,
// too: `wanted` says which card that is.
export function useCardFocus(
  columns: DrawnColumn[] | null,
  reveal: (id: number) => void,
): { focus(id: number): void; wanted: RefObject<number | null> } {
  const wanted = useRef<number | null>(null);
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
      if (card && card.getAttribute("data-row") === String(wanted.current))
        return;
      wanted.current = null;
    };
    document.addEventListener("focusin", leave);
    document.addEventListener("pointerdown", leave, true);
    return () => {
      document.removeEventListener("focusin", leave);
      document.removeEventListener("pointerdown", leave, true);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: cards were drawn
  useLayoutEffect(() => {
    if (wanted.current !== null && document.activeElement === document.body)
      focus(wanted.current);
  }, [columns, focus]);

  return { focus, wanted };
}
