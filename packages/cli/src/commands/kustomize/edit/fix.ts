import fs from "node:fs";
import { decodeKustomization, fixDeprecated } from "@hawser/kustomize";
import { CommandError, type GoCommand } from "../../../cobra/command.ts";
import { print } from "../../../output/print.ts";
import { tellWarnings } from "../log-line.ts";
import { findKustomizationFile } from "../kustomization-file.ts";
import { editFile, orCommandError } from "./edit-file.ts";

/** `kustomize edit fix`. */
export function fixCommand(): GoCommand {
  return {
    name: "fix",
    short: "Replace deprecated fields",
    long: `Replace deprecated fields by those that do the same now.

The kustomization is built before and after, and what differs is told.`,
    example: "\n  kustomize edit fix\n",
    flags: [{ name: "vars", type: "bool", usage: "fail where there are vars, which have to be replaced by hand" }],
    run: async ({ flags }) => {
      const file = findKustomizationFile();
      if (flags.bool("vars")) refuseVars(file);
      const { buildToText } = await import("../build-to-text.ts");
      const before = await buildToText(".");
      tellWarnings(before.warnings);
      editFile(flags, fixDeprecated(isFile));
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

/** Which fields of which files use a var is not known here, and half a conversion would break the build. */
function refuseVars(file: string): void {
  const { vars = [] } = orCommandError(() => decodeKustomization(fs.readFileSync(file, "utf8"), file));
  const names = vars.map(({ name = "" }) => name).join(", ");
  if (vars.length > 0)
    throw new CommandError(`cannot replace the vars ${names}: write a replacement for each, then fix without --vars`);
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
