// @vitest-environment node
// What is deployed beside the page is held to the schemas of those who read it.
// No engine for containers is needed for that, and npm has the schemas.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";

type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  spec?: Record<string, unknown>;
};

const deploy = new URL("../../../deploy/", import.meta.url).pathname;
const made = new URL("../../.test/deploy/", import.meta.url).pathname;

function manifestsOf(file: string): Manifest[] {
  const text = readFileSync(`${deploy}kubernetes/${file}`, "utf8");
  return parseAllDocuments(text)
    .map((each) => each.toJSON() as Manifest | null)
    .filter((each) => each !== null);
}

function moduleOf(x: Manifest): string {
  const library = x.apiVersion.startsWith("cert-manager.io/")
    ? "@kubernetes-models/cert-manager"
    : "kubernetes-models";
  return `${library}/${x.apiVersion}/${x.kind}`;
}

/** Missing fields, and values of a wrong type or form. */
async function validate(x: Manifest) {
  const models = await import(moduleOf(x));
  new models[x.kind](x).validate();
}

/** The compiler's complaints, of fields that nobody knows as well. */
function unknownFields(manifests: Manifest[]): string {
  const text = manifests
    .map(
      (x, at) =>
        `import type { I${x.kind} as Kind${at} } from "${moduleOf(x)}";\n` +
        `export const x${at}: Kind${at} = ${JSON.stringify(x, null, 2)};\n`,
    )
    .join("");
  mkdirSync(made, { recursive: true });
  writeFileSync(`${made}manifests.ts`, text);
  try {
    execFileSync(
      "node_modules/.bin/tsc",
      ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext"].concat(
        ["--moduleResolution", "bundler", "--types", "node"],
        `${made}manifests.ts`,
      ),
      { encoding: "utf8" },
    );
    return "";
  } catch (problem) {
    return (problem as { stdout: string }).stdout;
  }
}

const files = readdirSync(`${deploy}kubernetes`);

describe("Kubernetes", () => {
  for (const file of files)
    for (const manifest of manifestsOf(file))
      test(`${file}: ${manifest.kind} ${manifest.metadata.name}`, () =>
        validate(manifest));

  test("has no field that nobody knows", { timeout: 120_000 }, () => {
    expect(unknownFields(files.flatMap(manifestsOf))).toBe("");
  });

  test("would not take a wrong manifest", { timeout: 120_000 }, async () => {
    const [stateful] = manifestsOf("taskraft.yaml").filter(
      (each) => each.kind === "StatefulSet",
    );
    const wrong = structuredClone(stateful);
    wrong.spec = { ...wrong.spec, replicas: "three" };
    await expect(validate(wrong)).rejects.toThrow("replicas");
    wrong.spec = { ...stateful.spec, replica: 3 };
    expect(unknownFields([wrong])).toContain("replica");
  });
});

function complaintsOfCompose(path: string): string {
  try {
    execFileSync("node_modules/.bin/dclint", ["--quiet", path]);
    return "";
  } catch (problem) {
    return String((problem as { stdout: Buffer }).stdout);
  }
}

describe("Compose", () => {
  const there = readdirSync(`${deploy}compose`).filter((each) =>
    each.startsWith("compose."),
  );
  for (const file of there)
    test(file, { timeout: 60_000 }, () => {
      expect(complaintsOfCompose(`${deploy}compose/${file}`)).toBe("");
    });

  test("would not take a wrong file", { timeout: 60_000 }, () => {
    mkdirSync(made, { recursive: true });
    const text = readFileSync(`${deploy}compose/compose.yaml`, "utf8");
    const path = `${made}compose.yaml`;
    writeFileSync(path, text.replace("stop_grace_period:", "stop_period:"));
    expect(complaintsOfCompose(path)).toContain(
      "must NOT have additional properties",
    );
  });
});
