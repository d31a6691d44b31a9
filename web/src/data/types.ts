// The objects of the REST contract, as the page uses them.

import type { ClusterNode } from "./cluster_types";
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
export type ProjectPatch = Told["ProjectPatch"];
export type UserPatch = Told["UserPatch"];
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
export type BoardColumn = With<
  Told["BoardColumn"],
  { status: Status; items: Card[] }
>;
export type Change = Told["Change"];
export type History = Told["History"];
export type Token = Told["Token"];
export type Member = With<Told["NamedRole"], { role: Role }>;
export type Session = Told["Session"];
export type AuditRow = Told["Audit"];

// The node's objects of which the page knows more than their description says.
interface Known {
  Task: Task;
  Card: Card;
  Project: Project;
  User: User;
  Me: Me;
  View: View;
  BoardColumn: BoardColumn;
  Notification: Notification;
  NamedRole: Member;
  NodeStatus: ClusterNode;
  Problem: Problem;
}

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2
    ? true
    : false;
type NameOf<T> = {
  [Name in keyof Known]: Same<T, Told[Name]> extends true ? Name : never;
}[keyof Known];

// What a node tells, in the words of the page.
export type Narrow<T> = T extends (infer Item)[]
  ? Narrow<Item>[]
  : T extends object
    ? NameOf<T> extends infer Name extends keyof Known
      ? [Name] extends [never]
        ? { [Field in keyof T]: Narrow<T[Field]> }
        : Known[Name]
      : never
    : T;

export type Relations = Narrow<Told["Relations"]>;
export type BoardAnswer = Narrow<Told["Board"]>;

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
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
