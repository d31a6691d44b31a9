// The small signs of a task: always with words for those who cannot see them.

import { useMinute, useToday } from "../app/context";
import { dueDay, isDay, isOverdue, sayDay } from "../data/due";
import type { Card, Priority, Status } from "../data/types";
import css from "./chips.module.css";
import { Icon } from "./icons";
import { priorityNames, statusNames } from "./names";
import { inOrder } from "./natural";

export function StatusIcon({ status }: { status: Status }) {
  return (
    <svg
      width="1rem"
      height="1rem"
      viewBox="0 0 16 16"
      className={css[status]}
      role="img"
      aria-label={statusNames[status]}
    >
      <circle cx="8" cy="8" r="6" fill="none" strokeWidth="1.6" />
      {status === "in_progress" && (
        <path d="M8 4.5a3.5 3.5 0 0 1 0 7z" strokeWidth="0" />
      )}
      {status === "completed" && (
        <path d="M5 8.3l2.2 2.1L11 6" fill="none" strokeWidth="1.6" />
      )}
      {status === "cancelled" && (
        <path d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" strokeWidth="1.6" />
      )}
    </svg>
  );
}

const bars: Record<Priority, number> = {
  none: 0,
  low: 1,
  medium: 2,
  high: 3,
  urgent: 4,
};

export function PriorityIcon({ priority }: { priority: Priority }) {
  if (priority === "none") return null;
  const name = `${priorityNames[priority]} priority`;
  return (
    <span className={css.priority} data-priority={priority} title={name}>
      <svg
        width="0.875rem"
        height="0.875rem"
        viewBox="0 0 14 14"
        role="img"
        aria-label={name}
      >
        {[0, 1, 2].map((bar) => (
          <rect
            key={bar}
            x={1 + bar * 4.5}
            y={9 - bar * 3.5}
            width="3"
            height={4 + bar * 3.5}
            rx="1"
            opacity={bar < bars[priority] ? 1 : 0.25}
          />
        ))}
      </svg>
      {priority === "urgent" && <b aria-hidden="true">!</b>}
    </span>
  );
}

export function LabelChip({
  name,
  color,
  whole = false,
}: {
  name: string;
  color?: string;
  // As long as it is.
  whole?: boolean;
}) {
  return (
    <span className={css.label} data-whole={whole || undefined} title={name}>
      <i style={{ background: color ?? "var(--line-strong)" }} />
      <bdi>{name}</bdi>
    </span>
  );
}

export function LabelChips({
  names,
  colors,
  most = 2,
}: {
  names: string[];
  colors: Record<string, string>;
  most?: number;
}) {
  if (names.length === 0) return null;
  const sorted = inOrder(names);
  const rest = sorted.slice(most);
  return (
    <span className={css.labels}>
      {sorted.slice(0, most).map((name) => (
        <LabelChip key={name} name={name} color={colors[name]} />
      ))}
      {rest.length > 0 && (
        <span className={css.more} title={rest.join(", ")}>
          +{rest.length}
          <span className="hidden"> more labels</span>
        </span>
      )}
    </span>
  );
}

function hue(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.charCodeAt(0)) % 360;
  return sum;
}

export function Avatar({ username }: { username: string }) {
  return (
    <span
      className={css.avatar}
      style={{ background: `hsl(${hue(username)} 45% 30%)` }}
      title={username}
      role="img"
      aria-label={username}
    >
      {username.slice(0, 2).toUpperCase()}
    </span>
  );
}

export function Avatars({ names }: { names: string[] }) {
  if (names.length === 0) return null;
  return (
    <span className={css.avatars}>
      {names.slice(0, 3).map((name) => (
        <Avatar key={name} username={name} />
      ))}
      {names.length > 3 && (
        <span className={css.more} title={names.slice(3).join(", ")}>
          +{names.length - 3}
          <span className="hidden"> more people</span>
        </span>
      )}
    </span>
  );
}

export function Due({
  due,
  status,
  zone,
  short = false,
}: {
  due: string | null;
  status: Status;
  zone: string;
  // Without the day of the week.
  short?: boolean;
}) {
  const today = useToday();
  useMinute();
  if (!due) return null;
  const late = isOverdue(due, status, zone);
  const time = isDay(due)
    ? ""
    : ` ${new Date(due).toLocaleTimeString("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" })}`;
  return (
    <span className={css.due} data-late={late || undefined}>
      {late && <span className="hidden">Overdue: </span>}
      <time dateTime={due}>
        {sayDay(dueDay(due, zone), today, short)}
        {time}
      </time>
    </span>
  );
}

export function ProjectDot({ color }: { color: string }) {
  return <i className={css.dot} style={{ background: color }} aria-hidden />;
}

// What a card tells beside its fields, on the board and in lists.
export function Facts({ card }: { card: Card }) {
  return (
    <>
      {card.blocked && (
        <span className={css.fact} title="Blocked">
          <Icon name="block" size={14} />
          <span className="hidden">Blocked</span>
        </span>
      )}
      {card.subtasks.total > 0 && (
        <span className={css.fact} title="Subtasks">
          <Icon name="parts" size={14} />
          {card.subtasks.completed}/{card.subtasks.total}
          <span className="hidden"> subtasks completed</span>
        </span>
      )}
      {card.comment_count > 0 && (
        <span className={css.fact} title="Comments">
          <Icon name="comment" size={14} />
          {card.comment_count}
          <span className="hidden"> comments</span>
        </span>
      )}
    </>
  );
}
