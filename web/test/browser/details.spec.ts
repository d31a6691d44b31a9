import type { Page } from "@playwright/test";
import { column, expect, test } from "./fixtures";

test("a long title is seen whole, whatever width it gets", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Long words ".repeat(20).trim()]);
  const [task] = await api.tasks(key);
  const page = await open({ path: `/p/${key}/board?task=${task!.id}` });
  const title = page
    .getByRole("dialog")
    .getByRole("textbox", { name: "Title" });
  const hidden = () =>
    title.evaluate((box) => Math.max(0, box.scrollHeight - box.clientHeight));
  await expect(title).toBeVisible();
  const wide = await title.evaluate((box) => box.clientHeight);
  await page.setViewportSize({ width: 320, height: 640 });
  await expect
    .poll(() => title.evaluate((box) => box.clientHeight))
    .toBeGreaterThan(wide);
  await expect.poll(hidden).toBe(0);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(() => title.evaluate((box) => box.clientHeight)).toBe(wide);
});

test("a title that reads from right to left keeps its beginning", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  const title = `\u05d3\u05d5\u05d7 ${"\u05e8\u05d1\u05e2\u05d5\u05e0\u05d9 ".repeat(30)}`;
  await api.write("POST", "/tasks", { project: key, title });
  const page = await open({ path: `/p/${key}/list` });
  await page.setViewportSize({ width: 320, height: 640 });
  const link = page.getByRole("link", { name: title.trim() });
  await expect(link).toBeVisible();
  // Of what does not fit, the end is cut, which is on the left.
  const places = await link.evaluate((box) => {
    const text = box.querySelector("bdi")!;
    const first = document.createRange();
    first.setStart(text.firstChild!, 0);
    first.setEnd(text.firstChild!, 1);
    return {
      first: first.getBoundingClientRect().right,
      end: box.getBoundingClientRect().right,
      cut: text.scrollWidth > text.clientWidth,
    };
  });
  expect(places.cut).toBe(true);
  expect(places.first).toBeLessThanOrEqual(places.end + 1);
});

test("numbers of reports stand below each other by their ends", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  for (const status of ["todo", "completed"])
    await api.write("POST", "/tasks", { project: key, title: "One", status });
  const page = await open({ path: `/reports?report=workload&project=${key}` });
  const table = page.getByRole("table", { name: "Workload" });
  await expect(table.locator("tbody tr")).not.toHaveCount(0);
  const sides = await table.locator("tr").evaluateAll((rows) =>
    rows.map((row) =>
      [...row.children].map((cell) => {
        const style = getComputedStyle(cell);
        return `${style.textAlign} ${style.fontVariantNumeric}`;
      }),
    ),
  );
  for (const [name, ...numbers] of sides) {
    expect(name).toMatch(/^(start|left) /);
    for (const number of numbers) expect(number).toBe("end tabular-nums");
  }
});

test("a chart of one bucket has it in the middle", async ({
  open,
  project,
}) => {
  const key = await project(["One"]);
  const page = await open({ path: `/p/${key}/reports?report=workload` });
  // Where along the plot bars begin and end.
  const reach = () =>
    page.locator(".u-over").evaluate((over: HTMLElement) => {
      const canvas = over.parentElement!.querySelector("canvas")!;
      const scale = canvas.width / canvas.clientWidth;
      const left = Math.round(over.offsetLeft * scale);
      const wide = Math.round(over.offsetWidth * scale);
      const { data } = canvas
        .getContext("2d")!
        .getImageData(left, 0, wide, canvas.height);
      const inked: number[] = [];
      // Bars are filled with a colour through which one sees.
      for (let n = 0; n < data.length; n += 4)
        if (data[n + 3] === 0x55) inked.push((n / 4) % wide);
      return [Math.min(...inked) / wide, Math.max(...inked) / wide];
    });
  await expect.poll(async () => (await reach())[0]).toBeGreaterThan(0.35);
  const [from, to] = await reach();
  expect(from).toBeLessThan(0.5);
  expect(to).toBeGreaterThan(0.45);
  expect(to).toBeLessThan(0.65);
});

test("the history shows what words went and came, not by colour alone", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  const task = await api.write<{ id: number }>("POST", "/tasks", {
    project: key,
    title: "Plan",
    description: "Order two disks now",
  });
  const page = await open({ path: `/t/${task.id}` });
  const text = page.getByRole("textbox", { name: "Description" });
  await text.fill("Order three disks now");
  await text.blur();
  await page.getByText("History", { exact: true }).click();
  const row = page.getByRole("listitem").filter({ hasText: "three" });
  await expect(row).toBeVisible();
  await expect(row.locator("del")).toHaveText("two");
  await expect(row.locator("ins")).toHaveText("three");
  await expect(row).toContainText("Description: Order two three disks now");
  const line = (name: string) =>
    row
      .locator(name)
      .evaluate((box) => getComputedStyle(box).textDecorationLine);
  expect(await line("del")).toBe("line-through");
  expect(await line("ins")).toBe("underline");
});

