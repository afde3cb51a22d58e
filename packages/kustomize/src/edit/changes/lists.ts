import { EditError } from "../edit-error.ts";
import type { KustomizationChange } from "../edit-kustomization.ts";
import { matchesGlob } from "../glob.ts";

const LIST_NAMES = {
  resources: "resource",
  components: "component",
  generators: "generator",
  transformers: "transformer",
} as const;

export type PathList = keyof typeof LIST_NAMES;

/** Adds paths to a list; those that are in it already are noted, and not added again. */
export function addPaths(list: PathList, paths: readonly string[]): KustomizationChange {
  return (kustomization, { note }) => {
    const all = [...(kustomization[list] ?? [])];
    for (const path of paths) {
      if (all.includes(path)) note(`${LIST_NAMES[list]} ${path} already in kustomization file`);
      else all.push(path);
    }
    kustomization[list] = all;
  };
}

/** Adds folders to `resources`. Throws `EditError` for one that is there already. */
export function addBases(paths: readonly string[]): KustomizationChange {
  return (kustomization) => {
    const all = [...(kustomization.resources ?? [])];
    for (const path of paths) {
      if (all.includes(path)) throw new EditError(`base ${path} already in kustomization file`);
      all.push(path);
    }
    kustomization.resources = all;
  };
}

/** Removes the entries that a pattern fits, by their texts; nothing is looked up. Nothing to write when none does. */
export function removePaths(list: "resources" | "transformers", patterns: readonly string[]): KustomizationChange {
  return (kustomization) => {
    const before = kustomization[list] ?? [];
    // A pattern that is none is only found where there is something to match.
    if (before.length > 0) for (const pattern of patterns) matchesGlob(pattern, "");
    const left = before.filter((path) => !patterns.some((pattern) => matchesGlob(pattern, path)));
    if (left.length === before.length) return false;
    kustomization[list] = left;
    return true;
  };
}

const BUILD_METADATA = ["originAnnotations", "transformerAnnotations", "managedByLabel"];

/** Reads `option,option`. Throws `EditError` for what is none. */
export function parseBuildMetadata(text: string): readonly string[] {
  const options = text.split(",");
  const unknown = options.find((option) => !BUILD_METADATA.includes(option));
  if (unknown !== undefined) throw new EditError(`invalid buildMetadata option: ${unknown}`);
  return options;
}

export function setBuildMetadata(options: readonly string[]): KustomizationChange {
  return (kustomization) => {
    kustomization.buildMetadata = options;
  };
}

export function addBuildMetadata(options: readonly string[]): KustomizationChange {
  return (kustomization) => {
    const all = [...(kustomization.buildMetadata ?? [])];
    for (const option of options) {
      if (all.includes(option)) throw new EditError(`buildMetadata option ${option} already in kustomization file`);
      all.push(option);
    }
    kustomization.buildMetadata = all;
  };
}

export function removeBuildMetadata(options: readonly string[]): KustomizationChange {
  return (kustomization) => {
    const left = (kustomization.buildMetadata ?? []).filter((option) => !options.includes(option));
    kustomization.buildMetadata = left;
  };
}
