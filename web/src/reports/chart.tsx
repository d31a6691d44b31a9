// A chart beside its table, for those who see shapes faster than numbers.

import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useScheme } from "../ui/use_scheme";
import type { ReportKind } from "./kinds";
import { type Row, sayCell } from "./rows";

const inks = {
  light: ["#3f5f9c", "#1f7a3d", "#b35900"],
  dark: ["#9db4e0", "#69d58c", "#f0b429"],
};
const late = { light: "#b42318", dark: "#ff9b8f" };
const dashes = [[], [6, 3], [2, 3]];

function totals(report: ReportKind, rows: Row[]): Row[] {
  // Rows of one bucket, of several statuses say, are one bar.
  const byKey = new Map<unknown, Row>();
  for (const row of rows) {
    const key = row[report.along];
    const sum = byKey.get(key) ?? { [report.along]: key };
    for (const name of report.series)
      sum[name] = Number(sum[name] ?? 0) + Number(row[name] ?? 0);
    byKey.set(key, sum);
  }
  return [...byKey.values()].slice(0, mostBars);
}

// What is drawn of more would be lines.
const mostBars = 40;

// With its legend: what is below it does not move once it is drawn.
const chartHeight = 260;

export default function Chart({
  report,
  rows,
}: {
  report: ReportKind;
  rows: Row[];
}) {
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  useEffect(() => {
    if (!place.current || width === 0) return;
    const shown = report.shape === "bars" ? totals(report, rows) : rows;
    const names = shown.map((row) => sayCell(report.along, row[report.along]));
    const axis = scheme === "dark" ? "#a3adb8" : "#57606a";
    const grid = {
      stroke: scheme === "dark" ? "#303741" : "#dde2e8",
      width: 1,
    };
    const titles = Object.fromEntries(report.columns);
    const bars = report.shape === "bars";
    const ink = (name: string, n: number) =>
      name === "overdue" ? late[scheme] : inks[scheme][n]!;
    const plot = new uPlot(
      {
        width,
        height: 230,
        cursor: { drag: { x: false, y: false } },
        legend: { live: false },
        scales: {
          x: {
            time: false,
            // One bucket alone stands in the middle, too.
            range:
              bars || shown.length === 1
                ? [-0.6, shown.length - 0.4]
                : undefined,
          },
          y: { range: (_, __, high) => [0, Math.max(1, high * 1.1)] },
        },
        axes: [
          {
            stroke: axis,
            size: 30,
            grid: { show: false },
            ticks: { show: false },
            values: (_, splits) =>
              splits.map((at) =>
                Number.isInteger(at) ? short(names[at] ?? "") : "",
              ),
            ...(bars || names.length === 1
              ? { splits: () => names.map((_, n) => n) }
              : {}),
          },
          {
            stroke: axis,
            grid,
            ticks: { show: false },
            size: 40,
            incrs: wholeSteps,
          },
        ],
        series: [
          {},
          ...report.series.map((name, n) => ({
            label: titles[name] ?? name,
            stroke: ink(name, n),
            fill: bars ? `${ink(name, n)}55` : undefined,
            width: 2,
            dash: bars ? [] : dashes[n],
            points: {
              show: !bars,
              size: 7,
              filter: (plot: uPlot, at: number) => lonely(plot.data[at]!),
            },
            paths: bars
              ? uPlot.paths.bars!({
                  size: [0.35, 60],
                  align: report.series.length > 1 ? (n === 0 ? -1 : 1) : 0,
                })
              : undefined,
          })),
        ],
      },
      [
        shown.map((_, n) => n),
        ...report.series.map((name) =>
          shown.map((row) =>
            row[name] === null ? null : Number(row[name] ?? 0),
          ),
        ),
      ],
      place.current,
    );
    return () => plot.destroy();
  }, [report, rows, width, scheme]);
  return (
    <div ref={ref} style={{ minHeight: chartHeight }}>
      <div
        ref={place}
        role="img"
        aria-label={`${report.title}, drawn; the table below says the same`}
      />
    </div>
  );
}

// Nobody has half a task.
const wholeSteps = Array.from({ length: 10 }, (_, n) =>
  [1, 2, 5].map((step) => step * 10 ** n),
).flat();

// A value between two gaps is no line: it is drawn as a point.
function lonely(values: uPlot.TypedArray | (number | null | undefined)[]) {
  return [...values].flatMap((value, n) =>
    value !== null &&
    (values[n - 1] ?? null) === null &&
    (values[n + 1] ?? null) === null
      ? [n]
      : [],
  );
}

function short(name: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(name)) return name;
  return new Date(name).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
}
