// What surrounds every screen.

import { ActionIcon, Button, Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { FieldEditor } from "../tasks/field_editor";
import { NewTask } from "../tasks/new_task";
import { Boundary } from "../ui/boundary";
import { Icon } from "../ui/icons";
import { Loading } from "../ui/states";
import { useObservable } from "../ui/use_observable";
import { AttentionDialog, useRefusalToasts } from "./attention";
import { ConflictDialog } from "./conflict_dialog";
import { useWorkspace } from "./context";
import { LeaveDialog } from "./leave_dialog";
import { Attention, Nav, NewTaskButton } from "./nav";
import nav from "./nav.module.css";
import { useOpenTask } from "./open_task";
import { Palette } from "./palette";
import { Pill } from "./pill";
import { QuestionDialog } from "./question_dialog";
import { useMe, useUnread } from "./reads";
import { SessionDialog } from "./session_dialog";
import css from "./shell.module.css";
import { ShortcutSheet } from "./shortcut_sheet";
import { clearSelection } from "./ui_state";
import { newBuild } from "./updates";
import { useKeys } from "./use_keys";
import { usePreferences } from "./use_preferences";

const TaskDrawer = lazy(() => import("../tasks/task_drawer"));

export function Shell() {
  const workspace = useWorkspace();
  const narrow = useMediaQuery("(max-width: 48em)", undefined, {
    getInitialValueInEffect: false,
  });
  const { openId } = useOpenTask();
  const { pathname } = useLocation();
  const [menu, setMenu] = useState(false);
  const said = useObservable(workspace.announcement);
  useKeys();
  useRefusalToasts();
  usePreferences(useMe().preferences);

  // biome-ignore lint/correctness/useExhaustiveDependencies: at each new screen
  useEffect(() => {
    clearSelection();
    setMenu(false);
  }, [pathname]);

  useEffect(() => {
    // The newest is the one that matters: it does not wait for the older ones.
    let shown: { id: string; edits: string[] }[] = [];
    workspace.withdrawToast = (edit) => {
      for (const { id, edits } of shown)
        if (edits.includes(edit)) notifications.hide(id);
    };
    workspace.toast = (text, undo) => {
      if (shown.length === 3) notifications.hide(shown[0]!.id);
      const id = notifications.show({
        onClose: () => {
          shown = shown.filter((other) => other.id !== id);
        },
        message: (
          <div className={css.toast}>
            <span>{text}</span>
            {undo && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  notifications.hide(id);
                  if (workspace.undo.undo(undo) === null)
                    workspace.toast("Too late to undo that");
                }}
              >
                Undo
              </Button>
            )}
          </div>
        ),
        autoClose: 6000,
        withBorder: true,
      });
      shown = [...shown, { id, edits: undo?.edits ?? [] }];
    };
  }, [workspace]);

  return (
    <div className={css.shell} data-narrow={narrow || undefined}>
      <a href="#main" className="skip">
        Skip to the content
      </a>
      {narrow ? (
        <header className={css.bar}>
          <MenuButton open={() => setMenu(true)} />
          <span className="grow">
            <Pill />
          </span>
          <Attention small />
          <NewTaskButton small />
        </header>
      ) : (
        <div className={css.side}>
          <Nav />
        </div>
      )}
      {narrow && (
        <Drawer
          opened={menu}
          onClose={() => setMenu(false)}
          size={300}
          title="Menu"
          padding="xs"
        >
          <Nav />
        </Drawer>
      )}
      <main
        id="main"
        tabIndex={-1}
        className={css.main}
        data-scroll-restoration-id="main"
      >
        <NewBuild />
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      {openId !== null && (
        <Boundary key={openId}>
          <Suspense>
            <TaskDrawer id={openId} />
          </Suspense>
        </Boundary>
      )}
      <NewTask />
      <FieldEditor />
      <Palette />
      <ShortcutSheet />
      <AttentionDialog />
      <ConflictDialog />
      <SessionDialog />
      <LeaveDialog />
      <QuestionDialog />
      <div className="hidden" aria-live="polite">
        {said}
      </div>
    </div>
  );
}

function MenuButton({ open }: { open(): void }) {
  const unread = useUnread();
  return (
    <span style={{ position: "relative" }}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={unread > 0 ? `Menu, ${unread} unread` : "Menu"}
        onClick={open}
      >
        <Icon name="menu" />
      </ActionIcon>
      {unread > 0 && (
        <span
          aria-hidden
          className={nav.count}
          style={{
            position: "absolute",
            top: "-0.25rem",
            left: "1.125rem",
            pointerEvents: "none",
          }}
        >
          {unread}
        </span>
      )}
    </span>
  );
}

function NewBuild() {
  const reload = useObservable(newBuild);
  if (!reload) return null;
  return (
    <div className={css.banner}>
      <span className="grow">A new version of this page is ready.</span>
      <Button size="compact-sm" onClick={reload}>
        Reload
      </Button>
    </div>
  );
}
