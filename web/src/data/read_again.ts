// A first load may have been answered before the change that an event tells of.

import type { Query, QueryClient } from "@tanstack/react-query";

// The library joins what is asked anew to a first load that is under way, and
// takes its answer for the newest. Such a query is read once more.
export function readAgainAfterFirstLoad(queries: QueryClient): void {
  const late = new WeakSet<Query>();
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== "updated") return;
    const { query, action } = event;
    const { data, fetchStatus } = query.state;
    if (action.type === "invalidate") {
      if (data === undefined && fetchStatus !== "idle") late.add(query);
    } else if (action.type === "success" && late.delete(query)) {
      void queries.invalidateQueries({ queryKey: query.queryKey, exact: true });
    }
  });
}
