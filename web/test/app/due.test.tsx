import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WorkspaceContext } from "../../src/app/context";
import { watchDay, watchMinute } from "../../src/app/day";
import type { Workspace } from "../../src/app/workspace";
import { Observable } from "../../src/data/observable";
import { Due } from "../../src/ui/chips";

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2031, 2, 1, 17, 59) }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("what is due at an hour is overdue after it, though nothing happens", () => {
  const workspace = {
    today: watchDay(new Observable("UTC")),
    minute: watchMinute(),
  } as unknown as Workspace;
  const { container } = render(
    <WorkspaceContext value={workspace}>
      <Due due="2031-03-01T18:00:00Z" status="todo" zone="UTC" />
    </WorkspaceContext>,
  );
  expect(container.textContent).toBe("Today 18:00");
  act(() => vi.advanceTimersByTime(80_000));
  expect(container.textContent).toBe("Overdue: Today 18:00");
});
