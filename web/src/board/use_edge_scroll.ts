// While a card is dragged, what lies beyond an edge comes into sight.

import { type RefObject, useEffect } from "react";

const edge = 56;
const mostPerFrame = 18;

function speed(at: number, start: number, end: number): number {
  if (at < start + edge) return -Math.min(1, (start + edge - at) / edge);
  if (at > end - edge) return Math.min(1, (at - end + edge) / edge);
  return 0;
}

export function useEdgeScroll(
  strip: RefObject<HTMLElement | null>,
  active: boolean,
): void {
  useEffect(() => {
    if (!active) return;
    let pointer: { x: number; y: number } | null = null;
    let frame = 0;
    const track = (event: DragEvent) => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const turn = () => {
      frame = requestAnimationFrame(turn);
      if (!pointer || !strip.current) return;
      const across = strip.current.getBoundingClientRect();
      strip.current.scrollLeft +=
        speed(pointer.x, across.left, across.right) * mostPerFrame;
      const under = document
        .elementFromPoint(pointer.x, pointer.y)
        ?.closest<HTMLElement>("[data-status]");
      if (!under) return;
      const box = under.getBoundingClientRect();
      under.scrollTop += speed(pointer.y, box.top, box.bottom) * mostPerFrame;
    };
    document.addEventListener("dragover", track);
    frame = requestAnimationFrame(turn);
    return () => {
      document.removeEventListener("dragover", track);
      cancelAnimationFrame(frame);
    };
  }, [strip, active]);
}
