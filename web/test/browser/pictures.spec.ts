// The pictures of README.md: `npm run pictures` takes them anew.

import { join } from "node:path";
import { column, expect, test } from "./fixtures";

const folder = process.env.TASKRAFT_PICTURES
  ? join(import.meta.dirname, "../../../docs/pictures")
  : ".test/pictures";

const tasks: [string, string, string, string[], string[], number | null][] = [
  ["Choose the venue", "todo", "high", ["ann"], ["event"], 3],
  ["Write the announcement", "todo", "medium", ["bob"], ["text"], 6],
  ["Order stickers", "todo", "none", [], ["event"], null],
  ["Translate the guide", "todo", "low", ["vic"], ["text"], 12],
  ["Record the demo", "in_progress", "urgent", ["ann", "vic"], ["video"], 0],
  ["Load test with 5,000 tasks", "in_progress", "high", ["bob"], ["code"], 1],
  [
    "Pull a node's plug, on stage",
    "in_progress",
    "none",
    ["ann"],
    ["event"],
    8,
  ],
  ["Page works without a mouse", "completed", "high", ["vic"], ["code"], -2],
  ["Draw the logo", "completed", "none", ["ann"], ["text"], -6],
  ["Rent a stage", "cancelled", "low", [], ["event"], null],
];

const day = (offset: number) =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

test("the board and the cluster page have their picture taken", async ({
  admin,
  api,
  open,
}) => {
  await admin.write("POST", "/projects", {
    key: "LAUNCH",
    name: "Launch",
    color: "#b5542a",
  });
  for (const [username, role] of [
    ["ann", "manager"],
    ["bob", "member"],
    ["vic", "member"],
  ])
    await admin.write("PUT", `/projects/LAUNCH/members/${username}`, { role });
  for (const [name, color] of [
    ["event", "#7048e8"],
    ["text", "#1c7ed6"],
    ["video", "#e8590c"],
    ["code", "#2b8a3e"],
  ])
    await api.ask("POST", "/labels", { name, color });
  for (const [title, status, priority, assignees, labels, due] of tasks)
    await admin.write("POST", "/tasks", {
      project: "LAUNCH",
      title,
      status,
      priority,
      assignees,
      labels,
      due: due === null ? null : day(due),
    });
  const look = {
    viewport: { width: 1280, height: 620 },
    colorScheme: "light",
  } as const;
  const board = await open({ user: "ann", path: "/p/LAUNCH/board", ...look });
  await expect(column(board, "To do").getByRole("article")).toHaveCount(4);
  await board.screenshot({ path: join(folder, "board.png") });

  const page = await open({ path: "/cluster", ...look });
  const messages = page.getByRole("list", { name: "Last messages" });
  await expect(
    page.getByRole("button", { name: /^Entry \d+$/ }).first(),
  ).toBeVisible();
  await admin.write("POST", "/tasks", { title: "Thank everybody" });
  await expect(messages.getByRole("listitem").first()).toBeAttached();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.screenshot({ path: join(folder, "cluster.png") });
});
