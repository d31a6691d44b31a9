// What is offered for tasks in lists, by keys and in the bar of a selection.

import { Api } from "../nodes/api";
import { expect, taskLink, test } from "./fixtures";

test("of a task that is only shared, lists and keys offer what a share allows", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const key = await project(["Lent to read", "Lent to write"]);
  const [read, write] = await api.tasks(key);
  const share = (id: number, role: string) =>
    api.write("PUT", `/tasks/${id}/shares/bob`, { role });
  await share(read!.id, "viewer");
  await share(write!.id, "member");
  const bob = await Api.login(cluster, "bob");
  const view = await bob.write<{ id: number }>("POST", "/views", {
    name: "Lent",
    layout: "list",
    query: "shared=true&text=lent",
  });
  const page = await open({ user: "bob", path: `/views/${view.id}` });
  const button = (name: string) => page.getByRole("button", { name });
  await expect(button("Complete Lent to write")).toBeEnabled();
  await expect(button("Complete Lent to read")).toBeDisabled();
  await expect(button("Set priority of Lent to read")).toBeDisabled();

  const bar = page.getByRole("region", { name: "Selected tasks" });
  const offered = bar.getByRole("button");
  await page.getByRole("checkbox", { name: "Select Lent to write" }).check();
  await expect(offered).toHaveText([
    "Complete",
    "Status",
    "Priority",
    "Assign",
    "Labels",
    "Due",
    "Move",
    "Clear",
  ]);
  await page.getByRole("checkbox", { name: "Select Lent to read" }).check();
  await expect(offered).toHaveText(["Clear"]);
  await offered.click();

  const dialogs = page.getByRole("dialog");
  await taskLink(page, "Lent to write").focus();
  await page.keyboard.press("Delete");
  await expect(page.getByText("With a share alone, nobody")).toBeVisible();
  await page.keyboard.press("m");
  await expect(
    dialogs.getByRole("combobox", { name: "Project" }),
  ).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(dialogs).toHaveCount(0);
  await taskLink(page, "Lent to read").focus();
  await page.keyboard.press("s");
  await expect(page.getByText("You may read this, and not")).toBeVisible();
  await expect(dialogs).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search actions" }).fill("delete");
  await page.keyboard.press("Enter");
  await expect(page.getByText("You may read this, and not")).toHaveCount(2);
  expect((await api.tasks(key)).length).toBe(2);
});

test("who may only look at a project is offered no changes of it", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Seen", "Gone"]);
  await api.write("PUT", `/projects/${key}/members/vic`, { role: "viewer" });
  const [, gone] = await api.tasks(key);
  await api.write("DELETE", `/tasks/${gone!.id}`);
  const page = await open({ user: "vic", path: `/p/${key}/list` });
  const button = (name: string) => page.getByRole("button", { name });
  await expect(button("Complete Seen")).toBeDisabled();
  await expect(page.getByRole("textbox", { name: "Quick add" })).toHaveCount(0);
  await button("New task").click();
  const project_ = page.getByRole("combobox", { name: "Project" });
  await expect(project_).toHaveValue("");
  await page.goto(`/p/${key}/calendar`);
  await expect(page.locator("td button").first()).toBeDisabled();
  await expect(button("add one due")).toHaveCount(0);
  await page.goto("/trash");
  const row = page.getByRole("listitem").filter({ hasText: `Gone${key}` });
  await row.getByRole("checkbox").check();
  await expect(page.getByRole("button", { name: /^Restore/ })).toHaveCount(0);
  await expect(button("Delete for ever")).toHaveCount(0);
});

