import fs from "node:fs";
import path from "node:path";
import { CommandError } from "../../cobra/command.ts";

/** The names that a kustomization file may have, in the order in which they are looked for. */
const NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Names of the kustomization files of a folder. */
export function kustomizationFilesIn(folder: string): readonly string[] {
  return NAMES.filter((name) => fs.existsSync(path.join(folder, name)));
}

/** The kustomization file of the current folder. Throws `CommandError` when there is none, or more than one. */
export function findKustomizationFile(): string {
  const found = kustomizationFilesIn(".");
  if (found.length > 1) throw new CommandError(`Found multiple kustomization file: [${found.join(" ")}]\n`);
  const [name] = found;
  if (name === undefined) throw new CommandError("Missing kustomization file 'kustomization.yaml'.\n");
  if (fs.statSync(name).isDirectory()) throw new CommandError(`${name} should be a file`);
  return name;
}

/**
 * Writes a file in one step: who reads it meanwhile sees the old or the new one whole. Its mode stays, and a link is
 * written through. Where the folder lets nobody make a file, it is written in place.
 */
export function writeFileAtomically(file: string, text: string): void {
  const target = fs.existsSync(file) ? fs.realpathSync(file) : file;
  const mode = fs.existsSync(target) ? fs.statSync(target).mode & 0o7777 : undefined;
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    fs.writeFileSync(temporary, text, { flag: "wx" });
    if (mode !== undefined) fs.chmodSync(temporary, mode);
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM" && code !== "EROFS") throw error;
    fs.writeFileSync(target, text);
  }
}
