import { Api } from "../nodes/api";
import type { Cluster } from "../nodes/cluster";
import { addMembers, column, expect, pill, taskLink, test } from "./fixtures";

// Ann and Bob join the project, and she assigns him these tasks.
async function giveToBob(
  api: Api,
  cluster: Cluster,
  key: string,
  titles: string[],
) {
  await addMembers(api, key, "ann", "bob");
  const ann = await Api.login(cluster, "ann");
  for (const title of titles)
    await ann.write("POST", "/tasks", {
      project: key,
      title,
      assignees: ["bob"],
    });
}

test("Back restores what was filtered and how far it was scrolled", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  await api.write("POST", "/tasks/batch", {
    items: Array.from({ length: 120 }, (_, n) => ({
      project: key,
      title: `Task ${n}`,
      priority: n % 2 ? "high" : "low",
    })),
  });
  const page = await open({ path: `/p/${key}/list` });
  await page
    .getByRole("combobox", { name: "Filter by urgency" })
    .selectOption("High");
  await expect(page.getByText("60 tasks")).toBeVisible();
  const main = page.locator("#main");
  await main.evaluate((box) => box.scrollTo(0, 1200));
  await expect(taskLink(page, "Task 69")).toBeVisible();
  await page.getByRole("link", { name: "Inbox" }).click();
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL((url) => url.search === "?priority=high");
  await expect(
    page.getByRole("combobox", { name: "Filter by urgency" }),
  ).toHaveValue("high");
  await expect.poll(() => main.evaluate((box) => box.scrollTop)).toBe(1200);
  await expect(taskLink(page, "Task 69")).toBeVisible();
});

test("a saved view opens as what it was saved from", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Low"]);
  const due = new Date().toISOString().slice(0, 10);
  const high = { project: key, title: "High", priority: "high", due };
  await api.write("POST", "/tasks", high);
  const page = await open({ path: `/p/${key}/board?priority=high` });
  const views: string[] = [];
  for (const layout of ["board", "calendar", "list"]) {
    await page.goto(`/p/${key}/${layout}?priority=high`);
    await page.getByRole("button", { name: "Save view" }).click();
    const dialog = page.getByRole("dialog", { name: "Save view" });
    await dialog.getByRole("textbox", { name: "Name" }).fill(`My ${layout}`);
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole("link", { name: `My ${layout}` }).click();
    await expect(
      page.getByRole("heading", { name: `My ${layout}`, level: 1 }),
    ).toBeVisible();
    await expect(page.getByRole("link", { name: /High$/ })).toBeVisible();
    await expect(page.getByRole("link", { name: /Low$/ })).toHaveCount(0);
    await expect(column(page, "To do")).toHaveCount(layout === "board" ? 1 : 0);
    await expect(page.getByRole("table")).toHaveCount(
      layout === "calendar" ? 1 : 0,
    );
    views.push(page.url());
  }
  // What is deleted comes back as it was.
  await page.goto(views[0]!);
  await page.clock.setFixedTime(Date.now());
  await page.getByRole("button", { name: "Delete view" }).click();
  const link = page.getByRole("link", { name: "My board" });
  await expect(page.getByRole("heading", { name: "My work" })).toBeVisible();
  await expect(link).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await link.click();
  await expect(page).toHaveURL(views[0]!);
  await expect(column(page, "To do")).toBeVisible();
});

test("what is read on one device is read on the other", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const desk = await open({ user: "bob", path: "/inbox" });
  const phone = await open({ user: "bob", path: "/inbox", node: 2 });
  await giveToBob(api, cluster, await project(), ["For Bob"]);
  for (const page of [desk, phone])
    await expect(taskLink(page, "For Bob")).toBeVisible();
  await expect(
    phone.getByRole("link", { name: /^Inbox \d+ unread$/ }),
  ).toBeVisible();
  await desk.getByRole("button", { name: "Mark all as read" }).click();
  for (const page of [desk, phone]) {
    await expect(taskLink(page, "For Bob")).toHaveCount(0);
    await expect(
      page.getByRole("link", { name: "Inbox", exact: true }),
    ).toBeVisible();
  }
  await phone.getByRole("button", { name: "All" }).click();
  await expect(taskLink(phone, "For Bob")).toBeVisible();
});

test("the inbox has keys, and what was not read comes first", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const key = await project();
  await giveToBob(api, cluster, key, [`Older of ${key}`, `Newer of ${key}`]);
  const page = await open({ user: "bob", path: "/inbox" });
  const older = taskLink(page, `Older of ${key}`);
  const newer = taskLink(page, `Newer of ${key}`);
  await expect(older).toBeVisible();
  await expect(newer).toBeVisible();
  await page.keyboard.press("j");
  await expect(newer).toBeFocused();
  await page.keyboard.press("j");
  await expect(older).toBeFocused();
  await page.keyboard.press("k");
  await expect(newer).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(newer).toHaveCount(0);
  await page.getByRole("button", { name: "All", exact: true }).click();
  const titles = page
    .getByRole("main")
    .getByRole("listitem")
    .getByRole("link", { name: `of ${key}` });
  await expect(titles).toHaveText([`Older of ${key}`, `Newer of ${key}`]);
});

test("an edit of what was trashed meanwhile can bring it back", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const [plan] = await api.tasks(key);
  const page = await open({ path: `/t/${plan!.id}` });
  const title = page
    .getByRole("main", { name: "Plan" })
    .getByRole("textbox", { name: "Title" });
  await title.fill("Better plan");
  await page.context().setOffline(true);
  await expect(pill(page)).toContainText("Offline");
  await page.keyboard.press("Tab");
  await api.write("DELETE", `/tasks/${plan!.id}`);
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Restore and apply" }).click();
  await expect
    .poll(async () => (await api.tasks(key)).map((task) => task.title))
    .toEqual(["Better plan"]);
  await expect(pill(page)).toHaveText(/^Live · node \d$/);
});
