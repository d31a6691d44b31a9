import { addTask, column, expect, taskLink, test } from "./fixtures";

test("2: a task is added, edited, completed, undone, trashed, restored", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  const page = await open({ path: `/p/${key}/board` });
  await addTask(page, "Water the plants");
  const todo = column(page, "To do");
  await expect(todo.getByRole("article")).toHaveCount(1);
  await taskLink(page, "Water the plants").click();
  const drawer = page.getByRole("dialog", { name: "Water the plants" });
  await drawer.getByRole("textbox", { name: "Description" }).fill("*All*");
  await page.keyboard.press("Control+Enter");
  await drawer.getByRole("textbox", { name: "Comment" }).fill("Done, really");
  await drawer.getByRole("button", { name: "Add comment" }).click();
  await expect(drawer.getByText("Done, really")).toBeVisible();
  await drawer
    .getByRole("combobox", { name: "Status" })
    .selectOption("Completed");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(column(page, "Completed").getByRole("article")).toHaveCount(1);
  await page.keyboard.press("Control+z");
  await expect(todo.getByRole("article")).toHaveCount(1);
  await taskLink(page, "Water the plants").focus();
  await page.keyboard.press("Delete");
  await expect(page.getByRole("article")).toHaveCount(0);
  await page
    .getByRole("alert")
    .filter({ hasText: "in the trash" })
    .getByRole("button", { name: "Undo" })
    .click();
  await expect(todo.getByRole("article")).toHaveCount(1);
  await expect
    .poll(async () =>
      (await api.tasks(key)).map((task) => [task.status, task.description]),
    )
    .toEqual([["todo", "*All*"]]);
});

test("6: the same field asks, different fields merge", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const page = await open({ path: `/p/${key}/board` });
  const other = await open({ path: `/p/${key}/board`, node: 2 });
  const title = (one: typeof page) =>
    one.getByRole("dialog").getByRole("textbox", { name: "Title" });
  for (const one of [page, other]) await taskLink(one, "Plan").click();
  await title(page).fill("Mine");
  await title(other).fill("Theirs");
  await other.keyboard.press("Tab");
  await other.getByRole("combobox", { name: "Priority" }).selectOption("High");
  await expect
    .poll(async () =>
      (await api.tasks(key)).map((task) => [task.title, task.priority]),
    )
    .toEqual([["Theirs", "high"]]);
  await page.keyboard.press("Tab");
  const dialog = page.getByRole("dialog", {
    name: "Somebody else changed this",
  });
  await expect(dialog).toContainText("Theirs");
  // What was told of the edit is gone before its time.
  const toast = page.getByRole("alert").filter({ hasText: "Title: Mine" });
  await expect(toast).toHaveCount(0, { timeout: 3000 });
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await expect(dialog).toBeHidden();
  await expect(title(other)).toHaveValue("Mine");
  await expect(page.getByRole("combobox", { name: "Priority" })).toHaveValue(
    "high",
  );

  await title(page).fill("Mine again");
  await title(other).fill("Theirs again");
  await other.keyboard.press("Tab");
  await expect
    .poll(async () => (await api.tasks(key))[0]!.title)
    .toBe("Theirs again");
  await page.keyboard.press("Tab");
  await dialog.getByRole("button", { name: "Take theirs" }).click();
  await expect(dialog).toBeHidden();
  await expect(title(page)).toHaveValue("Theirs again");
});

test("7: a page that slept overwrites nothing", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const page = await open({ path: `/p/${key}/board` });
  await taskLink(page, "Plan").click();
  const title = page
    .getByRole("dialog")
    .getByRole("textbox", { name: "Title" });
  await title.fill("Typed before sleep");
  const session = await page.context().newCDPSession(page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await page.context().setOffline(true);
  const [task] = await api.tasks(key);
  await api.write("PATCH", `/tasks/${task!.id}`, {
    title: "Written meanwhile",
    priority: "urgent",
  });
  await page.context().setOffline(false);
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await page.keyboard.press("Tab");
  const dialog = page.getByRole("dialog", {
    name: "Somebody else changed this",
  });
  await expect(dialog).toContainText("Written meanwhile");
  expect((await api.tasks(key))[0]!.title).toBe("Written meanwhile");
  await dialog.getByRole("button", { name: "Take theirs" }).click();
  await expect(title).toHaveValue("Written meanwhile");
});

