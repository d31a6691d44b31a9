// The objects of the REST contract, as the page uses them.

import type { components } from "./schema";

export type Status = "todo" | "in_progress" | "completed" | "cancelled";
export type Priority = "none" | "low" | "medium" | "high" | "urgent";
export type Role = "viewer" | "member" | "manager";

export const statuses: Status[] = [
  "todo",
  "in_progress",
  "completed",
  "cancelled",
];
export const priorities: Priority[] = [
  "none",
  "low",
  "medium",
  "high",
  "urgent",
];

type Told = components["schemas"];

// What a node describes as text, where the page knows every value.
type With<Base, Fields extends { [Field in keyof Base]?: unknown }> = Omit<
  Base,
  keyof Fields
> &
  Fields;

export type Task = With<Told["Task"], { status: Status; priority: Priority }>;

export type Card = With<Told["Card"], { status: Status; priority: Priority }>;

export type TaskFields = Pick<
  Task,
  | "project"
  | "title"
  | "status"
  | "priority"
  | "due"
  | "assignees"
  | "labels"
  | "parent"
  | "repeat"
>;
export type TaskPatch = Partial<TaskFields & { description: string }>;
export type PatchField = keyof TaskPatch;

export type Project = With<Told["Project"], { my_role: Role | null }>;
export type User = With<Told["User"], { role: "admin" | "member" }>;

export interface Preferences {
  theme?: "auto" | "light" | "dark";
  density?: "comfortable" | "compact";
  shortcuts?: boolean;
}

export type Me = With<
  Told["Me"],
  { role: "admin" | "member"; preferences: Preferences }
>;
export type Comment = Told["Comment"];
export type Attachment = Told["Attachment"];
export type Label = Told["Label"];
export type View = With<
  Told["View"],
  { layout: "list" | "board" | "calendar" }
>;
export type Notification = With<
  Told["Notification"],
  { task: Told["NotifiedTask"] | null }
>;
export type Change = Told["Change"];
export type History = Told["History"];
export type Token = Told["Token"];
export type Member = With<Told["NamedRole"], { role: Role }>;
export type Session = Told["Session"];
export type AuditRow = Told["Audit"];

type WithCards<Base> = {
  [Field in keyof Base]: Base[Field] extends Told["Card"][]
    ? Card[]
    : Base[Field] extends Told["Card"] | null
      ? Card | null
      : Base[Field];
};
export type Relations = WithCards<Told["Relations"]>;

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

export type BoardColumn = With<
  WithCards<Told["BoardColumn"]>,
  { status: Status }
>;

export interface BoardAnswer {
  project: Project;
  columns: BoardColumn[];
}

export interface ProblemError {
  pointer?: string;
  parameter?: string;
  header?: string;
  code: string;
  message: string;
}

export interface Problem {
  title: string;
  status: number;
  detail: string | null;
  code: string;
  errors: ProblemError[] | null;
  request_id: string | null;
  retryable: boolean;
  current?: Task;
}

export interface StreamEvent {
  index: number;
  type: string;
  at?: string;
  actor?: string | null;
  project?: string | null;
  changes?: Change[];
  task?: Card | null;
  as_of?: number;
  unread?: number;
  quorum?: boolean;
  leader?: number | null;
  term?: number;
  ranks?: boolean;
  [other: string]: unknown;
}
