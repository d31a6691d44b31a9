import { priorityNames, statusNames } from "../ui/names";
import type { ReportKind } from "./kinds";

export type Row = Record<string, unknown>;

// What a person reads in a cell.
export function sayCell(
  column: string,
  value: unknown,
  timeZone?: string,
): string {
  if (value === null || value === undefined)
    return column === "username" ? "Nobody" : "–";
  if (Array.isArray(value)) return value.join(", ") || "–";
  if (column === "rate") return `${Math.round(Number(value) * 100)} %`;
  if (column === "status")
    return statusNames[value as keyof typeof statusNames] ?? String(value);
  if (column === "priority")
    return priorityNames[value as keyof typeof priorityNames] ?? String(value);
  if (column === "oldest")
    return new Date(String(value)).toLocaleString("en-GB", {
      dateStyle: "medium",
      timeStyle: "short",
      timeZone,
    });
  if (typeof value === "number")
    return Number.isInteger(value) ? String(value) : value.toFixed(1);
  return String(value);
}

// Whether a column holds numbers, which stand below each other by their ends.
export function isNumeric(column: string, rows: Row[]): boolean {
  const told = rows
    .map((row) => row[column])
    .filter((value) => value !== null && value !== undefined);
  if (told.length === 0) return /_h$|^rate$/.test(column);
  return told.every((value) => typeof value === "number");
}

// A cell that a spreadsheet would run is kept from it by a quote.
function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = Array.isArray(value) ? value.join(",") : String(value);
  const safe =
    typeof value !== "number" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsv(report: ReportKind, rows: Row[]): string {
  const names = report.columns.map(([name]) => name);
  const lines = rows.map((row) =>
    names.map((name) => csvCell(row[name])).join(","),
  );
  return `${[names.join(","), ...lines].join("\r\n")}\r\n`;
}
