// Three versions of a task become one: what was edited from (base), what was
// typed (mine), and what the cluster holds now (current).

import { diff3Merge } from "node-diff3";
import type { PatchField, Task, TaskPatch } from "./types";

export interface Conflict {
  field: PatchField;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export interface Merged {
  // What is still to be sent; empty if the cluster already has it all.
  patch: TaskPatch;
  conflicts: Conflict[];
}

export function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return (
      a.length === b.length && [...a].sort().join() === [...b].sort().join()
    );
  return Object.is(a, b);
}

export function mergeTask(
  base: TaskPatch,
  mine: TaskPatch,
  current: Task,
): Merged {
  const patch: Record<string, unknown> = {};
  const conflicts: Conflict[] = [];
  for (const field of Object.keys(mine) as PatchField[]) {
    const versions = {
      field,
      base: base[field],
      mine: mine[field],
      theirs: current[field],
    };
    if (same(versions.mine, versions.theirs)) continue;
    if (same(versions.base, versions.theirs)) {
      patch[field] = versions.mine;
      continue;
    }
    const merged = mergeField(versions);
    if (merged === undefined) conflicts.push(versions);
    else if (!same(merged, versions.theirs)) patch[field] = merged;
  }
  return { patch: patch as TaskPatch, conflicts };
}

// The merged value, or undefined if a person has to decide.
function mergeField(versions: Conflict): unknown {
  const { base, mine, theirs } = versions;
  if (Array.isArray(mine) && Array.isArray(theirs))
    return mergeSets((base as string[]) ?? [], mine, theirs);
  if (versions.field === "description")
    return mergeLines(String(base ?? ""), String(mine), String(theirs));
  return undefined;
}

export function mergeSets(
  base: string[],
  mine: string[],
  theirs: string[],
): string[] {
  const added = mine.filter((item) => !base.includes(item));
  const removed = base.filter((item) => !mine.includes(item));
  const kept = theirs.filter((item) => !removed.includes(item));
  return [...kept, ...added.filter((item) => !kept.includes(item))];
}

export function mergeLines(
  base: string,
  mine: string,
  theirs: string,
): string | undefined {
  const regions = diff3Merge(
    mine.split("\n"),
    base.split("\n"),
    theirs.split("\n"),
    { excludeFalseConflicts: true },
  );
  const lines: string[] = [];
  for (const region of regions) {
    if (!region.ok) return undefined;
    lines.push(...region.ok);
  }
  return lines.join("\n");
}
