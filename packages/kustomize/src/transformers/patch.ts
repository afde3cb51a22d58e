import { KustomizeError } from "../kustomize-error.ts";
import type { DerivedNodes } from "../build-cache.ts";
import type { PatchEntry } from "../load/kustomization-shape.ts";
import { withMessage, withPlace } from "../load/error-context.ts";
import { checkIdentity, withMetadata } from "../load/resources.ts";
import { errorAt } from "../load/struct-decoder.ts";
import { currentId, describeId, idKey, idOf, rememberId, type Resource } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { aimPatch, applyStrategicMerge, withTextAnnotations } from "./apply-strategic-merge.ts";
import { configurationError, type TransformContext } from "./context.ts";
import { hasBookkeeping, withBookkeeping } from "./bookkeeping.ts";
import { applyJsonPatch, type JsonOperation } from "./json-patch.ts";
import { loadPatch, type PatchText, type ReadPatch, readPatch } from "./read-patch.ts";
import { describeSelector, selectorMatcher } from "./selector.ts";
import { type MapNode, writeYaml } from "@hawser/goyaml";

export type PatchArgs = PatchEntry;

/** Applies a patch of either kind: to the objects that `target` selects, or to the one that a strategic merge names. */
export async function patchTransformer(set: ResourceSet, args: PatchArgs, context: TransformContext): Promise<void> {
  const { target, options = {} } = args;
  const { text, read } = await configured(args, context);
  try {
    const { strategic, json } = read;
    if (json) {
      if (!target) throw new KustomizeError("patch", `must specify a target for JSON patch [${text.shown}]`);
      const resources = selected(set, target);
      for (const resource of resources) rememberId(resource);
      applyOperations(resources, json, context.derived);
    } else if (strategic && target) applyToSelected(set, strategic, args, text, context);
    else for (const one of strategic ?? []) applyToNamed(set, one, options, context);
  } catch (error) {
    throw withPlace(error, context.place);
  }
  set.changed();
}

async function configured(
  args: PatchArgs,
  context: TransformContext,
): Promise<{ readonly text: PatchText; readonly read: ReadPatch }> {
  const { path } = args;
  const patch = args.patch?.trim();
  try {
    const shown = (): string => `\n${writeYaml(args).trimEnd()}`;
    if (path && patch) throw errorAt(context.place, "patch", `patch and path can't be set at the same time${shown()}`);
    if (!path && !patch) throw errorAt(context.place, "patch", `must specify one of patch and path in${shown()}`);
    const text = await loadPatch(path, args.patch, context).catch((error: unknown) => {
      throw withMessage(error, (message) => `failed to get the patch file from path(${path}): ${message}`);
    });
    return { text, read: readAgain(args, text) };
  } catch (error) {
    throw configurationError(error, context);
  }
}

const lastRead = new WeakMap<PatchArgs, { readonly text: string; readonly read: ReadPatch }>();

/** Reads a patch, unless the entry of the same kustomization had the same text before. */
function readAgain(args: PatchArgs, text: PatchText): ReadPatch {
  const last = lastRead.get(args);
  if (last?.text === text.text) return last.read;
  const read = readPatch(text);
  lastRead.set(args, { text: text.text, read });
  return read;
}

/** The resources that a target selects. */
export function selected(set: ResourceSet, target: NonNullable<PatchEntry["target"]>): Resource[] {
  return set.list.filter(selectorMatcher(target));
}

/** Applies a JSON patch; what the objects were called stays known, where they came from only with their annotations. */
export function applyOperations(
  resources: readonly Resource[],
  operations: readonly JsonOperation[],
  derived?: DerivedNodes,
): void {
  // What the object is called and where it came from has no part in the result then.
  const isPlain = operations.every(leavesIdentity);
  const remembered = isPlain ? derived : undefined;
  for (const resource of resources) {
    const { node } = resource;
    const known = remembered?.get(operations, node);
    if (known) {
      Object.assign(resource, known);
      continue;
    }
    // The real tool reads the object anew, and no field has anything in common with another any more.
    resource.shared = undefined;
    const patched = applyJsonPatch(isPlain ? node : withBookkeeping(resource), operations);
    checkIdentity(patched);
    if (!isPlain && (resource.previous.length > 0 || resource.origin) && !hasBookkeeping(patched)) {
      resource.origin = undefined;
      resource.transformations = [];
    }
    resource.node = withMetadata(patched);
    remembered?.set(operations, node, { node: resource.node, shared: undefined });
  }
}

function leavesIdentity({ path, from }: JsonOperation): boolean {
  const isOutside = (pointer: string): boolean => /^\/(?!metadata|kind|apiVersion)/.test(pointer);
  return path !== undefined && isOutside(path) && (from === undefined || isOutside(from));
}

function applyToSelected(
  set: ResourceSet,
  patches: readonly MapNode[],
  { target = {}, options = {} }: PatchArgs,
  { shown }: PatchText,
  context: TransformContext,
): void {
  const [patch, ...more] = patches;
  if (!patch || more.length > 0)
    throw new KustomizeError(
      "patch",
      `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: [${shown}]`,
    );
  const gone = new Set<Resource>();
  let found: Resource[];
  try {
    found = selected(set, target);
  } catch (error) {
    throw withMessage(
      error,
      (why) => `unable to find patch target "${describeSelector(target)}" in \`resources\`: ${why}`,
    );
  }
  for (const resource of found) {
    if (!applyStrategicMerge(resource, aimPatch(patch, resource, options), options, context.schema)) gone.add(resource);
  }
  if (gone.size > 0) set.keep((resource) => !gone.has(resource));
  const conflict = set.firstConflict();
  if (conflict)
    throw new KustomizeError(
      "duplicate-id",
      `may not add resource with an already registered id: ${describeId(currentId(conflict))}`,
    );
}

function applyToNamed(
  set: ResourceSet,
  patch: MapNode,
  options: PatchEntry["options"] & {},
  context: TransformContext,
): void {
  const id = describeId(idOf(patch));
  let resource: Resource;
  try {
    resource = findNamed(set, patch);
  } catch (error) {
    throw withMessage(error, (why) => `no resource matches strategic merge patch "${id}": ${why}`);
  }
  const hasOptions = options.allowNameChange === true || options.allowKindChange === true;
  const prepared = hasOptions ? withTextAnnotations(patch) : patch;
  if (!applyStrategicMerge(resource, prepared, options, context.schema)) set.keep((other) => other !== resource);
  set.changed();
}

/** The one resource that has, or had, the id of a patch. */
export function findNamed(set: ResourceSet, patch: MapNode): Resource {
  const id = idOf(patch);
  const key = idKey(id);
  const [resource, ...more] = set.withAnyId(id.kind, id.name, (other) => idKey(other) === key);
  if (resource && more.length === 0) return resource;
  const why = resource ? "multiple matches" : "no matches";
  throw errorAt(
    patch.place,
    "patch",
    `${why} for Id ${describeId(id)}; failed to find unique target for patch ${describeId(id)}`,
  );
}
