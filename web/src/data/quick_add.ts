// One line becomes a task: `Title !high @ann #bug ^fri +OPS`.

import { readDay } from "./due";
import { type Priority, priorities, type TaskPatch } from "./types";

export interface QuickAdd {
  fields: TaskPatch & { title: string };
  // Words with a mark that mean nothing: they stay in the title.
  unknown: string[];
}

// Whom and which labels the cluster knows, once that has been read.
export interface Known {
  users: string[];
  labels: string[];
}

export function readQuickAdd(
  line: string,
  today: string,
  known?: Known,
): QuickAdd {
  const title: string[] = [];
  const unknown: string[] = [];
  const fields: TaskPatch = {};
  for (const word of line.trim().split(/\s+/)) {
    const [mark, rest] = [word[0], word.slice(1)];
    if (rest && take(fields, mark!, rest, today, known)) continue;
    if (rest && isMark(mark!, rest)) unknown.push(word);
    title.push(word);
  }
  return { fields: { ...fields, title: title.join(" ") }, unknown };
}

// "#12" is a number that people say, and no label.
function isMark(mark: string, rest: string): boolean {
  return "!@^".includes(mark) || (mark === "#" && !/^\d+$/.test(rest));
}

function take(
  fields: TaskPatch,
  mark: string,
  rest: string,
  today: string,
  known: Known | undefined,
): boolean {
  if (mark === "!") {
    const priority = priorities.find((name) => name === rest.toLowerCase());
    if (!priority) return false;
    fields.priority = priority as Priority;
    return true;
  }
  if (mark === "^") {
    const day = readDay(rest, today);
    if (day) fields.due = day;
    return day !== null;
  }
  if (mark === "@" && /^[a-z0-9._-]{1,64}$/.test(rest)) {
    if (known && !known.users.includes(rest)) return false;
    fields.assignees = [...(fields.assignees ?? []), rest];
    return true;
  }
  if (mark === "#" && isMark(mark, rest)) {
    const label = labelLike(rest, known);
    if (label === null) return false;
    fields.labels = [...(fields.labels ?? []), label];
    return true;
  }
  if (mark === "+" && /^[A-Z][A-Z0-9]{1,9}$/.test(rest)) {
    fields.project = rest;
    return true;
  }
  return false;
}

// The label as it is written, however it is typed.
function labelLike(typed: string, known: Known | undefined): string | null {
  if (!known) return typed;
  const folded = typed.toLowerCase();
  return known.labels.find((name) => name.toLowerCase() === folded) ?? null;
}
