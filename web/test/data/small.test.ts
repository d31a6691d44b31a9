import { describe, expect, it } from "vitest";
import { Keymap, type KeyPress } from "../../src/app/keymap";
import {
  addDays,
  dayIn,
  isOverdue,
  moveToDay,
  readDay,
} from "../../src/data/due";
import { withRealId } from "../../src/data/edits";
import { concerns, filterQuery, filtersIn } from "../../src/data/filters";
import { tooLong } from "../../src/data/limits";
import { matchesCard } from "../../src/data/match";
import { readQuickAdd } from "../../src/data/quick_add";
import { plainText } from "../../src/tasks/search";
import { plainCell, readCsv, writeCsv } from "../../src/transfer/csv";
import { chunksOf, guessMapping, readRow } from "../../src/transfer/plan";
import { ago } from "../../src/ui/names";
import { inOrder } from "../../src/ui/natural";
import { card } from "./helpers";

describe("due days", () => {
  // The hour was gone.
  it("are changed without the hour of an instant", () => {
    const zone = "America/New_York";
    const move = (due: string | null, day: string) => moveToDay(due, day, zone);
    expect(move(null, "2026-11-02")).toBe("2026-11-02");
    expect(move("2026-11-01", "2026-11-02")).toBe("2026-11-02");
    const late = "2026-11-01T03:30:00.250Z";
    expect(move(late, "2026-10-31")).toBe(late);
    expect(move(late, "2026-11-01")).toBe("2026-11-02T04:30:00.250Z");
    expect(move("2026-11-02T06:30:00.000Z", "2026-10-31")).toBe(
      "2026-10-31T05:30:00.000Z",
    );
    // There is no half past two on that day.
    expect(move("2026-03-07T07:30:00.000Z", "2026-03-08")).toBe(
      "2026-03-08T07:30:00.000Z",
    );
  });

  it("are days of the user's zone", () => {
    const now = new Date("2026-11-26T11:00:00Z");
    expect(dayIn("Pacific/Honolulu", now)).toBe("2026-11-26");
    expect(dayIn("Pacific/Kiritimati", now)).toBe("2026-11-27");
    expect(isOverdue("2026-11-26", "todo", "Pacific/Honolulu", now)).toBe(
      false,
    );
    expect(isOverdue("2026-11-26", "todo", "Pacific/Kiritimati", now)).toBe(
      true,
    );
    expect(isOverdue("2026-11-26", "completed", "UTC", now)).toBe(false);
  });

  it("are read from words", () => {
    const today = "2026-11-26";
    expect(readDay("fri", today)).toBe("2026-11-27");
    expect(readDay("thu", today)).toBe("2026-12-03");
    expect(readDay("2w", today)).toBe("2026-12-10");
    expect(readDay("someday", today)).toBeNull();
    expect(readDay("2028-02-29", today)).toBe("2028-02-29");
    expect(readDay("2026-02-30", today)).toBeNull();
    expect(readDay("2026-13-01", today)).toBeNull();
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  });
});

describe("quick add", () => {
  it("reads fields out of a line", () => {
    const { fields, unknown } = readQuickAdd(
      "Call the bank !high @ann @bob #bug ^fri +OPS",
      "2026-11-26",
    );
    expect(fields).toEqual({
      title: "Call the bank",
      priority: "high",
      assignees: ["ann", "bob"],
      labels: ["bug"],
      due: "2026-11-27",
      project: "OPS",
    });
    expect(unknown).toEqual([]);
  });

  it("leaves in the title what it does not understand", () => {
    const { fields, unknown } = readQuickAdd("Fix #42 !now", "2026-11-26");
    expect(fields.title).toBe("Fix #42 !now");
    expect(unknown).toEqual(["!now"]);
  });

  it("does not send names that the cluster would refuse", () => {
    const known = { users: ["ann"], labels: ["Bug"] };
    const { fields, unknown } = readQuickAdd(
      "Mail @ann @Ben #bug #event",
      "2026-11-26",
      known,
    );
    expect(fields).toEqual({
      title: "Mail @Ben #event",
      assignees: ["ann"],
      labels: ["Bug"],
    });
    expect(unknown).toEqual(["@Ben", "#event"]);
  });
});

