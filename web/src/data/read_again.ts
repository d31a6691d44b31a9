// What is being read may be answered as it was before the change that an event
// tells of: then it is read once more.

import type {
  InvalidateQueryFilters,
  Query,
  QueryClient,
} from "@tanstack/react-query";

const late = new WeakSet<Query>();

// Changes may come faster than answers. The library would begin anew at each of
// them, and never end: here what is being read is read to its end first.
export function readAgain(
  queries: QueryClient,
  filters: InvalidateQueryFilters = {},
): void {
  for (const query of queries.getQueryCache().findAll(filters))
    if (query.state.fetchStatus !== "idle") late.add(query);
  void queries.invalidateQueries(filters, { cancelRefetch: false });
}

// The library joins what is asked anew to a first load that is under way, and
// takes its answer for the newest.
export function watchLateReads(queries: QueryClient): void {
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== "updated") return;
    const { query, action } = event;
    const { data, fetchStatus } = query.state;
    if (action.type === "invalidate") {
      if (data === undefined && fetchStatus !== "idle") late.add(query);
    } else if (action.type === "success" && !action.manual) {
      if (!late.delete(query)) return;
      void queries.invalidateQueries({ queryKey: query.queryKey, exact: true });
    }
  });
}
