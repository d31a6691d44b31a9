// Filters under the API's names: what a URL, a saved view and a request share.

import type { paths } from "./schema";

const filterNames = [
  "status",
  "priority",
  "project",
  "parent",
  "assignee",
  "creator",
  "label",
  "text",
  "due",
  "due_from",
  "due_before",
  "created_from",
  "created_before",
  "updated_from",
  "updated_before",
  "completed_from",
  "completed_before",
  "blocked",
  "watching",
  "shared",
  "deleted",
  "sort",
] as const satisfies (keyof NonNullable<
  paths["/tasks"]["get"]["parameters"]["query"]
>)[];

export type FilterName = (typeof filterNames)[number];
export type Filters = Partial<Record<FilterName, string>>;

export function filtersOf(search: Record<string, unknown>): Filters {
  const filters: Filters = {};
  for (const name of filterNames) {
    const value = search[name];
    if (value !== undefined && value !== "") filters[name] = String(value);
  }
  return filters;
}

export function filterQuery(filters: Filters): string {
  return new URLSearchParams(
    Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1)),
  ).toString();
}

export function filtersIn(query: string): Filters {
  return filtersOf(Object.fromEntries(new URLSearchParams(query)));
}

// The fields of a task that decide whether and where a list shows it.
const fieldsOfFilter: Record<string, string[]> = {
  assignee: ["assignees"],
  label: ["labels"],
  text: ["title", "description"],
  due: ["due", "status"],
  due_from: ["due"],
  due_before: ["due"],
  updated_from: ["*"],
  updated_before: ["*"],
  completed_from: ["status"],
  completed_before: ["status"],
  blocked: ["*"],
  watching: ["*"],
  shared: ["*"],
  deleted: ["*"],
};

const fieldsOfSort: Record<string, string[]> = {
  rank: ["*"],
  updated: ["*"],
  created: [],
  completed: ["status"],
  id: [],
};

// Whether a change of these fields may change which rows a list holds.
export function concerns(filters: Filters, changed: string[]): boolean {
  const fields = new Set<string>();
  for (const name of Object.keys(filters)) {
    if (name === "sort") {
      for (const key of filters.sort!.split(",")) {
        const bare = key.replace(/^-/, "");
        for (const field of fieldsOfSort[bare] ?? [bare]) fields.add(field);
      }
    } else
      for (const field of fieldsOfFilter[name] ?? [name]) fields.add(field);
  }
  return fields.has("*") || changed.some((field) => fields.has(field));
}
