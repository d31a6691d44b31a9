// One line becomes a task: `Title !high @ann #bug ^fri +OPS`.

import { readDay } from "./due";
import { type Priority, priorities, type TaskPatch } from "./types";

export interface QuickAdd {
  fields: TaskPatch & { title: string };
  // Words with a mark that mean nothing: they stay in the title.
  unknown: string[];
}

export function readQuickAdd(line: string, today: string): QuickAdd {
  const title: string[] = [];
  const unknown: string[] = [];
  const fields: TaskPatch = {};
  for (const word of line.trim().split(/\s+/)) {
    const [mark, rest] = [word[0], word.slice(1)];
    if (rest && take(fields, mark!, rest, today)) continue;
    if (rest && "!@^".includes(mark!)) unknown.push(word);
    title.push(word);
  }
  return { fields: { ...fields, title: title.join(" ") }, unknown };
}

function take(
  fields: TaskPatch,
  mark: string,
  rest: string,
  today: string,
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
    fields.assignees = [...(fields.assignees ?? []), rest];
    return true;
  }
  if (mark === "#" && !/^\d+$/.test(rest)) {
    fields.labels = [...(fields.labels ?? []), rest];
    return true;
  }
  if (mark === "+" && /^[A-Z][A-Z0-9]{1,9}$/.test(rest)) {
    fields.project = rest;
    return true;
  }
  return false;
}
