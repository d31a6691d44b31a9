// Comma-separated values, as RFC 4180 and spreadsheets write them.

export interface CsvRow {
  // The line in which it begins, from 1 on.
  line: number;
  cells: string[];
}

export function readCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let row: CsvRow = { line: 1, cells: [] };
  let line = 1;
  let cell = "";
  let quoted = false;
  const clean = text.replace(/^\ufeff/, "");
  const separator = guessSeparator(clean);
  for (let at = 0; at < clean.length; at++) {
    const letter = clean[at]!;
    const ends = letter === "\n" || (letter === "\r" && clean[at + 1] !== "\n");
    if (ends) line++;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (clean[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (letter === '"' && cell === "") quoted = true;
    else if (letter === separator) {
      row.cells.push(cell);
      cell = "";
    } else if (ends) {
      row.cells.push(cell);
      rows.push(row);
      row = { line, cells: [] };
      cell = "";
    } else if (letter !== "\r") cell += letter;
  }
  if (cell !== "" || row.cells.length > 0) {
    row.cells.push(cell);
    rows.push(row);
  }
  return rows.filter(({ cells }) => cells.some((value) => value.trim() !== ""));
}

function guessSeparator(text: string): string {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const count = (mark: string) => first.split(mark).length;
  return count(";") > count(",") ? ";" : count("\t") > count(",") ? "\t" : ",";
}

// Cells that a spreadsheet would run, were it not for quotes before it, carry one
// more; reading takes it off again.
const running = /^'*[=+\-@\t\r]/;

export function plainCell(cell: string): string {
  return cell.startsWith("'") && running.test(cell.slice(1))
    ? cell.slice(1)
    : cell;
}

export function writeCsv(rows: unknown[][]): string {
  return rows
    .map((row) =>
      row
        .map((value) => {
          const text =
            value === null || value === undefined ? "" : String(value);
          const safe = running.test(text) ? `'${text}` : text;
          return /[",\r\n]/.test(safe)
            ? `"${safe.replaceAll('"', '""')}"`
            : safe;
        })
        .join(","),
    )
    .map((line) => `${line}\r\n`)
    .join("");
}
