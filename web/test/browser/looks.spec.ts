import type { Page } from "@playwright/test";
import { Api } from "../nodes/api";
import { lasting, problems, settled } from "./axe";
import { column, expect, logIn, taskLink, test } from "./fixtures";
import { endless, seed } from "./seed";

const key = "OPS";
let first = 0;
const views = new Map<string, number>();

test.beforeAll(async ({ admin, cluster }) => {
  first = await seed(admin, await Api.login(cluster, "ann"), key);
  await admin.write("POST", "/projects", {
    key: "EMPTY",
    name: "Nothing yet",
    description: endless.repeat(3),
  });
  for (const layout of ["board", "calendar"])
    await admin.write("POST", "/views", {
      name: `Mine, as a ${layout}`,
      project: key,
      layout,
      query: `assignee=me&project=${key}`,
    });
  await admin.write("POST", "/views", {
    name: "Mine, board by board",
    layout: "board",
    query: "assignee=me",
  });
  const { items } = await admin.get<{ items: { id: number; name: string }[] }>(
    "/views",
  );
  for (const { id, name } of items) views.set(name, id);
});

function view(name: string): string {
  const id = views.get(name);
  if (id === undefined) throw new Error(`there is no view ${name}`);
  return `/views/${id}`;
}

const screens = (): [string, string][] => [
  ["my_work", "/"],
  ["inbox", "/inbox"],
  ["projects", "/projects"],
  ["board", `/p/${key}/board`],
  ["board_empty", "/p/EMPTY/board"],
  ["list", `/p/${key}/list`],
  ["list_empty", "/p/EMPTY/list"],
  ["calendar", `/p/${key}/calendar`],
  ["project_reports", `/p/${key}/reports`],
  ["project_settings", `/p/${key}/settings`],
  ["drawer", `/p/${key}/board?task=${first}`],
  ["task", `/t/${first}`],
  ["missing", "/t/999999"],
  ["search", "/search?q=disks"],
  ["view", view("Urgent and open")],
  ["view_board", view("Mine, as a board")],
  ["view_calendar", view("Mine, as a calendar")],
  ["view_boards", `${view("Mine, board by board")}?project=${key}`],
  ["view_no_board", `${view("Mine, board by board")}?project=`],
  ["trash", "/trash"],
  ["import", "/import"],
  ["reports", "/reports?report=workload"],
  ["profile", "/settings/profile"],
  ["password", "/settings/password"],
  ["sessions", "/settings/sessions"],
  ["tokens", "/settings/tokens"],
  ["users", "/admin/users"],
  ["labels", "/admin/labels"],
  ["audit", "/admin/audit"],
  ["cluster", "/cluster"],
];

// What is cut off, or makes the screen scroll sideways, once it has settled.
async function tooWide(page: Page, name: string): Promise<string[]> {
  const wide = () =>
    page.evaluate(() => {
      const main = document.getElementById("main")!;
      const sticksOut = (panel: Element) =>
        panel.scrollWidth > panel.clientWidth &&
        getComputedStyle(panel).overflowX === "visible";
      return (
        main.scrollWidth > main.clientWidth ||
        document.documentElement.scrollWidth > innerWidth ||
        [...main.querySelectorAll(".panel")].some(sticksOut)
      );
    });
  try {
    await expect.poll(wide, { timeout: 10_000 }).toBe(false);
    return [];
  } catch {
    return [`${name} is too wide`];
  }
}

// What a change of the size or of the colours leads to is drawn.
async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(done)),
      ),
  );
}

async function show(page: Page, colorScheme: "light" | "dark") {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator("html")).toHaveAttribute(
    "data-mantine-color-scheme",
    colorScheme,
  );
  await drawn(page);
}

const colours = ["color-contrast"];

