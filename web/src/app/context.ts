import { createContext, useContext } from "react";
import { useObservable } from "../ui/use_observable";
import type { Workspace } from "./workspace";

export const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error("There is no workspace before the login");
  return workspace;
}

// In whose days dates are shown: another device may change that.
export function useZone(): string {
  return useObservable(useWorkspace().shownZone);
}

export function useToday(): string {
  return useObservable(useWorkspace().today);
}

// What this draws is drawn again at each minute: it may be overdue then.
export function useMinute(): number {
  return useObservable(useWorkspace().minute);
}
