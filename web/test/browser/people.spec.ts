import {
  addMembers,
  addTask,
  column,
  expect,
  knowsOthers,
  logIn,
  pill,
  taskLink,
  test,
} from "./fixtures";

test("1: a wrong password is told, and a session may end mid-edit", async ({
  page,
  api,
  project,
}) => {
  const key = await project(["First"]);
  await page.goto(`/p/${key}/board`);
  await logIn(page, "admin", "not the password");
  await expect(page.getByRole("alert")).toContainText("Wrong username");
  await logIn(page);
  await expect(pill(page)).toContainText("Live");
  await taskLink(page, "First").click();
  const drawer = page.getByRole("dialog", { name: "First" });
  await drawer.getByRole("textbox", { name: "Title" }).fill("Typed");
  const session = await page.evaluate(
    async () => (await (await fetch("/api/v1/me")).json()).session as number,
  );
  await api.write("DELETE", `/sessions/${session}`);
  await page.keyboard.press("Tab");
  const login = page.getByRole("dialog", { name: "Log in again" });
  await logIn(page);
  await expect(login).toBeHidden();
  await expect
    .poll(async () => (await api.tasks(key)).map((task) => task.title))
    .toEqual(["Typed"]);
});

test("15: each role sees and does what it may, and no more", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Shared", "Hidden"]);
  const role = (username: string, role: string) =>
    api.write("PUT", `/projects/${key}/members/${username}`, { role });
  await role("vic", "viewer");
  await role("bob", "member");
  await role("ann", "manager");

  const viewer = await open({ user: "vic", path: `/p/${key}/board` });
  await expect(column(viewer, "To do").getByRole("article")).toHaveCount(2);
  await taskLink(viewer, "Shared").click();
  const drawer = viewer.getByRole("dialog", { name: "Shared" });
  await expect(drawer.getByRole("textbox", { name: "Title" })).toBeDisabled();
  await expect(drawer).toContainText("You may read this task");

  const member = await open({ user: "bob", path: `/p/${key}/board` });
  await addTask(member, "By a member");
  await expect(column(member, "To do").getByRole("article")).toHaveCount(3);
  await expect(column(viewer, "To do").getByRole("article")).toHaveCount(3);
  await member.goto(`/p/${key}/settings`);
  await expect(member.getByText("Only managers change these")).toBeVisible();

  // A manager takes others in and changes what they may.
  const manager = await open({ user: "ann", path: `/p/${key}/settings` });
  await manager
    .getByRole("combobox", { name: "Role of bob" })
    .selectOption("Viewer");
  await expect
    .poll(async () => {
      const { items } = await api.get<{
        items: { username: string; role: string }[];
      }>(`/projects/${key}/members`);
      return items.find(({ username }) => username === "bob")?.role;
    })
    .toBe("viewer");
  await member.goto(`/p/${key}/board`);
  await taskLink(member, "Hidden").click();
  await expect(member.getByText("You may read this task")).toBeVisible();
  await api.write("DELETE", `/projects/${key}/members/ann`);
  await expect(
    manager.getByRole("heading", { name: "There is nothing here" }),
  ).toBeVisible();

  const [shared] = await api.tasks(key);
  await api.write("PUT", `/tasks/${shared!.id}/shares/ann`, { role: "member" });
  const guest = await open({ user: "ann", path: `/t/${shared!.id}` });
  await expect(guest.getByRole("textbox", { name: "Title" })).toHaveValue(
    "Shared",
  );
  await guest.goto(`/p/${key}/board`);
  await expect(
    guest.getByRole("heading", { name: "There is nothing here" }),
  ).toBeVisible();

  await api.write("DELETE", `/projects/${key}/members/vic`);
  await expect(viewer.getByRole("article")).toHaveCount(0);
  await expect(viewer.getByText("Hidden")).toHaveCount(0);
});

test("what one user typed is neither shown to nor sent by another", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["One"]);
  await addMembers(api, key, "ann", "bob");
  const board = `/p/${key}/board`;
  const page = await open({ user: "ann", path: board });
  const context = page.context();
  const comment = page.getByRole("textbox", { name: "Comment", exact: true });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect(page.getByRole("article")).toHaveCount(1);
  await context.setOffline(true);
  await addTask(page, "Ann's own");
  await taskLink(page, "One").click();
  await comment.fill("Not said yet");
  await page.keyboard.press("Escape");
  await expect(pill(page)).toHaveText("Offline · 1 queued");

  // Ann's page is gone before the network is back: it still could send as her,
  // with what it has for the other nodes.
  await page.goto("about:blank");
  await context.clearCookies();
  await context.setOffline(false);
  await page.goto(board);
  await logIn(page, "bob");
  await expect(pill(page)).toContainText("Live");
  await page.goto(board);
  await expect(page.getByRole("article")).toHaveCount(1);
  await addTask(page, "Bob's own");
  await expect
    .poll(() => api.board(key))
    .toEqual([["One", "Bob's own"], [], [], []]);
  await taskLink(page, "One").click();
  await expect(comment).toHaveValue("");

  await context.clearCookies();
  await page.goto(board);
  await logIn(page, "ann");
  await expect
    .poll(() => api.board(key))
    .toEqual([["One", "Bob's own", "Ann's own"], [], [], []]);
  const { items } = await api.get<{ items: { creator: string }[] }>(
    `/tasks?project=${key}`,
  );
  const creators = items.map(({ creator }) => creator);
  expect(creators).toEqual(["admin", "bob", "ann"]);
  await page.goto(board);
  await taskLink(page, "One").click();
  await expect(comment).toHaveValue("Not said yet");
});

