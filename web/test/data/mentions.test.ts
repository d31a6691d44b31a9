import { describe, expect, it } from "vitest";
import {
  meantBy,
  mentionAt,
  whoSees,
  withMention,
} from "../../src/data/mentions";
import type { User } from "../../src/data/types";

function user(username: string, fields: Partial<User> = {}): User {
  return {
    username,
    rev: 1,
    display_name: "",
    email: null,
    role: "member",
    disabled: false,
    time_zone: "UTC",
    created_at: "",
    ...fields,
  };
}

describe("a mention", () => {
  it("begins where the cluster reads one", () => {
    expect(mentionAt("Hello @be", 9)).toEqual({ start: 6, typed: "be" });
    expect(mentionAt("@", 1)).toEqual({ start: 0, typed: "" });
    expect(mentionAt("(@Bé", 4)).toEqual({ start: 1, typed: "Bé" });
    expect(mentionAt("ann@be", 6)).toBeNull();
    expect(mentionAt("@be and", 7)).toBeNull();
    expect(mentionAt("@be and", 2)).toEqual({ start: 0, typed: "b" });
  });

  it("takes the place of what was typed for it, and no more", () => {
    const mention = { start: 3, typed: "be" };
    expect(withMention("To @be", mention, "bert")).toEqual({
      text: "To @bert ",
      caret: 9,
    });
    expect(withMention("To @be now", mention, "bert")).toEqual({
      text: "To @bert now",
      caret: 9,
    });
  });

  it("is of those who begin so, by username first", () => {
    const users = [
      user("zoe", { display_name: "Zoe Bell" }),
      user("ann"),
      user("bert"),
    ];
    const names = (typed: string) =>
      meantBy(typed, users).map(({ username }) => username);
    expect(names("be")).toEqual(["bert", "zoe"]);
    expect(names("BE")).toEqual(["bert", "zoe"]);
    expect(names("x")).toEqual([]);
    expect(names("")).toHaveLength(3);
  });

  it("is of those who see the task", () => {
    const users = [
      user("root", { role: "admin" }),
      user("ann"),
      user("bob"),
      user("gone", { disabled: true }),
      user("zoe"),
    ];
    const names = (project: string | null) =>
      whoSees(
        { project, creator: "bob", assignees: ["gone"] },
        users,
        ["ann", "gone"],
        ["zoe"],
      ).map(({ username }) => username);
    expect(names("OPS")).toEqual(["root", "ann", "zoe"]);
    expect(names(null)).toEqual(["root", "bob", "zoe"]);
  });
});
