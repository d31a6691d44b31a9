// `npm run types`: the types of the API, from what a node says of itself. With
// --check that must also please a linter, and the page must fit the node as it
// is now, types that are older or not.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import openapi, { astToString } from "openapi-typescript";
import { Cluster } from "./cluster";

const place = join(import.meta.dirname, "../../src/data/schema.d.ts");
const head = "// Made by `npm run types` out of a node's openapi.json.\n\n";

function lint(description: string): void {
  const folder = mkdtempSync(join(tmpdir(), "taskraft-"));
  const file = join(folder, "openapi.json");
  try {
    writeFileSync(file, description);
    const rules = join(import.meta.dirname, "../../redocly.yaml");
    execFileSync("npx", ["redocly", "lint", file, "--config", rules], {
      stdio: "inherit",
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const cluster = await Cluster.start(1);
let told = "";
try {
  const url = `${cluster.node(1).origin}/api/v1/openapi.json`;
  const answer = await fetch(url);
  const description = await answer.text();
  if (process.argv.includes("--check")) lint(description);
  const ast = await openapi(description, {
    alphabetize: true,
    emptyObjectsUnknown: true,
  });
  told = head + astToString(ast);
} finally {
  await cluster.stop();
}

const committed = readFileSync(place, { encoding: "utf8", flag: "a+" });
writeFileSync(place, told);
if (process.argv.includes("--check") && told !== committed) {
  console.log("The API has changed: `npm run types` takes the new types.");
  try {
    execFileSync("npx", ["tsc", "--noEmit"], { stdio: "inherit" });
  } finally {
    writeFileSync(place, committed);
  }
}
