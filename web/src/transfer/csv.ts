// Comma-separated values, as RFC 4180 and spreadsheets write them.

export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const clean = text.replace(/^\ufeff/, "");
  const separator = guessSeparator(clean);
  for (let at = 0; at < clean.length; at++) {
    const letter = clean[at]!;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (clean[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (letter === '"' && cell === "") quoted = true;
    else if (letter === separator) {
      row.push(cell);
      cell = "";
    } else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && clean[at + 1] === "\n") at++;
      row.push(cell);
      rows.push(row);
      row = [];
      cell = "";
    } else cell += letter;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows.filter((one) => one.some((value) => value.trim() !== ""));
}

function guessSeparator(text: string): string {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const count = (mark: string) => first.split(mark).length;
  return count(";") > count(",") ? ";" : count("\t") > count(",") ? "\t" : ",";
}

// Cells that a spreadsheet would run carry a quote; reading takes it off again.
const running = /^[=+\-@\t\r]/;

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
