import type { MapNode } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { withPlace } from "../load/error-context.ts";
import { readPatches } from "../load/resources.ts";
import type { ResourceSet } from "../resource-set.ts";
import { applyStrategicMerge, withTextMetadata } from "./apply-strategic-merge.ts";
import { configurationError, inlineSource, type TransformContext } from "./context.ts";
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
  for (const patch of await configured(args, context)) {
    try {
      const resource = findNamed(set, patch);
      if (!applyStrategicMerge(resource, withTextMetadata(patch), {}, context.schema))
        set.keep((other) => other !== resource);
    } catch (error) {
      throw withPlace(error, context.place);
    }
    set.changed();
  }
}

async function configured(args: PatchStrategicMergeArgs, context: TransformContext): Promise<MapNode[]> {
  const { paths = [], patches: inline = "" } = args;
  try {
    if (paths.length === 0 && inline === "")
      throw new KustomizeError("patch", "empty file path and empty patch content");
    const patches: MapNode[] = [];
    for (const [index, path] of paths.entries()) patches.push(...(await readEntry(path, index, context)));
    const own = context.place?.source.file ?? "";
    if (inline !== "") patches.push(...readPatches(inline, own, own, inlineSource(context, ["patches"])));
    if (patches.length === 0)
      throw new KustomizeError("patch", `patch appears to be empty; files=[${paths.join(" ")}], Patch=${inline}`);
    return patches;
  } catch (error) {
    throw configurationError(error, context);
  }
}

/** An entry is a patch where it can be read as one, else a file's name. */
async function readEntry(entry: string, index: number, context: TransformContext): Promise<MapNode[]> {
  const own = context.place?.source.file ?? "";
  try {
    return readPatches(entry, own, own, inlineSource(context, ["paths", index]));
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
  }
  const file = await context.files.read(entry);
  return readPatches(file.text, file.path, entry);
}
