// The task that lies open as a drawer, in the address: ?task=42.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type Search = Record<string, string>;

export function useOpenTask() {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const openId = search.task ? Number(search.task) : null;
  const open = useCallback(
    (id: number | null) =>
      navigate({
        to: ".",
        search: (before: Search) => {
          const { task: _, ...rest } = before;
          return id === null ? rest : { ...rest, task: String(id) };
        },
        replace: id === null,
        resetScroll: false,
      } as never),
    [navigate],
  );
  return { openId, open };
}
