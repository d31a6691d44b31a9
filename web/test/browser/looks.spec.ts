import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, logIn, test } from "./fixtures";
import { seed } from "./seed";

const key = "OPS";
let first = 0;

test.beforeAll(async ({ admin }) => {
  first = await seed(admin, key);
  await admin.write("POST", "/projects", { key: "EMPTY", name: "Nothing yet" });
});

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
  ["view", "/views/1"],
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

// What was asked for is there, and nothing moves any more.
async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expect(
    page.locator("[aria-label^=Loading], .mantine-Loader-root"),
  ).toHaveCount(0);
}

async function problems(page: Page, name: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${name}: ${id}: ${nodes
        .map((node) => node.target.join(" "))
        .slice(0, 3)
        .join(" | ")}`,
  );
}

for (const colorScheme of ["light", "dark"] as const)
  test(`21: axe finds nothing on any screen, ${colorScheme}`, async ({
    open,
    browser,
    baseURL,
  }) => {
    test.setTimeout(180_000);
    const found: string[] = [];
    const strangers = await browser.newContext({ baseURL, colorScheme });
    const door = await strangers.newPage();
    await door.goto("/");
    await door.getByRole("textbox", { name: "Username" }).waitFor();
    found.push(...(await problems(door, "login")));
    await door.goto("/setup#token");
    await door.getByLabel("New password").waitFor();
    found.push(...(await problems(door, "setup")));
    await strangers.close();
    const page = await open({
      colorScheme,
      reducedMotion: "reduce",
      viewport: { width: 1280, height: 800 },
    });
    for (const [name, path] of screens()) {
      await page.goto(path);
      await settled(page);
      found.push(...(await problems(page, name)));
      await page.screenshot({
        path: `.test/looks/${name}_1280_${colorScheme}.png`,
      });
    }
    await page.setViewportSize({ width: 320, height: 640 });
    for (const [name, path] of screens()) {
      await page.goto(path);
      await settled(page);
      await page.screenshot({
        path: `.test/looks/${name}_320_${colorScheme}.png`,
      });
    }
    expect(found).toEqual([]);
  });

async function tooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const main = document.getElementById("main")!;
    return (
      main.scrollWidth > main.clientWidth ||
      document.documentElement.scrollWidth > innerWidth
    );
  });
}

test("21: nothing is wider than 320 pixels", async ({ open }) => {
  test.setTimeout(120_000);
  const page = await open({ viewport: { width: 320, height: 640 } });
  const wide: string[] = [];
  for (const [name, path] of screens()) {
    await page.goto(path);
    await settled(page);
    if (await tooWide(page)) wide.push(name);
  }
  expect(wide).toEqual([]);
});

test("21: with text of 200 % nothing is cut off", async ({ open }) => {
  test.setTimeout(120_000);
  const page = await open({ viewport: { width: 1280, height: 900 } });
  const wide: string[] = [];
  for (const [name, path] of screens()) {
    await page.goto(path);
    await settled(page);
    await page.addStyleTag({ content: "html { font-size: 200% !important }" });
    if (await tooWide(page)) wide.push(name);
  }
  expect(wide).toEqual([]);
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
