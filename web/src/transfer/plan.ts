// From a file to chunks of tasks: which column is which field, what is wrong
// with which row, and parents before their children.

import type { Priority, Status } from "../data/types";
import { priorities, statuses } from "../data/types";
import { plainCell } from "./csv";

export const importFields = [
  "id",
  "title",
  "description",
  "status",
  "priority",
  "due",
  "project",
  "assignees",
  "labels",
  "parent",
  "repeat",
] as const;
export type ImportField = (typeof importFields)[number];

export type Mapping = (ImportField | "")[];

const synonyms: Record<string, ImportField> = {
  name: "title",
  task: "title",
  summary: "title",
  notes: "description",
  body: "description",
  text: "description",
  state: "status",
  "due date": "due",
  due_date: "due",
  deadline: "due",
  assignee: "assignees",
  "assigned to": "assignees",
  tags: "labels",
  label: "labels",
  tag: "labels",
};

export function guessMapping(head: string[]): Mapping {
  const used = new Set<string>();
  return head.map((cell) => {
    const name = cell.trim().toLowerCase();
    const field = importFields.find((one) => one === name) ?? synonyms[name];
    if (!field || used.has(field)) return "";
    used.add(field);
    return field;
  });
}

export interface ImportRow {
  // The line in the file, for people.
  line: number;
  id: string | null;
  parent: string | null;
  body: Record<string, unknown>;
  problem: string | null;
}

const statusWords: Record<string, Status> = {
  "to do": "todo",
  open: "todo",
  "in progress": "in_progress",
  doing: "in_progress",
  done: "completed",
  closed: "completed",
  canceled: "cancelled",
};

export function readRow(
  cells: Record<string, unknown>,
  line: number,
): ImportRow {
  const text = (field: ImportField) => {
    const value = cells[field];
    return typeof value === "string" ? plainCell(value).trim() : value;
  };
  const many = (field: ImportField) => {
    const value = text(field);
    if (Array.isArray(value)) return value.map(String);
    return String(value ?? "")
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
  };
  const body: Record<string, unknown> = { title: String(text("title") ?? "") };
  let problem: string | null = null;
  const title = body.title as string;
  if (!title) problem = "The title is missing";
  else if ([...title].length > 255) problem = "The title is too long";
  else if (/[\r\n]/.test(title)) problem = "The title has more than one line";
  if (text("description")) body.description = String(text("description"));
  const status = String(text("status") || "todo").toLowerCase();
  const known = statuses.find((one) => one === status) ?? statusWords[status];
  if (known) body.status = known;
  else problem ??= `There is no status ${status}`;
  const priority = String(text("priority") || "none").toLowerCase() as Priority;
  if (priorities.includes(priority)) body.priority = priority;
  else problem ??= `There is no priority ${priority}`;
  const due = text("due");
  if (due) {
    const day = String(due);
    if (
      /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d\d:\d\d))?$/.test(day) &&
      !Number.isNaN(Date.parse(day))
    )
      body.due = day;
    else problem ??= `${day} is no date such as 2026-12-01`;
  }
  if (text("project")) body.project = String(text("project"));
  if (many("assignees").length > 0) body.assignees = many("assignees");
  if (many("labels").length > 0) body.labels = many("labels");
  if (text("repeat")) body.repeat = String(text("repeat"));
  const id = text("id");
  const parent = text("parent");
  return {
    line,
    id: id ? String(id) : null,
    parent: parent ? String(parent) : null,
    body,
    problem,
  };
}

// Rows in chunks: a parent is in an earlier chunk than its children.
export function chunksOf(rows: ImportRow[], size: number): ImportRow[][] {
  const byId = new Map(
    rows.filter((row) => row.id).map((row) => [row.id, row]),
  );
  const depth = (row: ImportRow, seen = 0): number => {
    const parent = row.parent ? byId.get(row.parent) : undefined;
    return parent && seen < 6 ? 1 + depth(parent, seen + 1) : 0;
  };
  const levels = new Map<number, ImportRow[]>();
  for (const row of rows) {
    if (row.problem) continue;
    const at = depth(row);
    levels.set(at, [...(levels.get(at) ?? []), row]);
  }
  return [...levels]
    .sort(([a], [b]) => a - b)
    .flatMap(([, level]) => split(level, size));
}

// The cluster takes requests of 512 KiB.
const mostBytes = 300 * 1024;

function split(rows: ImportRow[], size: number): ImportRow[][] {
  const chunks: ImportRow[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const own = new TextEncoder().encode(JSON.stringify(row.body)).length;
    bytes += own;
    const last = chunks.at(-1);
    if (last && last.length < size && bytes <= mostBytes) last.push(row);
    else {
      chunks.push([row]);
      bytes = own;
    }
  }
  return chunks;
}
