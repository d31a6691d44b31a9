import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// The service worker holds the shell of exactly this build.
function serviceWorker(): Plugin {
  return {
    name: "taskraft-service-worker",
    apply: "build",
    generateBundle(_, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => !name.endsWith(".map") && name !== "index.html")
        .sort();
      const build = createHash("sha256")
        .update(files.join("\n"))
        .digest("hex")
        .slice(0, 16);
      const source = readFileSync("src/worker/sw.js", "utf8")
        .replace("__BUILD__", build)
        .replace('"__FILES__"', JSON.stringify([...files, "favicon.svg"]));
      if (!source.includes(files[0] ?? "")) this.error("sw.js names no files");
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [react(), serviceWorker()],
  build: {
    target: "es2022",
    cssTarget: ["chrome125", "firefox125", "safari17.5"],
    assetsInlineLimit: 0,
    license: { fileName: "licences.md" },
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8199" } },
  test: { environment: "happy-dom", include: ["test/**/*.test.{ts,tsx}"] },
} as Parameters<typeof defineConfig>[0]);
