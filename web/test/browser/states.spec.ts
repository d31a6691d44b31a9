// What screens say that cannot show what they are for.

import type { Page } from "@playwright/test";
import { addTask, column, expect, logIn, taskLink, test } from "./fixtures";

const broken = {
  status: 500,
  contentType: "application/problem+json",
  body: JSON.stringify({ title: "It broke", status: 500, code: "internal" }),
};

test("what could not be read is not shown as empty, and is read again", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const [task] = await api.tasks(key);
  await api.write("POST", `/tasks/${task!.id}/comments`, { text: "Hello" });
  await api.write("POST", "/labels", { name: `of ${key}` });
  const own = `Own of ${key}`;
  // Before all that other cases have made.
  await api.write("POST", "/tasks", { title: own, due: "2001-01-01" });
  const page = await open({ path: "/projects" });
  await page.evaluate(() => navigator.serviceWorker.ready);
  for (const [part, path, words, sign] of [
    // First: what another screen has read of them would be shown.
    ["labels", "/admin/labels", "It broke", `of ${key}`],
    ["comments", `/t/${task!.id}`, "The comments could not be", "Hello"],
    ["assignee=none", "/", "It broke", own],
    ["cluster/log", "/cluster", "The log could not be", "applied"],
    ["leaders", "/cluster", "Who has led could not be", "Gap before"],
  ] as const) {
    const hit = (url: URL) =>
      url.pathname.endsWith(`/${part}`) || url.search.includes(part);
    await page.context().route(hit, (route) => route.fulfill(broken));
    await page.goto(path);
    const alert = page
      .getByRole("main")
      .getByRole("alert")
      .filter({ hasText: words });
    await expect(alert, part).toBeVisible();
    await expect(
      page.getByText(/^(No labels yet|Nothing to do|The log is empty.)$/),
    ).toHaveCount(0);
    await page.context().unroute(hit);
    // The cluster's page asks again by itself.
    if (path !== "/cluster")
      await alert.getByRole("button", { name: "Try again" }).click();
    await expect(
      page.getByRole("main").getByText(sign, { exact: true }).first(),
    ).toBeVisible();
    await expect(alert).toHaveCount(0);
  }
});

test("what only administrators do is not offered to others", async ({
  open,
}) => {
  const page = await open({ user: "vic", path: "/admin/users" });
  await expect(
    page.getByRole("heading", { name: "You may not see this" }),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Create user" })).toHaveCount(
    0,
  );
});

test("a set-up link names the cluster, and works once", async ({
  browser,
  cluster,
  open,
  project,
}) => {
  const username = `new.${(await project()).toLowerCase()}`;
  const admin = await open({ path: "/admin/users" });
  await admin.getByRole("textbox", { name: "Username" }).fill(username);
  await admin.getByRole("button", { name: "Create user" }).click();
  const link = await admin.locator("form code").textContent();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link!);
  await expect(page.getByText(/^\S+ · node 1$/)).toBeVisible();
  await page.getByLabel("New password").fill("long enough");
  await page.getByLabel("The same again").fill("long enough");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await logIn(page, username, "long enough");
  await expect(page.getByRole("heading", { name: "My work" })).toBeVisible();
  await page.goto(`${cluster.node(1).origin}/setup${new URL(link!).hash}`);
  await page.getByLabel("New password").fill("long enough, too");
  await page.getByLabel("The same again").fill("long enough, too");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("alert")).toContainText("This link was used");
  await context.close();
});

test("a project and a view whose answers were lost are made once", async ({
  api,
  open,
  project,
}) => {
  const key = `${await project()}Y`;
  const page = await open();
  let lost = true;
  await page.route(/\/api\/v1\/(projects|views)$/, async (route) => {
    if (route.request().method() !== "POST" || !lost) return route.continue();
    await route.fetch().catch(() => {});
    await route.abort();
  });
  await page.goto("/projects");
  const unknown = page.getByText("Try again: it will happen only once");
  const dialog = page.getByRole("dialog", { name: "New project" });
  await page
    .getByRole("main")
    .getByRole("button", { name: "New project" })
    .click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Lost");
  await dialog.getByRole("textbox", { name: "Key" }).fill(key);
  const create = dialog.getByRole("button", { name: "Create project" });
  await create.click();
  await expect(unknown).toBeVisible();
  lost = false;
  await create.click();
  await expect(page).toHaveURL(`/p/${key}/board`);

  lost = true;
  const view = page.getByRole("dialog", { name: "Save view" });
  const save = view.getByRole("button", { name: "Save" });
  await page.getByRole("button", { name: "Save view" }).click();
  await view.getByRole("textbox", { name: "Name" }).fill(`Lost of ${key}`);
  await save.click();
  await expect(unknown).toBeVisible();
  lost = false;
  await save.click();
  await expect(view).toBeHidden();
  const { items } = await api.get<{ items: { name: string }[] }>("/views");
  const made = items.filter(({ name }) => name === `Lost of ${key}`);
  expect(made).toHaveLength(1);
});

