import { Button, NativeSelect } from "@mantine/core";
import { useEffect, useState } from "react";
import { useWorkspace } from "../app/context";
import { useTitle } from "../app/use_title";
import { ProjectPicker } from "../ui/pickers";
import { ScrollX } from "../ui/scroll_x";
import { useObservable } from "../ui/use_observable";
import { type CsvRow, readCsv } from "./csv";
import { Export } from "./export";
import { readJson } from "./json";
import {
  guessMapping,
  type ImportField,
  type ImportRow,
  importFields,
  type Mapping,
  readRow,
} from "./plan";
import { Progress } from "./progress";
import { currentImport, resumeImport, startImport } from "./run";

interface Source {
  file: string;
  head: string[];
  rows: Record<string, unknown>[] | CsvRow[];
}

export default function Transfer() {
  useTitle("Import and export");
  const workspace = useWorkspace();
  const running = useObservable(currentImport);
  const [source, setSource] = useState<Source | null>(null);
  useEffect(() => void resumeImport(workspace), [workspace]);
  return (
    <div className="page" style={{ maxWidth: 860 }}>
      <header>
        <h1>Import and export</h1>
      </header>
      <div className="stack">
        {running ? (
          <Progress />
        ) : source ? (
          <Preview source={source} close={() => setSource(null)} />
        ) : (
          <Choose chosen={setSource} />
        )}
        <Export />
      </div>
    </div>
  );
}

function Choose({ chosen }: { chosen(source: Source): void }) {
  const [problem, setProblem] = useState("");
  const read = async (file: File) => {
    const text = await file.text();
    try {
      if (/\.(json|ndjson|jsonl)$/i.test(file.name))
        return chosen({ file: file.name, head: [], rows: readJson(text) });
      const [head, ...rows] = readCsv(text);
      if (!head || rows.length === 0) throw new Error("The file has no rows");
      chosen({ file: file.name, head: head.cells, rows });
    } catch (error) {
      setProblem(`${file.name}: ${(error as Error).message}`);
    }
  };
  return (
    <section className="panel padded stack">
      <h2>Import tasks</h2>
      <p className="muted small" style={{ margin: 0 }}>
        A CSV file with a line of names first, or JSON as the export writes it.
        Nothing happens before you have seen what will.
      </p>
      <label className="stack" style={{ gap: 4, fontSize: "0.875rem" }}>
        <b>File</b>
        <input
          type="file"
          accept=".csv,.json,.ndjson,.jsonl,text/csv,application/json"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void read(file);
          }}
        />
      </label>
      <div role="alert" style={{ color: "var(--bad)" }}>
        {problem}
      </div>
    </section>
  );
}

// A row of CSV is known by its line, one of JSON by its place.
function rowsOf({ head, rows }: Source, mapping: Mapping): ImportRow[] {
  if (head.length === 0)
    return rows.map((row, n) => readRow({ ...row }, n + 1));
  return (rows as CsvRow[]).map(({ line, cells }) => {
    const named: Record<string, unknown> = {};
    mapping.forEach((field, column) => {
      if (field) named[field] = cells[column] ?? "";
    });
    return readRow(named, line);
  });
}

function Preview({ source, close }: { source: Source; close(): void }) {
  const workspace = useWorkspace();
  const [mapping, setMapping] = useState(() => guessMapping(source.head));
  const [project, setProject] = useState<string | null>(null);
  const rows = rowsOf(source, mapping);
  const bad = rows.filter((row) => row.problem);
  const good = rows.length - bad.length;
  return (
    <section className="panel padded stack">
      <h2>{source.file}</h2>
      {source.head.length > 0 && (
        <div className="row-line" style={{ alignItems: "flex-end" }}>
          {source.head.map((name, column) => (
            <NativeSelect
              key={name + column}
              size="xs"
              label={name || `Column ${column + 1}`}
              value={mapping[column]}
              onChange={(event) => {
                const next = [...mapping];
                next[column] = event.currentTarget.value as ImportField | "";
                setMapping(next);
              }}
              data={[{ value: "", label: "left out" }, ...importFields]}
            />
          ))}
        </div>
      )}
      <div style={{ maxWidth: 280 }}>
        <ProjectPicker
          value={project}
          change={setProject}
          label="Project, where a row names none"
        />
      </div>
      <p role="status" style={{ margin: 0 }}>
        {good} of {rows.length} rows can be imported.
        {bad.length > 0 && ` ${bad.length} cannot:`}
      </p>
      {bad.length > 0 && (
        <ul className="small" style={{ margin: 0, paddingLeft: 18 }}>
          {bad.slice(0, 8).map((row) => (
            <li key={row.line}>
              {source.head.length > 0 ? "Line" : "Row"} {row.line}:{" "}
              {row.problem}
            </li>
          ))}
          {bad.length > 8 && <li>and {bad.length - 8} more</li>}
        </ul>
      )}
      <ScrollX name="The first rows">
        <table className="plain">
          <caption className="hidden">The first rows</caption>
          <thead>
            <tr>
              {["title", "status", "priority", "due", "project"].map((name) => (
                <th key={name}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, 5).map((row) => (
              <tr key={row.line}>
                {["title", "status", "priority", "due", "project"].map(
                  (name) => (
                    <td key={name}>
                      {String(
                        row.body[name] ??
                          (name === "project" ? (project ?? "") : ""),
                      )}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      <div className="row-line">
        <Button
          disabled={good === 0}
          onClick={() => {
            void startImport(workspace, source.file, rows, project);
            close();
          }}
        >
          Import {good === 1 ? "1 task" : `${good} tasks`}
        </Button>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
      </div>
    </section>
  );
}
