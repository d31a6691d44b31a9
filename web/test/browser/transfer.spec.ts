import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect, knowsOthers, pill, test } from "./fixtures";

// A picture of one pixel.
const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("17: 1,000 rows with 3 bad ones are imported once, over a reload", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  const lines = ["title,status,priority,due,labels"];
  const labels = ["red", "blue"];
  for (const name of labels)
    await api.ask("POST", "/labels", { name: `${name}-${key}` });
  for (let n = 1; n <= 1000; n++) {
    const label = `"${labels.map((name) => `${name}-${key}`).join(",")}"`;
    if (n === 17) lines.push(",todo,none,,");
    else if (n === 500) lines.push("Row 500,someday,none,,");
    else if (n === 999) lines.push("Row 999,todo,none,soon,");
    else
      lines.push(`"Row ${n}, ""quoted""",in_progress,high,2031-01-02,${label}`);
  }
  const page = await open();
  // Midway: four chunks are there, and nobody hears of the fifth.
  let chunks = 0;
  await page.route("**/api/v1/tasks/batch", async (route) => {
    if (++chunks !== 5) await route.continue();
  });
  await page.goto("/import");
  await page.getByLabel("File").setInputFiles({
    name: "rows.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(lines.join("\r\n")),
  });
  await page.getByLabel("Project, where a row names none").selectOption(key);
  await expect(
    page.getByText("997 of 1000 rows can be imported. 3 cannot:"),
  ).toBeVisible();
  await page.getByRole("button", { name: "Import 997 tasks" }).click();
  await expect(
    page.getByText("400 tasks created, 3 rows failed"),
  ).toBeVisible();
  await expect.poll(() => chunks).toBe(5);
  await expect(
    page.getByRole("progressbar", { name: "Progress of the import" }),
  ).toHaveJSProperty("value", 400);
  await page.reload();
  await expect(
    page.getByText("997 tasks created, 3 rows failed"),
  ).toBeVisible();
  await expect(
    page.getByRole("heading", { name: "Import finished" }),
  ).toBeVisible();

  const failed = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download failed rows" }).click();
  const rows = readFileSync(await (await failed).path(), "utf8");
  expect(rows).toContain("There is no status someday");
  expect(rows).toContain("soon is no date such as 2026-12-01");
  expect(rows.trim().split("\r\n")).toHaveLength(4);

  const tasks = await api.tasks(key);
  expect(tasks).toHaveLength(997);
  expect(new Set(tasks.map((task) => task.title)).size).toBe(997);
  expect(tasks[0]).toMatchObject({
    title: 'Row 1, "quoted"',
    status: "in_progress",
    priority: "high",
    due: "2031-01-02",
    labels: labels.map((name) => `${name}-${key}`).sort(),
  });

  await page.getByLabel("Format").selectOption("JSON, a task a line");
  await page.getByLabel("Project", { exact: true }).selectOption(key);
  const exported = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  const told = readFileSync(await (await exported).path(), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(told.map((task) => [task.id, task.title])).toEqual(
    tasks.map((task) => [task.id, task.title]),
  );
});

test("files come from another node when the page's own is gone", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const key = await project(["Kept"]);
  const [task] = await api.tasks(key);
  const page = await open({ path: `/t/${task!.id}` });
  await page.getByLabel("Files to attach").setInputFiles([
    { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("hello") },
    { name: "dot.png", mimeType: "image/png", buffer: dot },
  ]);
  const file = page.getByRole("link", { name: "a.txt" });
  const picture = page.locator("li").filter({ hasText: "dot.png" });
  await expect(file).toBeVisible();
  const drawn = () =>
    picture
      .locator("img")
      .evaluate((box: HTMLImageElement) => box.naturalWidth);
  await expect.poll(drawn).toBe(1);
  const textOf = async (act: () => Promise<void>) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      act(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    return [download.suggestedFilename(), text, download.url().slice(0, 5)];
  };
  expect(await textOf(() => file.click())).toEqual(["a.txt", "hello", "http:"]);

  await knowsOthers(page);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await cluster.node(1).end("SIGKILL");
  await expect(pill(page)).toHaveText(/^Live · node [23]$/);
  expect(await textOf(() => file.click())).toEqual(["a.txt", "hello", "blob:"]);
  // The screen is left and comes again: the picture, too, is read elsewhere.
  await page.getByRole("link", { name: "Import and export" }).click();
  const [name, text] = await textOf(() =>
    page.getByRole("link", { name: "Download" }).click(),
  );
  expect(name).toBe("taskraft.csv");
  expect(text).toContain("Kept");
  await page.goBack();
  await expect.poll(drawn).toBe(1);
});
