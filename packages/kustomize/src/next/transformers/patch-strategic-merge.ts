import type { MapNode } from "@hawser/goyaml";
import { KustomizeError } from "../../kustomize-error.ts";
import { withPlace } from "../load/error-context.ts";
import { readPatches } from "../load/resources.ts";
import type { ResourceSet } from "../resource-set.ts";
import { applyStrategicMerge } from "./apply-strategic-merge.ts";
import type { TransformContext } from "./context.ts";
import { findNamed } from "./patch.ts";

export interface PatchStrategicMergeArgs {
  /** Texts of patches, or names of files. */
  readonly paths?: readonly string[];
  readonly patches?: string;
}

/** Applies strategic merge patches to the objects that they name. */
export async function patchStrategicMergeTransformer(
  set: ResourceSet,
  args: PatchStrategicMergeArgs,
  context: TransformContext,
): Promise<void> {
  const { paths = [], patches: inline = "" } = args;
  if (paths.length === 0 && inline === "") throw new KustomizeError("patch", "empty file path and empty patch content");
  const patches: MapNode[] = [];
  for (const path of paths) patches.push(...(await readEntry(path, context)));
  const own = context.place?.source.file ?? "";
  if (inline !== "") patches.push(...readPatches(inline, own, own));
  if (patches.length === 0)
    throw new KustomizeError("patch", `patch appears to be empty; files=[${paths.join(" ")}], Patch=${inline}`);
  for (const patch of patches) {
    try {
      const resource = findNamed(set, patch);
      if (!applyStrategicMerge(resource, patch, {}, context.schema)) set.keep((other) => other !== resource);
    } catch (error) {
      throw withPlace(error, context.place);
    }
    set.changed();
  }
}

/** An entry is a patch where it can be read as one, else a file's name. */
async function readEntry(entry: string, context: TransformContext): Promise<MapNode[]> {
  const own = context.place?.source.file ?? "";
  try {
    return readPatches(entry, own, own);
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
  }
  const file = await context.files.read(entry);
  return readPatches(file.text, file.path, entry);
}
