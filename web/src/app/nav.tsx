import { Button, Menu, UnstyledButton } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Avatar, ProjectDot } from "../ui/chips";
import { Icon, type IconName } from "../ui/icons";
import { useObservable } from "../ui/use_observable";
import { useWorkspace } from "./context";
import { leave } from "./leave";
import { Brand } from "./login";
import css from "./nav.module.css";
import { Pill } from "./pill";
import {
  useMe,
  useNamesKnown,
  useProjects,
  useUnread,
  useViews,
} from "./reads";
import { attentionOpen, newTask, shortcutSheet } from "./ui_state";

export function NewTaskButton({ small = false }: { small?: boolean }) {
  return (
    <Button
      leftSection={small ? undefined : <Icon name="plus" />}
      onClick={() => newTask.set({})}
      fullWidth={!small}
      px={small ? 10 : undefined}
      aria-label="New task"
    >
      {small ? <Icon name="plus" /> : "New task"}
    </Button>
  );
}

function Item({
  to,
  icon,
  children,
  count,
  exact = false,
}: {
  to: string;
  icon: ReactNode;
  children: ReactNode;
  count?: number;
  exact?: boolean;
}) {
  return (
    <Link
      to={to}
      className={css.item}
      activeOptions={{ exact, includeSearch: false }}
      activeProps={{ "aria-current": "page" }}
    >
      {icon}
      <span className={css.name}>{children}</span>
      {count ? (
        <span className={css.count}>
          {count}
          <span className="hidden"> unread</span>
        </span>
      ) : null}
    </Link>
  );
}

const icon = (name: IconName) => <Icon name={name} />;

export function Nav() {
  const { isAdmin } = useWorkspace();
  const projects = useProjects().filter((project) => !project.archived);
  const views = useViews();
  const unread = useUnread();
  // What is below a list waits for it, and does not move under the pointer.
  const known = useNamesKnown();
  return (
    <nav aria-label="Main" className={css.nav}>
      <div className={css.head}>
        <Link to="/" className={css.home} aria-label="taskraft: my work">
          <Brand />
        </Link>
        <NewTaskButton />
      </div>
      <div className={css.scroll}>
        <Item to="/" icon={icon("home")} exact>
          My work
        </Item>
        <Item to="/inbox" icon={icon("inbox")} count={unread}>
          Inbox
        </Item>
        <Item to="/search" icon={icon("search")}>
          Search
        </Item>
        <h2 className={css.group}>
          <Link to="/projects">Projects</Link>
        </h2>
        {projects.map((project) => (
          <Item
            key={project.key}
            to={`/p/${project.key}`}
            icon={
              <span className={css.slot}>
                <ProjectDot color={project.color} />
              </span>
            }
          >
            {project.name}
          </Item>
        ))}
        {known && (
          <>
            {projects.length === 0 && (
              <Item to="/projects" icon={icon("plus")}>
                New project
              </Item>
            )}
            {views.length > 0 && <h2 className={css.group}>Views</h2>}
            {views.map((view) => (
              <Item key={view.id} to={`/views/${view.id}`} icon={icon("star")}>
                {view.name}
              </Item>
            ))}
            <h2 className={css.group}>More</h2>
            <Item to="/reports" icon={icon("chart")}>
              Reports
            </Item>
            <Item to="/cluster" icon={icon("cluster")}>
              Cluster
            </Item>
            <Item to="/import" icon={icon("import")}>
              Import and export
            </Item>
            <Item to="/trash" icon={icon("trash")}>
              Trash
            </Item>
            {isAdmin && (
              <Item to="/admin/users" icon={icon("people")}>
                Administration
              </Item>
            )}
          </>
        )}
      </div>
      <div className={css.foot}>
        <Attention />
        <Pill />
        <UserMenu />
      </div>
    </nav>
  );
}

export function Attention({ small }: { small?: boolean }) {
  const { queue } = useWorkspace();
  const edits = useObservable(queue.edits);
  const count = edits.filter((edit) => edit.state !== "waiting").length;
  if (count === 0) return null;
  return (
    <UnstyledButton
      className={css.attention}
      aria-label={`Needs attention · ${count}`}
      onClick={() => attentionOpen.set(true)}
    >
      {small ? "!" : "Needs attention"} · {count}
    </UnstyledButton>
  );
}

function UserMenu() {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const me = useMe();
  const name = me.display_name || me.username;
  return (
    <Menu
      position="top-start"
      width={220}
      // In the landmark of its button, and its first item has the focus.
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <UnstyledButton className={css.user}>
          <span className="hidden">Account of</span>
          <Avatar username={me.username} />
          <span className={css.name}>{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => navigate({ to: "/settings/profile" })}>
          Settings
        </Menu.Item>
        <Menu.Item onClick={() => shortcutSheet.set(true)}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void leave(workspace)}>Log out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
