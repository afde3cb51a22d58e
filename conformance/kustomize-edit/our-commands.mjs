// Ours, from source, in this process.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";
import { makeFolder, readFolder } from "./folders.mjs";

const repository = path.resolve(import.meta.dirname, "../..");

/** The program as `{runKustomize, meaningOf}`. */
export async function loadCommands() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-conformance-"));
  const outfile = path.join(folder, "commands.mjs");
  try {
    await bundle({
      stdin: {
        contents: `
          export { runKustomize } from "./packages/cli/src/programs/kustomize.ts";
          import { decodeKustomization } from "./packages/kustomize/src/edit/index.ts";
          import { fixFields } from "./packages/kustomize/src/edit/fix-fields.ts";
          import { FIELD_ORDER } from "./packages/kustomize/src/edit/edited-kustomization.ts";
          import { marshalField } from "./packages/kustomize/src/edit/marshal.ts";
          const plain = (value) => {
            if (Array.isArray(value)) return value.map(plain);
            if (typeof value !== "object" || value === null) return value;
            return Object.fromEntries(Object.keys(value).sort().map((key) => [key, plain(value[key])]));
          };
          const sorted = (value, field) => field === "images" || field === "replicas"
            ? [...new Map(value.toReversed().map((each) => [each.name ?? "", JSON.stringify(each)])).values()].sort() : value;
          /** What a file says: its fields as a plain value; lists that the real tool sorts are sorted. */
          export function meaningOf(text) {
            const kustomization = decodeKustomization(text);
            fixFields(kustomization);
            return FIELD_ORDER.flatMap((field) => {
              const value = marshalField(kustomization, field);
              return value === undefined ? [] : [[field, sorted(plain(value), field)]];
            });
          }`,
        resolveDir: repository,
      },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20.19",
      conditions: ["@hawser/source"],
      external: ["lmdb", "@node-rs/bcrypt", "jq-wasm", "@peculiar/x509", "reflect-metadata", "spdy-transport"],
      sourcemap: "inline",
      logLevel: "error",
      banner: {
        js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
      },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

export async function ourCommand(ours, scratch, { files, args }) {
  const folder = path.join(scratch, "case");
  makeFolder(folder, files);
  const before = process.cwd();
  const written = { stdout: "", stderr: "" };
  const streams = Object.keys(written).map((name) => [name, process[name].write]);
  for (const [name] of streams) process[name].write = (text) => ((written[name] += text), true);
  let status;
  try {
    process.chdir(folder);
    status = await ours.runKustomize("kustomize", args);
  } finally {
    process.chdir(before);
    for (const [name, write] of streams) process[name].write = write;
  }
  const inFolder = (text) => text.replaceAll(fs.realpathSync(folder), "/case");
  return { status, stdout: inFolder(written.stdout), stderr: inFolder(written.stderr), files: readFolder(folder) };
}
