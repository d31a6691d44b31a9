import { lasting } from "./axe";
import { addMembers, expect, taskLink, test } from "./fixtures";

test("after @, a comment offers those whom it can tell", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const [task] = await api.tasks(key);
  await addMembers(api, key, "ann", "bob");
  const page = await open({ path: `/p/${key}/board` });
  await taskLink(page, "Plan").click();
  const drawer = page.getByRole("dialog", { name: "Plan" });
  const box = drawer.getByRole("textbox", { name: "Comment" });
  const people = page.getByRole("listbox", { name: "People" });
  const options = people.getByRole("option");
  await box.pressSequentially("Dear @");
  // Who does not see the task is not told, and not offered.
  await expect(options).toHaveText(["ann", "bob"]);
  const chosen = page.locator(
    `[id="${await box.getAttribute("aria-activedescendant")}"]`,
  );
  await expect(chosen).toHaveText("ann");
  expect(await lasting(page, "mention")).toEqual([]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(box).toHaveValue("Dear @bob ");
  await expect(options).toHaveCount(0);
  await page.keyboard.type("and @a");
  await expect(options).toHaveText(["ann"]);
  // What Escape leaves is not offered again, and the task stays open.
  await page.keyboard.press("Escape");
  await expect(options).toHaveCount(0);
  await page.keyboard.type("n");
  await expect(box).toHaveValue("Dear @bob and @an");
  await expect(options).toHaveCount(0);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("@an");
  await options.click();
  await expect(box).toHaveValue("Dear @bob and @ann ");
  await expect(box).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect
    .poll(() => api.comments(task!.id))
    .toEqual(["Dear @bob and @ann"]);
});