test("a tab that slept sends nothing in the name of who has logged in since", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["One"]);
  await addMembers(api, key, "ann", "bob");
  const board = `/p/${key}/board`;
  const page = await open({ user: "ann", path: board });
  await expect(page.getByRole("article")).toHaveCount(1);
  await page.route("**/api/v1/**", (route) => route.abort());
  await addTask(page, "Ann's own");
  await page.context().clearCookies();
  const other = await page.context().newPage();
  await other.goto(board);
  await logIn(other, "bob");
  await expect(taskLink(other, "One")).toBeVisible();
  await page.unroute("**/api/v1/**");
  const dialog = page.getByRole("dialog", { name: "Log in again" });
  await expect(dialog).toBeVisible();
  const creators = async () => {
    const { items } = await api.get<{ items: { creator: string }[] }>(
      `/tasks?project=${key}`,
    );
    return items.map(({ creator }) => creator);
  };
  expect(await creators()).toEqual(["admin"]);
  await logIn(page, "ann");
  await expect.poll(creators).toEqual(["admin", "ann"]);
});

test("logging out deletes what the browser keeps, with another tab open", async ({
  api,
  cookies,
  open,
  project,
}) => {
  const key = await project(["One"]);
  await api.write("PUT", `/projects/${key}/members/ann`, { role: "member" });
  const board = `/p/${key}/board`;
  const page = await open({ user: "ann", path: board });
  const comment = page.getByRole("textbox", { name: "Comment", exact: true });
  const question = page.getByRole("dialog", { name: "Log out" });
  const leave = async () => {
    await page.getByRole("button", { name: "Account of ann" }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
  };
  const other = await page.context().newPage();
  await other.goto(board);
  await expect(pill(other)).toContainText("Live");

  await page.bringToFront();
  await page.context().setOffline(true);
  await addTask(page, "Not sent yet");
  await leave();
  await expect(question.getByRole("alert")).toContainText("1 of your changes");
  await question.getByRole("button", { name: "Stay" }).click();
  await page.context().setOffline(false);
  await expect
    .poll(() => api.board(key))
    .toEqual([["One", "Not sent yet"], [], [], []]);

  await taskLink(page, "One").click();
  await comment.fill("Not said yet");
  await page.keyboard.press("Escape");
  await leave();
  await question.getByRole("button", { name: "Log out" }).click();
  cookies.delete("ann");
  await logIn(page, "ann");
  await expect(pill(page)).toContainText("Live");
  await page.goto(board);
  await taskLink(page, "One").click();
  await expect(comment).toHaveValue("");
});

test("who went on with another node is logged out by the own one", async ({
  cluster,
  cookies,
  open,
}) => {
  const page = await open({ user: "ann" });
  await knowsOthers(page);
  await cluster.node(1).end("SIGKILL");
  await expect(pill(page)).toHaveText(/^Live · node [23]$/);
  const leave = async () => {
    await page.getByRole("button", { name: "Account of ann" }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await page
      .getByRole("dialog", { name: "Log out" })
      .getByRole("button", { name: "Log out" })
      .click();
  };
  await leave();
  await expect(page.getByText(/^You are still logged in\./)).toBeVisible();
  cookies.delete("ann");
  await cluster.heal();
  await leave();
  await expect(page.getByRole("textbox", { name: "Username" })).toBeVisible();
});

// How far the letters of a field stand out from what is under them.
const contrast = (field: Element) => {
  const style = getComputedStyle(field);
  const light = (colour: string) => {
    const [r, g, b] = colour
      .match(/[\d.]+/g)!
      .slice(0, 3)
      .map((part) => Number(part) / 255)
      .map((part) =>
        part > 0.04 ? ((part + 0.055) / 1.055) ** 2.4 : part / 13,
      );
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b! + 0.05;
  };
  const [ink, paper] = [light(style.color), light(style.backgroundColor)];
  const seen = Math.max(ink, paper) / Math.min(ink, paper);
  return style.opacity === "1" ? seen : 0;
};

test("who may only read a task can read it, and is offered no more", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Read me"]);
  await api.write("PUT", `/projects/${key}/members/vic`, { role: "viewer" });
  const [task] = await api.tasks(key);
  const viewer = await open({ user: "vic", path: `/t/${task!.id}` });
  const main = viewer.getByRole("main");
  await expect(main.getByText("You may read this task")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await viewer.emulateMedia({ colorScheme });
    for (const name of ["Status", "Priority", "Project"])
      await expect
        .poll(() =>
          main.getByRole("combobox", { name, exact: true }).evaluate(contrast),
        )
        .toBeGreaterThan(4.5);
  }
  await expect(
    main.getByRole("textbox", { name: "Description" }),
  ).toHaveAttribute("placeholder", "No description");
  for (const name of ["Subtasks and blocks", "Files", "Comments"])
    await expect(main.getByRole("region", { name })).toContainText("None");
  await api.write("DELETE", `/tasks/${task!.id}`);
  await expect(main.getByText("This task is in the trash")).toBeVisible();
  await expect(main.getByRole("button", { name: "Restore" })).toHaveCount(0);
});

test("a share to read offers no edits, one to edit does", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Lent"]);
  const [task] = await api.tasks(key);
  const share = (role: string) =>
    api.write("PUT", `/tasks/${task!.id}/shares/bob`, { role });
  await share("viewer");
  const guest = await open({ user: "bob", path: `/t/${task!.id}` });
  await expect(guest.getByText("You may read this task")).toBeVisible();
  await expect(guest.getByRole("textbox", { name: "Title" })).toBeDisabled();
  await expect(guest.getByRole("textbox", { name: "Comment" })).toHaveCount(0);
  await share("member");
  await guest.reload();
  await expect(guest.getByRole("textbox", { name: "Title" })).toBeEnabled();
});
