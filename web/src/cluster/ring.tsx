// The nodes in a ring, and their real messages as dots between them.

import { Button } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { useZone } from "../app/context";
import type { ClusterStatus } from "../data/cluster_types";
import css from "./cluster.module.css";
import { StillRing } from "./still_ring";
import { hasEntries, sayTraffic } from "./traffic";
import { type Traffic, useTraffic } from "./use_cluster";

const size = 320;
const radius = 108;

function placeOf(ids: number[], id: number): [number, number] {
  const at = ids.indexOf(id);
  const angle = (at / ids.length) * 2 * Math.PI - Math.PI / 2;
  return [
    size / 2 + Math.cos(angle) * radius,
    size / 2 + Math.sin(angle) * radius,
  ];
}

interface Dot {
  from: [number, number];
  to: [number, number];
  kind: "vote" | "append";
  born: number;
}

export function Ring({ status }: { status: ClusterStatus }) {
  const zone = useZone();
  const ids = status.nodes.map((node) => node.id);
  const still = useReducedMotion();
  const canvas = useRef<HTMLCanvasElement>(null);
  const dots = useRef<Dot[]>([]);
  const waiting = useRef<Traffic[]>([]);
  const [paused, setPaused] = useState(false);
  const [slow, setSlow] = useState(false);
  const [recent, setRecent] = useState<Traffic[]>([]);
  const pausedNow = useRef(paused);
  pausedNow.current = paused;

  const show = (traffic: Traffic) => {
    if (traffic.kind !== "append" || hasEntries(traffic))
      setRecent((before) => [traffic, ...before].slice(0, 8));
    if (traffic.kind === "role" || dots.current.length > 200) return;
    dots.current.push({
      from: placeOf(ids, traffic.from),
      to: placeOf(ids, traffic.to),
      kind: traffic.kind,
      born: performance.now(),
    });
  };
  const live = useTraffic((traffic) => {
    if (pausedNow.current) {
      waiting.current.push(traffic);
      waiting.current.splice(0, waiting.current.length - 200);
    } else show(traffic);
  });

  useEffect(() => {
    if (still) return;
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const scale = Math.min(2, devicePixelRatio);
    canvas.current!.width = size * scale;
    canvas.current!.height = size * scale;
    context.scale(scale, scale);
    let frame = 0;
    const flight = slow ? 1600 : 420;
    const draw = () => {
      frame = requestAnimationFrame(draw);
      const now = performance.now();
      context.clearRect(0, 0, size, size);
      const style = getComputedStyle(canvas.current!);
      dots.current = dots.current.filter((dot) => now - dot.born < flight);
      for (const dot of dots.current) {
        const share = (now - dot.born) / flight;
        const x = dot.from[0] + (dot.to[0] - dot.from[0]) * share;
        const y = dot.from[1] + (dot.to[1] - dot.from[1]) * share;
        context.fillStyle =
          dot.kind === "vote" ? style.outlineColor : style.color;
        context.beginPath();
        if (dot.kind === "vote") context.rect(x - 4, y - 4, 8, 8);
        else context.arc(x, y, 4, 0, 7);
        context.fill();
      }
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [still, slow]);

  return (
    <div className={css.ringBox}>
      {!still && (
        <div className={css.ring}>
          <svg
            viewBox={`0 0 ${size} ${size}`}
            role="img"
            aria-label="The nodes and their messages; the list beside it says the same"
          >
            <circle cx={size / 2} cy={size / 2} r={radius} />
            {status.nodes.map((node) => {
              const [x, y] = placeOf(ids, node.id);
              const waits = Math.min(1, (node.heartbeat_age_ms ?? 0) / 300);
              return (
                <g
                  key={node.id}
                  data-role={node.reachable ? node.role : "unreachable"}
                >
                  <circle cx={x} cy={y} r={30} className={css.seat} />
                  <circle
                    cx={x}
                    cy={y}
                    r={34}
                    className={css.timer}
                    pathLength={1}
                    strokeDasharray={`${waits} 1`}
                    transform={`rotate(-90 ${x} ${y})`}
                  />
                  <text x={x} y={y - 2}>
                    {node.id}
                  </text>
                  <text x={x} y={y + 13} className={css.seatRole}>
                    {node.reachable ? node.role : "away"}
                  </text>
                </g>
              );
            })}
          </svg>
          <canvas ref={canvas} />
        </div>
      )}
      <div className="grow stack" style={{ minWidth: 220 }}>
        <div className="row-line">
          <Button
            size="compact-sm"
            variant="default"
            aria-pressed={paused}
            onClick={() => {
              setPaused(!paused);
              waiting.current = [];
            }}
          >
            {paused ? "Go on" : "Pause"}
          </Button>
          {!still && (
            <Button
              size="compact-sm"
              variant={slow ? "light" : "default"}
              aria-pressed={slow}
              onClick={() => setSlow(!slow)}
            >
              Slow
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            disabled={!paused}
            onClick={() => {
              const next = waiting.current.shift();
              if (next) show(next);
            }}
          >
            Step
          </Button>
        </div>
        <p className="muted small" style={{ margin: 0 }}>
          {live
            ? `What node ${status.served_by} sends and hears.${still ? "" : " Circles are appends, squares votes; arcs show how long ago a node heard its leader."}`
            : "The node's stream is not there; it is tried again."}
        </p>
        {still && <StillRing status={status} recent={recent} />}
        <ol className={css.traffic} aria-label="Last messages">
          {recent.map((traffic, n) => (
            <li key={`${traffic.at}/${n}`}>
              <span className="muted number">
                {new Date(traffic.at).toLocaleTimeString("en-GB", {
                  timeZone: zone,
                })}
              </span>{" "}
              {sayTraffic(traffic)}
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
