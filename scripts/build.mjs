// Builds what runs: packages/cli/dist/{hawser,render-worker}.js and packages/cli/dist/ui/. Types are not checked here.
import fs from "node:fs";
import path from "node:path";
import { build as bundle } from "esbuild";
import { directImports } from "./direct-imports.mjs";

const out = "packages/cli/dist";
// Native modules stay in node_modules: they find their binary beside themselves.
// spdy-transport as well: Node warns of its old calls where they are not below node_modules.
const external = ["lmdb", "@node-rs/bcrypt", "jq-wasm", "@peculiar/x509", "reflect-metadata", "spdy-transport"];
fs.mkdirSync(out, { recursive: true });

await bundle({
  entryPoints: { hawser: "packages/cli/src/main.ts" },
  outdir: out,
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  conditions: ["@hawser/source"],
  external,
  plugins: [directImports()],
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: "linked",
  logLevel: "warning",
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});

// The demo deploys these.
fs.cpSync("examples/shopapi", `${out}/examples/shopapi`, { recursive: true });

const uiFolder = "packages/ui";
if (!process.argv.includes("--without-ui") && fs.existsSync(path.join(uiFolder, "index.html"))) {
  const { build: buildUi } = await import("vite");
  await buildUi({ root: uiFolder, logLevel: "warn", build: { outDir: path.resolve(out, "ui"), emptyOutDir: true } });
}
