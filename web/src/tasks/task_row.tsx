// One task as a line of a list.

import { Link } from "@tanstack/react-router";
import { type CSSProperties, memo } from "react";
import { useWorkspace, useZone } from "../app/context";
import { useCard } from "../app/reads";
import { useTaskRights } from "../app/rights";
import {
  type EditorField,
  fieldEditor,
  setCursor,
  toggleSelected,
} from "../app/ui_state";
import { isTemporary } from "../data/edits";
import {
  Avatars,
  Due,
  Facts,
  LabelChips,
  PriorityIcon,
  StatusIcon,
} from "../ui/chips";
import { setStatus } from "./acts";
import css from "./task_row.module.css";

interface RowProps {
  id: number;
  position: number;
  total: number;
  selected: boolean;
  colors: Record<string, string>;
  showProject: boolean;
  style?: CSSProperties;
}

// An empty cell is there for the mouse; the keyboard has keys for it.
function unless(filled: boolean, label: string) {
  return filled ? {} : { "aria-label": label, title: label, tabIndex: -1 };
}

export const TaskRow = memo(function TaskRow(props: RowProps) {
  const { id, position, total, selected, colors, showProject, style } = props;
  const workspace = useWorkspace();
  const zone = useZone();
  const card = useCard(id);
  const trashed = card?.deleted_at ?? null;
  const { known, edit: mayEdit } = useTaskRights(trashed ? undefined : card);
  if (!card) return null;
  const fixed = (known && !mayEdit) || trashed !== null;
  const done = card.status === "completed" || card.status === "cancelled";
  const edit = (field: EditorField) => fieldEditor.set({ field, ids: [id] });
  return (
    // biome-ignore lint/a11y/useSemanticElements: the list is virtual
    <div
      role="listitem"
      aria-setsize={total}
      aria-posinset={position}
      className={css.row}
      data-row={id}
      data-selected={selected || undefined}
      data-done={done || undefined}
      style={style}
    >
      <input
        type="checkbox"
        className={`check ${css.check}`}
        checked={selected}
        onChange={() => toggleSelected(id)}
        aria-label={`Select ${card.title}`}
      />
      <button
        type="button"
        className={css.status}
        disabled={fixed}
        onClick={() => setStatus(workspace, [id], done ? "todo" : "completed")}
        aria-label={`${done ? "Reopen" : "Complete"} ${card.title}`}
      >
        <StatusIcon status={card.status} />
      </button>
      <Link
        to="."
        search={(before: Record<string, string>) => ({
          ...before,
          task: String(id),
        })}
        resetScroll={false}
        className={css.title}
        onFocus={() => setCursor(id)}
      >
        <bdi>{card.title}</bdi>
      </Link>
      <span className={css.facts}>
        {isTemporary(id) && <span className={css.sending}>not sent yet</span>}
        <Facts card={card} />
        {card.labels.length > 0 && (
          <button
            type="button"
            className={`${css.cell} ${css.tags}`}
            disabled={fixed}
            onClick={() => edit("labels")}
          >
            <LabelChips names={card.labels} colors={colors} />
          </button>
        )}
        <button
          type="button"
          className={`${css.cell} ${css.urgency}`}
          disabled={fixed}
          onClick={() => edit("priority")}
          {...unless(card.priority !== "none", `Set priority of ${card.title}`)}
        >
          <PriorityIcon priority={card.priority} />
        </button>
        <button
          type="button"
          className={`${css.cell} ${css.due}`}
          disabled={fixed}
          onClick={() => edit("due")}
          {...unless(card.due !== null, `Set due date of ${card.title}`)}
        >
          <Due due={card.due} status={card.status} zone={zone} />
        </button>
        <button
          type="button"
          className={`${css.cell} ${css.people}`}
          disabled={fixed}
          onClick={() => edit("assignees")}
          {...unless(card.assignees.length > 0, `Assign ${card.title}`)}
        >
          <Avatars names={card.assignees} />
        </button>
        {showProject && <span className={css.project}>{card.project}</span>}
      </span>
    </div>
  );
});
