// What comes back, what may not be changed, and whose clock it is.

import { column, expect, taskLink, test } from "./fixtures";

test("an emptied title comes back, and is no draft after a reload", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Kept"]);
  const [task] = await api.tasks(key);
  const page = await open({ path: `/t/${task!.id}` });
  const title = page.getByRole("textbox", { name: "Title" });
  await title.fill("");
  await title.blur();
  await expect(title).toHaveValue("Kept");
  await page.reload();
  await expect(page.getByText("on a majority")).toBeVisible();
  await expect(title).toHaveValue("Kept");
  await expect(page.getByText("You typed this before")).toHaveCount(0);
});

test("nobody is offered to change an archived project's tasks", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Old"]);
  await api.write("PATCH", `/projects/${key}`, { archived: true });
  const page = await open({ path: `/p/${key}/board` });
  const todo = column(page, "To do");
  await expect(todo.getByRole("article")).toHaveCount(1);
  await expect(todo.getByRole("button", { name: /^Add to/ })).toHaveCount(0);
  await taskLink(page, "Old").click();
  const drawer = page.getByRole("dialog", { name: "Old" });
  await expect(drawer.getByRole("textbox", { name: "Title" })).toBeDisabled();
});

test("the cluster page tells the time in the user's own zone", async ({
  api,
  open,
}) => {
  await api.write("PATCH", "/me", { time_zone: "UTC" });
  const page = await open({ path: "/cluster", timezoneId: "Pacific/Honolulu" });
  const since = page.getByRole("table", { name: /^Leaders by term/ });
  const cell = since.getByText(/^\d\d.\d\d.\d{4}, /).first();
  const [, day, month, year, time] = (await cell.textContent())!.match(
    /(..).(..).(....), (.*)/,
  )!;
  const told = Date.parse(`${year}-${month}-${day}T${time}Z`);
  expect(Math.abs(Date.now() - told)).toBeLessThan(3_600_000);
});

test("the hour of another year stays clear of who is to do it", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Far off"]);
  const [task] = await api.tasks(key);
  await api.write("PATCH", `/tasks/${task!.id}`, {
    due: "2025-03-28T15:30:00Z",
  });
  await api.write("PUT", `/tasks/${task!.id}/assignees/admin`);
  const page = await open({ path: `/p/${key}/list` });
  const row = page.getByRole("listitem");
  const due = await row.locator("time").boundingBox();
  const people = await row.getByRole("img", { name: "admin" }).boundingBox();
  expect(due!.x + due!.width).toBeLessThan(people!.x);
});

test("an instant that moves to another day keeps its hour", async ({
  api,
  open,
  project,
}) => {
  await api.write("PATCH", "/me", { time_zone: "America/New_York" });
  const key = await project(["At night"]);
  const [task] = await api.tasks(key);
  const path = `/tasks/${task!.id}`;
  await api.write("PATCH", path, { due: "2031-11-02T03:30:00Z" });
  const due = async () => (await api.get<{ due: string }>(path)).due;
  const page = await open({ path: `/p/${key}/list` });
  await taskLink(page, "At night").focus();
  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog");
  const field = dialog.getByLabel("Due date");
  await expect(field).toHaveValue("2031-11-01");
  await field.fill("2031-11-05");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect.poll(due).toBe("2031-11-06T04:30:00.000Z");
  await page.goto(`/t/${task!.id}`);
  await page.getByLabel("Due (at 23:30)").fill("2031-11-01");
  await expect.poll(due).toBe("2031-11-02T03:30:00.000Z");
  await api.write("PATCH", "/me", { time_zone: "UTC" });
});