test("a long list that one may only read asks for few shares", async ({
  api,
  open,
  project,
}) => {
  const titles = Array.from({ length: 12 }, (_, n) => `Row ${n}`);
  const key = await project(titles);
  await api.write("PUT", `/projects/${key}/members/vic`, { role: "viewer" });
  const [first, second] = await api.tasks(key);
  const share = (id: number) =>
    api.write("PUT", `/tasks/${id}/shares/vic`, { role: "member" });
  await share(first!.id);
  const page = await open({ user: "vic" });
  const asked = new Set<string>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith("/shares")) asked.add(pathname);
  });
  await page.goto(`/p/${key}/list`);
  const complete = (title: string) =>
    page.getByRole("button", { name: `Complete ${title}`, exact: true });
  await expect(complete(first!.title)).toBeEnabled();
  await expect(complete("Row 11")).toBeDisabled();
  await expect(complete(second!.title)).toBeDisabled();
  expect([...asked]).toEqual([`/api/v1/tasks/${first!.id}/shares`]);
  await share(second!.id);
  await expect(complete(second!.title)).toBeEnabled();

  // A share gives nothing of what is in the trash.
  await page.goto("/inbox");
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  for (const { id } of await api.tasks(key))
    await api.write("DELETE", `/tasks/${id}`);
  asked.clear();
  await page.goto("/trash");
  for (const title of ["Row 3", "Row 7"])
    await page.getByRole("checkbox", { name: `Select ${title}` }).check();
  await page.keyboard.press("p");
  await expect(
    page.getByText("What is in the trash changes only by being restored"),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: /^Restore/ })).toHaveCount(0);
  expect([...asked]).toEqual([]);
});

test("the bar of a selection leaves the focus to a row", async ({
  open,
  project,
}) => {
  const titles = ["One", "Two", "Three", "Four"];
  const key = await project(titles);
  const page = await open({ path: `/p/${key}/list` });
  const choose = async (...titles: string[]) => {
    for (const title of titles)
      await page.getByRole("checkbox", { name: `Select ${title}` }).check();
  };
  const press = (name: string) =>
    page
      .getByRole("region", { name: "Selected tasks" })
      .getByRole("button", { name })
      .click();
  await choose("One");
  await press("Clear");
  await expect(taskLink(page, "One")).toBeFocused();
  await choose("One", "Two");
  await press("Trash");
  await expect(taskLink(page, "Three")).toBeFocused();

  await page.getByRole("link", { name: "Board", exact: true }).click();
  await expect(page.getByRole("article")).toHaveCount(2);
  await choose("Three");
  await press("Trash");
  await expect(taskLink(page, "Four")).toBeFocused();
  await choose("Four");
  await press("Trash");
  await expect(page.getByRole("main")).toBeFocused();

  await page.goto("/trash");
  const row = page.getByRole("listitem").filter({ hasText: `One${key}` });
  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Restore 1" }).click();
  await expect(row).toHaveCount(0);
  await expect(page.locator("[data-row] a:focus, main:focus")).toHaveCount(1);
});

test("what is told covers no bar of a selection", async ({ open, project }) => {
  const key = await project(["One", "Two"]);
  const page = await open({ path: `/p/${key}/list` });
  const bar = page.getByRole("region", { name: "Selected tasks" });
  const trash = bar.getByRole("button", { name: "Trash" });
  for (const title of ["One", "Two"]) {
    await page.getByRole("checkbox", { name: `Select ${title}` }).check();
    await trash.click({ timeout: 4000 });
  }
  await expect(page.getByRole("main")).toBeFocused();
});

test("what is done to several tasks names how many", async ({
  open,
  project,
}) => {
  const key = await project(["One", "Two"]);
  const page = await open({ path: `/p/${key}/list` });
  const bar = page.getByRole("region", { name: "Selected tasks" });
  for (const title of ["One", "Two"])
    await page.getByRole("checkbox", { name: `Select ${title}` }).check();
  for (const [act, name] of [
    ["Move", "Move 2 tasks to…"],
    ["Assign", "Assign 2 tasks"],
    ["Due", "Due of 2 tasks"],
  ] as const) {
    await bar.getByRole("button", { name: act }).click();
    const dialog = page.getByRole("dialog", { name, exact: true });
    await expect(dialog).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(dialog).toBeHidden();
  }
});

test("a name that somebody changes is shown without a reload", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const key = await project([]);
  await api.write("PUT", `/projects/${key}/members/bob`, { role: "member" });
  const bob = await Api.login(cluster, "bob");
  const page = await open({ path: `/p/${key}/settings` });
  const members = page.getByRole("main");
  await expect(
    members.getByRole("cell", { name: "bob" }).first(),
  ).toBeVisible();
  await bob.write("PATCH", "/me", { display_name: "Robert" });
  await expect(members.getByRole("cell", { name: "Robert" })).toBeVisible();
  await bob.write("PATCH", "/me", { display_name: null });
});
