// An import in progress: kept in the browser after each chunk, so that a reload
// goes on where it was, and each chunk happens once.

import type { Workspace } from "../app/workspace";
import { call } from "../data/api";
import { Refused } from "../data/http";
import { freshKey } from "../data/keys";
import { Observable } from "../data/observable";
import type { Problem } from "../data/types";
import { chunksOf, type ImportRow } from "./plan";

export interface FailedRow {
  line: number;
  body: Record<string, unknown>;
  why: string;
}

export interface ImportState {
  id: string;
  file: string;
  chunks: ImportRow[][];
  next: number;
  created: number;
  failed: FailedRow[];
  // The new ids of tasks that others name as their parent.
  ids: Record<string, number>;
  // Why it stands still, if it does.
  waiting: string | null;
}

const place = "import";
export const currentImport = new Observable<ImportState | null>(null);
let running = false;

export async function startImport(
  workspace: Workspace,
  file: string,
  rows: ImportRow[],
  project: string | null,
): Promise<void> {
  for (const row of rows) if (project) row.body.project ??= project;
  const state: ImportState = {
    id: freshKey(),
    file,
    chunks: chunksOf(rows, 100),
    next: 0,
    created: 0,
    failed: rows
      .filter((row) => row.problem)
      .map(({ line, body, problem }) => ({ line, body, why: problem! })),
    ids: {},
    waiting: null,
  };
  await save(workspace, state);
  void run(workspace);
}

export async function resumeImport(workspace: Workspace): Promise<void> {
  if (running || currentImport.get()) return;
  const state = await workspace.memory.snapshot<ImportState>(place);
  if (!state) return;
  currentImport.set(state);
  void run(workspace);
}

export async function endImport(workspace: Workspace): Promise<void> {
  currentImport.set(null);
  await workspace.memory.dropSnapshot(place);
}

async function save(workspace: Workspace, state: ImportState): Promise<void> {
  currentImport.set(state);
  await workspace.memory.keepSnapshot(place, state);
}

async function run(workspace: Workspace): Promise<void> {
  if (running) return;
  running = true;
  try {
    for (;;) {
      const state = currentImport.get();
      if (!state || state.next >= state.chunks.length) return;
      await step(workspace, state);
    }
  } finally {
    running = false;
  }
}

// Parents are in earlier chunks. Without its parent a part would be a task of
// its own.
function isLost({ ids }: ImportState, { parent }: ImportRow): boolean {
  return parent !== null && !(parent in ids);
}

async function step(workspace: Workspace, state: ImportState): Promise<void> {
  const whole = state.chunks[state.next]!;
  const chunk = whole.filter((row) => !isLost(state, row));
  const why = "Its parent was not imported";
  const lost = whole
    .filter((row) => isLost(state, row))
    .map(({ line, body }) => ({ line, body, why }));
  const next = { ...state, next: state.next + 1, waiting: null };
  next.failed = [...state.failed, ...lost];
  if (chunk.length === 0) return save(workspace, next);
  const items = chunk.map((row) =>
    row.parent === null
      ? row.body
      : { ...row.body, parent: state.ids[row.parent] },
  );
  try {
    const { body } = await workspace.client.request(
      call("POST", "/tasks/batch", { body: { items } }),
      { key: `${state.id}-${state.next}` },
    );
    next.ids = { ...state.ids };
    body.items.forEach((item, n) => {
      const row = chunk[n]!;
      if (item.task) {
        next.created++;
        if (row.id) next.ids[row.id] = item.task.id;
      } else next.failed.push(failure(row, item.problem));
    });
    await save(workspace, next);
  } catch (error) {
    const refused = error instanceof Refused ? error : null;
    if (
      refused &&
      refused.status < 500 &&
      ![401, 429].includes(refused.status)
    ) {
      const failed = chunk.map((row) => failure(row, refused.problem));
      return save(workspace, { ...next, failed: [...next.failed, ...failed] });
    }
    const waiting = refused ? refused.message : "No node answers";
    currentImport.set({ ...state, waiting });
    await new Promise((resolve) =>
      setTimeout(resolve, refused?.retryAfterMs ?? 1500),
    );
  }
}

function failure(row: ImportRow, problem: Problem | undefined): FailedRow {
  const first = problem?.errors?.[0];
  const why =
    (first && `${first.pointer ?? ""} ${first.message}`.trim()) ||
    problem?.detail ||
    problem?.title ||
    "refused";
  return { line: row.line, body: row.body, why };
}
