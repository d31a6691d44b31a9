import { describe, expect, it } from "vitest";
import { compareTexts, type Piece, shorten } from "../../src/data/words";

const before = (pieces: Piece[]) =>
  pieces.flatMap(({ kind, text }) => (kind === "added" ? [] : text)).join("");
const after = (pieces: Piece[]) =>
  pieces.flatMap(({ kind, text }) => (kind === "removed" ? [] : text)).join("");

describe("what has changed in a text", () => {
  it("is told word by word", () => {
    expect(
      compareTexts("Order two disks now", "Order three disks now"),
    ).toEqual([
      { text: "Order ", kind: "same" },
      { text: "two ", kind: "removed" },
      { text: "three ", kind: "added" },
      { text: "disks now", kind: "same" },
    ]);
  });

  it("is whole where there was no text, or is none any more", () => {
    expect(compareTexts("", "a b")).toEqual([{ text: "a b", kind: "added" }]);
    expect(compareTexts("a b", "")).toEqual([{ text: "a b", kind: "removed" }]);
    expect(compareTexts("", "")).toEqual([]);
  });

  it("holds both texts, whatever they are, and long ones soon", () => {
    const page = (seed: number) =>
      Array.from({ length: 6000 }, (_, n) => (n * seed) % 97).join(
        seed % 2 ? " " : "\n",
      );
    for (const [from, to] of [
      ["one\ntwo\n\nthree", "one\n2\n\nthree\n"],
      ["  leading", "leading  "],
      [page(7), page(9)],
      [page(8), page(10)],
    ] as const) {
      const pieces = compareTexts(from, to);
      expect(before(pieces)).toBe(from);
      expect(after(pieces)).toBe(to);
    }
  });

  it("is not lost among what is the same", () => {
    const long = "same ".repeat(100);
    const [head, , , tail] = shorten(
      compareTexts(`${long}\nold\n${long}`, `${long}\nnew\n${long}`),
    );
    expect(head!.text).toMatch(/^… same/);
    expect(tail!.text).toMatch(/same …$/);
    expect(head!.text.length).toBeLessThan(80);
  });
});