test("21: every screen is right in light and dark, wide and narrow, for axe too", async ({
  open,
  browser,
  baseURL,
}) => {
  test.setTimeout(900_000);
  const found: string[] = [];
  const strangers = await browser.newContext({ baseURL });
  const door = await strangers.newPage();
  await door.goto("/");
  await door.getByRole("textbox", { name: "Username" }).waitFor();
  for (const colorScheme of ["light", "dark"] as const) {
    await show(door, colorScheme);
    found.push(...(await lasting(door, `login, ${colorScheme}`)));
    await door.screenshot({ path: `.test/looks/login_${colorScheme}.png` });
  }
  await door.goto("/setup#token");
  await door.getByLabel("New password").waitFor();
  found.push(...(await lasting(door, "setup")));
  await strangers.close();

  const page = await open({ reducedMotion: "reduce", colorScheme: "light" });
  const look = async (name: string, width: number, colorScheme: string) =>
    page.screenshot({
      path: `.test/looks/${name}_${width}_${colorScheme}.png`,
    });
  for (const [name, path] of screens()) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(path);
    await settled(page);
    found.push(...(await lasting(page, name)));
    await look(name, 1280, "light");
    await show(page, "dark");
    found.push(...(await lasting(page, `${name}, dark`, colours)));
    await look(name, 1280, "dark");
    await page.setViewportSize({ width: 320, height: 640 });
    await drawn(page);
    found.push(...(await tooWide(page, `${name} at 320 pixels`)));
    await look(name, 320, "dark");
    await show(page, "light");
    await look(name, 320, "light");
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    found.push(...(await tooWide(page, `${name} with text of 200 %`)));
  }
  // What lies over the screens.
  await page.goto(`/p/${key}/list`);
  await settled(page);
  for (const [keys, name] of [
    ["c", "New task"],
    ["?", "Keyboard shortcuts"],
    ["Control+k", "Palette"],
  ] as const) {
    await page.keyboard.press(keys);
    const dialog = page.getByRole("dialog", { name });
    await expect(dialog).toBeVisible();
    found.push(...(await lasting(page, `dialog ${name}`)));
    await look(`dialog_${name}`, 1280, "light");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
  await page.goto(`/p/${key}/settings`);
  await page.getByRole("button", { name: "Remove ann" }).click();
  await expect(page.getByRole("dialog", { name: "Remove ann?" })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await show(page, colorScheme);
    found.push(...(await lasting(page, `question, ${colorScheme}`)));
    await look("dialog_question", 1280, colorScheme);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  await drawn(page);
  found.push(...(await tooWide(page, "question at 320 pixels")));
  await look("dialog_question", 320, "dark");
  expect(found).toEqual([]);
});

test("what lies over a narrow screen is right for axe too", async ({
  open,
}) => {
  const page = await open({
    path: `/p/${key}/list`,
    reducedMotion: "reduce",
    viewport: { width: 360, height: 740 },
  });
  await settled(page);
  const found: string[] = [];
  const dialog = page.getByRole("dialog");
  const bar = page.getByRole("region", { name: "Selected tasks" });
  for (const n of [0, 1]) await page.getByRole("checkbox").nth(n).check();
  found.push(...(await lasting(page, "bar")));
  await bar.getByRole("button", { name: "Priority" }).click();
  await dialog.getByRole("button", { name: "Low" }).click();
  await expect(dialog).toBeHidden();
  // Beside what is told.
  await bar.getByRole("button", { name: "Status" }).click();
  await expect(dialog).toBeVisible();
  const told = page.getByText("2 tasks · Priority: Low");
  await told.hover();
  found.push(...(await problems(page, "dialog")));
  await expect(told).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: /^Menu/ }).click();
  await expect(dialog).toBeVisible();
  await page.getByRole("button", { name: /^Account of/ }).press("Enter");
  await expect(page.getByRole("menuitem", { name: "Settings" })).toBeFocused();
  found.push(...(await lasting(page, "menu")));
  expect(found).toEqual([]);
});

