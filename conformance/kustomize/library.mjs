// Our Kustomize as one file, for what compares or measures it.
import path from "node:path";
import { build as bundle } from "esbuild";

const repository = path.resolve(import.meta.dirname, "../..");

/**
 * Writes the library from source to a file: what the package exports, `directoryTree` and `memoryTree`. Externals have
 * no place there; a bundle of the command line is what scripts/build.mjs makes.
 */
export async function bundleLibrary(outfile) {
  await bundle({
    stdin: {
      contents: `
        export * from "./packages/kustomize/src/index.ts";
        export { directoryTree } from "./packages/source/src/tree/directory-tree.ts";
        export { memoryTree } from "./packages/source/src/tree/memory-tree.ts";`,
      resolveDir: repository,
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    conditions: ["@hawser/source"],
    sourcemap: "inline",
    logLevel: "error",
    // Bundled CommonJS packages call require() for Node's own modules.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
}
