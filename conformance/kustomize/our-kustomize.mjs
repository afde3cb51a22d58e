// Ours, from source, in this process: thousands of builds take seconds.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";

const repository = path.resolve(import.meta.dirname, "../..");
const engines = { current: "packages/kustomize/src/build.ts", next: "packages/kustomize/src/next/build.ts" };

/** The library as `{build, directoryTree, memoryTree}`. */
export async function loadOurs(engine = "current") {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-conformance-"));
  const outfile = path.join(folder, "kustomize.mjs");
  try {
    await bundle({
      stdin: {
        contents: `
          export * from ${JSON.stringify(`./${engines[engine]}`)};
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
    return await import(pathToFileURL(outfile).href);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** What ours answers for a folder of a tree, in the form of the real tool's answer. */
export async function ourBuild(ours, tree, folder, flags = []) {
  const none = flags.some((flag) => flag.includes("LoadRestrictionsNone"));
  try {
    const result = await ours.build(tree, folder === "" ? "." : folder, { loadRestrictor: none ? "none" : "rootOnly" });
    return { status: 0, stdout: await result.yaml(), stderr: result.warnings.map((line) => `${line}\n`).join("") };
  } catch (error) {
    // A mistake in ours is told from an error of the build by its stack.
    const expected = error instanceof Error && error.name === "KustomizeError";
    return { status: 1, stdout: "", stderr: expected ? error.message : `not a KustomizeError: ${error?.stack}` };
  }
}
