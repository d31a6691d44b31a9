// How large the built page may be.

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const folder = "dist/assets/";

function chunk(name) {
  const found = readdirSync(folder).find((file) => file.startsWith(`${name}-`));
  if (!found) throw new Error(`there is no chunk ${name}`);
  return found;
}

// What a browser loads before the first screen is there: the page's scripts, the
// screen, and all that these import.
function firstRoute() {
  const page = readFileSync("dist/index.html", "utf8");
  const all = new Set([chunk("my_work"), ...page.match(/[\w.-]+\.js(?=")/g)]);
  for (const file of all)
    for (const [, other] of readFileSync(folder + file, "utf8").matchAll(
      /(?:import|from)\s*"\.\/([\w.-]+\.js)"/g,
    ))
      all.add(other);
  return [...all].map((file) => folder + file);
}

const first = firstRoute();

// What comes later comes piece by piece: the largest of them counts.
function largestLazy() {
  const size = (file) => gzipSync(readFileSync(file)).length;
  return readdirSync(folder)
    .map((file) => folder + file)
    .filter((file) => file.endsWith(".js") && !first.includes(file))
    .reduce((most, file) => (size(file) > size(most) ? file : most));
}

export default [
  { name: "first route", path: first, gzip: true, limit: "300 KB" },
  { name: "lazy chunk", path: largestLazy(), gzip: true, limit: "60 KB" },
  { name: "styles", path: `${folder}*.css`, gzip: true, limit: "26 KB" },
];
