// A project's screens under one head.

import { Link, Outlet, useParams } from "@tanstack/react-router";
import { useProject } from "../app/reads";
import { useTitle } from "../app/use_title";
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
  if (!project && error)
    return <Failed whole error={error} retry={() => void refetch()} />;
  if (!project) return <Loading what="Loading the project" />;
  return (
    <div className={css.layout}>
      <header className={css.head}>
        <h1>
          <ProjectDot color={project.color} />
          <bdi>{project.name}</bdi>
          <span className="muted small">{key}</span>
          {project.archived && <span className={css.tag}>Archived</span>}
        </h1>
        <nav aria-label="Project" className={css.tabs}>
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
