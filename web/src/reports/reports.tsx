import { Button, NativeSelect } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { Search } from "../app/open_task";
import { useProjects, useRead } from "../app/reads";
import { useTitle } from "../app/use_title";
import { get } from "../data/api";
import { saveBlob } from "../ui/save";
import { Empty, Failed, Loading } from "../ui/states";
import { reports } from "./kinds";
import { ReportTable } from "./report_table";
import css from "./reports.module.css";
import { type Row, toCsv } from "./rows";

const Chart = lazy(() => import("./chart"));

export default function Reports() {
  const { key } = useParams({ strict: false }) as { key?: string };
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const projects = useProjects();
  const report =
    reports.find((one) => one.name === search.report) ?? reports[0]!;
  const since = search.since ?? "30d";
  const period = search.period ?? "day";
  const project = key ?? search.project ?? "";
  useTitle(key ? `Reports of ${key}` : "Reports");
  const { data, error, refetch } = useRead(
    ["reports"],
    get("/reports/{name}", {
      params: {
        path: { name: report.name },
        query: {
          ...(project ? { project } : {}),
          ...(report.timed ? { since } : {}),
          ...(report.periodic ? { period } : {}),
        },
      },
    }),
  );
  const change = (patch: Search) =>
    void navigate({
      to: ".",
      search: (before: Search) => ({ ...before, ...patch }),
      replace: true,
    } as never);
  const rows = (data?.items ?? []) as Row[];
  const download = () => {
    const blob = new Blob([toCsv(report, rows)], { type: "text/csv" });
    saveBlob(blob, `${report.name}.csv`);
  };
  return (
    <div className="page">
      {!key && (
        <header>
          <h1>Reports</h1>
        </header>
      )}
      <nav aria-label="Reports" className={css.kinds}>
        {reports.map((one) => (
          <button
            key={one.name}
            type="button"
            aria-pressed={one.name === report.name}
            onClick={() => change({ report: one.name })}
          >
            {one.title}
          </button>
        ))}
      </nav>
      <div className="row-line" style={{ marginBottom: 12 }}>
        {!key && (
          <NativeSelect
            size="xs"
            aria-label="Project"
            value={project}
            onChange={(event) => change({ project: event.currentTarget.value })}
            data={[
              { value: "", label: "All projects" },
              ...projects.map((one) => ({ value: one.key, label: one.name })),
            ]}
          />
        )}
        {report.timed && (
          <NativeSelect
            size="xs"
            aria-label="Since"
            value={since}
            onChange={(event) => change({ since: event.currentTarget.value })}
            data={[
              { value: "7d", label: "Last 7 days" },
              { value: "30d", label: "Last 30 days" },
              { value: "90d", label: "Last 90 days" },
              { value: "365d", label: "Last year" },
            ]}
          />
        )}
        {report.periodic && (
          <NativeSelect
            size="xs"
            aria-label="Period"
            value={period}
            onChange={(event) => change({ period: event.currentTarget.value })}
            data={[
              { value: "day", label: "By day" },
              { value: "week", label: "By week" },
              { value: "month", label: "By month" },
            ]}
          />
        )}
        <span className="grow" />
        <Button
          size="xs"
          variant="default"
          disabled={rows.length === 0}
          onClick={download}
        >
          Download CSV
        </Button>
      </div>
      <p className="muted small" style={{ margin: "0 0 10px" }}>
        {report.help}
      </p>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading what="Counting" />
      ) : rows.length === 0 ? (
        <div className="panel">
          <Empty title="Nothing to count yet" />
        </div>
      ) : (
        <div className="stack">
          {report.series.length > 0 && (
            <div className="panel padded">
              <Suspense
                fallback={
                  <div style={{ height: 260 }}>
                    <Loading what="Drawing" />
                  </div>
                }
              >
                <Chart report={report} rows={rows} />
              </Suspense>
            </div>
          )}
          <ReportTable report={report} rows={rows} />
        </div>
      )}
    </div>
  );
}
