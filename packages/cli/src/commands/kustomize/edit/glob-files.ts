import fs from "node:fs";
import path from "node:path";
import { isGlob, matchesGlob } from "@hawser/kustomize";
import { CommandError } from "../../../cobra/command.ts";
import { logLine } from "../log-line.ts";
import { orCommandError } from "./edit-file.ts";
import { firstMissing } from "../first-missing.ts";

/** The paths that a pattern of Go's `filepath.Glob` names, sorted folder by folder; one that is no pattern names itself. */
export function globFiles(pattern: string): readonly string[] {
  orCommandError(() => matchesGlob(pattern, ""));
  if (!isGlob(pattern)) return exists(pattern) ? [pattern] : [];
  const slash = pattern.lastIndexOf("/");
  const name = pattern.slice(slash + 1);
  const folder = slash < 0 ? "" : pattern.slice(0, slash) || "/";
  const folders = folder === "" ? ["."] : isGlob(folder) ? globFiles(folder) : [folder];
  return folders.flatMap((each) =>
    namesIn(each)
      // What is hidden is matched by patterns that begin with a dot.
      .filter((entry) => (!entry.startsWith(".") || name.startsWith(".")) && matchesGlob(name, entry))
      .map((entry) => (each === "." && folder === "" ? entry : path.join(each, entry))),
  );
}

function exists(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return fs.statSync(folder).isDirectory() ? fs.readdirSync(folder).toSorted() : [];
  } catch {
    return [];
  }
}

/** What each pattern names; one that names nothing is told, and left out. */
export function globAll(patterns: readonly string[]): readonly string[] {
  return patterns.flatMap((pattern) => {
    const files = globFiles(pattern);
    if (files.length === 0) logLine(`${pattern} has no match`);
    return files;
  });
}

/** As `globAll`, but what names no file must be a folder or repository that can be built from. */
export async function globFilesOrBases(
  patterns: readonly string[],
  isRemote: (text: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const all: string[] = [];
  for (const pattern of patterns) {
    const files = globForResources(pattern);
    all.push(...(files.length > 0 ? files : [await checkedBase(pattern, isRemote)]));
  }
  return all;
}

async function checkedBase(text: string, isRemote: (text: string) => Promise<boolean>): Promise<string> {
  if (await isRemote(text)) return text;
  if (path.isAbsolute(text)) throw new CommandError(`${text} has no match: new root '${text}' cannot be absolute`);
  const full = path.resolve(text);
  throw new CommandError(
    `${text} has no match: must build at directory: not a valid directory: evalsymlink failure on '${full}' : lstat ${firstMissing(full) ?? full}: no such file or directory`,
  );
}

function globForResources(pattern: string): readonly string[] {
  try {
    return globFiles(pattern);
  } catch (error) {
    throw new CommandError(`error checking the filesystem: ${(error as Error).message}`, { cause: error });
  }
}
