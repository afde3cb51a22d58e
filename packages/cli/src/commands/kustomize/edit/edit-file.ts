import fs from "node:fs";
import {
  decodeKustomization,
  EditError,
  editKustomization,
  type KustomizationChange,
  KustomizeError,
} from "@hawser/kustomize";
import { CommandError } from "../../../cobra/command.ts";
import type { Flag, FlagValues } from "../../../cobra/flags.ts";
import { errorAt } from "../build-error.ts";
import { logLine } from "../log-line.ts";
import { findKustomizationFile, writeFileAtomically } from "../kustomization-file.ts";

/** What every edit takes besides the real tool's flags. */
export const KEEP_FORMAT: Flag = {
  name: "keep-format",
  type: "bool",
  usage: "change the value and nothing else: comments, order, quotes, indentation and line ends stay",
};

/** What some commands of the real tool say before the reason why the file cannot be read. */
export interface FileWords {
  readonly missing: string;
  readonly invalid: string;
}

/** Makes an edit of the kustomization file of the current folder. */
export function editFile(flags: FlagValues, change: KustomizationChange, words?: FileWords): void {
  const file = withWords(words?.missing, findKustomizationFile);
  const before = fs.readFileSync(file, "utf8");
  if (words) withWords(words.invalid, () => orCommandError(() => decodeKustomization(before, file)));
  const { text, isWritten, notes } = orCommandError(() =>
    editKustomization(before, change, { file, keepFormat: flags.bool("keep-format") }),
  );
  for (const note of notes) logLine(note);
  if (isWritten) writeFileAtomically(file, text);
}

function withWords<T>(words = "", run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(words + error.message, { cause: error });
  }
}

/** Runs what may throw an error that is the user's to mend. */
export function orCommandError<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof EditError) throw new CommandError(error.message, { cause: error });
    if (error instanceof KustomizeError) throw errorAt(error);
    throw error;
  }
}