test("a description that is not read yet is not written over", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const [task] = await api.tasks(key);
  const page = await open();
  // What others write is told at once, and what that is, much later.
  let late = false;
  await page.route(
    (url) => url.pathname === `/api/v1/tasks/${task!.id}`,
    (route) =>
      late && route.request().method() === "GET" ? null : route.continue(),
  );
  await page.goto(`/p/${key}/board`);
  await taskLink(page, "Plan").click();
  const text = page.getByRole("textbox", { name: "Description" });
  await expect(text).toBeEditable();
  late = true;
  await api.edit(
    { id: task!.id, project: key },
    { title: "Their plan", description: "Theirs" },
  );
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue(
    "Their plan",
  );
  await text.fill("Mine");
  await page.keyboard.press("Control+Enter");
  const dialog = page.getByRole("dialog", {
    name: "Somebody else changed this",
  });
  await expect(dialog).toContainText("Theirs");
  expect((await api.tasks(key))[0]!.description).toBe("Theirs");
});

test("8: what was typed survives a reload", async ({ open, project }) => {
  const key = await project(["Plan"]);
  const page = await open({ path: `/p/${key}/board` });
  await taskLink(page, "Plan").click();
  const text = page.getByRole("textbox", { name: "Description" });
  await text.focus();
  await text.pressSequentially("never lost");
  await page.getByRole("textbox", { name: "Comment" }).fill("half a comm");
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Comment" })).toHaveValue(
    "half a comm",
  );
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue(
    "never lost",
  );
});

const evil =
  '<img src=x onerror=alert(1)><svg onload=alert(2)> [x](javascript:alert(3)) <form action="/x"><script>alert(4)</script>';

test("18: markup in titles, Markdown and files stays text", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  await api.write("POST", "/tasks", {
    project: key,
    title: evil,
    description: evil,
  });
  const page = await open({ path: `/p/${key}/board` });
  const said: string[] = [];
  page.on("dialog", (dialog) => {
    said.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole("article").getByRole("link").click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText("onerror").first()).toBeVisible();
  for (const [name, mimeType, text] of [
    ["x.svg", "image/svg+xml", "<svg onload='alert(5)'/>"],
    ["y.html", "text/html", "<script>alert(6)</script>"],
  ] as const) {
    await drawer
      .getByLabel("Files to attach")
      .setInputFiles({ name, mimeType, buffer: Buffer.from(text) });
    await expect(drawer.getByRole("link", { name })).toBeVisible();
    // Opened as a document of its own it is downloaded, not run.
    const url = await drawer.getByRole("link", { name }).getAttribute("href");
    const answer = await page.request.get(url!);
    expect(answer.headers()["content-disposition"]).toContain("attachment");
  }
  await expect(
    drawer.locator("form[action], script, img[src=x], a[href^=java]"),
  ).toHaveCount(0);
  expect(said).toEqual([]);
});

for (const timezoneId of ["Pacific/Honolulu", "Pacific/Kiritimati"])
  test(`19: a due date is the same day in ${timezoneId}`, async ({
    api,
    open,
    project,
  }) => {
    const key = await project();
    await api.write("POST", "/tasks", {
      project: key,
      title: "Pay the rent",
      due: "2031-03-01",
    });
    const page = await open({ path: `/p/${key}/board`, timezoneId });
    await expect(page.getByRole("article")).toContainText("1 Mar 2031");
    await taskLink(page, "Pay the rent").click();
    const due = page.getByRole("dialog").getByLabel("Due", { exact: true });
    await expect(due).toHaveValue("2031-03-01");
    await due.fill("2031-12-31");
    await due.blur();
    await expect(page.getByRole("article")).toContainText("31 Dec 2031");
    await expect
      .poll(async () => (await api.tasks(key))[0]!.due)
      .toBe("2031-12-31");
  });
