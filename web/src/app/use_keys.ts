import { spotlight } from "@mantine/spotlight";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { undo } from "../tasks/acts";
import { toggleWatch } from "../tasks/side_acts";
import { trash } from "../tasks/trash_acts";
import { useWorkspace } from "./context";
import { isEditable, Keymap } from "./keymap";
import { useOpenTask } from "./open_task";
import { useMe } from "./reads";
import { ifMay } from "./rights";
import {
  clearSelection,
  type EditorField,
  fieldEditor,
  newTask,
  rows,
  select,
  selection,
  shortcutSheet,
  targets,
  toggleSelected,
} from "./ui_state";

const places: Record<string, string> = {
  "go.my_work": "/",
  "go.inbox": "/inbox",
  "go.projects": "/projects",
  "go.reports": "/reports",
  "go.cluster": "/cluster",
  search: "/search",
};

const keymap = new Keymap();

function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"]:not([data-task])') !== null;
}

// The keys of the whole page.
export function useKeys(): void {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const { openId, shownId } = useOpenTask();
  const me = useMe();
  keymap.enabled = me.preferences.shortcuts !== false;

  useEffect(() => {
    const act = (action: string): boolean => {
      if (places[action]) {
        // The row that has the focus goes with its screen.
        document.getElementById("main")?.focus({ preventScroll: true });
        void navigate({ to: places[action] });
        return true;
      }
      const ids = targets(shownId);
      const [verb, what] = action.split(".");
      if (verb === "edit" && ids.length > 0)
        void ifMay(workspace, ids, "edit", () =>
          fieldEditor.set({ field: what as EditorField, ids }),
        );
      else if (action === "palette") spotlight.toggle();
      else if (action === "help") shortcutSheet.set(true);
      else if (action === "new") newTask.set({});
      else if (action === "undo") {
        undo(workspace);
      } else if (action === "trash" && ids.length > 0) {
        void ifMay(workspace, ids, "whole", () => {
          trash(workspace, ids);
          clearSelection();
        });
      } else if (action === "watch" && ids.length > 0) {
        toggleWatch(workspace, ids);
      } else if (action === "select" && selection.get().cursor !== null)
        toggleSelected(selection.get().cursor!);
      else if (verb === "arrow" || verb === "extend" || !what)
        return step(what ?? action, verb === "extend");
      else return false;
      return true;
    };
    const step = (direction: string, extend: boolean): boolean => {
      const here = rows.get();
      const known = ["up", "down", "left", "right"].includes(direction);
      if (!here || !known || openId !== null) return false;
      here.step(direction as "up", extend);
      return true;
    };
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const { target } = event;
      const action = keymap.action({
        key: event.key,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
        altKey: event.altKey,
        shiftKey: event.shiftKey,
        isComposing: event.isComposing,
        editable: isEditable(target),
      });
      // The cursor stays: the focus does, too.
      if (event.key === "Escape" && !dialogIsOpen() && openId === null)
        select([]);
      if (!action || (dialogIsOpen() && action !== "palette")) return;
      const focused = document.activeElement;
      const inWidget =
        action.startsWith("arrow.") &&
        focused?.closest('[role="menu"],[role="listbox"],[role="tablist"]');
      if (!inWidget && act(action)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [workspace, navigate, openId, shownId]);
}
