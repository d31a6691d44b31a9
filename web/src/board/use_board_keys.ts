// Space picks a card up, arrows move it, Space drops it, Esc puts it back;
// Alt and an arrow move it at once.

import { type RefObject, useEffect } from "react";
import { useWorkspace } from "../app/context";
import type { DrawnColumn } from "../data/board";
import { statusNames } from "../ui/names";
import type { Held } from "./board";
import { type Spot, spotOf, stepSpot } from "./place";

interface Parts {
  latest: RefObject<{ columns: DrawnColumn[] | null; held: Held | null }>;
  // The card that has the focus, or gets it as soon as it is drawn.
  wanted: RefObject<number | null>;
  setHeld(held: Held | null): void;
  carried(id: number): number[];
  moveTo(ids: number[], spot: Spot): void;
  focus(id: number): void;
  mayMove: boolean;
}

const arrows: Record<string, "up" | "down" | "left" | "right"> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

export function useBoardKeys(parts: Parts): void {
  const { latest, wanted, setHeld, carried, moveTo, focus, mayMove } = parts;
  const workspace = useWorkspace();
  useEffect(() => {
    if (!mayMove) return;
    const say = (spot: Spot, columns: DrawnColumn[], moved: number[]) => {
      const column = columns.find((one) => one.status === spot.status);
      const others = (column?.ids ?? []).filter((id) => !moved.includes(id));
      const total = others.length + moved.length;
      workspace.announce(
        `${statusNames[spot.status]}, ${spot.index + 1} of ${total}`,
      );
    };
    const listen = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const card = target.closest?.("article[data-row]");
      const { columns, held } = latest.current;
      if (!columns || event.isComposing || event.ctrlKey || event.metaKey)
        return;
      const direction = arrows[event.key];
      if (held?.by === "keys") {
        if (event.key === "Escape") {
          setHeld(null);
          workspace.announce("Put back");
        } else if (event.key === " ") {
          setHeld(null);
          moveTo(held.ids, held.spot);
        } else if (direction) {
          const spot = stepSpot(columns, held.spot, direction, held.ids);
          setHeld({ ...held, spot });
          say(spot, columns, held.ids);
        } else return;
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      const onCard = card && target.tagName === "A";
      if (!onCard && target !== document.body) return;
      const id = onCard
        ? Number(card.getAttribute("data-row"))
        : wanted.current;
      if (id === null) return;
      const here = spotOf(columns, id);
      if (!here) return;
      if (event.key === " " && !event.altKey && !event.shiftKey) {
        const ids = carried(id);
        const column = columns.find((one) => one.status === here.status)!;
        const index = column.ids
          .slice(0, here.index)
          .filter((other) => !ids.includes(other)).length;
        setHeld({ ids, columns, by: "keys", spot: { ...here, index } });
        workspace.announce(
          `Picked up ${ids.join(", ")}. Arrows move, Space drops, Escape cancels.`,
        );
      } else if (event.altKey && direction) {
        const spot = stepSpot(columns, here, direction, [id]);
        moveTo([id], spot);
        focus(id);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("keydown", listen, true);
    return () => document.removeEventListener("keydown", listen, true);
  }, [latest, wanted, setHeld, carried, moveTo, focus, mayMove, workspace]);
}
