import type { Request } from "@playwright/test";
import {
  addTask,
  column,
  expect,
  knowsOthers,
  pill,
  taskLink,
  test,
} from "./fixtures";

test("9: work without the network is done once, after a reload", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["One", "Two"]);
  const page = await open({ path: `/p/${key}/board` });
  const context = page.context();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect(page.getByRole("article")).toHaveCount(2);
  await page.evaluate(() => dispatchEvent(new Event("pagehide")));
  await context.setOffline(true);
  await addTask(page, "Offline");
  await taskLink(page, "One").focus();
  await page.keyboard.press("Alt+ArrowRight");
  await taskLink(page, "Two").click();
  const drawer = page.getByRole("dialog", { name: "Two" });
  for (const part of ["Subtasks and blocks", "The files", "The comments"])
    await expect(drawer).toContainText(`${part} could not be read`);
  await drawer.getByRole("combobox", { name: "Priority" }).selectOption("High");
  await drawer.getByRole("textbox", { name: "Comment" }).fill("from the train");
  await drawer.getByRole("button", { name: "Add comment" }).click();
  await expect(pill(page)).toHaveText("Offline · 4 queued");
  await page.reload();
  await expect(pill(page)).toHaveText("Offline · 4 queued");
  // What was sent is no draft any more.
  await expect(
    page.getByRole("textbox", { name: "Comment", exact: true }),
  ).toHaveValue("");
  await context.setOffline(false);
  await expect(pill(page)).toContainText("Live");
  await expect
    .poll(() => api.board(key))
    .toEqual([["Two", "Offline"], ["One"], [], []]);
  await expect(
    column(page, "To do").getByRole("link", { name: "Offline" }),
  ).toHaveCount(1);
  const [, two] = await api.tasks(key);
  await expect
    .poll(async () => (await api.tasks(key)).map((task) => task.priority))
    .toEqual(["none", "high", "none"]);
  await expect.poll(() => api.comments(two!.id)).toEqual(["from the train"]);
});

test("10: the page's node is killed while somebody types", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const key = await project(["One"]);
  const page = await open({ path: `/p/${key}/board` });
  await knowsOthers(page);
  await taskLink(page, "One").click();
  const drawer = page.getByRole("dialog", { name: "One" });
  const comment = drawer.getByRole("textbox", { name: "Comment" });
  await comment.pressSequentially("typed before and ");
  await cluster.node(1).end("SIGKILL");
  await comment.pressSequentially("after");
  await drawer.getByRole("button", { name: "Add comment" }).click();
  await page.keyboard.press("Escape");
  await addTask(page, "Two");
  await expect(pill(page)).toHaveText(/^Live · node [23]$/);
  await expect
    .poll(() => api.at(2).board(key))
    .toEqual([["One", "Two"], [], [], []]);
  const [one] = await api.at(2).tasks(key);
  await expect
    .poll(() => api.at(2).comments(one!.id))
    .toEqual(["typed before and after"]);
  await expect(column(page, "To do").getByRole("article")).toHaveCount(2);
});

test("11: the leader is killed during a drag", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const key = await project(["One", "Two"]);
  const leader = await api.leader();
  const node = leader === 1 ? 2 : 1;
  const page = await open({ path: `/p/${key}/board`, node });
  await expect(page.getByRole("article")).toHaveCount(2);
  const target = column(page, "In progress").locator("[data-status]");
  const card = page.getByRole("article", { name: "One" });
  await card.hover({ position: { x: 60, y: 60 } });
  const to = await target.boundingBox();
  await page.mouse.down();
  await page.mouse.move(to!.x + 60, to!.y + 40, { steps: 5 });
  await expect(page.locator("article[data-held]")).toHaveCount(1);
  await cluster.node(leader).end("SIGKILL");
  await page.mouse.move(to!.x + 60, to!.y + 60, { steps: 5 });
  await page.mouse.up();
  await expect(
    column(page, "In progress").getByRole("link", { name: "One" }),
  ).toBeVisible();
  await expect
    .poll(() => api.at(node).board(key))
    .toEqual([["Two"], ["One"], [], []]);
  await expect(pill(page)).toHaveText(/^Live · node \d$/);
});