test("the first minute needs no manual", async ({ page }) => {
  await page.goto("/");
  await logIn(page, "vic");
  await expect(
    page.getByRole("button", { name: "New task", exact: true }),
  ).toBeVisible();
  await page.getByRole("link", { name: "New project" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("whatever is hit with a finger is 24 pixels high and wide", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const [plan] = await api.tasks(key);
  await api.write("POST", `/tasks/${plan!.id}/comments`, { text: "Hello" });
  const page = await open({ path: "/projects" });
  const small = () =>
    page
      .getByRole("main")
      .locator("button, input[type=checkbox], [data-row] a")
      .evaluateAll((all) =>
        all
          .map((one) => ({ one, box: one.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 2 && box.height > 2)
          .filter(({ box }) => box.width < 24 || box.height < 24)
          .map(({ one }) => one.outerHTML),
      );
  for (const [path, sign] of [
    [`/p/${key}/board`, page.getByRole("checkbox", { name: "Select Plan" })],
    [`/p/${key}/list`, taskLink(page, "Plan")],
    [`/t/${plan!.id}`, page.getByText("Hello")],
    ["/settings/sessions", page.getByRole("button", { name: /^End/ })],
    ["/admin/users", page.getByRole("button", { name: /^Disable/ })],
  ] as const) {
    await page.goto(path);
    await expect(sign.first()).toBeVisible();
    expect(await small(), path).toEqual([]);
  }
});

test("text of 200 % grows everywhere, and nothing that is pressed is cut", async ({
  open,
}) => {
  const page = await open();
  for (const path of [
    `/p/${key}/board`,
    `/p/${key}/list`,
    `/t/${first}`,
    "/cluster",
  ]) {
    await page.goto(path);
    await settled(page);
    const texts = page.locator("body *:not(script, style, svg, svg *)", {
      hasText: /./,
    });
    const small = await texts.evaluateAll((all) => {
      const size = (one: Element) =>
        Number.parseFloat(getComputedStyle(one).fontSize);
      const before = all.map(size);
      document.documentElement.style.fontSize = "200%";
      return all
        .filter((one, n) => size(one) < 1.9 * before[n]!)
        .map((one) => `${one.className}: ${one.textContent}`.slice(0, 80));
    });
    expect(small, path).toEqual([]);
    const icons = page.locator(
      '#main svg:is([viewBox$=" 16"], [viewBox$=" 14"])',
    );
    await expect
      .poll(
        () =>
          icons.evaluateAll((all) =>
            all
              .map((one) => one.getBoundingClientRect().width)
              .filter((width) => width > 0 && width < 27),
          ),
        path,
      )
      .toEqual([]);
    const cut = () =>
      page.locator("button, button *, a, label").evaluateAll((all) =>
        all
          .filter((one) => getComputedStyle(one).textOverflow !== "ellipsis")
          .filter((one) => one.clientWidth > 1)
          .filter((one) => one.scrollWidth > one.clientWidth + 1)
          .map((one) => one.textContent),
      );
    await expect.poll(cut, path).toEqual([]);
  }
  // Cards and rows are as far from each other as they have become high.
  for (const [path, card] of [
    [`/p/${key}/board`, column(page, "To do").getByRole("article")],
    [`/p/${key}/list`, page.getByRole("listitem")],
  ] as const) {
    await page.goto(path);
    await settled(page);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    await expect
      .poll(async () => {
        const [above, below] = await Promise.all(
          [0, 1].map((n) => card.nth(n).boundingBox()),
        );
        return below!.y - above!.y - above!.height;
      })
      .toBeGreaterThanOrEqual(0);
    await expect
      .poll(async () => (await card.first().boundingBox())!.height)
      .toBeGreaterThan(85);
  }
});

test("with forced colours, what a colour tells is still seen", async ({
  open,
}) => {
  const page = await open({
    path: "/cluster",
    forcedColors: "active",
    colorScheme: "dark",
  });
  // What each sort of mark is drawn with.
  const drawn = (selector: string) =>
    page.locator(selector).evaluateAll((marks) =>
      marks.map((mark) => {
        const { background, borderColor, borderBottom, borderStyle } =
          getComputedStyle(mark);
        return [background, borderColor, borderBottom, borderStyle].join();
      }),
    );
  const legend = "p > span > [data-progress]";
  await expect(page.locator(legend)).toHaveCount(6);
  expect(new Set(await drawn(legend)).size).toBe(6);
  const bar = page.getByRole("article", { name: "Node 1" }).locator("i");
  await expect(bar).toHaveCount(4);
  const [track, part] = await bar
    .first()
    .evaluate((one) =>
      [one, one.firstElementChild!].map(
        (box) => getComputedStyle(box).backgroundColor,
      ),
    );
  expect(part).not.toBe(track);

  await page.goto(`/p/${key}/board`);
  await expect(
    page.getByRole("link", { name: "Board", exact: true }),
  ).toBeVisible();
  const tabs = await drawn(".tabs a");
  expect(tabs.length).toBeGreaterThan(3);
  expect(new Set(tabs).size).toBe(2);
});
