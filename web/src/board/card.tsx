import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { Link } from "@tanstack/react-router";
import { type CSSProperties, memo, useEffect, useRef } from "react";
import { useZone } from "../app/context";
import { useCard } from "../app/reads";
import { setCursor, toggleSelected } from "../app/ui_state";
import { isTemporary } from "../data/edits";
import { Avatars, Due, Facts, LabelChips, PriorityIcon } from "../ui/chips";
import css from "./board.module.css";

interface Props {
  id: number;
  position: number;
  total: number;
  selected: boolean;
  held: boolean;
  colors: Record<string, string>;
  mayMove: boolean;
  style: CSSProperties;
}

export const BoardCard = memo(function BoardCard(props: Props) {
  const { id, position, total, selected, held, colors, mayMove, style } = props;
  const zone = useZone();
  const card = useCard(id);
  const ref = useRef<HTMLElement>(null);
  const known = card !== undefined;
  useEffect(() => {
    if (!ref.current || !mayMove || !known) return;
    return draggable({
      element: ref.current,
      getInitialData: () => ({ task: id }),
    });
  }, [id, mayMove, known]);
  if (!card) return null;
  return (
    <article
      ref={ref}
      className={css.card}
      style={style}
      data-row={id}
      data-selected={selected || undefined}
      data-held={held || undefined}
      aria-posinset={position}
      aria-setsize={total}
      aria-label={card.title}
    >
      <div className={css.cardHead}>
        <Link
          to="."
          search={(before: Record<string, string>) => ({
            ...before,
            task: String(id),
          })}
          resetScroll={false}
          draggable={false}
          onFocus={() => setCursor(id)}
          className={css.cardTitle}
        >
          <bdi>{card.title}</bdi>
        </Link>
        <input
          type="checkbox"
          className={`check ${css.check}`}
          checked={selected}
          onChange={() => toggleSelected(id)}
          aria-label={`Select ${card.title}`}
        />
      </div>
      <div className={css.foot}>
        <div className={css.facts}>
          <span className={css.number}>
            {isTemporary(id) ? "not sent yet" : `#${id}`}
          </span>
          <PriorityIcon priority={card.priority} />
          <Due short due={card.due} status={card.status} zone={zone} />
          <Facts card={card} />
          <span className={css.labels}>
            <LabelChips names={card.labels} colors={colors} most={1} />
          </span>
        </div>
        <Avatars names={card.assignees} />
      </div>
    </article>
  );
});