describe("an excerpt", () => {
  it("is shown without the marks of Markdown", () => {
    expect(
      plainText(
        "## Why The **disks** of [node 3](https://x) - [x] order `sdb` | a |---| b",
      ),
    ).toBe("Why The disks of node 3 · order sdb a b");
    expect(plainText("Report **sectors**. Not _yet_, says max_lag.")).toBe(
      "Report sectors. Not yet, says max_lag.",
    );
  });
});

describe("keys", () => {
  const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    editable: false,
    ...more,
  });

  it("mean nothing in fields, with a modifier or while composing", () => {
    const keys = new Keymap();
    expect(keys.action(press("c"))).toBe("new");
    expect(keys.action(press("c", { editable: true }))).toBeNull();
    expect(keys.action(press("c", { isComposing: true }))).toBeNull();
    for (const held of ["ctrlKey", "metaKey", "altKey", "shiftKey"])
      expect(keys.action(press("c", { [held]: true }))).toBeNull();
    expect(keys.action(press("k", { ctrlKey: true, editable: true }))).toBe(
      "palette",
    );
    expect(
      keys.action(press("z", { ctrlKey: true, editable: true })),
    ).toBeNull();
  });

  it("are where the keyboard has them, with Caps Lock, too", () => {
    const keys = new Keymap();
    expect(keys.action(press("/", { shiftKey: true }))).toBe("search");
    expect(keys.action(press("C"))).toBe("new");
    expect(keys.action(press("C", { shiftKey: true }))).toBeNull();
    keys.action(press("G"));
    expect(keys.action(press("I"))).toBe("go.inbox");
  });

  it("go places after g, for a moment", () => {
    let now = 0;
    const keys = new Keymap(() => now);
    keys.action(press("g"));
    expect(keys.action(press("i"))).toBe("go.inbox");
    keys.action(press("g"));
    now = 2000;
    expect(keys.action(press("c"))).toBe("new");
  });

  it("can be switched off, all that are single", () => {
    const keys = new Keymap();
    keys.enabled = false;
    expect(keys.action(press("c"))).toBeNull();
    expect(keys.action(press("k", { ctrlKey: true }))).toBe("palette");
  });
});

describe("filters", () => {
  it("are the same in an address and a saved view", () => {
    const filters = { status: "todo,in_progress", label: "a b", sort: "-due" };
    expect(filtersIn(filterQuery(filters))).toEqual(filters);
  });

  it("know which changes concern them", () => {
    expect(concerns({ assignee: "me" }, ["title"])).toBe(false);
    expect(concerns({ assignee: "me" }, ["assignees"])).toBe(true);
    expect(concerns({ sort: "-priority" }, ["priority"])).toBe(true);
    expect(concerns({ sort: "rank" }, ["title"])).toBe(true);
  });

  it("match cards as the cluster does", () => {
    const viewer = { username: "ann", zone: "UTC" };
    const mine = card({ assignees: ["ann"], labels: ["bug"] });
    expect(matchesCard(mine, { assignee: "me", label: "bug" }, viewer)).toBe(
      true,
    );
    expect(matchesCard(mine, { assignee: "none" }, viewer)).toBe(false);
    expect(matchesCard(mine, { deleted: "true" }, viewer)).toBe(false);
    expect(matchesCard(mine, { status: "completed" }, viewer)).toBe(false);
  });
});

