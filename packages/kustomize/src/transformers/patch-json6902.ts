import type { Selector } from "../load/kustomization-shape.ts";
import { withPlace } from "../load/error-context.ts";
import { errorAt } from "../load/struct-decoder.ts";
import type { ResourceSet } from "../resource-set.ts";
import { configurationError, type TransformContext } from "./context.ts";
import type { JsonOperation } from "./json-patch.ts";
import { applyOperations, selected } from "./patch.ts";
import { loadPatch, readJsonPatch } from "./read-patch.ts";

export interface PatchJson6902Args {
  readonly target?: Selector;
  readonly path?: string;
  readonly jsonOp?: string;
}

/** Applies a JSON patch to the objects that `target` selects. */
export async function patchJson6902Transformer(
  set: ResourceSet,
  args: PatchJson6902Args,
  context: TransformContext,
): Promise<void> {
  const { target = {} } = args;
  const operations = await configured(args, context);
  try {
    applyOperations(selected(set, target), operations);
  } catch (error) {
    throw withPlace(error, context.place);
  }
  set.changed();
}

async function configured(
  { target, path, jsonOp }: PatchJson6902Args,
  context: TransformContext,
): Promise<readonly JsonOperation[]> {
  try {
    const fail = (message: string): unknown => errorAt(context.place, "patch", message);
    if (!target?.name) throw fail("must specify the target name");
    if (!path && !jsonOp) throw fail("empty file path and empty jsonOp");
    if (path && jsonOp) throw fail("must specify a file path or jsonOp, not both");
    const { text, file, source } = await loadPatch(path, jsonOp, context, "jsonOp");
    return readJsonPatch(text, file, source);
  } catch (error) {
    throw configurationError(error, context);
  }
}
