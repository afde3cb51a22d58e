import path from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";

/** Our build and what it fetches with, from source. */
export async function loadOurs(scratch) {
  const outfile = path.join(scratch, "ours.mjs");
  await bundle({
    stdin: {
      contents: `
        export { build, buildAddress } from "./packages/kustomize/src/build.ts";
        export { commandLineRemotes } from "./packages/kustomize/src/remote/command-line-remotes.ts";
        export { parseRepoSpec } from "./packages/kustomize/src/remote/repo-spec.ts";
        export { KustomizeError } from "./packages/kustomize/src/kustomize-error.ts";
        export { createWebGet, directoryTree } from "./packages/source/src/index.ts";`,
      resolveDir: path.resolve(import.meta.dirname, "../.."),
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@hawser/source"],
    logLevel: "error",
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  return import(pathToFileURL(outfile).href);
}
