import { Button } from "@mantine/core";
import { useWorkspace } from "../app/context";
import { saveBlob } from "../ui/save";
import { useObservable } from "../ui/use_observable";
import { writeCsv } from "./csv";
import { importFields } from "./plan";
import { currentImport, endImport } from "./run";

export function Progress() {
  const workspace = useWorkspace();
  const state = useObservable(currentImport)!;
  const total =
    state.chunks.reduce((sum, chunk) => sum + chunk.length, 0) +
    state.failed.filter(({ line }) => line < 0).length;
  const done = state.chunks
    .slice(0, state.next)
    .reduce((sum, chunk) => sum + chunk.length, 0);
  const over = state.next >= state.chunks.length;
  const download = () => {
    const fields = importFields.filter((field) => field !== "id");
    const csv = writeCsv([
      ["line", "problem", ...fields],
      ...state.failed.map((row) => [
        row.line,
        row.why,
        ...fields.map((field) => {
          const value = row.body[field];
          return Array.isArray(value) ? value.join(",") : value;
        }),
      ]),
    ]);
    saveBlob(new Blob([csv], { type: "text/csv" }), "failed-rows.csv");
  };
  return (
    <section className="panel padded stack">
      <h2>{over ? "Import finished" : `Importing ${state.file}`}</h2>
      <progress
        max={Math.max(total, 1)}
        value={over ? Math.max(total, 1) : done}
        aria-label="Progress of the import"
        style={{ width: "100%" }}
      />
      <p role="status" style={{ margin: 0 }}>
        {state.created} tasks created
        {state.failed.length > 0 && `, ${state.failed.length} rows failed`}
        {state.waiting && !over && ` · waiting: ${state.waiting}`}
      </p>
      <div className="row-line">
        {state.failed.length > 0 && (
          <Button variant="default" onClick={download}>
            Download failed rows
          </Button>
        )}
        {over && (
          <Button onClick={() => void endImport(workspace)}>Done</Button>
        )}
      </div>
      {!over && (
        <p className="muted small" style={{ margin: 0 }}>
          You may close or reload the page: it goes on from here.
        </p>
      )}
    </section>
  );
}
