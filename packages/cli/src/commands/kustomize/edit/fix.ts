import fs from "node:fs";
import { fixDeprecated } from "@hawser/kustomize";
import type { GoCommand } from "../../../cobra/command.ts";
import { print } from "../../../output/print.ts";
import { findKustomizationFile } from "../kustomization-file.ts";
import { editFile } from "./edit-file.ts";

/** `kustomize edit fix`. */
export function fixCommand(): GoCommand {
  return {
    name: "fix",
    short: "Replace deprecated fields",
    long: `Replace deprecated fields by those that do the same now.

The kustomization is built before and after, and what differs is told.`,
    example: "\n  kustomize edit fix\n",
    flags: [{ name: "vars", type: "bool", usage: "replace vars by replacements as well" }],
    run: async ({ flags }) => {
      findKustomizationFile();
      const { buildToText } = await import("../build-to-text.ts");
      const before = await buildToText(".");
      for (const warning of before.warnings) process.stderr.write(`${warning}\n`);
      editFile(flags, fixDeprecated(isFile));
      print(SUMMARY);
      print(flags.bool("vars") ? "  vars -> replacements\n" : ABOUT_VARS);
      const after = await buildToText(".");
      for (const warning of after.warnings) process.stderr.write(`${warning}\n`);
      const told = "Warning: 'Fixed' kustomization now produces";
      if (after.error !== undefined) print(`${told} the error when running \`kustomize build\`: ${after.error}\n`);
      else if (before.error === undefined && before.text !== after.text)
        print(`${told} different output when running \`kustomize build\`:\n...${after.text}...\n`);
    },
  };
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
