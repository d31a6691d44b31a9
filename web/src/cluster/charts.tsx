// The last fifteen minutes, as this page has seen them.

import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useZone } from "../app/context";
import type { ClusterStatus } from "../data/cluster_types";
import { useScheme } from "../ui/use_scheme";

export interface Moment {
  at: number;
  commit: number;
  lag: number;
  answerMs: number;
}

// Kept while the tab is open, also when another screen is shown.
export const moments: Moment[] = [];
const span = 15 * 60 * 1000;

export function remember(status: ClusterStatus, at: number, answerMs: number) {
  const last = moments.at(-1);
  if (last && at - last.at < 500) return;
  moments.push({
    at,
    commit: Math.max(...status.nodes.map((node) => node.commit_index ?? 0)),
    lag: Math.max(...status.nodes.map((node) => node.lag ?? 0)),
    answerMs,
  });
  while (moments.length > 0 && moments[0]!.at < at - span) moments.shift();
}

function percentile(values: number[], share: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[
    Math.min(sorted.length - 1, Math.floor(sorted.length * share))
  ]!;
}

export default function Charts({ tick }: { tick: number }) {
  const rates = moments.map((moment, n) => {
    const before = moments[n - 1];
    if (!before) return 0;
    return (
      ((moment.commit - before.commit) * 1000) / (moment.at - before.at || 1)
    );
  });
  const times = moments.map((moment) => moment.at / 1000);
  const answers = moments.map((moment) => moment.answerMs);
  const windowed = (share: number) =>
    answers.map((_, n) =>
      percentile(answers.slice(Math.max(0, n - 29), n + 1), share),
    );
  return (
    <div
      style={{
        display: "grid",
        gridTemplateColumns: "repeat(auto-fit, minmax(250px, 1fr))",
        gap: 12,
      }}
    >
      <Small
        title="Commits a second"
        tick={tick}
        times={times}
        series={[rates]}
      />
      <Small
        title="Answers, ms: p50, p99"
        tick={tick}
        times={times}
        series={[windowed(0.5), windowed(0.99)]}
      />
      <Small
        title="Greatest lag, entries"
        tick={tick}
        times={times}
        series={[moments.map((moment) => moment.lag)]}
      />
    </div>
  );
}

function clockTime(seconds: number, timeZone: string): string {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", { timeZone });
}

function Small(props: {
  title: string;
  tick: number;
  times: number[];
  series: number[][];
}) {
  const { title, times, series, tick } = props;
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const scheme = useScheme();
  const zone = useZone();
  const count = series.length;
  useEffect(() => {
    if (!place.current || width === 0) return;
    const axis = scheme === "dark" ? "#a3adb8" : "#57606a";
    const inks =
      scheme === "dark" ? ["#9db4e0", "#f0b429"] : ["#3f5f9c", "#b35900"];
    const made = new uPlot(
      {
        width,
        height: 130,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_, __, high) => [0, Math.max(1, high * 1.1)] } },
        axes: [
          {
            stroke: axis,
            size: 26,
            space: 70,
            grid: { show: false },
            ticks: { show: false },
            values: (_, splits) => splits.map((at) => clockTime(at, zone)),
          },
          {
            stroke: axis,
            size: 36,
            ticks: { show: false },
            grid: {
              stroke: scheme === "dark" ? "#303741" : "#dde2e8",
              width: 1,
            },
          },
        ],
        series: [
          {},
          ...Array.from({ length: count }, (_, n) => ({
            stroke: inks[n],
            width: 2,
            dash: n === 1 ? [5, 3] : [],
            points: { show: false },
          })),
        ],
      },
      [[], ...Array.from({ length: count }, () => [] as number[])],
      place.current,
    );
    plot.current = made;
    return () => made.destroy();
  }, [width, scheme, count, zone]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each tick
  useEffect(() => {
    plot.current?.setData([times, ...series]);
  }, [tick, width, scheme]);
  const last = series
    .map((values) => Math.round(values.at(-1) ?? 0))
    .join(", ");
  return (
    <figure className="panel padded" style={{ margin: 0 }}>
      <figcaption className="small" style={{ marginBottom: 6 }}>
        {title}: <b className="number">{last}</b>
      </figcaption>
      <div ref={ref}>
        <div ref={place} aria-hidden="true" />
      </div>
    </figure>
  );
}
