import { Link, Outlet } from "@tanstack/react-router";
import { useWorkspace } from "../app/context";
import { useTitle } from "../app/use_title";
import { Empty } from "../ui/states";
import css from "./settings.module.css";

const tabs: [string, string][] = [
  ["profile", "Profile"],
  ["password", "Password"],
  ["sessions", "Sessions"],
  ["tokens", "Tokens"],
];
const adminTabs: [string, string][] = [
  ["users", "Users"],
  ["labels", "Labels"],
  ["audit", "Audit"],
];

function Tabbed(props: {
  title: string;
  base: string;
  tabs: [string, string][];
}) {
  const { title, base, tabs } = props;
  useTitle(title);
  return (
    <div className="page" style={{ maxWidth: 900 }}>
      <header>
        <h1>{title}</h1>
      </header>
      <nav aria-label={title} className={`tabs ${css.tabs}`}>
        {tabs.map(([path, name]) => (
          <Link
            key={path}
            to={`${base}/${path}` as string}
            activeProps={{ "aria-current": "page" }}
          >
            {name}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}

export function Settings() {
  return <Tabbed title="Settings" base="/settings" tabs={tabs} />;
}

export function Admin() {
  const { isAdmin } = useWorkspace();
  useTitle("Administration");
  if (!isAdmin)
    return (
      <Empty whole title="You may not see this">
        Only administrators do.
      </Empty>
    );
  return <Tabbed title="Administration" base="/admin" tabs={adminTabs} />;
}
