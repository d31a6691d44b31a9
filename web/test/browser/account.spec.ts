// What belongs to the account, whatever device changes it, and what a share
// lets somebody do.

import { Api } from "../nodes/api";
import { expect, pill, taskLink, test } from "./fixtures";

test("what another device changes in the account is shown without a reload", async ({
  cluster,
  open,
}) => {
  const vic = await Api.login(cluster, "vic");
  // Noon of the other day: 25 hours lie between these zones.
  await vic.write("PATCH", "/me", { time_zone: "Pacific/Kiritimati" });
  const day = (zone: string) =>
    new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date());
  await vic.write("POST", "/tasks", {
    title: "Land",
    due: day("Pacific/Kiritimati"),
  });
  const page = await open({ user: "vic", path: "/" });
  const row = page.getByRole("listitem").filter({ hasText: "Land" });
  await expect(row).toContainText("Today");
  await vic.write("PATCH", "/me", {
    time_zone: "Pacific/Pago_Pago",
    display_name: "Victoria",
    preferences: { theme: "dark", density: "compact" },
  });
  await expect(row).toContainText(/Tomorrow|\d/);
  await expect(row).not.toContainText("Today");
  await expect(page.getByRole("button", { name: "Victoria" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute(
    "data-mantine-color-scheme",
    "dark",
  );
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  await vic.write("PATCH", "/me", {
    time_zone: "UTC",
    preferences: { theme: "auto", density: "comfortable" },
  });
});

test("what is typed into the profile outlives what another device changes", async ({
  cluster,
  open,
}) => {
  const vic = await Api.login(cluster, "vic");
  await vic.write("PATCH", "/me", { preferences: { theme: "auto" } });
  const page = await open({ user: "vic", path: "/settings/profile" });
  await page.getByRole("textbox", { name: "Name" }).fill("Vic the typist");
  await vic.write("PATCH", "/me", {
    email: "vic@example.org",
    preferences: { theme: "dark" },
  });
  await expect(page.getByRole("textbox", { name: "E-mail" })).toHaveValue(
    "vic@example.org",
  );
  await expect(page.getByRole("combobox", { name: "Theme" })).toHaveValue(
    "dark",
  );
  await page.getByRole("combobox", { name: "Density" }).selectOption("Compact");
  await page.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(() => vic.get("/me"))
    .toMatchObject({
      display_name: "Vic the typist",
      email: "vic@example.org",
      preferences: { theme: "dark", density: "compact" },
    });
  await vic.write("PATCH", "/me", {
    preferences: { theme: "auto", density: "comfortable" },
  });
});

test("what is typed into a project outlives what another manager changes", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  const page = await open({ path: `/p/${key}/settings` });
  const field = (name: string) => page.getByRole("textbox", { name });
  const save = page.getByRole("button", { name: "Save" });
  const patch = (body: object) => api.write("PATCH", `/projects/${key}`, body);
  await field("Description").fill("Typed for long");
  await patch({ name: "Theirs" });
  await expect(field("Name")).toHaveValue("Theirs");
  await expect(field("Description")).toHaveValue("Typed for long");
  await save.click();
  await expect
    .poll(() => api.get(`/projects/${key}`))
    .toMatchObject({ name: "Theirs", description: "Typed for long" });

  // Nobody overwrites another unknowingly.
  await field("Name").fill("Mine");
  await patch({ name: "Theirs again" });
  await expect(
    page.getByRole("heading", { level: 1, name: "Theirs again" }),
  ).toBeVisible();
  await save.click();
  await expect(page.getByRole("alert")).toContainText(
    "Somebody else has set “Theirs again” meanwhile",
  );
  expect(await api.get(`/projects/${key}`)).toMatchObject({
    name: "Theirs again",
  });
  await save.click();
  await expect
    .poll(() => api.get(`/projects/${key}`))
    .toMatchObject({ name: "Mine", description: "Typed for long" });
});

test("a label keeps the colour that somebody else has chosen", async ({
  api,
  open,
}) => {
  const name = "repainted";
  await api.write("POST", "/labels", { name, color: "#112233" });
  const page = await open({ path: "/admin/labels" });
  const colour = page.getByLabel(`Colour of ${name}`);
  await expect(colour).toHaveValue("#112233");
  await api.write("PATCH", `/labels/${name}`, { color: "#445566" });
  await expect(colour).toHaveValue("#445566");
  // Who only passes by on the way writes nothing.
  const asked: string[] = [];
  page.on("request", (one) => asked.push(one.method()));
  await colour.focus();
  await colour.blur();
  await page.getByRole("textbox", { name: "Name" }).fill("Next");
  await page.getByRole("button", { name: "Create label" }).click();
  await expect(page.getByLabel("Colour of Next")).toBeVisible();
  expect(asked).not.toContain("PATCH");
});

test("who only shares a task is offered what a share allows", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Lent"]);
  const [task] = await api.tasks(key);
  await api.write("PUT", `/tasks/${task!.id}/shares/bob`, { role: "member" });
  const guest = await open({ user: "bob", path: `/t/${task!.id}` });
  const main = guest.getByRole("main");
  const trash = main.getByRole("button", { name: "Move to trash" });
  await expect(trash).toHaveCount(0);
  const project_ = main.getByRole("combobox", { name: "Project" });
  await expect(project_).toBeDisabled();
  await expect(main.getByRole("textbox", { name: "New subtask" })).toHaveCount(
    0,
  );
  await main.getByText("People", { exact: true }).click();
  await expect(main.getByText("may edit")).toBeVisible();
  await expect(main.getByRole("combobox", { name: "May" })).toHaveCount(0);
  await expect(
    main.getByRole("button", { name: "Unshare from bob" }),
  ).toHaveCount(0);
  // What it allows is there.
  await expect(main.getByRole("textbox", { name: "Title" })).toBeEnabled();
  await main.getByRole("combobox", { name: "Priority" }).selectOption("High");
  await expect
    .poll(async () => (await api.tasks(key))[0]!.priority)
    .toBe("high");
  // Who belongs to the project may do all of it.
  await api.write("PUT", `/projects/${key}/members/bob`, { role: "member" });
  await guest.reload();
  await expect(trash).toBeVisible();
  await expect(project_).toBeEnabled();
});

