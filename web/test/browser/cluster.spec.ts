import type { Page } from "@playwright/test";
import { expect, pill, test } from "./fixtures";

function node(page: Page, id: number) {
  return page.getByRole("article", { name: `Node ${id}`, exact: true });
}

async function confirm(page: Page, word: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(word);
  await dialog.getByRole("textbox").press("Enter");
}

test("22: an election, a transfer, beliefs and checksums are seen", async ({
  api,
  cluster,
  open,
}) => {
  const leader = await api.leader();
  const at = leader === 1 ? 2 : 1;
  const page = await open({ path: "/cluster", node: at });
  await expect(
    page.getByRole("heading", { name: "Cluster", exact: true }),
  ).toBeVisible();
  await expect(page.getByText("Quorum 3 of 3, tolerates 1 loss")).toBeVisible();
  await expect(node(page, leader)).toContainText("leader");
  await expect(node(page, at)).toContainText("follower");

  // The log's newest entries, each with its progress on each node.
  await expect(page.getByText(/^What node \d sends and hears/)).toBeVisible();
  const made = await api.write<{ id: number; rev: number }>("POST", "/tasks", {
    title: "Seen in the log",
  });
  await page.getByRole("button", { name: `Entry ${made.rev}` }).click();
  await expect(page.getByText(/^Entry \d+ · term \d+ · /)).toContainText(
    "admin · create_task",
  );
  // What the entry is about.
  await expect(
    page.getByRole("link", { name: `task #${made.id}` }),
  ).toBeVisible();
  await expect(
    page.getByRole("list", { name: "Last messages" }).getByRole("listitem"),
  ).not.toHaveCount(0);

  // What each node, asked directly, believes.
  const beliefs = page.getByRole("table", { name: "What each node believes" });
  for (const id of [1, 2, 3])
    await expect(
      beliefs.getByRole("row", { name: new RegExp(`^Node ${id} Node`) }),
    ).toContainText("agrees");

  await page.getByRole("button", { name: "Compare checksums" }).click();
  await expect(
    page.getByText(/All nodes hold the same at entry/),
  ).toBeVisible();

  await page.getByLabel("Node", { exact: true }).selectOption(`Node ${at}`);
  await page.getByRole("button", { name: "Transfer leadership" }).click();
  await confirm(page, "transfer");
  await expect(page.getByText(/^Transfer leadership: /)).toBeVisible();
  await expect(node(page, at)).toContainText("leader");
  await expect(page.getByText("Transfer leadership: done.")).toBeVisible();

  // The page's own node leads and is killed: another one serves and leads.
  await cluster.node(at).end("SIGKILL");
  await expect(node(page, at)).toContainText("unreachable");
  await expect(
    page.getByText("Quorum 2 of 3, tolerates 0 losses"),
  ).toBeVisible();
  await expect(
    page.getByRole("article").filter({ hasText: "leader" }),
  ).toHaveCount(1);
  await expect(pill(page)).toContainText("Live");
  await cluster.heal();
  await expect(node(page, at)).toContainText("follower");
  // The table of leaders is what the cluster remembers.
  const leaders = page.getByRole("table", {
    name: "Leaders by term, newest first",
  });
  await expect
    .poll(async () => {
      const { items } = await api.get<{ items: { node: number }[] }>(
        "/cluster/leaders",
      );
      const said = await leaders.locator("tbody tr").allInnerTexts();
      return (
        items.some(({ node }) => node === at) &&
        said.length > 1 &&
        said.every((row, n) => row.includes(`Node ${items[n]?.node}`))
      );
    })
    .toBe(true);
  // What the page has heard of a leader says how long nobody led after it.
  await expect(leaders).toContainText(/≤ [1-9]\d* ms/);
});

test("from a minority node the page shows what that node believes", async ({
  api,
  cluster,
  open,
}) => {
  const page = await open({ path: "/cluster" });
  await expect(page.getByText("Quorum 3 of 3, tolerates 1 loss")).toBeVisible();
  await api.leader();
  // Whenever it says that there is none, it says whose belief that is.
  const unmarked = await page.evaluateHandle(() => {
    const seen: string[] = [];
    new MutationObserver(() => {
      const text = document.querySelector("main p")?.textContent ?? "";
      if (/^No quorum/.test(text) && !text.includes("believes"))
        seen.push(text);
    }).observe(document.querySelector("main")!, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return seen;
  });
  for (const id of [2, 3]) cluster.node(id).halt();
  await expect(page.getByText(/^No quorum: 1 of 3 reachable/)).toBeVisible();
  await expect(page.getByText(/what node 1 believes/)).toBeVisible();
  expect(await unmarked.jsonValue()).toEqual([]);
  await expect(pill(page)).toContainText("Read-only · no majority");
  for (const id of [2, 3])
    await expect(node(page, id)).toContainText("unreachable");
  await cluster.heal();
  await expect(page.getByText("Quorum 3 of 3, tolerates 1 loss")).toBeVisible();
});
