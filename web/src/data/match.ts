// Whether a card that changed here still belongs to a list, as far as that can
// be told without the cluster.

import { addDays, dayIn, dueDay, isOverdue } from "./due";
import type { Filters } from "./filters";
import type { Card } from "./types";

export interface Viewer {
  username: string;
  zone: string;
}

type Test = (card: Card, any: string[], viewer: Viewer) => boolean;

const tests: Record<string, Test> = {
  status: (card, any) => any.includes(card.status),
  priority: (card, any) => any.includes(card.priority),
  project: (card, any) => any.includes(card.project ?? "none"),
  parent: (card, any) => any.includes(String(card.parent ?? "none")),
  creator: (card, any) => any.includes(card.creator),
  assignee: (card, any) => hasAny(card.assignees, any),
  label: (card, any) => hasAny(card.labels, any),
  due: (card, [due], viewer) => dueMatches(card, due!, viewer),
  watching: (card, [value]) => String(card.watching) === value,
  text: (card, [words]) =>
    // A description may hold what the title does not.
    card.id > 0 || card.title.toLowerCase().includes(words!.toLowerCase()),
};

function hasAny(names: string[], any: string[]): boolean {
  return any.some((one) =>
    one === "none" ? names.length === 0 : names.includes(one),
  );
}

function dueMatches(card: Card, due: string, viewer: Viewer): boolean {
  if (due === "none") return card.due === null;
  if (due === "overdue") return isOverdue(card.due, card.status, viewer.zone);
  if (!card.due) return false;
  const day = dueDay(card.due, viewer.zone);
  const today = dayIn(viewer.zone, new Date());
  if (due === "today") return day === today;
  return day >= today && day <= addDays(today, Number.parseInt(due, 10));
}

export function matchesCard(
  card: Card,
  filters: Filters,
  viewer: Viewer,
): boolean {
  if ((filters.deleted === "true") !== (card.deleted_at !== null)) return false;
  return Object.entries(filters).every(([name, value]) => {
    const test = tests[name];
    const any = value
      .split(",")
      .map((one) => (one === "me" ? viewer.username : one));
    return test ? test(card, name === "text" ? [value] : any, viewer) : true;
  });
}
