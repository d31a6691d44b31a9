// What screens read, under the names by which events refresh it.

import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { type Call, get, withQuery } from "../data/api";
import { createdCards, withoutDeleted } from "../data/edits";
import type { Filters } from "../data/filters";
import { matchesCard } from "../data/match";
import type { paths } from "../data/schema";
import type { Card, Label, Me, Page, User, View } from "../data/types";
import { byName } from "../ui/natural";
import { useObservable } from "../ui/use_observable";
import { useWorkspace, useZone } from "./context";
import { wholeMe } from "./me";
import type { Workspace } from "./workspace";

export async function readAll<Item>(
  workspace: Workspace,
  asked: Call<Page<Item>, "GET">,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await workspace.read(withQuery(asked, { cursor }));
    items.push(...body.items);
    cursor = body.next_cursor || undefined;
  } while (cursor);
  return items;
}

const keyOf = ({ path, init }: Call) => [path, init.params ?? {}];

// One object or list; `name` is what refreshes it.
export function useRead<T>(
  name: readonly unknown[],
  asked: Call<T, "GET">,
  options: { enabled?: boolean; keep?: boolean; stored?: boolean } = {},
) {
  const workspace = useWorkspace();
  return useQuery({
    meta: { keep: options.stored ?? false },
    queryKey: [...name, ...keyOf(asked)],
    queryFn: async () => (await workspace.read(asked)).body,
    enabled: options.enabled,
    placeholderData: options.keep ? keepPreviousData : undefined,
  });
}

export function listQuery<Item>(
  workspace: Workspace,
  name: readonly unknown[],
  asked: Call<Page<Item>, "GET">,
) {
  return {
    queryKey: [...name, ...keyOf(asked)],
    queryFn: () => readAll(workspace, asked),
    meta: { keep: true },
  };
}

export function useList<Item>(
  name: readonly unknown[],
  asked: Call<Page<Item>, "GET">,
  enabled = true,
) {
  const workspace = useWorkspace();
  return useQuery({ ...listQuery(workspace, name, asked), enabled });
}

// As many as a page holds at most.
export const big = { limit: 200 };
const whole = { params: { query: big } };

export const projectsCall = get("/projects", whole);

export function useProjectList() {
  return useList(["projects"], projectsCall);
}

export function useProjects() {
  const { data } = useProjectList();
  return useMemo(
    () => [...(data ?? [])].sort((a, b) => byName(a.name, b.name)),
    [data],
  );
}

export function useProject(key: string) {
  const asked = get("/projects/{key}", { params: { path: { key } } });
  return useRead(["projects"], asked, { stored: true });
}

export function useLabels(): {
  labels: Label[];
  colors: Record<string, string>;
} {
  const { data } = useList(["labels"], get("/labels", whole));
  return useMemo(
    () => ({
      labels: [...(data ?? [])].sort((a, b) => byName(a.name, b.name)),
      colors: Object.fromEntries(
        (data ?? []).map((label) => [label.name, label.color]),
      ),
    }),
    [data],
  );
}

export function useUsers(): User[] {
  return useList(["users"], get("/users", whole)).data ?? noUsers;
}
const noUsers: User[] = [];

export function useViews(): View[] {
  const { queue } = useWorkspace();
  const edits = useObservable(queue.edits);
  const { data } = useList(["views"], get("/views", whole));
  return useMemo(
    () => withoutDeleted(data ?? [], "views", edits),
    [data, edits],
  );
}

// Whether the names of projects and views are there, or cannot be had now.
export function useNamesKnown(): boolean {
  const projects = useProjectList();
  const views = useList(["views"], get("/views", whole));
  return [projects, views].every(
    ({ data, failureCount, isError }) =>
      data !== undefined || failureCount > 0 || isError,
  );
}

export function useMe(): Me {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ["me"],
    queryFn: async () => {
      workspace.me = wholeMe((await workspace.read(get("/me"))).body);
      queries.setQueryData(["unread"], workspace.me.unread);
      return workspace.me;
    },
    initialData: workspace.me,
    // The page opens with what its node had, which may have been old.
    initialDataUpdatedAt: 0,
  });
  return data;
}

export function useUnread(): number {
  const workspace = useWorkspace();
  const { data } = useQuery({
    queryKey: ["unread"],
    queryFn: async () =>
      wholeMe((await workspace.read(get("/me"))).body).unread,
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

type TaskQuery = NonNullable<paths["/tasks"]["get"]["parameters"]["query"]>;

// Tasks as cards.
export function cards(query: TaskQuery): Call<Page<Card>, "GET"> {
  const asked = get("/tasks", {
    params: { query: { ...query, shape: "card" } },
  });
  return asked as Call<Page<Card>, "GET">;
}

export interface TaskPage {
  ids: number[];
  // The log position at which it was read.
  index: number;
  next: string | null;
}

// The ids of the tasks that match, with what is on its way drawn over them.
export function useTaskList(filters: Filters) {
  const workspace = useWorkspace();
  const zone = useZone();
  const edits = useObservable(workspace.queue.edits);
  const query = useInfiniteQuery({
    queryKey: ["tasks", filters],
    initialPageParam: "",
    queryFn: async ({ pageParam }): Promise<TaskPage> => {
      const cursor = pageParam || undefined;
      const answer = await workspace.read(
        cards({ ...filters, limit: 100, cursor }),
      );
      return {
        ids: workspace.learn(answer.body.items, answer.index),
        index: answer.index,
        next: answer.body.next_cursor,
      };
    },
    getNextPageParam: (page) => page.next || undefined,
    meta: { keep: true },
  });
  const pages = query.data?.pages;
  const ids = useMemo(() => {
    const { cards } = workspace;
    const viewer = { username: workspace.user, zone };
    const readAt = new Map<number, number>();
    for (const page of pages ?? [])
      for (const id of page.ids) readAt.set(id, page.index);
    const edited = new Set(edits.map((edit) => edit.chain));
    // What changed here stays away until the list is read again.
    const kept = [...readAt].flatMap(([id, index]) => {
      const card = cards.get(id);
      if (!card) return [];
      const changed = edited.has(String(id)) || cards.asOf(id) > index;
      return !changed || matchesCard(card, filters, viewer) ? [id] : [];
    });
    const newest = Math.max(-1, ...(pages ?? []).map((page) => page.index));
    const made = [...workspace.madeAt]
      .filter(([_, index]) => index > newest)
      .flatMap(([id]) => cards.get(id) ?? []);
    const created = createdCards(edits, viewer.username)
      .map((card) => cards.get(card.id) ?? card)
      .concat(made)
      .filter((card) => matchesCard(card, filters, viewer))
      .map((card) => card.id);
    return [...kept, ...created.filter((id) => !readAt.has(id))];
  }, [pages, edits, filters, workspace, zone]);
  return { ...query, ids };
}

// With `keep`, the count before is shown until the next is there.
export function useCount(filters: Filters, keep = true): number | null {
  const { sort: _, ...rest } = filters;
  const { data } = useRead(
    ["tasks", rest, "count"],
    get("/tasks/count", { params: { query: rest } }),
    { keep },
  );
  return data?.count ?? null;
}
