import { expect, taskLink, test } from "./fixtures";

test("a comment and a file can be taken back, and so can their deletion", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const [task] = await api.tasks(key);
  await api.write("POST", `/tasks/${task!.id}/comments`, { text: "Stays" });
  const page = await open({ path: `/p/${key}/board` });
  // The time for taking back does not pass, however slow the machine is.
  const now = Date.now();
  await page.clock.setFixedTime(now);
  await taskLink(page, "Plan").click();
  const drawer = page.getByRole("dialog", { name: "Plan" });
  const box = drawer.getByRole("textbox", { name: "Comment" });
  // A line with the way back is shown for seconds; the keys know it longer.
  const undo = () => page.keyboard.press("Control+z");
  const count = async (path: string) =>
    (await api.get<{ items: unknown[] }>(`/tasks/${task!.id}/${path}`)).items
      .length;

  await box.fill("Too early");
  await drawer.getByRole("button", { name: "Add comment" }).click();
  await expect.poll(() => count("comments")).toBe(2);
  await undo();
  await expect.poll(() => api.comments(task!.id)).toEqual(["Stays"]);
  await expect(box).toHaveValue("Too early");

  const comment = drawer.getByRole("article", { name: "Comment by admin" });
  await expect(comment).toHaveCount(1);
  await comment.getByRole("button", { name: "Delete" }).click();
  await expect(comment).toHaveCount(0);
  await undo();
  await expect(comment).toContainText("Stays");

  await drawer.getByLabel("Files to attach").setInputFiles({
    name: "a.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("hello"),
  });
  const file = drawer.getByRole("link", { name: "a.txt" });
  await expect(file).toBeVisible();
  await drawer.getByRole("button", { name: "Delete a.txt" }).click();
  await expect(file).toHaveCount(0);
  await undo();
  await expect(file).toBeVisible();
  expect(await count("attachments")).toBe(1);

  // Nobody takes this one back: it happens.
  await drawer.getByRole("button", { name: "Delete a.txt" }).click();
  await expect(file).toHaveCount(0);
  expect(await count("attachments")).toBe(1);
  await page.clock.setFixedTime(now + 11_000);
  await expect.poll(() => count("attachments")).toBe(0);
  await expect(file).toHaveCount(0);
});

test("undoing overwrites no description that somebody else wrote since", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Plan"]);
  const [task] = await api.tasks(key);
  const described = async () => (await api.tasks(key))[0]!.description;
  const page = await open({ path: `/p/${key}/board` });
  await taskLink(page, "Plan").click();
  const drawer = page.getByRole("dialog", { name: "Plan" });
  await drawer.getByRole("textbox", { name: "Description" }).fill("Mine");
  await page.keyboard.press("Control+Enter");
  await expect.poll(described).toBe("Mine");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await api.edit(
    { id: task!.id, project: key },
    { title: "Their plan", description: "Theirs" },
  );
  await expect(taskLink(page, "Their plan")).toBeVisible();
  await page.keyboard.press("Control+z");
  const dialog = page.getByRole("dialog", {
    name: "Somebody else changed this",
  });
  await expect(dialog).toContainText("Theirs");
  expect(await described()).toBe("Theirs");
  await dialog.getByRole("button", { name: "Take theirs" }).click();
  await expect(dialog).toBeHidden();
  expect(await described()).toBe("Theirs");
});
