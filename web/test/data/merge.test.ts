import { describe, expect, it } from "vitest";
import { mergeLines, mergeSets, mergeTask } from "../../src/data/merge";
import { task } from "./helpers";

describe("the three-way merge", () => {
  it("sends on what only one side has changed", () => {
    const merged = mergeTask(
      { title: "a", status: "todo" },
      { title: "b" },
      task({ title: "a", status: "completed" }),
    );
    expect(merged).toEqual({ patch: { title: "b" }, conflicts: [] });
  });

  it("asks a person where both changed one field", () => {
    const merged = mergeTask(
      { title: "a" },
      { title: "b" },
      task({ title: "c" }),
    );
    expect(merged.patch).toEqual({});
    expect(merged.conflicts).toEqual([
      { field: "title", base: "a", mine: "b", theirs: "c" },
    ]);
  });

  it("sends nothing where both wrote the same", () => {
    const merged = mergeTask(
      { title: "a" },
      { title: "b" },
      task({ title: "b" }),
    );
    expect(merged).toEqual({ patch: {}, conflicts: [] });
  });

  it("joins sets from both sides", () => {
    expect(mergeSets(["a", "b"], ["a", "c"], ["a", "b", "d"])).toEqual([
      "a",
      "d",
      "c",
    ]);
  });

  it("joins descriptions line by line", () => {
    expect(mergeLines("1\n2\n3\n4", "one\n2\n3\n4", "1\n2\n3\nfour")).toBe(
      "one\n2\n3\nfour",
    );
    expect(mergeLines("1\n2", "one\n2", "uno\n2")).toBeUndefined();
  });
});
