import fs from "node:fs";
import path from "node:path";
import { build, KustomizeError } from "@hawser/kustomize";
import { directoryTree } from "@hawser/source";
import { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { print } from "../output/print.ts";

interface Flags {
  output?: string;
  loadRestrictor: string;
}

/** `kustomize build`. */
export function kustomizeCommand(): Command {
  return new Command("build")
    .description("Build a kustomization target from a directory")
    .argument("[directory]", "the folder of the kustomization", ".")
    .option("-o, --output <file>", "write here instead of to the screen")
    .option("--load-restrictor <how>", "LoadRestrictionsRootOnly or LoadRestrictionsNone", "LoadRestrictionsRootOnly")
    .action(async (directory: string, flags: Flags) => {
      if (!["LoadRestrictionsRootOnly", "LoadRestrictionsNone"].includes(flags.loadRestrictor)) {
        throw new CliError(
          `illegal flag value --load-restrictor ${flags.loadRestrictor}; legal values: [LoadRestrictionsRootOnly LoadRestrictionsNone]`,
        );
      }
      const yaml = await buildDirectory(path.resolve(directory), flags.loadRestrictor === "LoadRestrictionsNone");
      if (flags.output === undefined) print(yaml);
      else fs.writeFileSync(flags.output, yaml);
    });
}

async function buildDirectory(directory: string, unrestricted: boolean): Promise<string> {
  // Bases may lie anywhere above: the tree is the whole file system, and the loader applies Kustomize's own limits.
  const { root } = path.parse(directory);
  const tree = directoryTree(root);
  try {
    const result = await build(tree, path.relative(root, directory).split(path.sep).join("/"), {
      loadRestrictor: unrestricted ? "none" : "rootOnly",
    });
    for (const warning of result.warnings) console.error(warning);
    return result.yaml();
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    const place = error.file === undefined ? "" : `${error.file}${error.line === undefined ? "" : `:${error.line}`}: `;
    throw new CliError(place + error.message);
  }
}
