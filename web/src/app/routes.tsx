// Every address of the page. Screens come in chunks of their own.

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  RouterProvider,
  redirect,
} from "@tanstack/react-router";
import { Empty, Failed } from "../ui/states";
import { basePath } from "./base";
import { Shell } from "./shell";
import { useTitle } from "./use_title";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NoSuchPage,
  errorComponent: ({ error, reset }) => (
    <Failed whole error={error} retry={reset} />
  ),
});

function NoSuchPage() {
  const title = "There is no such page";
  useTitle(title);
  return <Empty whole title={title} />;
}

type Loader = Parameters<typeof lazyRouteComponent>[0];

function screen(path: string, load: Loader, name = "default") {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load as never, name as never),
  });
}

const project = screen("/p/$key", () => import("../projects/project_layout"));
function tab(path: string, load: Loader) {
  return createRoute({
    getParentRoute: () => project,
    path,
    component: lazyRouteComponent(load as never),
  });
}

const settings = screen(
  "/settings",
  () => import("../settings/settings"),
  "Settings",
);
const admin = screen("/admin", () => import("../settings/settings"), "Admin");
function under(
  parent: typeof settings,
  path: string,
  load: Loader,
  name: string,
) {
  return createRoute({
    getParentRoute: () => parent,
    path,
    component: lazyRouteComponent(load as never, name as never),
  });
}

function forward(parent: unknown, path: string, to: string) {
  return createRoute({
    getParentRoute: () => parent as typeof root,
    path,
    beforeLoad: ({ location }) => {
      throw redirect({
        to: to.startsWith("/")
          ? to
          : `${location.pathname.replace(/\/$/, "")}/${to}`,
        replace: true,
      } as never);
    },
  });
}

const security = () => import("../settings/security");

const tree = root.addChildren([
  screen("/", () => import("../tasks/my_work")),
  screen("/inbox", () => import("../inbox/inbox")),
  screen("/projects", () => import("../projects/projects")),
  project.addChildren([
    forward(project, "/", "board"),
    tab("/board", () => import("../board/board")),
    tab("/list", () => import("../projects/list")),
    tab("/calendar", () => import("../projects/calendar")),
    tab("/reports", () => import("../reports/reports")),
    tab("/settings", () => import("../projects/settings")),
  ]),
  screen("/reports", () => import("../reports/reports")),
  screen("/t/$id", () => import("../tasks/task_page")),
  screen("/views/$id", () => import("../tasks/view")),
  screen("/search", () => import("../tasks/search")),
  screen("/trash", () => import("../tasks/trash")),
  screen("/import", () => import("../transfer/transfer")),
  screen("/cluster", () => import("../cluster/cluster")),
  settings.addChildren([
    forward(settings, "/", "/settings/profile"),
    under(settings, "/profile", () => import("../settings/profile"), "Profile"),
    under(settings, "/password", security, "Password"),
    under(settings, "/sessions", security, "Sessions"),
    under(settings, "/tokens", security, "Tokens"),
  ]),
  admin.addChildren([
    forward(admin, "/", "/admin/users"),
    under(admin, "/users", () => import("../admin/users"), "Users"),
    under(admin, "/labels", () => import("../admin/labels"), "Labels"),
    under(admin, "/audit", () => import("../admin/audit"), "Audit"),
  ]),
  forward(root, "/login", "/"),
]);

// Addresses carry the API's names and values as they are.
const router = createRouter({
  routeTree: tree,
  basepath: basePath,
  scrollRestoration: true,
  scrollToTopSelectors: ["#main"],
  defaultPreload: false,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>);
    const tail = text.toString();
    return tail ? `?${tail}` : "";
  },
});

export function Routes() {
  return <RouterProvider router={router} />;
}
