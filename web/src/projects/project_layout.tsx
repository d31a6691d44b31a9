// A project's screens under one head.

import { Link, Outlet, useLocation, useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useProject } from "../app/reads";
import { useTitle } from "../app/use_title";
import { isRefused } from "../app/workspace";
import { ProjectDot } from "../ui/chips";
import { Icon, type IconName } from "../ui/icons";
import { Failed, Loading } from "../ui/states";
import css from "./project_layout.module.css";

const tabs: [string, string, IconName][] = [
  ["board", "Board", "board"],
  ["list", "List", "list"],
  ["calendar", "Calendar", "calendar"],
  ["reports", "Reports", "chart"],
  ["settings", "Settings", "gear"],
];

export default function ProjectLayout() {
  const { key } = useParams({ strict: false }) as { key: string };
  const { data: project, error, refetch } = useProject(key);
  useTitle(project?.name ?? key);
  const tabRow = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a narrow screen not all of the tabs are in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each new tab
  useEffect(() => {
    tabRow.current
      ?.querySelector("[aria-current]")
      ?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [pathname, project !== undefined]);
  // Who is no member any more sees nothing of it, what was read before either.
  if (error && (!project || isRefused(error, 404)))
    return <Failed whole error={error} retry={() => void refetch()} />;
  if (!project) return <Loading what="Loading the project" />;
  return (
    <div className={css.layout}>
      <header className={css.head}>
        <h1>
          <ProjectDot color={project.color} />
          <bdi>{project.name}</bdi>
          <span className={`muted small ${css.key}`}>{key}</span>
          {project.archived && <span className={css.tag}>Archived</span>}
        </h1>
        <nav aria-label="Project" className="tabs" ref={tabRow}>
          {tabs.map(([path, name, icon]) => (
            <Link
              key={path}
              to={`/p/${key}/${path}`}
              activeProps={{ "aria-current": "page" }}
              activeOptions={{ includeSearch: false }}
            >
              <Icon name={icon} />
              {name}
            </Link>
          ))}
        </nav>
      </header>
      <Outlet />
    </div>
  );
}
