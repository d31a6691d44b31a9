// JSON as exports write it: an array, an object that holds one, or an object a
// line.

type Row = Record<string, unknown>;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!text.includes("\n")) throw error;
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    return lines.map((line) => JSON.parse(line));
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function readJson(text: string): Row[] {
  const found = parse(text.trim());
  const list = isRow(found) ? (found.items ?? found.tasks ?? [found]) : found;
  if (!Array.isArray(list)) throw new Error("It holds no list of tasks");
  if (list.length === 0) throw new Error("The file has no rows");
  const odd = list.findIndex((row) => !isRow(row));
  if (odd >= 0) throw new Error(`Row ${odd + 1} is no task`);
  return list;
}
