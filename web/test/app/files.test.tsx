import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Unreachable } from "../../src/data/http";
import { Observable } from "../../src/data/observable";
import { UndoStack } from "../../src/data/undo";
import { Files } from "../../src/tasks/files";
import { refused, task } from "../data/helpers";
import { show } from "./show";

afterEach(cleanup);

test("a picture is not asked of a node that the page has left", async () => {
  const row = { id: 7, name: "dot.png", media_type: "image/png", size: 1 };
  const workspace = {
    client: {
      ownNode: false,
      url: () => "http://hangs.example/dot.png",
      open: async () => ({ blob: async () => new Blob(["x"]) }),
    },
    read: async () => ({ body: { items: [row], next_cursor: null } }),
    queue: { edits: new Observable([]) },
  };
  const { container } = show(
    <Files task={task()} disabled={false} />,
    workspace,
  );
  await waitFor(() =>
    expect(container.querySelector("img")?.src).toMatch(/^blob:/),
  );
});

test("a file whose answer was lost is sent again under its key", async () => {
  const keys: string[] = [];
  const answers = [new Unreachable(), refused(503), { body: { id: 9 } }];
  const said: string[] = [];
  const workspace = {
    client: {
      request: async (_: unknown, options: { key: string }) => {
        const answer = answers[keys.push(options.key) - 1];
        if (answer instanceof Error) throw answer;
        return answer ?? { body: { id: 10 } };
      },
    },
    read: async () => ({ body: { items: [], next_cursor: null } }),
    queue: { edits: new Observable([]) },
    undo: new UndoStack(),
    toast: (text: string) => void said.push(text),
  };
  show(<Files task={task()} disabled={false} />, workspace);
  const choose = async (name: string) => {
    const before = said.length;
    const file = new File(["x"], name, { lastModified: 5 });
    fireEvent.change(screen.getByLabelText("Files to attach"), {
      target: { files: [file] },
    });
    await waitFor(() => expect(said.length).toBe(before + 1));
  };
  for (let n = 0; n < 4; n++) await choose("a.txt");
  await choose("b.txt");
  const [first, second, third, fourth, other] = keys;
  expect([second, third]).toEqual([first, first]);
  // It is attached: who chooses it once more wants it twice.
  expect(new Set([first, fourth, other]).size).toBe(3);
});
