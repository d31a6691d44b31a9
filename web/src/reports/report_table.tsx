import { Link } from "@tanstack/react-router";
import { useZone } from "../app/context";
import type { Search } from "../app/open_task";
import { ScrollX } from "../ui/scroll_x";
import type { ReportKind } from "./kinds";
import css from "./reports.module.css";
import { isNumeric, type Row, sayCell } from "./rows";

export function ReportTable({
  report,
  rows,
}: {
  report: ReportKind;
  rows: Row[];
}) {
  const zone = useZone();
  const sides = new Map(
    report.columns.map(([name]) => [
      name,
      isNumeric(name, rows) ? css.count : undefined,
    ]),
  );
  return (
    <ScrollX name={report.title} className="panel">
      <table className="plain number">
        <caption className="hidden">{report.title}</caption>
        <thead>
          <tr>
            {report.columns.map(([name, title]) => (
              <th key={name} scope="col" className={sides.get(name)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, n) => (
            <tr key={n}>
              {report.columns.map(([name]) => (
                <td key={name} className={sides.get(name)}>
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
                    sayCell(name, row[name], zone)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
