import fs from "node:fs";
import path from "node:path";
import { type BuildOptions, type BuildResult, parseRepoSpec } from "@hawser/kustomize";
import { writeYaml } from "@hawser/goyaml";
import { CommandError, type GoCommand } from "../../cobra/command.ts";
import type { FlagSet, FlagValues } from "../../cobra/flags.ts";
import { print } from "../../output/print.ts";
import { orBuildError } from "./build-error.ts";
import { buildTarget } from "./build-to-text.ts";
import { firstMissing } from "./first-missing.ts";
import { tellWarnings } from "./log-line.ts";
import { objectFileNames } from "./object-file-names.ts";

const ROOT_ONLY = "LoadRestrictionsRootOnly";
const NONE = "LoadRestrictionsNone";

const FLAGS: FlagSet = [
  { name: "as-current-user", type: "bool", usage: "accepted; functions are not run" },
  {
    name: "enable-alpha-plugins",
    type: "bool",
    usage: "accepted; functions and plugins that are programs are not run",
  },
  {
    name: "enable-managedby-label",
    type: "bool",
    usage: "",
    deprecated:
      "The flag `enable-managedby-label` has been deprecated. Use the `managedByLabel` option in the `buildMetadata` field instead.",
  },
  { name: "enable-exec", type: "bool", usage: "accepted; functions are not run" },
  { name: "enable-helm", type: "bool", usage: "render helmCharts" },
  { name: "env", short: "e", type: "stringArray", usage: "accepted; functions are not run" },
  { name: "helm-api-versions", type: "stringArray", usage: "API versions that charts find in the cluster" },
  { name: "helm-command", type: "string", default: "helm", usage: "accepted; charts are rendered in-process" },
  { name: "helm-debug", type: "bool", usage: "debug output of charts" },
  { name: "helm-kube-version", type: "string", usage: "version of Kubernetes that charts find in the cluster" },
  {
    name: "load-restrictor",
    type: "string",
    default: ROOT_ONLY,
    usage: `with '${NONE}', files may be read from outside of the folder`,
  },
  { name: "mount", type: "stringArray", usage: "accepted; functions are not run" },
  { name: "network", type: "bool", usage: "accepted; functions are not run" },
  { name: "network-name", type: "string", default: "bridge", usage: "accepted; functions are not run" },
  { name: "output", short: "o", type: "string", usage: "write to this file, or one file per object into this folder" },
  {
    name: "reorder",
    type: "string",
    default: "legacy",
    usage: "",
    deprecated: "use the new 'sortOptions' field in kustomization.yaml instead.",
  },
];

/** `kustomize build`. */
export function buildCommand(): Partial<GoCommand> {
  return {
    usage: "DIR",
    long: `Build a kustomization.

DIR is a folder with a kustomization file, or the URL of a repository with a path in it. Without DIR it is the current
folder.`,
    example: `
  # What is here
  kustomize build

  # One overlay
  kustomize build overlays/production

  # A repository
  kustomize build https://github.com/kubernetes-sigs/kustomize.git/examples/helloWorld?ref=v1.0.6
`,
    flags: FLAGS,
    silenceUsage: true,
    run: async ({ args, flags }) => {
      const target = checkedTarget(args, flags);
      const result = await orBuildError(() => buildTarget(target, buildOptions(flags)));
      tellWarnings(result.warnings);
      const output = flags.text("output");
      if (output === "") print(result.yaml());
      else if (isFolder(output)) writeObjects(result, output);
      else writeOutput(output, result.yaml());
    },
  };
}

/** What to build, when all flags are right. Throws `CommandError` in the real tool's order. */
function checkedTarget(args: readonly string[], flags: FlagValues): string {
  if (args.length > 1) throw new CommandError("specify one path to kustomization.yaml");
  const restrictor = flags.text("load-restrictor");
  if (restrictor !== ROOT_ONLY && restrictor !== NONE) {
    throw new CommandError(`illegal flag value --load-restrictor ${restrictor}; legal values: [${ROOT_ONLY} ${NONE}]`);
  }
  const order = flags.text("reorder");
  if (order !== "legacy" && order !== "none")
    throw new CommandError(`illegal flag value --reorder ${order}; legal values: [legacy none]`);
  const target = args[0] ?? ".";
  if (target === "") throw new CommandError("must build at directory: directory path cannot be empty");
  if (parseRepoSpec(target)) return target;
  const missing = firstMissing(path.resolve(target));
  if (missing !== undefined) {
    throw new CommandError(
      `must build at directory: not a valid directory: evalsymlink failure on '${target}' : lstat ${missing}: no such file or directory`,
    );
  }
  if (!isFolder(target)) throw new CommandError(`must build at directory: '${target}': file is not directory`);
  return target;
}

function buildOptions(flags: FlagValues): BuildOptions {
  return {
    loadRestrictor: flags.text("load-restrictor") === NONE ? "none" : "rootOnly",
    reorder: flags.text("reorder") === "none" ? "none" : "legacy",
    enableHelm: flags.bool("enable-helm"),
    enableAlphaPlugins: flags.bool("enable-alpha-plugins"),
    managedByLabel: flags.bool("enable-managedby-label") || process.env.KUSTOMIZE_ENABLE_MANAGEDBY_LABEL === "on",
  };
}

function isFolder(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

function writeObjects(result: BuildResult, folder: string): void {
  const names = objectFileNames(result.objects);
  for (const [index, object] of result.objects.entries())
    writeOutput(path.join(folder, names[index] ?? ""), writeYaml(object));
}

function writeOutput(file: string, text: string): void {
  try {
    fs.writeFileSync(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "no such file or directory" : code === "EISDIR" ? "is a directory" : code;
    throw new CommandError(`open ${file}: ${reason ?? "failed"}`, { cause: error });
  }
}
