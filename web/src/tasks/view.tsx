import { Button, NativeSelect } from "@mantine/core";
import {
  Link,
  useNavigate,
  useParams,
  useSearch,
} from "@tanstack/react-router";
import { lazy, type ReactNode, useMemo } from "react";
import { useWorkspace } from "../app/context";
import type { Search } from "../app/open_task";
import { useNamesKnown, useProjects, useRead } from "../app/reads";
import { useManages } from "../app/rights";
import { useTitle } from "../app/use_title";
import { isRefused } from "../app/workspace";
import { call, get } from "../data/api";
import { type Filters, filtersIn } from "../data/filters";
import type { Project, View } from "../data/types";
import { Failed, Loading } from "../ui/states";
import { FilteredList } from "./filtered_list";
import { deletePart } from "./side_acts";
import css from "./view.module.css";

const Board = lazy(async () => ({
  default: (await import("../board/board")).Board,
}));
const Calendar = lazy(async () => ({
  default: (await import("../projects/calendar")).Calendar,
}));

// A board shows one project.
function projectOf(view: View, filters: Filters): string | null {
  const named = view.project ?? filters.project ?? null;
  return named === "none" || named?.includes(",") ? null : named;
}

// The projects of which a board without one can show any. Empty if it shows
// one, or is none.
function useChoices(view: View | undefined, filters: Filters): Project[] {
  const projects = useProjects();
  if (view?.layout !== "board" || projectOf(view, filters)) return [];
  const named = filters.project?.split(",");
  return projects.filter(({ key, archived }) =>
    named ? named.includes(key) : !archived,
  );
}

// A saved view: an address with a name, shown as what it was saved from.
export default function ViewPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const params = { path: { id: Number(id) } };
  const {
    data: view,
    error,
    refetch,
  } = useRead(["views", id], get("/views/{id}", { params }), { stored: true });
  const filters = useMemo(() => (view ? filtersIn(view.query) : {}), [view]);
  useTitle(view?.name ?? "View");
  const { project: chosen } = useSearch({ strict: false }) as Search;
  const choices = useChoices(view, filters);
  const named = useNamesKnown();
  if (error && (!view || isRefused(error, 404)))
    return <Failed whole error={error} retry={() => void refetch()} />;
  if (!view) return <Loading what="Loading the view" />;
  const own = projectOf(view, filters);
  if (view.layout === "board" && !own && !named)
    return <Loading what="Loading the view" />;
  const picked = choices.find(({ key }) => key === chosen) ?? choices[0];
  const project = own ?? (chosen === "" ? null : (picked?.key ?? null));
  const head = (
    <Head view={view} filters={filters} project={project} choices={choices} />
  );
  if (view.layout === "board" && project)
    return (
      <div className={css.board}>
        <div className="page wide">{head}</div>
        <Board key={project} project={project} all={filters} />
      </div>
    );
  return (
    <Page wide={view.layout === "calendar"}>
      {head}
      {view.layout === "board" && (
        <p className="muted small">
          A board shows one project: of several, or of none, this is the list.
        </p>
      )}
      {view.layout === "calendar" ? (
        <Calendar project={project} filters={filters} />
      ) : (
        <FilteredList
          filters={filters}
          showProject
          label={view.name}
          empty="Nothing matches this view."
        />
      )}
    </Page>
  );
}

function Page({ wide, children }: { wide: boolean; children: ReactNode }) {
  return <div className={wide ? "page wide" : "page"}>{children}</div>;
}

function Head({
  view,
  filters,
  project,
  choices,
}: {
  view: View;
  filters: Filters;
  project: string | null;
  choices: Project[];
}) {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const manages = useManages(view.project, view.owner);
  const { project: _, ...rest } = filters;
  const remove = () => {
    const asked = call("DELETE", "/views/{id}", {
      params: { path: { id: view.id } },
    });
    deletePart(workspace, "views", asked, `${view.name} · view deleted`);
    void navigate({ to: "/" });
  };
  return (
    <header>
      <h1 className="grow">{view.name}</h1>
      {choices.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label="Project of the board"
          value={project ?? ""}
          onChange={(event) =>
            void navigate({
              to: ".",
              search: { project: event.currentTarget.value },
              replace: true,
            } as never)
          }
          data={[
            ...choices.map(({ key, name }) => ({ value: key, label: name })),
            { value: "", label: "All, as a list" },
          ]}
        />
      )}
      {project && (
        <Link
          to={`/p/${project}/${view.layout}` as string}
          search={rest as never}
          className="small"
        >
          Change filters
        </Link>
      )}
      {(view.owner === workspace.user || manages) && (
        <Button size="compact-sm" variant="default" onClick={remove}>
          Delete view
        </Button>
      )}
    </header>
  );
}
