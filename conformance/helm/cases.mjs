// The charts of cases/: each file exports a list of `{name, files, flags}`, `files` by their paths in the chart.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = path.join(import.meta.dirname, "cases");

/** All cases, with the name of their file before their own. */
export async function loadCases() {
  const cases = [];
  for (const file of fs.readdirSync(folder).sort()) {
    if (!file.endsWith(".mjs")) continue;
    const { cases: list } = await import(pathToFileURL(path.join(folder, file)).href);
    for (const given of list) cases.push({ ...given, name: `${file.slice(0, -".mjs".length)}/${given.name}` });
  }
  const names = cases.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two cases are named ${twice}`);
  return cases;
}

/** Writes the files of a case; content is text, or `{base64}`. */
export function writeCase({ files }, chart) {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(chart, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === "string" ? content : Buffer.from(content.base64, "base64"));
  }
}
