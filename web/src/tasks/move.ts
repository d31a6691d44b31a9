// Moving tasks between columns, places and projects.

import type { Workspace } from "../app/workspace";
import { call } from "../data/api";
import type { Status } from "../data/types";
import { statusNames } from "../ui/names";
import { edit, realId, remember, titleOf } from "./acts";

export interface Place {
  status?: Status;
  project?: string | null;
  before?: number;
  after?: number;
  to?: "top" | "bottom";
}

export function move(
  workspace: Workspace,
  ids: number[],
  place: Place,
  back: Place[] | null,
): void {
  // Several keep their order: each goes after the one before it.
  const edits = ids.map((id, n) => {
    const previous = ids[n - 1];
    const { before, after, to, ...where } = place;
    const anchor =
      previous !== undefined
        ? { after: previous }
        : cleaned({ before, after, to });
    return edit(workspace, id, {
      kind: "move",
      call: call("POST", "/tasks/{id}/move", {
        params: { path: { id } },
        body: { ...where, ...anchor },
      }),
      label: place.status ? `Move to ${statusNames[place.status]}` : "Move",
    }).key;
  });
  if (!back) return;
  remember(workspace, {
    label: `${titleOf(workspace, ids)} · moved${place.status ? ` to ${statusNames[place.status]}` : ""}`,
    edits,
    undo: () => {
      ids.forEach((id, n) => {
        move(workspace, [realId(workspace, id)], back[n]!, null);
      });
    },
  });
}

function cleaned(place: Place): Place {
  return Object.fromEntries(
    Object.entries(place).filter(([, value]) => value !== undefined),
  );
}
