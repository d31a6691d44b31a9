import { Link } from "@tanstack/react-router";
import type { Search } from "../app/open_task";
import type { ReportKind } from "./kinds";
import { type Row, sayCell } from "./rows";

export function ReportTable({
  report,
  rows,
}: {
  report: ReportKind;
  rows: Row[];
}) {
  return (
    <div className="panel scroll-x">
      <table className="plain number">
        <caption className="hidden">{report.title}</caption>
        <thead>
          <tr>
            {report.columns.map(([name, title]) => (
              <th key={name} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, n) => (
            <tr key={n}>
              {report.columns.map(([name]) => (
                <td key={name}>
                  {name === "title" && typeof row.task === "number" ? (
                    <Link
                      to="."
                      search={(before: Search) => ({
                        ...before,
                        task: String(row.task),
                      })}
                    >
                      {String(row.title)}
                    </Link>
                  ) : (
                    sayCell(name, row[name])
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