describe("how long ago something was", () => {
  const at = (time: string) => Date.parse(time);

  it("is told by the calendar of the zone after a day", () => {
    const zone = "Pacific/Honolulu";
    // Six in the evening there, and one in the morning.
    expect(ago("2026-11-25T04:00:00Z", zone, at("2026-11-26T11:00:00Z"))).toBe(
      "2 days ago",
    );
    expect(ago("2026-11-25T11:00:00Z", zone, at("2026-11-27T09:00:00Z"))).toBe(
      "yesterday",
    );
    expect(ago("2026-11-25T11:00:00Z", zone, at("2026-11-26T09:00:00Z"))).toBe(
      "22 h ago",
    );
    expect(ago("2026-09-01T05:00:00Z", zone, at("2026-11-26T09:00:00Z"))).toBe(
      "31 Aug 2026",
    );
  });

  it("is a number of hours on a day of twenty-five", () => {
    const zone = "Europe/Berlin";
    expect(ago("2026-10-24T22:05:00Z", zone, at("2026-10-25T22:50:00Z"))).toBe(
      "25 h ago",
    );
  });
});

describe("a text", () => {
  it("is as long as it has characters, whatever they take in memory", () => {
    expect(tooLong("🚀".repeat(255))).toBeUndefined();
    expect(tooLong(` ${"🚀".repeat(255)} `)).toBeUndefined();
    expect(tooLong("🚀".repeat(256))).toBe(
      "1 character too many: 255 are the most",
    );
    expect(tooLong("x".repeat(260))).toContain("5 characters");
  });
});

describe("names", () => {
  it("are in the order in which people count", () => {
    expect(inOrder(["label 10", "Label 2", "label 1", "émile", "zoe"])).toEqual(
      ["émile", "label 1", "Label 2", "label 10", "zoe"],
    );
  });
});

describe("temporary ids", () => {
  it("are replaced as whole numbers only", () => {
    const edit = {
      chain: "-4",
      path: "/tasks/-4/move",
      body: { before: -42, after: -4, title: "-4" },
    } as never;
    expect(withRealId(edit, -4, 9)).toMatchObject({
      chain: "9",
      path: "/tasks/9/move",
      body: { before: -42, after: 9, title: "-4" },
    });
  });
});

describe("files to import", () => {
  it("are read as spreadsheets write them", () => {
    expect(readCsv('a;b\r\n"x ""y""";"1\n2"\r\n\r\nc\rd')).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ['x "y"', "1\n2"] },
      { line: 5, cells: ["c"] },
      { line: 6, cells: ["d"] },
    ]);
    expect(writeCsv([["=1+1", 'say "hi"', null]])).toBe(
      '\'=1+1,"say ""hi""",\r\n',
    );
  });

  // A title that itself began with a quote came back with two.
  it("come back as they were exported", () => {
    for (const text of ["=1", "'=1", "''-", "'a", "plain"]) {
      const [row] = readCsv(writeCsv([[text]]));
      expect(plainCell(row!.cells[0]!)).toBe(text);
    }
    expect(writeCsv([["'=1"]])).toBe("''=1\r\n");
  });

  it("are mapped by their heads, and checked row by row", () => {
    expect(guessMapping(["Name", "Tags", "Colour", "Due date"])).toEqual([
      "title",
      "labels",
      "",
      "due",
    ]);
    expect(readRow({ title: "'=sum", labels: "a, b" }, 2)).toMatchObject({
      body: { title: "=sum", labels: ["a", "b"], status: "todo" },
      problem: null,
    });
    expect(readRow({ title: "x", due: "tomorrow" }, 3).problem).toContain(
      "no date",
    );
    const due = "2027-03-28T02:30:00+01:00";
    expect(readRow({ title: "x", due }, 4)).toMatchObject({
      body: { due },
      problem: null,
    });
    expect(readRow({ title: "" }, 4).problem).toBe("The title is missing");
    // A label may hold a semicolon, and came back as two.
    const labels = "a;b, c";
    expect(readRow({ title: "x", labels }, 5).body.labels).toEqual([
      "a;b",
      "c",
    ]);
  });

  it("put parents in earlier chunks than their children", () => {
    const row = (id: string, parent: string | null) =>
      readRow({ id, parent, title: id }, 1);
    const chunks = chunksOf([row("3", "2"), row("2", "1"), row("1", null)], 10);
    expect(chunks.map((chunk) => chunk.map((one) => one.id))).toEqual([
      ["1"],
      ["2"],
      ["3"],
    ]);
  });
});
