// "@be" in a comment: whom it may mean.

import type { Task, User } from "./types";

export interface Mention {
  // Where its "@" is.
  start: number;
  typed: string;
}

// What is typed before the caret, if it may become a mention. An e-mail address
// mentions nobody.
export function mentionAt(text: string, caret: number): Mention | null {
  const match = text
    .slice(0, caret)
    .match(/(?:^|[^a-z0-9._-])@([\p{L}\p{N}._-]*)$/u);
  if (!match) return null;
  const typed = match[1]!;
  return { start: caret - typed.length - 1, typed };
}

// Those who see the task: the cluster tells nobody else.
export function whoSees(
  task: Pick<Task, "project" | "creator" | "assignees">,
  users: User[],
  members: string[],
  shares: string[],
): User[] {
  const named = new Set(
    task.project === null
      ? [task.creator, ...task.assignees, ...shares]
      : [...members, ...shares],
  );
  return users.filter(
    ({ username, role, disabled }) =>
      !disabled && (role === "admin" || named.has(username)),
  );
}

const most = 6;

// Those whose username, or a part of whose name, begins so.
export function meantBy(typed: string, users: User[]): User[] {
  const begins = (word: string) =>
    word.toLowerCase().startsWith(typed.toLowerCase());
  return users
    .filter(
      ({ username, display_name }) =>
        begins(username) || display_name.split(/\s+/).some(begins),
    )
    .sort((a, b) => Number(begins(b.username)) - Number(begins(a.username)))
    .slice(0, most);
}

// The text with the name in the place of what was typed, and the caret after it.
export function withMention(
  text: string,
  { start, typed }: Mention,
  username: string,
): { text: string; caret: number } {
  const head = `${text.slice(0, start)}@${username}`;
  const rest = text.slice(start + 1 + typed.length);
  const space = /^\s/.test(rest) ? "" : " ";
  return { text: head + space + rest, caret: head.length + 1 };
}