test("12: without a majority the page reads on and keeps writes", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const key = await project(["One"]);
  const page = await open({ path: `/p/${key}/board` });
  await expect(page.getByRole("article")).toHaveCount(1);
  for (const id of [2, 3]) await cluster.node(id).end("SIGKILL");
  await expect(pill(page)).toHaveText(/^Read-only · no majority · \d+ s old/);
  await addTask(page, "Kept");
  await expect(pill(page)).toContainText("1 queued");
  await expect(page.getByRole("article")).toHaveCount(2);
  await page.getByRole("link", { name: "Cluster" }).click();
  await expect(page.getByText(/No quorum/)).toBeVisible();
  await page.goBack();
  await cluster.heal();
  await expect(pill(page)).toContainText("Live");
  await expect
    .poll(() => api.board(key))
    .toEqual([["One", "Kept"], [], [], []]);
  await expect(page.getByRole("article")).toHaveCount(2);
});

test("a page that opens without a majority says so at once, and all the time", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const page = await open({ path: `/p/${key}/list` });
  for (const id of [2, 3]) cluster.node(id).halt();
  await expect(pill(page)).toContainText("Read-only · no majority");
  const refused: string[] = [];
  page.on("response", (answer) => {
    const { pathname } = new URL(answer.url());
    const method = answer.request().method();
    if (answer.status() === 503) refused.push(`${method} ${pathname}`);
  });
  await page.reload();
  await expect(taskLink(page, "Plan")).toBeVisible();
  await expect(pill(page)).toHaveText(/^Read-only · no majority · \d+ s old$/);
  expect(refused.filter((one) => !one.endsWith("/events"))).toEqual([]);

  await addTask(page, "Kept");
  await expect(pill(page)).toContainText("1 queued");
  const seen = await pill(page).evaluateHandle((status) => {
    const texts: string[] = [];
    new MutationObserver(() => texts.push(status.textContent ?? "")).observe(
      status,
      { subtree: true, childList: true, characterData: true },
    );
    return texts;
  });
  const tries = () => refused.filter((one) => one === "POST /api/v1/tasks");
  await expect.poll(() => tries().length).toBeGreaterThan(1);
  const texts = await seen.jsonValue();
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter((text) => !text.includes("1 queued"))).toEqual([]);
  await cluster.heal();
  await expect
    .poll(() => api.board(key))
    .toEqual([["Plan", "Kept"], [], [], []]);
});

test("what is refused waits to be mended, copied or discarded", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Doomed"]);
  const page = await open({ path: `/p/${key}/board` });
  await taskLink(page, "Doomed").focus();
  await page.context().setOffline(true);
  await expect(pill(page)).toContainText("Offline");
  // An act with words, and one without any, on a task that goes meanwhile.
  await page.keyboard.press("w");
  await addTask(page, "Kept");
  await expect(pill(page)).toHaveText("Offline · 2 queued");
  const [doomed] = await api.tasks(key);
  await api.write("DELETE", `/tasks/${doomed!.id}?permanent=true`);
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Needs attention · 1" }).click();
  const dialog = page.getByRole("dialog", { name: "Needs attention" });
  await expect(
    dialog.getByText("Stop watching", { exact: true }),
  ).toBeVisible();
  await dialog.getByRole("button", { name: "Send again" }).click();
  await expect(dialog.getByRole("button", { name: "Discard" })).toBeVisible();
  await dialog.getByRole("button", { name: "Discard" }).click();
  await expect(dialog.getByText("Everything you did is saved")).toBeVisible();
  await expect.poll(() => api.board(key)).toEqual([["Kept"], [], [], []]);
});

test("what was told of several edits goes when one of them is refused", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Doomed", "Other"]);
  const doomed = (await api.tasks(key)).find((one) => one.title === "Doomed")!;
  const page = await open({ path: `/p/${key}/list` });
  for (const title of ["Doomed", "Other"])
    await page.getByRole("checkbox", { name: `Select ${title}` }).check();
  await page.context().setOffline(true);
  await expect(pill(page)).toContainText("Offline");
  await page.keyboard.press("p");
  await page
    .getByRole("dialog", { name: "Priority of 2 tasks" })
    .getByRole("button", { name: "High" })
    .click();
  // Under the pointer it would stay.
  const told = page
    .getByRole("alert")
    .filter({ hasText: "2 tasks · Priority: High" });
  await told.hover();
  await api.write("DELETE", `/tasks/${doomed.id}?permanent=true`);
  await page.context().setOffline(false);
  await expect(page.getByText(/^Not saved: Priority: High/)).toBeVisible();
  await expect(told).toHaveCount(0, { timeout: 5000 });
  await expect
    .poll(async () => (await api.tasks(key)).map((task) => task.priority))
    .toEqual(["high"]);
});