test("a narrow screen says how much is unread without its menu", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Told"]);
  const [task] = await api.tasks(key);
  await api.write("PUT", `/projects/${key}/members/ann`, { role: "member" });
  const page = await open({
    user: "ann",
    path: "/",
    viewport: { width: 360, height: 640 },
  });
  const unread = page.getByRole("button", { name: /^Menu, \d+ unread$/ });
  await api.write("PUT", `/tasks/${task!.id}/assignees/ann`);
  await expect(taskLink(page, "Told")).toBeVisible();
  await expect(unread).toBeVisible();
  await page.goto("/inbox");
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(
    page.getByRole("button", { name: "Menu", exact: true }),
  ).toBeVisible();
});

test("a narrow screen keeps the pill on one line beside what needs attention", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Refused"]);
  const [task] = await api.tasks(key);
  const page = await open({ viewport: { width: 360, height: 640 } });
  await page.context().route(/\/tasks\/\d+(\?|$)/, async (route) => {
    if (route.request().method() !== "PATCH") return route.fallback();
    await route.fulfill({
      status: 403,
      contentType: "application/problem+json",
      body: JSON.stringify({ title: "No", status: 403, code: "not_allowed" }),
    });
  });
  await page.goto(`/t/${task!.id}`);
  const height = async () => (await pill(page).boundingBox())!.height;
  await expect(pill(page)).toContainText("Live · node 1");
  const before = await height();
  await page.getByRole("combobox", { name: "Priority" }).selectOption("urgent");
  const attention = page.getByRole("button", { name: "Needs attention · 1" });
  await expect(attention).toBeVisible();
  await expect(pill(page)).toContainText("Live · node 1");
  expect(await height()).toBe(before);
  const { x, width } = (await pill(page).boundingBox())!;
  expect(x + width).toBeLessThanOrEqual((await attention.boundingBox())!.x);
  await attention.click();
  await page.getByRole("button", { name: "Discard" }).click();
});

test("parts of a task that cannot be read move nothing", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Parts"]);
  const [task] = await api.tasks(key);
  const page = await open({
    path: "/",
    viewport: { width: 320, height: 640 },
  });
  await page.evaluate(() => navigator.serviceWorker.ready);
  const parts =
    /\/tasks\/\d+\/(relations|attachments|comments|shares|watchers|history)/;
  let held = true;
  await page.context().route(parts, async (route) => {
    await expect.poll(() => held).toBe(false);
    await route.abort();
  });
  await page.goto(`/t/${task!.id}`);
  const main = page.getByRole("main");
  await main.getByText("People", { exact: true }).click();
  await main.getByText("History", { exact: true }).click();
  await expect(main.getByRole("img", { name: /history/ })).toBeVisible();
  const places = () =>
    main
      .locator("h2, summary, textarea, input, footer")
      .evaluateAll((all) =>
        all.map((one) => Math.round(one.getBoundingClientRect().top)),
      );
  const before = await places();
  held = false;
  await expect(
    main.getByRole("alert").filter({ hasText: "could" }),
  ).toHaveCount(5);
  expect(await places()).toEqual(before);
});
