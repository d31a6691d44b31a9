import { useCallback, useEffect, useRef } from "react";
import { setCursor } from "../app/ui_state";
import type { DrawnColumn } from "../data/board";

const linkOf = (id: number) =>
  document.querySelector<HTMLElement>(`article[data-row="${id}"] a[href]`);

// The focus stays on a card until the user takes it elsewhere. A card that
// changes its column is drawn anew there, and the focus would be lost.
export function useCardFocus(
  columns: DrawnColumn[] | null,
  reveal: (id: number) => void,
): (id: number) => void {
  const wanted = useRef<number | null>(null);
  const focus = useCallback(
    (id: number) => {
      const attempt = (tries: number) => {
        reveal(id);
        const link = linkOf(id);
        if (link) {
          link.focus({ preventScroll: true });
          link
            .closest("section")
            ?.scrollIntoView({ inline: "nearest", block: "nearest" });
        } else if (tries > 0) requestAnimationFrame(() => attempt(tries - 1));
      };
      wanted.current = id;
      setCursor(id);
      requestAnimationFrame(() => attempt(8));
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
  useEffect(() => {
    if (wanted.current !== null && document.activeElement === document.body)
      focus(wanted.current);
  }, [columns, focus]);

  return focus;
}
