import { expect, test } from "./fixtures";

test("20: shortcuts keep out of fields and of an input method", async ({
  open,
  project,
}) => {
  const key = await project(["One"]);
  const page = await open();
  const quick = page.getByRole("textbox", { name: "Quick add" });
  await quick.focus();
  await page.keyboard.type("cxe?/gi");
  await expect(quick).toHaveValue("cxe?/gi");
  await quick.fill("");
  await page.getByRole("heading", { name: "My work" }).click();
  // Composing begins outside of a field, as some input methods do.
  const compose = (key: string, isComposing: boolean) =>
    page.evaluate(
      ([key, isComposing]) =>
        document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key, isComposing, bubbles: true }),
        ),
      [key, isComposing] as const,
    );
  await compose("c", true);
  await compose("Process", false);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Control+c");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog
    .getByRole("textbox", { name: "Title" })
    .pressSequentially("jkx?");
  await expect(dialog.getByRole("textbox", { name: "Title" })).toHaveValue(
    "jkx?",
  );
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await page.goto(`/p/${key}/list`);
  await page.getByRole("link", { name: "One", exact: true }).focus();
  await page.keyboard.press("e");
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("single keys can be switched off", async ({ api, open }) => {
  const shortcuts = (on: boolean) =>
    api.write("PATCH", "/me", { preferences: { shortcuts: on } });
  await shortcuts(false);
  const page = await open({ path: "/settings/profile" });
  await expect(
    page.getByRole("switch", { name: "Shortcuts of a single key" }),
  ).not.toBeChecked();
  await page.getByRole("link", { name: "My work", exact: true }).click();
  await page.getByRole("heading", { name: "My work" }).click();
  await page.keyboard.press("c");
  await page.keyboard.press("Control+k");
  await expect(page.getByPlaceholder("What do you want to do?")).toBeVisible();
  await expect(page.getByRole("dialog", { name: "New task" })).toHaveCount(0);
  await shortcuts(true);
});

test("24: the palette reaches every route", async ({ open, project }) => {
  const key = await project();
  const page = await open();
  const palette = page.getByPlaceholder("What do you want to do?");
  const first = page.getByRole("dialog").getByRole("button").first();
  for (const [typed, path] of [
    ["Inbox", "/inbox"],
    ["My work", "/"],
    ["Search", "/search"],
    ["Projects", "/projects"],
    ["Reports", "/reports"],
    ["Cluster", "/cluster"],
    ["Import and export", "/import"],
    ["Trash", "/trash"],
    ["Settings: profile", "/settings/profile"],
    ["Settings: password", "/settings/password"],
    ["Settings: sessions", "/settings/sessions"],
    ["Settings: tokens", "/settings/tokens"],
    ["Administration: users", "/admin/users"],
    ["Administration: labels", "/admin/labels"],
    ["Administration: audit", "/admin/audit"],
    [`Project ${key}: board`, `/p/${key}/board`],
    [`Project ${key}: list`, `/p/${key}/list`],
    [`Project ${key}: calendar`, `/p/${key}/calendar`],
    [`Project ${key}: reports`, `/p/${key}/reports`],
    [`Project ${key}: settings`, `/p/${key}/settings`],
  ] as const) {
    await page.keyboard.press("Control+k");
    await palette.fill(typed);
    await expect(first).toHaveAccessibleName(typed);
    await expect(first).toHaveAttribute("data-selected");
    await page.keyboard.press("Enter");
    await expect(palette).toBeHidden();
    await expect(page).toHaveURL((url) => url.pathname === path);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  }
});

test("a screen that arrives late takes no focus from the palette", async ({
  open,
}) => {
  const page = await open();
  await page.getByRole("link", { name: "Search", exact: true }).click();
  await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused();
  await page.getByRole("link", { name: "Inbox", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByPlaceholder("What do you want to do?");
  await expect(palette).toBeFocused();
  await page.evaluate(() => history.back());
  await expect(
    page.getByRole("searchbox", { includeHidden: true }),
  ).toHaveCount(1);
  await expect(palette).toBeFocused();
});

test("the dialog of a field begins at the field", async ({ open, project }) => {
  const key = await project(["One"]);
  const page = await open({ path: `/p/${key}/board` });
  const card = page.getByRole("link", { name: "One" });
  await card.focus();
  for (const [pressed, role, name] of [
    ["a", "combobox", "Assignees"],
    ["l", "combobox", "Labels"],
    ["d", "textbox", "Due date"],
    ["m", "combobox", "Column"],
    ["s", "button", "To do"],
    ["p", "button", "No priority"],
  ] as const) {
    await page.keyboard.press(pressed);
    await expect(
      page.getByRole("dialog").getByRole(role, { name }),
    ).toBeFocused();
    await page.getByRole("dialog").getByLabel("Close").click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(card).toBeFocused();
  }
});

test("keys act on a task that was opened by its address", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["One"]);
  const [task] = await api.tasks(key);
  const page = await open({ path: `/t/${task!.id}` });
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("One");
  const dialog = page.getByRole("dialog");
  const press = async (key: string) => {
    await page.getByRole("main").focus();
    await page.keyboard.press(key);
  };
  await press("s");
  await dialog.getByRole("button", { name: "In progress" }).click();
  await expect(page.getByRole("combobox", { name: "Status" })).toHaveValue(
    "in_progress",
  );
  await press("e");
  await dialog.getByRole("textbox", { name: "Title" }).fill("Two");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Two" })).toBeAttached();
  await press("d");
  await dialog.getByLabel("Due date").fill("2031-03-01");
  await page.keyboard.press("Enter");
  await press("m");
  await dialog.getByLabel("Column").selectOption("Completed");
  await dialog.getByRole("button", { name: "Move" }).click();
  await expect
    .poll(async () =>
      (await api.tasks(key)).map(({ title, status, due }) => [
        title,
        status,
        due,
      ]),
    )
    .toEqual([["Two", "completed", "2031-03-01"]]);
  await press("Delete");
  await expect(page.getByText("This task is in the trash.")).toBeVisible();
  await press("Control+z");
  await expect(page.getByText("This task is in the trash.")).toBeHidden();
});
