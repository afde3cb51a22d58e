// Builds what runs: packages/cli/dist/{hawser,render-worker}.js and packages/cli/dist/ui/. Types are not checked here.
import fs from "node:fs";
import path from "node:path";
import { build as bundle } from "esbuild";

const out = "packages/cli/dist";
// Native modules stay in node_modules: they find their binary beside themselves.
// spdy-transport as well: Node warns of its old calls where they are not below node_modules.
const external = ["lmdb", "@node-rs/bcrypt", "jq-wasm", "@peculiar/x509", "reflect-metadata", "spdy-transport"];
fs.mkdirSync(out, { recursive: true });

const common = {
  outdir: out,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  conditions: ["@hawser/source"],
  external,
  minifySyntax: true,
  sourcemap: "linked",
  logLevel: "warning",
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};

/** Bundles with nothing in them but what one command needs; the others import them by the names they have here. */
const alone = { "kustomize-build": "programs/kustomize-build.ts", "kustomize-edit": "programs/kustomize-edit.ts" };
const files = {
  "build-to-text.ts": "kustomize-build",
  "kustomize-build.ts": "kustomize-build",
  "kustomize-edit.ts": "kustomize-edit",
};

/** Imports of our own do nothing but define: what is not used of a package is left out. */
function ownModules(bundled) {
  return {
    name: "own-modules",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^(@hawser\/|\.)/ }, async ({ path: specifier, kind, importer, resolveDir, pluginData }) => {
        if (kind === "entry-point" || pluginData === "resolved" || importer.includes("node_modules")) return undefined;
        const apart = kind === "dynamic-import" ? files[path.basename(specifier)] : undefined;
        if (apart !== undefined && apart !== bundled) return { path: `./${apart}.js`, external: true };
        const found = await resolve(specifier, { kind, importer, resolveDir, pluginData: "resolved" });
        return { ...found, sideEffects: false };
      });
    },
  };
}

await bundle({
  ...common,
  entryPoints: { hawser: "packages/cli/src/main.ts" },
  splitting: true,
  plugins: [ownModules("hawser")],
});
for (const [name, file] of Object.entries(alone)) {
  await bundle({ ...common, entryPoints: { [name]: `packages/cli/src/${file}` }, plugins: [ownModules(name)] });
}

// The demo deploys these.
fs.cpSync("examples/shopapi", `${out}/examples/shopapi`, { recursive: true });

const uiFolder = "packages/ui";
if (!process.argv.includes("--without-ui") && fs.existsSync(path.join(uiFolder, "index.html"))) {
  const { build: buildUi } = await import("vite");
  await buildUi({ root: uiFolder, logLevel: "warn", build: { outDir: path.resolve(out, "ui"), emptyOutDir: true } });
}
