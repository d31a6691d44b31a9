import { act, cleanup, render, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { useCardFocus } from "../../src/board/use_card_focus";
import type { DrawnColumn } from "../../src/data/board";

afterEach(cleanup);

let focus: (id: number) => void;

// Two columns, of which one holds the card.
function Board({ columns }: { columns: DrawnColumn[] }) {
  focus = useCardFocus(columns, () => {}).focus;
  return columns.map(({ status, ids }) => (
    <section key={status} aria-label={status}>
      {ids.map((id) => (
        <article key={id} data-row={id}>
          <a href="/t/1">{id}</a>
        </article>
      ))}
    </section>
  ));
}

const board = (todo: number[], completed: number[]) =>
  [
    { status: "todo", ids: todo },
    { status: "completed", ids: completed },
  ] as DrawnColumn[];

const focused = () =>
  document.activeElement?.closest("section")?.getAttribute("aria-label");

test("the focus follows a card that is drawn late in another column", async () => {
  const { rerender } = render(<Board columns={board([1], [])} />);
  act(() => focus(1));
  // As on a busy machine: the card is still where it was.
  await waitFor(() => expect(focused()).toBe("todo"));
  rerender(<Board columns={board([], [1])} />);
  await waitFor(() => expect(focused()).toBe("completed"));
});

test("no key falls between the columns: the focus is there at once", () => {
  const { rerender } = render(<Board columns={board([1], [])} />);
  act(() => focus(1));
  expect(focused()).toBe("todo");
  rerender(<Board columns={board([], [1])} />);
  expect(focused()).toBe("completed");
});

test("a card that was left keeps no focus", async () => {
  const { rerender, container } = render(<Board columns={board([1], [])} />);
  act(() => focus(1));
  await waitFor(() => expect(focused()).toBe("todo"));
  container.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  (document.activeElement as HTMLElement).blur();
  rerender(<Board columns={board([], [1])} />);
  await new Promise((done) => requestAnimationFrame(done));
  expect(document.activeElement).toBe(document.body);
});

test("a card that goes leaves the focus to the next one, the last to the screen", () => {
  const screen = (todo: number[]) => (
    <main id="main" tabIndex={-1}>
      <Board columns={board(todo, [9])} />
    </main>
  );
  const { rerender, getByText, getByRole } = render(screen([1, 2, 3]));
  getByText("2").focus();
  rerender(screen([1, 3]));
  expect(document.activeElement).toBe(getByText("3"));
  rerender(screen([1]));
  expect(document.activeElement).toBe(getByText("1"));
  rerender(screen([]));
  expect(document.activeElement).toBe(getByRole("main"));
});
