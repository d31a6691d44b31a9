import { addTask, expect, logIn, pill, taskLink, test } from "./fixtures";

test("who logs in again in one tab is logged in again in all", async ({
  page,
  api,
  project,
}) => {
  const key = await project(["First"]);
  const [task] = await api.tasks(key);
  const board = `/p/${key}/board`;
  await page.goto(board);
  await logIn(page);
  await expect(taskLink(page, "First")).toBeVisible();
  const other = await page.context().newPage();
  await other.goto(board);
  await expect(taskLink(other, "First")).toBeVisible();
  const session = await page.evaluate(
    async () => (await (await fetch("/api/v1/me")).json()).session as number,
  );
  await api.write("DELETE", `/sessions/${session}`);
  const login = (tab: typeof page) =>
    tab.getByRole("dialog", { name: "Log in again" });
  await expect(login(page)).toBeVisible();
  await expect(login(other)).toBeVisible();
  // The first tab reads the stream for both.
  await logIn(other);
  await expect(login(other)).toBeHidden();
  await api.write("PATCH", `/tasks/${task!.id}`, { title: "Told" });
  await expect(taskLink(other, "Told")).toBeVisible();
  await expect(login(page)).toBeHidden();
  await expect(taskLink(page, "Told")).toBeVisible();
});

test("what a closed tab has not sent, another one sends", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  const page = await open({ path: `/p/${key}/board` });
  const context = page.context();
  const other = await context.newPage();
  await other.goto(`/p/${key}/board`);
  await expect(pill(other)).toContainText("Live");
  await context.setOffline(true);
  await addTask(other, "Written in a tab");
  await expect(pill(other)).toContainText("1 queued");
  await other.close();
  await context.setOffline(false);
  await expect
    .poll(async () => (await api.tasks(key)).map(({ title }) => title))
    .toEqual(["Written in a tab"]);
  await expect(taskLink(page, "Written in a tab")).toHaveCount(1);
});
