// Builds what runs: packages/cli/dist/{hawser,render-worker}.js and packages/cli/dist/ui/. Types are not checked here.
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { build as bundle } from "esbuild";
import { directImports } from "./direct-imports.mjs";

const out = "packages/cli/dist";
// Native modules stay in node_modules: they find their binary beside themselves.
// spdy-transport as well: Node warns of its old calls where they are not below node_modules.
const external = ["lmdb", "@node-rs/bcrypt", "jq-wasm", "@peculiar/x509", "reflect-metadata", "spdy-transport"];
/** A kustomization that does what most do. */
const SAMPLE = {
  "kustomization.yaml": `namespace: shop
namePrefix: x-
resources: [web.yaml]
labels: [{pairs: {team: shop}, includeTemplates: true}]
patches:
- patch: |-
    - op: replace
      path: /spec/replicas
      value: 2
  target: {kind: Deployment}
- path: patch.yaml
images: [{name: web, newTag: v1}]
replicas: [{name: web, count: 3}]
configMapGenerator: [{name: settings, literals: [level=info]}]
`,
  "web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: web, envFrom: [{configMapRef: {name: settings}}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`,
  "patch.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{name: web, env: [{name: A, value: b}]}]}}}
`,
};
fs.mkdirSync(out, { recursive: true });

const common = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  conditions: ["@hawser/source"],
  external,
  plugins: [directImports()],
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: "linked",
  logLevel: "warning",
};
await bundle({
  ...common,
  entryPoints: { hawser: "packages/cli/src/main.ts" },
  outdir: out,
  splitting: true,
  format: "esm",
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
// `kustomize` in one file, as packages/cli/bin/hawser.js runs it.
await bundle({
  ...common,
  entryPoints: { kustomize: "packages/cli/src/programs/kustomize.ts" },
  outdir: out,
  outExtension: { ".js": ".cjs" },
  format: "cjs",
});
await writeCodeCache(path.resolve(out, "kustomize.cjs"));

/** Keeps what V8 compiles for a build and an edit, so that the next start need not. */
async function writeCodeCache(file) {
  fs.rmSync(`${file}.cache`, { force: true });
  const { loadScript } = createRequire(import.meta.url)(path.resolve("packages/cli/bin/load-script.js"));
  const { exports, script } = loadScript(file);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-build-"));
  const here = process.cwd();
  try {
    for (const [name, text] of Object.entries(SAMPLE)) fs.writeFileSync(path.join(folder, name), text);
    process.chdir(folder);
    await exports.runKustomize("kustomize", ["build", "--output", "built.yaml"]);
    await exports.runKustomize("kustomize", ["edit", "set", "image", "web:v2"]);
    fs.writeFileSync(`${file}.cache`, script.createCachedData());
  } finally {
    process.chdir(here);
    fs.rmSync(folder, { recursive: true });
  }
}

// Chunks of builds long gone; a younger one may belong to a program that still runs.
for (const file of fs.readdirSync(out)) {
  const { mtimeMs } = fs.statSync(path.join(out, file));
  if (/\.js(\.map)?$/.test(file) && Date.now() - mtimeMs > 24 * 60 * 60 * 1000) fs.rmSync(path.join(out, file));
}

// The demo deploys these.
fs.cpSync("examples/shopapi", `${out}/examples/shopapi`, { recursive: true });

const uiFolder = "packages/ui";
if (!process.argv.includes("--without-ui") && fs.existsSync(path.join(uiFolder, "index.html"))) {
  const { build: buildUi } = await import("vite");
  await buildUi({ root: uiFolder, logLevel: "warn", build: { outDir: path.resolve(out, "ui"), emptyOutDir: true } });
}
