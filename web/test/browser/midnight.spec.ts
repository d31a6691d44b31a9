import { expect, taskLink, test } from "./fixtures";

test("a page that is open at midnight knows the new day", async ({
  api,
  open,
  project,
}) => {
  const key = await project();
  await api.write("POST", "/tasks", {
    project: key,
    title: "Pay the rent",
    due: "2031-03-01",
    assignees: ["admin"],
  });
  const page = await open();
  // Only what the clock says jumps.
  await page.clock.setFixedTime("2031-03-01T23:59:50Z");
  await page.reload();
  const group = (name: string) => page.getByRole("heading", { name });
  const row = page.getByRole("listitem").filter({ hasText: "Pay the rent" });
  await expect(taskLink(page, "Pay the rent")).toBeVisible();
  await expect(group("Today")).toBeVisible();
  await expect(row.getByText("Today", { exact: true })).toBeVisible();
  await page.clock.setFixedTime("2031-03-02T00:00:10Z");
  await expect(group("Overdue")).toBeVisible();
  await expect(group("Today")).toHaveCount(0);
  await expect(row).toContainText("Yesterday");
});
