// The folder of a case, before and after a command.
import fs from "node:fs";
import path from "node:path";

/** Makes the folder of a case. A text is its kustomization.yaml; `{link: target}` a link, `null` a folder. */
export function makeFolder(folder, files) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(typeof files === "string" ? { "kustomization.yaml": files } : files)) {
    if (name === "name") continue;
    const target = path.join(folder, name);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (text === null) fs.mkdirSync(target);
    else if (typeof text.link === "string") fs.symlinkSync(text.link, target);
    else fs.writeFileSync(target, text);
  }
}

/** All files of a folder with what they hold. */
export function readFolder(folder) {
  const files = {};
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, full);
    if (entry.isFile()) files[name] = fs.readFileSync(full, "utf8");
    if (entry.isSymbolicLink()) files[name] = `-> ${fs.readlinkSync(full)}`;
  }
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}
