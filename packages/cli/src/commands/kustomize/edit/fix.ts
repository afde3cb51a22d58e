import fs from "node:fs";
import path from "node:path";
import {
  decodeKustomization,
  type FileWithVars,
  fixDeprecated,
  type KustomizationChange,
  varsToReplacements,
} from "@hawser/kustomize";
import type { GoCommand } from "../../../cobra/command.ts";
import { print } from "../../../output/print.ts";
import { tellWarnings } from "../log-line.ts";
import { findKustomizationFile, kustomizationFilesIn, writeFileAtomically } from "../kustomization-file.ts";
import { editFile, orCommandError } from "./edit-file.ts";

/** `kustomize edit fix`. */
export function fixCommand(): GoCommand {
  return {
    name: "fix",
    short: "Replace deprecated fields",
    long: `Replace deprecated fields by those that do the same now.

The kustomization is built before and after, and what differs is told.`,
    example: "\n  kustomize edit fix\n",
    flags: [
      { name: "vars", type: "bool", usage: "replace vars by replacements, in files of resources and patches too" },
    ],
    run: async ({ flags }) => {
      const file = findKustomizationFile();
      const { buildToText } = await import("../build-to-text.ts");
      const before = await buildToText(".");
      tellWarnings(before.warnings);
      const rewritten = flags.bool("vars") ? replaceVars(file) : undefined;
      const fix = fixDeprecated(isFile);
      editFile(flags, (kustomization, context) => {
        rewritten?.change(kustomization, context);
        return fix(kustomization, context);
      });
      rewritten?.write();
      print(SUMMARY);
      print(flags.bool("vars") ? "  vars -> replacements\n" : ABOUT_VARS);
      const after = await buildToText(".");
      tellWarnings(after.warnings);
      const told = "Warning: 'Fixed' kustomization now produces";
      if (after.error !== undefined) print(`${told} the error when running \`kustomize build\`: ${after.error}\n`);
      else if (before.error === undefined && before.text !== after.text)
        print(`${told} different output when running \`kustomize build\`:\n...${after.text}...\n`);
    },
  };
}

/** Files that are written together with the kustomization. */
interface Rewritten {
  readonly change: KustomizationChange;
  readonly write: () => void;
}

/** Vars become replacements, in the kustomization and in all files that use them. */
function replaceVars(file: string): Rewritten {
  const { vars = [] } = decoded(file);
  if (vars.length === 0) return { change: () => {}, write: () => {} };
  const files = filesOf(file);
  const { replacements, texts } = orCommandError(() => varsToReplacements(vars, [...files.keys()]));
  return {
    change: (kustomization) => {
      delete kustomization.vars;
      kustomization.replacements = [...(kustomization.replacements ?? []), ...replacements];
    },
    write: () => {
      for (const [used, text] of texts) writeFileAtomically(files.get(used) as string, text);
    },
  };
}

/** The files of objects and patches of a kustomization and its bases, with their paths; each once. */
function filesOf(kustomizationFile: string): Map<FileWithVars, string> {
  const files = new Map<FileWithVars, string>();
  const seen = new Set<string>();
  const visit = (folder: string, file: string): void => {
    if (isSeen(file)) return;
    const { resources = [], bases = [], patches = [] } = decoded(file);
    for (const name of [...resources, ...bases]) {
      const at = path.join(folder, name);
      if (isFile(at)) add(at);
      else for (const inner of kustomizationFilesIn(at)) visit(at, path.join(at, inner));
    }
    for (const patch of patches)
      if (patch.path && isFile(path.join(folder, patch.path))) add(path.join(folder, patch.path), patch);
  };
  const add = (at: string, patch?: FileWithVars["patch"]): void => {
    if (!isSeen(at)) files.set({ name: at, text: fs.readFileSync(at, "utf8"), ...(patch && { patch }) }, at);
  };
  const isSeen = (at: string): boolean => {
    const real = fs.realpathSync(at);
    return seen.has(real) || !seen.add(real);
  };
  visit(path.dirname(kustomizationFile), kustomizationFile);
  return files;
}

function decoded(file: string): ReturnType<typeof decodeKustomization> {
  return orCommandError(() => decodeKustomization(fs.readFileSync(file, "utf8"), file));
}

function isFile(path: string): boolean {
  return fs.statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

const SUMMARY = `
Fixed fields:
  patchesJson6902 -> patches
  patchesStrategicMerge -> patches
  commonLabels -> labels
`;

const ABOUT_VARS = `
To convert vars -> replacements, run the command \`kustomize edit fix --vars\`

WARNING: Converting vars to replacements will potentially overwrite many resource files 
and the resulting files may not produce the same output when \`kustomize build\` is run. 
We recommend doing this in a clean git repository where the change is easy to undo.
`;
