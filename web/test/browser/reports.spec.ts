import { reports } from "../../src/reports/kinds";
import { type Row, sayCell } from "../../src/reports/rows";
import { expect, test } from "./fixtures";

test("23: the seven reports say what the API says", async ({
  api,
  open,
  project,
}) => {
  const key = await project(["Open"]);
  const people = { assignees: ["ann"], project: key };
  await api.write("PUT", `/projects/${key}/members/ann`, { role: "member" });
  for (const fields of [
    { title: "Late", due: "2020-01-01", priority: "high" },
    { title: "Begun", status: "in_progress" },
    { title: "Done", status: "completed" },
    { title: "Dropped", status: "cancelled" },
  ])
    await api.write("POST", "/tasks", { ...people, ...fields });
  const page = await open();
  let compared = 0;
  for (const report of reports) {
    const query = new URLSearchParams({ project: key });
    if (report.timed) query.set("since", "30d");
    if (report.periodic) query.set("period", "day");
    const { items } = await api.get<{ items: Row[] }>(
      `/reports/${report.name}?${query}`,
    );
    query.set("report", report.name);
    await page.goto(`/reports?${query}`);
    const table = page.getByRole("table", { name: report.title });
    await expect(table.locator("tbody tr")).toHaveCount(items.length);
    const cells = await table
      .locator("tbody tr")
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll("td")].map((cell) => cell.textContent),
        ),
      );
    expect(cells, report.name).toEqual(
      items.map((row) =>
        report.columns.map(([name]) =>
          name === "title" ? row.title : sayCell(name, row[name]),
        ),
      ),
    );
    compared += items.length;
  }
  expect(compared).toBeGreaterThan(10);
});
