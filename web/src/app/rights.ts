// What the user may do to tasks: as a member of their project, or by a share.

import { useQueries, useQuery } from "@tanstack/react-query";
import { get } from "../data/api";
import type { Project, Role, Task } from "../data/types";
import { useWorkspace } from "./context";
import { big, cards, listQuery, projectsCall, useProjectList } from "./reads";
import type { Workspace } from "./workspace";

type Subject = Pick<
  Task,
  "id" | "project" | "creator" | "assignees" | "deleted_at"
>;

export interface TaskRights {
  // Whether more than this is still being read.
  known: boolean;
  edit: boolean;
  // Not only by a share: the trash, the project, shares and subtasks are theirs
  // to change, too.
  whole: boolean;
  // To delete it for ever.
  manage: boolean;
}

const unknown = { known: false, edit: false, whole: false, manage: false };
const reader = { ...unknown, known: true };
// What could not be read, the cluster decides.
const unread = { ...reader, edit: true };

// Without what a share gives; nothing if only a share lets one see the task.
function ownRole(
  { me, user }: Workspace,
  projects: Project[],
  task: Subject,
): Role | null {
  if (me.role === "admin") return "manager";
  if (task.project)
    return projects.find((one) => one.key === task.project)?.my_role ?? null;
  if (task.creator === user) return "manager";
  return task.assignees.includes(user) ? "member" : null;
}

function ownRights(role: Role | null): TaskRights | null {
  if (role !== "member" && role !== "manager") return null;
  return { known: true, edit: true, whole: true, manage: role === "manager" };
}

function isArchived(projects: Project[], key: string | null): boolean {
  return projects.some((one) => one.key === key && one.archived);
}

// Of a task that is not the user's own: nothing if a share may give more.
function rightsWithoutShare(
  workspace: Workspace,
  projects: Project[] | undefined,
  task: Subject,
): TaskRights | null {
  if (!projects) return unknown;
  if (isArchived(projects, task.project)) return reader;
  return ownRights(ownRole(workspace, projects, task));
}

type Share = { username: string; role: string };

function rightsByShare(user: string, shares: Share[]): TaskRights {
  const role = shares.find((one) => one.username === user)?.role;
  return role === "member" ? unread : reader;
}

const sharesQuery = (workspace: Workspace, id: number) =>
  listQuery(
    workspace,
    ["of-task", id],
    get("/tasks/{id}/shares", { params: { path: { id } } }),
  );

// All tasks that are shared with anybody: the shares of others need no reading.
const lentQuery = (workspace: Workspace) =>
  listQuery(workspace, ["shared"], cards({ ...big, shared: "true" }));

// What may be done to all of them.
function together(all: TaskRights[]): TaskRights {
  const every = (right: keyof TaskRights) =>
    all.length > 0 && all.every((one) => one[right]);
  return {
    known: every("known"),
    edit: every("edit"),
    whole: every("whole"),
    manage: every("manage"),
  };
}

// Without `byShare` only what they may as members or owners: a share gives no
// more of what is in the trash.
export function useRights(tasks: Subject[], byShare = true): TaskRights {
  const workspace = useWorkspace();
  const { data: projects, isError } = useProjectList();
  const plain = tasks.map((task) =>
    rightsWithoutShare(workspace, isError ? (projects ?? []) : projects, task),
  );
  const foreign = tasks.filter((_, n) => plain[n] === null);
  const { data: lent, isError: lentUnread } = useQuery({
    ...lentQuery(workspace),
    enabled: byShare && foreign.length > 0,
  });
  // The list holds nothing of the trash.
  const mayBeShared = foreign.filter(
    ({ id, deleted_at }) =>
      byShare &&
      (deleted_at || lentUnread || lent?.some((one) => one.id === id)),
  );
  const others = foreign
    .filter((one) => !mayBeShared.includes(one))
    .map(() => (lent || !byShare ? reader : unknown));
  const told = useQueries({
    queries: mayBeShared.map(({ id }) => sharesQuery(workspace, id)),
    combine: (answers) =>
      answers.map(({ data, isError }) =>
        data ? rightsByShare(workspace.user, data) : isError ? unread : unknown,
      ),
  });
  const own = plain.filter((one) => one !== null);
  return together([...own, ...others, ...told]);
}

export function useTaskRights(task: Subject | undefined): TaskRights {
  return useRights(task ? [task] : []);
}

// May this user change the tasks of a project, or make one there?
export function useMayEdit(project: string | null): boolean {
  const { isAdmin } = useWorkspace();
  const { data: projects = [] } = useProjectList();
  const known = projects.find((one) => one.key === project);
  if (known?.archived) return false;
  return isAdmin || !known || known.my_role !== "viewer";
}

// Does this user count as a manager of a project, or own a task without one?
export function useManages(project: string | null, creator?: string): boolean {
  const { isAdmin, user } = useWorkspace();
  const { data: projects = [] } = useProjectList();
  if (isAdmin) return true;
  if (!project) return creator === user;
  return projects.find((one) => one.key === project)?.my_role === "manager";
}

async function rightsOf(
  workspace: Workspace,
  id: number,
): Promise<TaskRights & { deleted: boolean }> {
  const { queries } = workspace;
  const task = workspace.task(id);
  if (!task) return { ...unknown, deleted: false };
  if (task.deleted_at !== null) return { ...unknown, deleted: true };
  try {
    const projects = await queries.ensureQueryData(
      listQuery(workspace, ["projects"], projectsCall),
    );
    const plain = rightsWithoutShare(workspace, projects, task);
    if (plain) return { ...plain, deleted: false };
    const shares = await queries.ensureQueryData(sharesQuery(workspace, id));
    return { ...rightsByShare(workspace.user, shares), deleted: false };
  } catch {
    return { ...unread, deleted: false };
  }
}

// Does what a key or the palette asks, if the user may do it to all of them;
// else says why not.
export async function ifMay(
  workspace: Workspace,
  ids: number[],
  right: "edit" | "whole",
  act: () => void,
): Promise<void> {
  const all = await Promise.all(ids.map((id) => rightsOf(workspace, id)));
  const may = together(all);
  if (all.some((one) => one.deleted))
    workspace.toast("What is in the trash changes only by being restored");
  else if (may[right]) act();
  else if (may.edit)
    workspace.toast("With a share alone, nobody moves a task to the trash");
  else if (may.known) workspace.toast("You may read this, and not change it");
}
