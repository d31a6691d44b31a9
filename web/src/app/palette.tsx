import { Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import "@mantine/spotlight/styles.css";
import { useNavigate } from "@tanstack/react-router";
import { undo } from "../tasks/acts";
import { toggleWatch } from "../tasks/side_acts";
import { trash } from "../tasks/trash_acts";
import { Icon } from "../ui/icons";
import { useWorkspace } from "./context";
import { leave } from "./leave";
import { useOpenTask } from "./open_task";
import { useProjects, useViews } from "./reads";
import { ifMay } from "./rights";
import {
  attentionOpen,
  clearSelection,
  type EditorField,
  fieldEditor,
  newTask,
  shortcutSheet,
  targets,
} from "./ui_state";

const screens: [string, string][] = [
  ["My work", "/"],
  ["Inbox", "/inbox"],
  ["Search", "/search"],
  ["Projects", "/projects"],
  ["Reports", "/reports"],
  ["Cluster", "/cluster"],
  ["Import and export", "/import"],
  ["Trash", "/trash"],
  ["Settings: profile", "/settings/profile"],
  ["Settings: password", "/settings/password"],
  ["Settings: sessions", "/settings/sessions"],
  ["Settings: tokens", "/settings/tokens"],
];
const adminScreens: [string, string][] = [
  ["Administration: users", "/admin/users"],
  ["Administration: labels", "/admin/labels"],
  ["Administration: audit", "/admin/audit"],
];
const edits: [string, EditorField][] = [
  ["Edit title", "title"],
  ["Set status", "status"],
  ["Set priority", "priority"],
  ["Assign", "assignees"],
  ["Set labels", "labels"],
  ["Set due date", "due"],
  ["Move to…", "move"],
];

// Every screen and act, by its name.
export function Palette() {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const { shownId } = useOpenTask();
  const projects = useProjects();
  const views = useViews();
  const go = (label: string, to: string) => ({
    id: to,
    label,
    onClick: () => void navigate({ to }),
  });
  const act = (label: string, onClick: () => void) => ({
    id: label,
    label,
    onClick,
  });
  const actOnTasks = (label: string, does: (ids: number[]) => unknown) =>
    act(label, () => {
      const ids = targets(shownId);
      if (ids.length > 0) does(ids);
      else workspace.toast("Select a task first");
    });
  const groups: SpotlightActionGroupData[] = [
    {
      group: "Do",
      actions: [
        act("New task", () => newTask.set({})),
        act("Undo", () => undo(workspace)),
        ...edits.map(([label, field]) =>
          actOnTasks(label, (ids) =>
            ifMay(workspace, ids, "edit", () =>
              fieldEditor.set({ field, ids }),
            ),
          ),
        ),
        actOnTasks("Watch, or watch no longer", (ids) =>
          toggleWatch(workspace, ids),
        ),
        actOnTasks("Delete", (ids) =>
          ifMay(workspace, ids, "whole", () => {
            trash(workspace, ids);
            clearSelection();
          }),
        ),
        act("Keyboard shortcuts", () => shortcutSheet.set(true)),
        act("Needs attention", () => attentionOpen.set(true)),
        act("Log out", () => void leave(workspace)),
      ],
    },
    {
      group: "Go to",
      actions: [...screens, ...(workspace.isAdmin ? adminScreens : [])].map(
        ([label, to]) => go(label, to),
      ),
    },
    {
      group: "Projects",
      actions: projects.flatMap((project) =>
        ["board", "list", "calendar", "reports", "settings"].map((tab) =>
          go(`${project.name}: ${tab}`, `/p/${project.key}/${tab}`),
        ),
      ),
    },
    {
      group: "Views",
      actions: views.map((view) => go(view.name, `/views/${view.id}`)),
    },
  ];
  return (
    <Spotlight
      actions={groups.filter((group) => group.actions.length > 0)}
      shortcut={null}
      zIndex={310}
      limit={30}
      scrollable
      maxHeight={420}
      nothingFound="Nothing has that name"
      attributes={{ content: { "aria-label": "Palette" } }}
      searchProps={{
        placeholder: "What do you want to do?",
        "aria-label": "Search actions and screens",
        leftSection: <Icon name="search" />,
      }}
    />
  );
}
