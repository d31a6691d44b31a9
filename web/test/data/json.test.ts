import { expect, it } from "vitest";
import { readJson } from "../../src/transfer/json";

const rows = [{ title: "a" }, { title: "b" }];

it.each([
  ["an array", JSON.stringify(rows)],
  ["an object that holds one", JSON.stringify({ tasks: rows })],
  [
    "an object with its rows on lines",
    '{"items":[\n{"title":"a"},\n{"title":"b"}\n]}\n',
  ],
  ["an object a line", '{"title":"a"}\r\n\n{"title":"b"}\n'],
])("reads %s", (_, text) => {
  expect(readJson(text)).toEqual(rows);
});

it("reads one task alone", () => {
  expect(readJson('{"title":"a"}')).toEqual([{ title: "a" }]);
});

it.each([
  ["[null]", "Row 1 is no task"],
  ['[{"title":"a"},[]]', "Row 2 is no task"],
  ["7", "no list of tasks"],
  ['{"items":3}', "no list of tasks"],
  ["[]", "no rows"],
  ['{"title":"a"}\n{', "JSON"],
  ["", "JSON"],
])("says what is wrong with %s", (text, why) => {
  expect(() => readJson(text)).toThrow(why);
});
