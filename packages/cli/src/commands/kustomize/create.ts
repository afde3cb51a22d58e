import fs from "node:fs";
import path from "node:path";
import { type EditedKustomization, newKustomizationText, parsePair } from "@hawser/kustomize";
import { readYaml } from "@hawser/goyaml";
import { CommandError, type GoCommand } from "../../cobra/command.ts";
import { orCommandError } from "./edit/edit-file.ts";
import { globFilesOrBases } from "./edit/glob-files.ts";
import { isRemoteBase } from "./edit/remote-base.ts";
import { kustomizationFilesIn, writeFileAtomically } from "./kustomization-file.ts";

/** `kustomize create`. */
export function createCommand(): Partial<GoCommand> {
  return {
    example: `
  # An overlay of a base
  kustomize create --resources ../base

  # A kustomization of what lies here
  kustomize create --autodetect

  # With several fields
  kustomize create --resources deployment.yaml,service.yaml,../base --namespace staging --nameprefix acme-
`,
    flags: [
      { name: "annotations", type: "string", usage: "commonAnnotations, as key:value,key:value" },
      { name: "autodetect", type: "bool", usage: "add the resources that lie in the current folder" },
      { name: "labels", type: "string", usage: "commonLabels, as key:value,key:value" },
      { name: "nameprefix", type: "string", usage: "namePrefix" },
      { name: "namespace", type: "string", usage: "namespace" },
      { name: "namesuffix", type: "string", usage: "nameSuffix" },
      { name: "recursive", type: "bool", usage: "look for resources in folders below as well" },
      { name: "resources", type: "string", usage: "files and folders, separated by commas" },
    ],
    run: async ({ flags }) => {
      const listed = flags.text("resources");
      const resources = listed === "" ? [] : [...(await globFilesOrBases(listed.split(","), isRemoteBase))];
      if (kustomizationFilesIn(".").length > 0) throw new CommandError("kustomization file already exists");
      if (flags.bool("autodetect")) {
        const found = detectResources(".", flags.bool("recursive"));
        resources.push(...found.filter((each) => !resources.includes(each)));
      }
      const kustomization: EditedKustomization = {
        resources,
        namePrefix: flags.text("nameprefix"),
        nameSuffix: flags.text("namesuffix"),
        namespace: flags.text("namespace"),
        commonLabels: pairsOf("label", flags.text("labels")),
        commonAnnotations: pairsOf("annotation", flags.text("annotations")),
      };
      writeFileAtomically("kustomization.yaml", newKustomizationText(kustomization));
    },
  };
}

function pairsOf(kind: "label" | "annotation", text: string): ReadonlyMap<string, string> {
  return new Map(text === "" ? [] : text.split(",").map((pair) => orCommandError(() => parsePair(kind, pair))));
}

/** Files that hold resources; below the first folder, a folder with a kustomization stands for all that is in it. */
function detectResources(folder: string, isRecursive: boolean): readonly string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isRecursive) return [];
        return kustomizationFilesIn(file).length > 0 ? [file] : detectResources(file, true);
      }
      return holdsResources(file) ? [file] : [];
    });
}

function holdsResources(file: string): boolean {
  try {
    const documents = readYaml(fs.readFileSync(file, "utf8"));
    return documents.every(isResource);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EISDIR") throw new CommandError(`read ${file}: is a directory`);
    return false;
  }
}

function isResource(document: unknown): boolean {
  if (typeof document !== "object" || document === null) return false;
  const { kind, metadata } = document as { kind?: unknown; metadata?: { name?: unknown } | null };
  if (typeof kind !== "string" || kind === "") return false;
  return kind.endsWith("List") || (typeof metadata?.name === "string" && metadata.name !== "");
}
