// What screens are looked at with: long titles, forty labels, letters from the
// right, emoji, markup, dates of all kinds.

import type { Api } from "../nodes/api";

// A word that lines break within, or not at all.
export const endless = "AVeryLongWordWithoutAnySpaceThatSomebodyPasted";

const titles = [
  "Replace the failing disks of node 3 before the weekend",
  "דוח רבעוני: לבדוק את המספרים לפני הישיבה",
  "مراجعة العقد مع المورد الجديد قبل نهاية الشهر",
  "🚀 Ship it 🎉 👩‍👩‍👧‍👦",
  "AVeryLongWordWithoutAnySpaceThatSomebodyPastedFromALogFileAndThatMustNotWidenTheScreenAtAllNotEvenByOnePixel",
  `A title that goes on and on, ${"because somebody explains everything in it, ".repeat(4)}and then stops`,
  "<b>Not bold</b> & <script>alert(1)</script>",
  "Rotate the certificates",
  "Write the post-mortem of Tuesday's outage",
  "Ask Ann about the invoice",
  "Water the plants",
];

const description = `## Why

The disks report **reallocated sectors**. See [the report](https://example.org).

- [x] order spares
- [ ] swap \`sdb\`

| disk | sectors |
|---|---|
| sda | 0 |
| sdb | 812 |

> Nothing may be lost.

    smartctl --all --json /dev/${endless.toLowerCase().repeat(4)}
`;

const day = (offset: number) =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

// The first task has everything; its id.
export async function seed(admin: Api, ann: Api, key: string): Promise<number> {
  await admin.write("POST", "/projects", {
    key,
    name: "Operations",
    description: "What keeps the lights on.",
    color: "#2f7d4f",
  });
  await admin.write("PATCH", "/users/bob", { display_name: endless.repeat(2) });
  await admin.write("POST", "/tokens", { name: endless, scopes: ["read"] });
  for (const username of ["ann", "bob"])
    await admin.write("PUT", `/projects/${key}/members/${username}`, {
      role: "member",
    });
  const labels = Array.from({ length: 40 }, (_, n) =>
    n === 0 ? "customer-facing incident" : n === 1 ? endless : `label ${n}`,
  );
  for (const [n, name] of labels.entries())
    await admin.write("POST", "/labels", {
      name,
      color: `#${((n * 0x3d7f2b + 0x345678) & 0xffffff).toString(16).padStart(6, "0")}`,
    });
  const statuses = ["todo", "in_progress", "todo", "completed", "cancelled"];
  const priorities = ["none", "low", "medium", "high", "urgent"];
  const items = Array.from({ length: 60 }, (_, n) => ({
    project: key,
    title: n < titles.length ? titles[n] : `${titles[7 + (n % 4)]}, part ${n}`,
    description: n === 0 ? description : "",
    status: n < 3 ? "todo" : statuses[n % 5],
    priority: priorities[(n + Math.floor(n / 5)) % 5],
    due: n % 3 === 0 ? day(n - 12) : null,
    assignees:
      n % 4 === 0 ? ["ann", "bob", "admin"] : n % 4 === 1 ? ["admin"] : [],
    labels:
      n === 0 ? labels : n % 2 ? [labels[n % 40], labels[(n + 7) % 40]] : [],
  }));
  const made = await admin.write<{ items: { task: { id: number } }[] }>(
    "POST",
    "/tasks/batch",
    { items },
  );
  const ids = made.items.map((item) => item.task.id);
  const [first, second, third] = ids as [number, number, number];
  await admin.write("POST", "/tasks", {
    project: key,
    title: "Order spares",
    parent: first,
    status: "completed",
  });
  await admin.write("POST", "/tasks", {
    project: key,
    title: "Swap sdb",
    parent: first,
  });
  await admin.write("PUT", `/tasks/${second}/blocks/${first}`);
  await admin.write("PUT", `/tasks/${first}/blocks/${third}`);
  for (const text of [
    "The spares arrive on Thursday. @bob, can you be there?",
    "I can. `smartctl -a /dev/sdb` says 812 sectors now.",
  ])
    await admin.write("POST", `/tasks/${first}/comments`, { text });
  await ann.write("POST", `/tasks/${first}/comments`, {
    text: "Thursday is too late, @admin: can we borrow one from Kraków?",
  });
  await ann.write("PATCH", `/tasks/${second}`, { status: "in_progress" });
  await ann.write("PATCH", `/tasks/${ids[5]}`, { due: day(3) });
  await ann.write("PUT", `/tasks/${third}/assignees/admin`);
  await admin.write("POST", "/views", {
    name: "Urgent and open",
    layout: "list",
    query: "status=todo,in_progress&priority=high,urgent&sort=due",
  });
  await admin.write("DELETE", `/tasks/${ids[10]}`);
  return first;
}
