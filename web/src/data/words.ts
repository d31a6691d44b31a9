// What has changed in a text, word by word.

import { diffComm } from "node-diff3";

export interface Piece {
  text: string;
  kind: "same" | "added" | "removed";
}

const words = (text: string) => text.match(/\S+\s*|\s+/g) ?? [];
const lines = (text: string) => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

// Lines that differ are compared word by word, unless they are very many.
const mostWords = 2000;

export function compareTexts(from: string, to: string): Piece[] {
  const pieces: Piece[] = [];
  const add = (text: string, kind: Piece["kind"]) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text) pieces.push({ text, kind });
  };
  const compare = (before: string[], after: string[], deeper: boolean) => {
    for (const part of diffComm(before, after)) {
      if ("common" in part) {
        add(part.common!.join(""), "same");
        continue;
      }
      const [gone, come] = [part.buffer1.join(""), part.buffer2.join("")];
      const [left, right] = [words(gone), words(come)];
      if (deeper && left.length + right.length <= mostWords)
        compare(left, right, false);
      else {
        add(gone, "removed");
        add(come, "added");
      }
    }
  };
  compare(lines(from), lines(to), true);
  return pieces;
}

// Long stretches that are the same are left out but for their ends.
export function shorten(pieces: Piece[], kept = 60): Piece[] {
  return pieces.map((piece, n) => {
    const { text, kind } = piece;
    if (kind !== "same" || text.length <= 3 * kept) return piece;
    const head = text.slice(0, kept).replace(/\S*$/, "");
    const tail = text.slice(-kept).replace(/^\S*/, "");
    const last = n === pieces.length - 1;
    return { kind, text: `${n > 0 ? head : ""}…${last ? "" : tail}` };
  });
}