test("the palette acts on tasks, and keys act in the calendar", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  const due = new Date().toISOString().slice(0, 10);
  await api.write("POST", "/tasks", { project: key, title: "Due", due });
  // Which names no month: this one is shown.
  const page = await open({ path: `/p/${key}/calendar?month=soon` });
  const entry = page.getByRole("cell").getByRole("link", { name: /Due$/ });
  await entry.focus();
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Title" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("Control+k");
  const palette = page.getByPlaceholder("What do you want to do?");
  await palette.fill("Delete");
  await page.keyboard.press("Enter");
  await expect(entry).toHaveCount(0);
  await expect.poll(async () => (await api.tasks(key)).length).toBe(0);
});

test("the board ends where the window does, and nothing else scrolls", async ({
  open,
  project,
}) => {
  const key = await project(Array.from({ length: 12 }, (_, n) => `Card ${n}`));
  const page = await open({ path: `/p/${key}/board` });
  for (const [width, height] of [
    [1280, 800],
    [900, 700],
    [320, 640],
  ] as const) {
    await page.setViewportSize({ width, height });
    const rest = () =>
      column(page, "To do").evaluate((box) => {
        const main = document.getElementById("main")!;
        const scrolls = main.scrollHeight > main.clientHeight;
        const left = innerHeight - box.getBoundingClientRect().bottom;
        return scrolls ? -1 : Math.round(left);
      });
    await expect.poll(rest).toBe(12);
  }
  // At the end, the last card is whole.
  await page.setViewportSize({ width: 1280, height: 800 });
  const last = page.getByRole("article").last();
  await page.locator('[data-status="todo"]').evaluate((body) => {
    body.scrollTop = body.scrollHeight;
  });
  await expect(last).toHaveAccessibleName("Card 11");
  const room = await last.evaluate(
    (card) =>
      card.closest("[data-status]")!.getBoundingClientRect().bottom -
      card.getBoundingClientRect().bottom,
  );
  expect(room).toBeGreaterThanOrEqual(20);
});

// How far what was already drawn has moved, as browsers count it.
async function moved(page: Page): Promise<number> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Trash" })).toBeVisible();
  await expect(
    page.locator("[aria-label^=Loading], .mantine-Loader-root"),
  ).toHaveCount(0);
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            sum += (entry as unknown as { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 500);
      }),
  );
}

test("nothing moves while a screen loads", async ({ api, open, project }) => {
  const key = await project(["One", "Two"]);
  await api.write("POST", "/views", {
    name: "Mine",
    layout: "list",
    query: "assignee=me",
  });
  for (const path of [
    "/inbox",
    `/p/${key}/board`,
    `/p/${key}/reports`,
    `/p/${key}/settings`,
  ]) {
    // In a browser that has kept nothing from before.
    const page = await open({ path });
    expect(await moved(page), path).toBeLessThan(0.01);
  }
});

test("who wants nothing to move sees every change at once", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const [task] = await api.tasks(key);
  const page = await open({
    path: `/p/${key}/board?task=${task!.id}`,
    reducedMotion: "reduce",
  });
  await expect(page.getByRole("dialog", { name: "Plan" })).toBeVisible();
  // Transitions, however short, of what inherits would start one after another
  // from the root down, and the page be too wide until the last.
  const moving = await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
    document.documentElement.dataset.mantineColorScheme = "dark";
    return document
      .getAnimations()
      .filter((one) => one instanceof CSSTransition).length;
  });
  expect(moving).toBe(0);
});

test("a comment that is being changed survives a reload", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const [task] = await api.tasks(key);
  await api.write("POST", `/tasks/${task!.id}/comments`, { text: "Before" });
  const page = await open({ path: `/t/${task!.id}` });
  const comment = page.getByRole("article", { name: "Comment by admin" });
  const box = comment.getByRole("textbox", { name: "Edit comment" });
  await comment.getByRole("button", { name: "Edit" }).click();
  await box.fill("After");
  await page.reload();
  await expect(box).toHaveValue("After");
  await comment.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => api.comments(task!.id)).toEqual(["After"]);
  await page.reload();
  await expect(comment).toContainText("After");
  await expect(box).toHaveCount(0);
});
