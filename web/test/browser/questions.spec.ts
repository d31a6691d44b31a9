import type { Locator, Page } from "@playwright/test";
import { Api } from "../nodes/api";
import { expect, test } from "./fixtures";

// Clicks, is asked, and first says no: then nothing has happened.
async function answer(
  page: Page,
  button: Locator,
  title: string,
  names: string,
  act: string,
): Promise<void> {
  const dialog = page.getByRole("dialog", { name: title });
  await button.click();
  await expect(dialog).toContainText(names);
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await button.click();
  await dialog.getByRole("button", { name: act }).click();
  await expect(dialog).toBeHidden();
  await expect(button).toHaveCount(0);
}

interface Named {
  id: number;
  name: string;
  user_agent: string;
}

test("tokens and sessions end after a question that names them", async ({
  api,
  cluster,
  open,
}) => {
  await api.write("POST", "/users", {
    username: "tess",
    password: "tess tess",
  });
  const login = { username: "tess", password: "tess tess" };
  const { origin } = cluster.node(1);
  const other = await fetch(`${origin}/api/v1/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "User-Agent": "robot/7" },
    body: JSON.stringify(login),
  });
  const { token } = (await other.json()) as { token: string };
  const ask = (path: string, method = "GET", body?: unknown) =>
    fetch(`${origin}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const made = await ask("/tokens", "POST", { name: "ci", scopes: ["read"] });
  expect(made.status).toBe(201);
  const page = await open({ user: "vic", path: "/settings/tokens" });
  await page.context().clearCookies();
  await page.goto("/settings/tokens");
  await page.getByRole("textbox", { name: "Username" }).fill("tess");
  await page.getByRole("textbox", { name: "Password" }).fill("tess tess");
  await page.getByRole("button", { name: "Log in" }).click();
  const tokens = async () => {
    const { items } = (await (await ask("/tokens")).json()) as {
      items: Named[];
    };
    return items.length;
  };
  const revoke = page.getByRole("button", { name: "Revoke ci" });
  await expect(revoke).toBeVisible();
  expect(await tokens()).toBe(1);
  await answer(page, revoke, "Revoke ci?", "never comes back", "Revoke token");
  expect(await tokens()).toBe(0);

  await page.goto("/settings/sessions");
  const row = page.getByRole("row", { name: "robot/7" });
  const end = row.getByRole("button", { name: "End" });
  await expect(end).toBeVisible();
  expect((await ask("/me")).status).toBe(200);
  await answer(page, end, "End this session?", "robot/7", "End session");
  expect((await ask("/me")).status).toBe(401);
});

test("a label and a user's access end after a question", async ({
  api,
  open,
  project,
}) => {
  const name = `seldom ${await project()}`;
  await api.write("POST", "/labels", { name });
  const page = await open({ path: "/admin/labels" });
  const remove = page.getByRole("button", { name: `Delete ${name}` });
  await answer(page, remove, `Delete ${name}?`, "everybody", "Delete label");
  expect((await api.ask("GET", `/labels/${name}`)).status).toBe(404);

  const username = name.replace(/ /g, ".").toLowerCase();
  await api.write("POST", "/users", { username, password: "long enough" });
  const disabled = async () =>
    (await api.get<{ disabled: boolean }>(`/users/${username}`)).disabled;
  await page.goto("/admin/users");
  const row = page.getByRole("row", { name: username });
  const disable = row.getByRole("button", { name: "Disable" });
  await disable.click();
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await disabled()).toBe(false);
  await answer(
    page,
    disable,
    `Disable ${username}?`,
    "All sessions and tokens",
    "Disable user",
  );
  await expect.poll(disabled).toBe(true);
  await row.getByRole("button", { name: "Enable" }).click();
  await expect(disable).toBeVisible();
  expect(await disabled()).toBe(false);
});

test("members leave after a question, shares come back", async ({
  api,
  cluster,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const members = async () => {
    const { items } = await api.get<{
      items: { username: string; role: string }[];
    }>(`/projects/${key}/members`);
    return items.map(({ username, role }) => `${username} ${role}`).sort();
  };
  for (const [username, role] of [
    ["ann", "manager"],
    ["bob", "member"],
  ])
    await api.write("PUT", `/projects/${key}/members/${username}`, { role });
  const page = await open({ user: "ann", path: `/p/${key}/settings` });
  await answer(
    page,
    page.getByRole("button", { name: "Remove bob" }),
    "Remove bob?",
    `bob no longer sees the board, tasks and reports of Project ${key}`,
    "Remove member",
  );
  expect(await members()).toEqual(["admin manager", "ann manager"]);

  // Who manages and would no longer do is asked, too.
  const role = page.getByRole("combobox", { name: "Role of ann" });
  await role.selectOption("Viewer");
  const dialog = page.getByRole("dialog", { name: "Stop managing" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(role).toHaveValue("manager");
  expect(await members()).toEqual(["admin manager", "ann manager"]);

  await answer(
    page,
    page.getByRole("button", { name: "Remove ann" }),
    `Leave Project ${key}?`,
    "only a manager takes you in again",
    "Leave project",
  );
  await expect(page).toHaveURL("/projects");
  await expect(page.getByText(`You have left Project ${key}`)).toBeVisible();
  expect(await members()).toEqual(["admin manager"]);

  const [task] = await api.tasks(key);
  const shares = `/tasks/${task!.id}/shares`;
  await api.write("PUT", `${shares}/ann`, { role: "member" });
  const shared = async () =>
    (await api.get<{ items: { role: string }[] }>(shares)).items.map(
      ({ role }) => role,
    );
  // Administrators stay able to see it, and are told so.
  const owner = await open({ path: `/p/${key}/settings` });
  await owner.getByRole("button", { name: "Remove admin" }).click();
  const leaving = owner.getByRole("dialog", { name: `Leave Project ${key}?` });
  await expect(leaving).toContainText("As an administrator you still see it");
  await leaving.getByRole("button", { name: "Cancel" }).click();
  await owner.goto(`/t/${task!.id}`);
  await owner.getByText("People", { exact: true }).click();
  const line = owner.getByText("No longer shared with ann");
  await owner.getByRole("button", { name: "Unshare from ann" }).click();
  await expect(line).toBeVisible();
  await expect.poll(shared).toEqual([]);
  await owner.keyboard.press("Control+z");
  await expect.poll(shared).toEqual(["member"]);
  const ann = await Api.login(cluster, "ann");
  expect((await ann.ask("GET", `/tasks/${task!.id}`)).status).toBe(200);
});
