import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { useWorkspace } from "../app/context";
import { useRead } from "../app/reads";
import { useTitle } from "../app/use_title";
import { call, get } from "../data/api";
import { filtersIn } from "../data/filters";
import { freshKey } from "../data/keys";
import { Failed, Loading } from "../ui/states";
import { FilteredList } from "./filtered_list";

// A saved view: an address with a name.
export default function ViewPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const params = { path: { id: Number(id) } };
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: view, error } = useRead(
    ["views", id],
    get("/views/{id}", { params }),
  );
  const filters = useMemo(() => (view ? filtersIn(view.query) : {}), [view]);
  useTitle(view?.name ?? "View");
  if (error) return <Failed whole error={error} />;
  if (!view) return <Loading />;
  const remove = async () => {
    await workspace.client
      .request(call("DELETE", "/views/{id}", { params }), { key: freshKey() })
      .catch((problem) => workspace.toast(String(problem.message)));
    await queries.invalidateQueries({ queryKey: ["views"] });
    void navigate({ to: "/" });
  };
  const { project: _, ...rest } = filters;
  return (
    <div className="page">
      <header>
        <h1 className="grow">{view.name}</h1>
        {view.project && (
          <Link
            to={`/p/${view.project}/${view.layout}` as string}
            search={rest as never}
            className="small"
          >
            Open as {view.layout}
          </Link>
        )}
        {(view.owner === workspace.user || workspace.isAdmin) && (
          <Button size="compact-sm" variant="default" onClick={remove}>
            Delete view
          </Button>
        )}
      </header>
      <FilteredList
        filters={filters}
        showProject
        label={view.name}
        empty="Nothing matches this view."
      />
    </div>
  );
}
