// How many times as large as usual the text is that the browser is set to:
// heights that scripts reckon with grow with it.

import { Observable } from "../data/observable";
import { useObservable } from "./use_observable";

const usual = 16;
let scale: Observable<number> | null = null;

function watch(): Observable<number> {
  const { fontSize } = getComputedStyle(document.documentElement);
  const found = new Observable(Number.parseFloat(fontSize) / usual || 1);
  const probe = document.body.appendChild(document.createElement("div"));
  probe.style.cssText = "position: absolute; width: 1rem; visibility: hidden";
  new ResizeObserver(() => found.set(probe.offsetWidth / usual || 1)).observe(
    probe,
  );
  return found;
}

export function useTextScale(): number {
  scale ??= watch();
  return useObservable(scale);
}
