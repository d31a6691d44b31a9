// The tasks of a month, on the days on which they are due.

import { Button } from "@mantine/core";
import {
  Link,
  useNavigate,
  useParams,
  useSearch,
} from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useToday, useWorkspace, useZone } from "../app/context";
import type { Search } from "../app/open_task";
import { useCard, useTaskList } from "../app/reads";
import { useMayEdit } from "../app/rights";
import { newTask, setCursor } from "../app/ui_state";
import { addDays, dueDay } from "../data/due";
import type { Filters } from "../data/filters";
import { FilterBar, useFilters } from "../tasks/filter_bar";
import { StatusIcon } from "../ui/chips";
import { Failed, Loading } from "../ui/states";
import css from "./calendar.module.css";

function monthName(month: string): string {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en-GB", {
    timeZone: "UTC",
    month: "long",
    year: "numeric",
  });
}

// Addresses are written by hand, too.
function isMonth(text: string | undefined): text is string {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(String(text));
}

function weekday(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", {
    timeZone: "UTC",
    weekday: "short",
  });
}

function shift(month: string, by: number): string {
  const date = new Date(`${month}-15T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.toISOString().slice(0, 7);
}

// Six weeks at most, from a Monday on.
function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  let day = addDays(first, -weekday);
  const weeks: string[][] = [];
  do {
    weeks.push(Array.from({ length: 7 }, (_, n) => addDays(day, n)));
    day = addDays(day, 7);
  } while (day.slice(0, 7) === month);
  return weeks;
}

export default function CalendarScreen() {
  const { key } = useParams({ strict: false }) as { key: string };
  const [filters] = useFilters();
  return (
    <div className="page wide">
      <FilterBar key={key} layout="calendar" project={key} />
      <Calendar project={key} filters={filters} />
    </div>
  );
}

// A month of a project, or of all that matches.
export function Calendar({
  project,
  filters,
}: {
  project: string | null;
  filters: Filters;
}) {
  const { cards } = useWorkspace();
  const zone = useZone();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const today = useToday();
  const month = isMonth(search.month) ? search.month : today.slice(0, 7);
  const weeks = useMemo(() => weeksOf(month), [month]);
  const shown = useMemo(
    () => ({
      ...filters,
      ...(project ? { project } : {}),
      due_from: weeks[0]![0]!,
      due_before: addDays(weeks.at(-1)![6]!, 1),
      sort: "due",
    }),
    [filters, project, weeks],
  );
  const list = useTaskList(shown);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const byDay = new Map<string, number[]>();
  for (const id of list.ids) {
    const due = cards.get(id)?.due;
    if (!due) continue;
    const day = dueDay(due, zone);
    byDay.set(day, [...(byDay.get(day) ?? []), id]);
  }
  const go = (to: string) =>
    void navigate({
      to: ".",
      search: (before: Search) => ({ ...before, month: to }),
    } as never);
  return (
    <>
      <header className={css.head}>
        <h2 aria-live="polite" className="grow">
          {monthName(month)}
        </h2>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => go(shift(month, -1))}
          aria-label="Previous month"
        >
          ‹
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => go(shift(month, 1))}
          aria-label="Next month"
        >
          ›
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => go(today.slice(0, 7))}
        >
          Today
        </Button>
      </header>
      {!list.data && list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : !list.data ? (
        <Loading what="Loading the month" />
      ) : (
        <table className={css.grid}>
          <thead>
            <tr>
              {["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week[0]}>
                {week.map((day) => (
                  <Day
                    key={day}
                    day={day}
                    ids={byDay.get(day) ?? []}
                    today={day === today}
                    other={day.slice(0, 7) !== month}
                    project={project}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Day(props: {
  day: string;
  ids: number[];
  today: boolean;
  other: boolean;
  project: string | null;
}) {
  const { day, ids, today, other, project } = props;
  const [whole, setWhole] = useState(false);
  const mayAdd = useMayEdit(project);
  const month = other ? ` ${monthName(day.slice(0, 7)).slice(0, 3)}` : "";
  const date = `${Number(day.slice(8))}${month}`;
  const most = whole ? ids.length : 5;
  return (
    <td
      data-today={today || undefined}
      data-other={other || undefined}
      data-empty={ids.length === 0 || undefined}
    >
      <button
        type="button"
        className={css.date}
        disabled={!mayAdd}
        aria-label={
          mayAdd ? `${weekday(day)} ${date}: add one due ${day}` : undefined
        }
        onClick={() => newTask.set({ project, due: day })}
      >
        <span className={css.weekday}>{weekday(day)} </span>
        {date}
      </button>
      {ids.slice(0, most).map((id) => (
        <Entry key={id} id={id} />
      ))}
      {ids.length > most && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => setWhole(true)}
        >
          {ids.length - most} more
        </Button>
      )}
    </td>
  );
}

function Entry({ id }: { id: number }) {
  const card = useCard(id);
  if (!card) return null;
  return (
    <Link
      to="."
      search={(before: Search) => ({ ...before, task: String(id) })}
      resetScroll={false}
      className={css.entry}
      data-row={id}
      onFocus={() => setCursor(id)}
      title={card.title}
    >
      <StatusIcon status={card.status} />
      <bdi>{card.title}</bdi>
    </Link>
  );
}