test("long names break no project's key, and no report", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  const name = "From Kraków to Kiritimati and back home before the winter";
  await api.write("PATCH", `/projects/${key}`, { name });
  const title = "L".repeat(255);
  await api.write("POST", "/tasks", { project: key, title, due: "2020-01-01" });
  const page = await open({
    path: `/p/${key}/reports?report=overdue`,
    viewport: { width: 1024, height: 700 },
  });
  const cell = page.getByRole("cell", { name: title });
  await expect(cell).toBeVisible();
  expect((await cell.boundingBox())!.width).toBeLessThan(600);
  await page.setViewportSize({ width: 360, height: 700 });
  const heading = page.getByRole("heading", { level: 1 });
  const box = await heading.getByText(key, { exact: true }).boundingBox();
  expect(box!.width).toBeGreaterThan(box!.height);
});

test("a task opened by its address knows whether it is watched", async ({
  api,
  open,
  project,
}) => {
  const [task] = await api.tasks(await project(["Known"]));
  const page = await open({ path: `/t/${task!.id}` });
  const toggle = (name: string) =>
    page.getByRole("button", { name, exact: true });
  await toggle("Stop watching").click();
  await toggle("Watch").click();
  await expect(toggle("Stop watching")).toBeVisible();
  await page.goto(`/inbox?task=${task!.id}`);
  await expect(toggle("Stop watching")).toBeVisible();
  await page.keyboard.press("w");
  await expect(toggle("Watch")).toBeVisible();
});

test("a row that goes into the trash leaves the focus to the next", async ({
  open,
  project,
}) => {
  const key = await project(["One", "Two", "Three"]);
  const page = await open({ path: `/p/${key}/list` });
  await taskLink(page, "Two").focus();
  await page.keyboard.press("Delete");
  await expect(taskLink(page, "Two")).toHaveCount(0);
  await expect(taskLink(page, "Three")).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(taskLink(page, "One")).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(page.getByRole("main")).toBeFocused();
});

test("a screen that keys open has the focus", async ({ open, project }) => {
  const key = await project(["One"]);
  const page = await open({ path: `/p/${key}/list` });
  await taskLink(page, "One").focus();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page.getByRole("heading", { name: "Reports" })).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("main").getByRole("searchbox")).toBeFocused();
});

test("titles are as long as the cluster takes them, also of emoji", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Short"]);
  const [task] = await api.tasks(key);
  const page = await open({ path: `/t/${task!.id}` });
  const title = page.getByRole("textbox", { name: "Title" });
  const most = "🚀".repeat(255);
  await title.fill(`${most}🚀`);
  await title.blur();
  await expect(page.getByText("1 character too many")).toBeVisible();
  await expect(title).toHaveValue(`${most}🚀`);
  await title.fill(most);
  await title.blur();
  await expect.poll(async () => (await api.tasks(key))[0]!.title).toBe(most);
  await page.getByRole("button", { name: "New task", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog.getByRole("textbox", { name: "Title" }).fill(`${most}!?`);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByText("2 characters too many")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Title" }).fill(`${most}`);
  await dialog
    .getByRole("combobox", { name: "Project" })
    .selectOption({ value: key });
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect.poll(async () => (await api.tasks(key)).length).toBe(2);
});

test("words that filter one board filter no other", async ({
  open,
  project,
}) => {
  const one = await project(["Plan", "Draft"]);
  const other = await project(["Review"]);
  const page = await open({ path: `/p/${one}/board` });
  const words = page.getByRole("textbox", { name: "Filter by words" });
  await words.fill("Plan");
  await expect(page).toHaveURL((url) => url.search === "?text=Plan");
  await expect(taskLink(page, "Draft")).toBeHidden();
  await page.getByRole("link", { name: `Project ${other}` }).click();
  await expect(taskLink(page, "Review")).toBeVisible();
  await expect(words).toHaveValue("");
  await page.goBack();
  await expect(words).toHaveValue("Plan");
  await expect(taskLink(page, "Plan")).toBeVisible();
  // The tab begins without filters.
  await page.getByRole("link", { name: "Board", exact: true }).click();
  await expect(taskLink(page, "Draft")).toBeVisible();
  await expect(words).toHaveValue("");
});
