import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";
import { WorkspaceContext } from "../../src/app/context";
import type { Workspace } from "../../src/app/workspace";
import { useDraft } from "../../src/tasks/use_draft";

afterEach(cleanup);

const place = "comment/7";
const draft = {
  value: "After",
  base: "Before",
  rev: 1,
  at: "2026-11-29T09:00",
};

// A draft is read while `answered` says what became of the edits that wait.
async function restored(edits: object[], answered: () => object[]) {
  let give: (found: object) => void = () => {};
  const found = new Promise((resolve) => {
    give = resolve;
  });
  let waiting = edits;
  const workspace = {
    memory: { draft: () => found },
    queue: { edits: { get: () => waiting } },
  } as unknown as Workspace;
  const wrapper = ({ children }: { children: ReactNode }) => (
    <WorkspaceContext value={workspace}>{children}</WorkspaceContext>
  );
  const hook = renderHook(() => useDraft(place, "Before", 1), { wrapper });
  waiting = answered();
  await act(async () => give(draft));
  return hook.result.current.restored;
}

test("what was typed and not sent is there again", async () => {
  expect(await restored([], () => [])).toBe(true);
});

test("what was sent is not typed again, also if its answer comes now", async () => {
  const sent = { drafts: [place], at: "2026-11-29T09:01" };
  expect(await restored([sent], () => [sent])).toBe(false);
  expect(await restored([sent], () => [])).toBe(false);
});

test("what was typed after it was sent is there again", async () => {
  const earlier = { drafts: [place], at: "2026-11-29T08:59" };
  expect(await restored([earlier], () => [])).toBe(true);
});
