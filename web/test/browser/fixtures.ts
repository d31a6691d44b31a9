// What every test in a browser starts from: three nodes, people, and pages on
// which they are logged in.

import {
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import { Api } from "../nodes/api";
import { Cluster, password } from "../nodes/cluster";

export { expect, password };

export interface OpenOptions extends BrowserContextOptions {
  user?: string;
  node?: number;
  path?: string;
}

interface Tools {
  api: Api;
  // A page of a browser of its own, logged in.
  open(options?: OpenOptions): Promise<Page>;
  // A project of its own for each test, with tasks in it; its key.
  project(titles?: string[]): Promise<string>;
}

interface Stage {
  cluster: Cluster;
  admin: Api;
  cookies: Map<string, string>;
}

const people = ["ann", "bob", "vic"];
let made = 0;

export const test = base.extend<Tools, Stage>({
  cluster: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names
    async ({}, use) => {
      const cluster = await Cluster.start();
      await use(cluster);
      await cluster.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  admin: [
    async ({ cluster }, use) => {
      const admin = await Api.login(cluster, "admin");
      for (const username of people)
        await admin.write("POST", "/users", { username, password });
      await use(admin);
    },
    { scope: "worker", timeout: 300_000 },
  ],
  cookies: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names
    async ({}, use) => use(new Map()),
    { scope: "worker" },
  ],
  baseURL: async ({ cluster }, use) => use(cluster.node(1).origin),
  api: async ({ admin, cluster }, use) => {
    await use(admin);
    await cluster.heal();
  },
  open: async ({ browser, cluster, admin, cookies }, use) => {
    const contexts = new Set<Awaited<ReturnType<typeof browser.newContext>>>();
    await use(async (options = {}) => {
      const { user = admin.username, node = 1, path = "/", ...rest } = options;
      const { origin } = cluster.node(node);
      const context = await browser.newContext({ baseURL: origin, ...rest });
      contexts.add(context);
      const cookie = cookies.get(user) ?? (await cookieOf(origin, user));
      cookies.set(user, cookie);
      const [name, value] = cookie.split("=") as [string, string];
      await context.addCookies([
        { name, value, url: origin, httpOnly: true, sameSite: "Strict" },
      ]);
      const page = await context.newPage();
      await page.goto(path);
      await expect(pill(page)).toContainText("Live");
      return page;
    });
    for (const context of contexts) await context.close();
  },
  project: async ({ admin }, use) => {
    await use(async (titles = []) => {
      const key = `T${++made}X`;
      await admin.write("POST", "/projects", { key, name: `Project ${key}` });
      for (const title of titles)
        await admin.write("POST", "/tasks", { project: key, title });
      return key;
    });
  },
});

async function cookieOf(origin: string, username: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username, password, cookie: true }),
  });
  const [cookie] = answer.headers.getSetCookie();
  if (!cookie) throw new Error(`${username} gets no cookie: ${answer.status}`);
  return cookie.split(";")[0]!;
}

export async function logIn(
  page: Page,
  user = "admin",
  secret = password,
): Promise<void> {
  await page.getByRole("textbox", { name: "Username" }).fill(user);
  await page.getByRole("textbox", { name: "Password" }).fill(secret);
  await page.getByRole("button", { name: "Log in" }).click();
}

export async function addMembers(
  api: Api,
  key: string,
  ...usernames: string[]
): Promise<void> {
  for (const username of usernames)
    await api.write("PUT", `/projects/${key}/members/${username}`, {
      role: "member",
    });
}

export async function addTask(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "New task", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog.getByRole("textbox", { name: "Title" }).fill(title);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog).toBeHidden();
}

// How many times slower this machine is than one that has nothing else to do:
// budgets are stretched by that.
export async function slowness(page: Page): Promise<number> {
  const took = await page.evaluate(() => {
    const began = performance.now();
    const numbers = Array.from(
      { length: 300_000 },
      (_, n) => (n * 7919) % 9973,
    );
    numbers.sort((a, b) => a - b);
    return performance.now() - began;
  });
  return Math.max(1, took / 50);
}

export function column(page: Page, name: string) {
  return page.getByRole("region", { name, exact: true });
}

export function pill(page: Page) {
  return page.getByRole("status", { name: "Connection" });
}

export function taskLink(page: Page, title: string) {
  return page.getByRole("link", { name: title, exact: true });
}

// How many milliseconds the page's scripts have run so far.
export async function scriptClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const script = metrics.find((one) => one.name === "ScriptDuration");
    return (script?.value ?? 0) * 1000;
  };
}

// The page may go on with other nodes from now on: it asks who they are once it
// has a token for them.
export async function knowsOthers(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => {
        const answered = (
          performance.getEntriesByType(
            "resource",
          ) as PerformanceResourceTiming[]
        )
          .filter((one) => one.responseStatus === 200)
          .map((one) => new URL(one.name).pathname);
        const handed = answered.indexOf("/api/v1/auth/handover");
        return (
          handed >= 0 && answered.lastIndexOf("/api/v1/cluster/status") > handed
        );
      }),
    )
    .toBe(true);
}