test("a board view without a project shows each in turn, or a list", async ({
  api,
  open,
  project,
}) => {
  const [one, two] = [await project(["First"]), await project(["Second"])];
  const made = (name: string, query: string) =>
    api.write<{ id: number }>("POST", "/views", {
      name: `${name} of ${one}`,
      layout: "board",
      query,
    });
  const { id } = await made("Both", `project=${one},${two}`);
  const page = await open({ path: `/views/${id}` });
  const choice = page.getByRole("combobox", { name: "Project of the board" });
  const cards = column(page, "To do").getByRole("article");
  await expect(choice).toHaveValue(one);
  await expect(cards).toHaveText(/First/);
  await choice.selectOption(`Project ${two}`);
  await expect(cards).toHaveText(/Second/);
  await page.reload();
  await expect(cards).toHaveText(/Second/);
  await choice.selectOption("All, as a list");
  const note = page.getByText("A board shows one project");
  await expect(note).toBeVisible();
  for (const title of ["First", "Second"])
    await expect(taskLink(page, title)).toBeVisible();

  const none = await made("None", "project=none");
  await page.goto(`/views/${none.id}`);
  await expect(note).toBeVisible();
  await expect(choice).toHaveCount(0);
  await addTask(page, `Without, ${one}`);
  await expect(taskLink(page, `Without, ${one}`)).toBeVisible();
});

test("a view and a task open without the network as they were", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Whole"]);
  const [whole] = await api.tasks(key);
  await api.write("POST", "/tasks", {
    project: key,
    title: "Part",
    parent: whole!.id,
  });
  const view = await api.write<{ id: number }>("POST", "/views", {
    name: `All of ${key}`,
    layout: "list",
    query: `project=${key}`,
  });
  const page = await open({ path: `/views/${view.id}` });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await taskLink(page, "Whole").click();
  const part = page
    .getByRole("region", { name: "Subtasks and blocks" })
    .getByRole("link", { name: "Part" });
  await expect(part).toBeVisible();
  await expect.poll(() => kept(page, "/tasks/{id}/relations")).toBe(true);
  await page.context().setOffline(true);
  await page.reload();
  await expect(part).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(
    page.getByRole("heading", { name: `All of ${key}` }),
  ).toBeVisible();
  await expect(taskLink(page, "Part")).toBeVisible();
});

// Whether the browser has kept what was read there.
function kept(page: Page, path: string): Promise<boolean> {
  return page.evaluate(async (path) => {
    const [known] = await indexedDB.databases();
    return new Promise<boolean>((done) => {
      const opening = indexedDB.open(known!.name!);
      opening.onsuccess = () => {
        const reading = opening.result
          .transaction("snapshots")
          .objectStore("snapshots")
          .get("queries");
        reading.onsuccess = () => {
          opening.result.close();
          done(JSON.stringify(reading.result ?? "").includes(path));
        };
      };
    });
  }, path);
}

test("what a node answers with 429 is asked again, reads and edits", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Often"]);
  const [task] = await api.tasks(key);
  const page = await open();
  let left = 3;
  await page.context().route(/\/tasks\/\d+(\?|$)/, async (route) => {
    if (left-- <= 0) return route.fallback();
    await route.fulfill({
      status: 429,
      headers: { "Retry-After": "1" },
      contentType: "application/problem+json",
      body: JSON.stringify({
        title: "Too many requests",
        status: 429,
        code: "rate_limited",
        retryable: false,
      }),
    });
  });
  await page.goto(`/t/${task!.id}`);
  const priority = page.getByRole("combobox", { name: "Priority" });
  await expect(priority).toBeEnabled();
  left = 2;
  await priority.selectOption("urgent");
  await expect
    .poll(async () => (await api.tasks(key))[0]!.priority)
    .toBe("urgent");
  await expect(page.getByText("Not saved")).toHaveCount(0);
});
