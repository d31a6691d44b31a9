// What screens read, under the names by which events refresh it.

import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { createdCards } from "../data/edits";
import { type Filters, filterQuery } from "../data/filters";
import type { Query } from "../data/http";
import { matchesCard } from "../data/match";
import type { Card, Label, Me, Page, Project, User, View } from "../data/types";
import { useObservable } from "../ui/use_observable";
import { useWorkspace } from "./context";
import { wholeMe } from "./me";
import type { Workspace } from "./workspace";

export async function readAll<Item>(
  workspace: Workspace,
  path: string,
  query: Query = {},
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const answer: { body: Page<Item> } = await workspace.read<Page<Item>>(
      path,
      { ...query, cursor },
    );
    items.push(...answer.body.items);
    cursor = answer.body.next_cursor;
  } while (cursor);
  return items;
}

// One object or list at a path; `name` is what refreshes it.
export function useRead<T>(
  name: readonly unknown[],
  path: string,
  query: Query = {},
  options: { enabled?: boolean; keep?: boolean; stored?: boolean } = {},
) {
  const workspace = useWorkspace();
  return useQuery({
    meta: { keep: options.stored ?? false },
    queryKey: [...name, path, query],
    queryFn: async () => (await workspace.read<T>(path, query)).body,
    enabled: options.enabled,
    placeholderData: options.keep ? keepPreviousData : undefined,
  });
}

export function useList<Item>(
  name: readonly unknown[],
  path: string,
  query: Query = {},
  enabled = true,
) {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: [...name, path, query],
    queryFn: () => readAll<Item>(workspace, path, query),
    enabled,
    meta: { keep: true },
  });
}

// As many as a page holds at most.
export const big = { limit: 200 };

export function useProjects() {
  const { data } = useList<Project>(["projects"], "/projects", big);
  return useMemo(
    () => [...(data ?? [])].sort((a, b) => a.name.localeCompare(b.name)),
    [data],
  );
}

export function useProject(key: string) {
  const path = `/projects/${encodeURIComponent(key)}`;
  return useRead<Project>(["projects"], path, {}, { stored: true });
}

export function useLabels(): {
  labels: Label[];
  colors: Record<string, string>;
} {
  const { data } = useList<Label>(["labels"], "/labels", big);
  return useMemo(
    () => ({
      labels: data ?? [],
      colors: Object.fromEntries(
        (data ?? []).map((label) => [label.name, label.color]),
      ),
    }),
    [data],
  );
}

export function useUsers(): User[] {
  return useList<User>(["users"], "/users", big).data ?? noUsers;
}
const noUsers: User[] = [];

export function useViews(): View[] {
  return useList<View>(["views"], "/views", big).data ?? noViews;
}
const noViews: View[] = [];

export function useMe(): Me {
  const workspace = useWorkspace();
  const { data } = useQuery({
    queryKey: ["me"],
    queryFn: async () => {
      workspace.me = wholeMe((await workspace.read<Me>("/me")).body);
      return workspace.me;
    },
    initialData: workspace.me,
  });
  return data;
}

export function useUnread(): number {
  const workspace = useWorkspace();
  const { data } = useQuery({
    queryKey: ["unread"],
    queryFn: async () => wholeMe((await workspace.read<Me>("/me")).body).unread,
    initialData: workspace.me.unread,
  });
  return data;
}

export function useCard(id: number): Card | undefined {
  const { cards } = useWorkspace();
  const subscribe = useCallback(
    (listener: () => void) => cards.subscribe(id, listener),
    [cards, id],
  );
  return useSyncExternalStore(subscribe, () => cards.get(id));
}

// May this user change the tasks of a project?
export function useMayEdit(project: string | null): boolean {
  const { isAdmin } = useWorkspace();
  const projects = useProjects();
  if (isAdmin || !project) return true;
  const known = projects.find((one) => one.key === project);
  // A task that was shared from a project that one does not see: the cluster
  // decides.
  return !known || (known.my_role !== "viewer" && !known.archived);
}

// Does this user count as a manager of a project, or own a task without one?
export function useManages(project: string | null, creator?: string): boolean {
  const { isAdmin, user } = useWorkspace();
  const projects = useProjects();
  if (isAdmin) return true;
  if (!project) return creator === user;
  return projects.find((one) => one.key === project)?.my_role === "manager";
}

export interface TaskPage {
  ids: number[];
  next: string | null;
}

// The ids of the tasks that match, with what is on its way drawn over them.
export function useTaskList(filters: Filters) {
  const workspace = useWorkspace();
  const edits = useObservable(workspace.queue.edits);
  const query = useInfiniteQuery({
    queryKey: ["tasks", filters],
    initialPageParam: "",
    queryFn: async ({ pageParam }): Promise<TaskPage> => {
      const answer = await workspace.read<Page<Card>>("/tasks", {
        ...filters,
        shape: "card",
        limit: 100,
        cursor: pageParam,
      });
      return {
        ids: workspace.learn(answer.body.items, answer.index),
        next: answer.body.next_cursor,
      };
    },
    getNextPageParam: (page) => page.next || undefined,
    meta: { keep: true },
  });
  const pages = query.data?.pages;
  const ids = useMemo(() => {
    const { cards } = workspace;
    const viewer = { username: workspace.user, zone: workspace.zone };
    const known = [...new Set((pages ?? []).flatMap((page) => page.ids))];
    const edited = new Set(edits.map((edit) => edit.chain));
    const kept = known.filter((id) => {
      const card = cards.get(id);
      if (!card) return false;
      return !edited.has(String(id)) || matchesCard(card, filters, viewer);
    });
    const created = createdCards(edits, viewer.username)
      .map((card) => cards.get(card.id) ?? card)
      .filter((card) => matchesCard(card, filters, viewer))
      .map((card) => card.id);
    return [...kept, ...created.filter((id) => !kept.includes(id))];
  }, [pages, edits, filters, workspace]);
  return { ...query, ids };
}

export function useCount(filters: Filters): number | null {
  const { sort: _, ...rest } = filters;
  const { data } = useRead<{ count: number }>(
    ["tasks", rest, "count"],
    "/tasks/count",
    rest,
    { keep: true },
  );
  return data?.count ?? null;
}

export function listKey(filters: Filters): string {
  return filterQuery(filters);
}