test("all that was typed for what is refused is there, line by line", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const [plan] = await api.tasks(key);
  const page = await open({
    path: `/t/${plan!.id}`,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const archive = (archived: boolean) =>
    api.write("PATCH", `/projects/${key}`, { archived });
  // Of what the page sends, it hears only then that the project is archived.
  const refused = async (act: () => Promise<void>) => {
    await page.context().setOffline(true);
    await act();
    await expect(pill(page)).toHaveText("Offline · 1 queued");
    await archive(true);
    await page.context().setOffline(false);
    await page.getByRole("button", { name: /^Needs attention/ }).click();
  };
  await refused(async () => {
    await page.getByRole("textbox", { name: "Comment" }).fill("One\nTwo");
    await page.getByRole("button", { name: "Add comment" }).click();
  });
  const dialog = page.getByRole("dialog", { name: "Needs attention" });
  const text = dialog.getByRole("textbox", { name: "Text" });
  await expect(text).toHaveValue("One\nTwo");
  await text.fill("One\nTwo\nThree");
  await archive(false);
  await dialog.getByRole("button", { name: "Send again" }).click();
  await expect(dialog.getByText("Everything you did is saved")).toBeVisible();
  expect(await api.comments(plan!.id)).toEqual(["One\nTwo\nThree"]);

  await page.goto(`/p/${key}/board`);
  await expect(pill(page)).toContainText("Live");
  await refused(async () => {
    await page.getByRole("button", { name: "New task", exact: true }).click();
    const form = page.getByRole("dialog", { name: "New task" });
    await form.getByRole("textbox", { name: "Title" }).fill("Ship");
    await form.getByRole("textbox", { name: "Description" }).fill("By\nsea");
    await form.getByRole("button", { name: "Create" }).click();
  });
  await expect(
    dialog.getByRole("textbox", { name: "Description" }),
  ).toHaveValue("By\nsea");
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe("Ship\n\nBy\nsea");
});

test("13: the stream resumes elsewhere after 100 missed events", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const key = await project(["Counted"]);
  const page = await open({ path: `/p/${key}/board` });
  await knowsOthers(page);
  await expect(page.getByRole("article")).toHaveCount(1);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/v1/events")) asked.push(request.url());
  });
  await page.context().setOffline(true);
  await expect(pill(page)).toContainText("Offline");
  const [task] = await api.tasks(key);
  for (let n = 1; n <= 100; n++)
    await api
      .at(2)
      .write("PATCH", `/tasks/${task!.id}`, { title: `Turn ${n}` });
  await cluster.node(1).end("SIGKILL");
  await page.context().setOffline(false);
  await expect(taskLink(page, "Turn 100")).toBeVisible();
  await expect(pill(page)).toHaveText(/^Live · node [23]$/);
  const elsewhere = asked.filter(
    (url) => !url.startsWith(cluster.node(1).origin),
  );
  expect(elsewhere.length).toBeGreaterThan(0);
  expect(elsewhere[0]).toMatch(/last_event_id=\d+/);
});

test("14: eight tabs read one stream", async ({ open }) => {
  const first = await open();
  const context = first.context();
  // Of the tabs that come after the first.
  const streams = new Set<Request>();
  let most = 0;
  context.on("request", (request) => {
    if (!request.url().includes("/api/v1/events")) return;
    streams.add(request);
    most = Math.max(most, streams.size);
  });
  context.on("requestfinished", (request) => streams.delete(request));
  context.on("requestfailed", (request) => streams.delete(request));
  for (let n = 0; n < 7; n++) {
    const page = await context.newPage();
    await page.goto("/");
    await expect(pill(page)).toContainText("Live");
  }
  expect(most).toBe(0);
  await first.close();
  await expect.poll(() => streams.size).toBe(1);
  expect(most).toBe(1);
});
