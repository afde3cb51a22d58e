// The tables in cases/, one per field of a kustomization, as a list.
//
// A table is `export const cases = {name: case}`. A case is the text of a kustomization.yaml, or an object of files by
// path: texts, bytes, or `{link: target}`. `flags` among them is not a file but a list of flags for the build. What is
// built is the folder `top` where there is one, else the whole.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** All cases as `{name, files, folder, flags, content}`; the names are `table/case`. */
export async function loadCases(tables = path.join(import.meta.dirname, "cases")) {
  const all = [];
  for (const file of fs.readdirSync(tables).sort()) {
    const table = (await import(path.join(tables, file))).cases;
    for (const [name, given] of Object.entries(table ?? {}))
      all.push(readCase(`${path.basename(file, ".mjs")}/${name}`, given));
  }
  return all;
}

/** One case in full, from its short form. */
export function readCase(name, given) {
  const { flags = [], ...files } = typeof given === "string" ? { "kustomization.yaml": given } : given;
  const folder = Object.keys(files).some((file) => file.startsWith("top/")) ? "top" : "";
  const content = createHash("sha256");
  for (const [file, text] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))
    content.update(JSON.stringify([file, text instanceof Uint8Array ? [...text] : text]));
  return { name, files, folder, flags, content: content.digest("hex") };
}

/** Writes the files of a case to a folder. */
export function writeCase({ files }, root) {
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(root, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (typeof text.link === "string") fs.symlinkSync(text.link, target);
    else fs.writeFileSync(target, text);
  }
}
