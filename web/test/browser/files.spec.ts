import { expect, test } from "./fixtures";

test("a file that is pasted goes to the task that lies on top alone", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Whole"]);
  const [whole] = await api.tasks(key);
  const part = await api.write<{ id: number }>("POST", "/tasks", {
    project: key,
    title: "Part",
    parent: whole!.id,
  });
  const files = async (id: number) =>
    (await api.get<{ items: { name: string }[] }>(`/tasks/${id}/attachments`))
      .items;
  const page = await open({ path: `/t/${whole!.id}` });
  const paste = (name: string) =>
    page.evaluate((name) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(["x"], name, { type: "text/plain" }));
      const event = new ClipboardEvent("paste", {
        clipboardData,
        bubbles: true,
      });
      document.activeElement!.dispatchEvent(event);
    }, name);
  await expect(page.getByRole("region", { name: "Files" })).toBeVisible();
  await paste("below.txt");
  await expect(page.getByRole("link", { name: "below.txt" })).toBeVisible();
  await page.getByRole("link", { name: "Part" }).click();
  const drawer = page.getByRole("dialog", { name: "Part" });
  await expect(drawer.getByRole("region", { name: "Files" })).toBeVisible();
  await drawer.getByRole("textbox", { name: "Comment" }).focus();
  await paste("above.txt");
  await expect(drawer.getByRole("link", { name: "above.txt" })).toBeVisible();
  expect(await files(part.id)).toHaveLength(1);
  // The page below has nothing under way, either.
  await expect(page.getByText("Uploading")).toHaveCount(0);
  expect((await files(whole!.id)).map(({ name }) => name)).toEqual([
    "below.txt",
  ]);
});
