// The task that is open, as the address says: as a drawer, ?task=42, or as a page
// of its own, /t/42.

import { useMatch, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type Search = Record<string, string>;

export function useOpenTask() {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const openId = search.task ? Number(search.task) : null;
  const page = useMatch({ from: "/t/$id", shouldThrow: false } as never) as
    | { params: { id: string } }
    | undefined;
  // What keys act on, whatever is selected.
  const shownId = openId ?? (page ? Number(page.params.id) : null);
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
  return { openId, shownId, open };
}
