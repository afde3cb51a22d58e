import { readYaml } from "@hawser/goyaml";
import { applyJsonPatch, isJsonObject, type JsonPatchOperation, type KubeObject } from "@hawser/kube";
import { KustomizeError } from "../kustomize-error.ts";
import type { PatchEntry } from "../load/kustomization.ts";
import type { Loader } from "../load/loader.ts";
import { currentId, describeId, effectiveNamespace, rememberId, type Resource, type ResourceId } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { lineOfDocument, placed } from "../load/places.ts";
import { readResources, sameAs } from "../load/resources.ts";
import { selectorMatcher } from "./selector.ts";
import { mergeStrategic } from "./strategic-merge.ts";

type ParsedPatch = { kind: "strategic"; patches: KubeObject[] } | { kind: "json"; operations: JsonPatchOperation[] };

/** Applies one entry of `patches`. */
export async function applyPatchEntry(
  set: ResourceSet,
  entry: PatchEntry,
  loader: Loader,
  kustomization: string,
): Promise<void> {
  const hasPath = entry.path !== undefined && entry.path !== "";
  const hasText = entry.patch !== undefined && entry.patch !== "";
  if (hasPath === hasText)
    throw new KustomizeError(
      "patch",
      hasPath
        ? "patch and path can't be set at the same time"
        : "must specify one of patch and path in the patch entry",
      { file: kustomization },
    );
  const file = hasPath ? loader.resolve(entry.path ?? "") : kustomization;
  const text = hasPath ? (await loader.read(entry.path ?? "")).text : (entry.patch ?? "");
  const patch = parsePatch(text, file);
  if (patch.kind === "json") {
    if (!entry.target)
      throw new KustomizeError("patch", `must specify a target for JSON patch ${text.trim().split("\n")[0] ?? ""}`, {
        file,
      });
    for (const resource of selected(set, entry)) applyOperations(resource, patch.operations, file);
    return;
  }
  if (!entry.target) {
    for (const one of patch.patches) applyToOne(set, one, entry, { file, ...(hasPath ? { text } : {}) });
    return;
  }
  const [only, ...more] = patch.patches;
  if (!only || more.length > 0)
    throw new KustomizeError(
      "patch",
      `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${file}`,
      { file },
    );
  for (const resource of selected(set, entry)) mergeInto(set, resource, only, entry);
}

/** One entry of `patchesStrategicMerge`: a text, or the name of a file. */
export async function applyStrategicEntry(
  set: ResourceSet,
  entry: string,
  loader: Loader,
  kustomization: string,
): Promise<void> {
  const inline = entry.includes("\n") || entry.includes(": ");
  const file = inline ? kustomization : loader.resolve(entry);
  const text = inline ? entry : (await loader.read(entry)).text;
  for (const patch of readResources(text, file)) applyToOne(set, patch, {}, { file, ...(inline ? {} : { text }) });
}

function selected(set: ResourceSet, entry: PatchEntry): Resource[] {
  const matches = selectorMatcher(entry.target ?? {});
  return set.list.filter(matches);
}

/** `text`: of a patch that is a file of its own. */
function applyToOne(
  set: ResourceSet,
  patch: KubeObject,
  entry: PatchEntry,
  { file, text }: { file: string; text?: string },
): void {
  const id = currentId({
    object: patch,
    previous: [],
    prefixes: [],
    suffixes: [],
    needsHash: false,
    behavior: undefined,
  });
  const matches = set.matchingAnyId((other) => sameObject(other, id));
  if (matches.length !== 1) {
    const why =
      matches.length === 0 ? `no matches for Id ${describeId(id)}` : `multiple matches for Id ${describeId(id)}`;
    const line = text === undefined ? undefined : lineOfDocument(text, sameAs(patch));
    throw placed(
      new KustomizeError(
        "patch",
        `no resource matches strategic merge patch "${describeId(id)}": ${why}; failed to find unique target for patch ${describeId(id)}`,
        { file },
      ),
      { file, ...(line === undefined ? {} : { line }) },
    );
  }
  mergeInto(set, matches[0] as Resource, patch, entry);
}

function sameObject(a: ResourceId, b: ResourceId): boolean {
  return (
    a.group === b.group &&
    a.version === b.version &&
    a.kind === b.kind &&
    a.name === b.name &&
    effectiveNamespace(a) === effectiveNamespace(b)
  );
}

function mergeInto(set: ResourceSet, resource: Resource, patch: KubeObject, { options }: PatchEntry): void {
  const { object } = resource;
  const merged = mergeStrategic(object, patch);
  if (merged === undefined) {
    set.remove(resource);
    return;
  }
  const { name, namespace } = object.metadata;
  const metadata = { ...merged.metadata };
  if (options?.allowNameChange !== true) metadata.name = name;
  else if (metadata.name !== name) rememberId(resource);
  if (namespace === undefined) delete metadata.namespace;
  else metadata.namespace = namespace;
  const kind = options?.allowKindChange === true ? merged.kind : object.kind;
  if (kind !== object.kind) rememberId(resource);
  resource.object = {
    ...merged,
    apiVersion: options?.allowKindChange === true ? merged.apiVersion : object.apiVersion,
    kind,
    metadata,
  };
}

/** Applies the operations of a JSON patch; the object's old id stays known. */
export function applyOperations(resource: Resource, operations: readonly JsonPatchOperation[], file: string): void {
  rememberId(resource);
  try {
    resource.object = applyJsonPatch(resource.object, operations) as KubeObject;
  } catch (error) {
    // An API server's preface, which nobody asked here.
    const why = (error as Error).message.replace(
      "the server rejected our request due to an error in our request: ",
      "",
    );
    throw new KustomizeError("patch", `Cannot patch ${describeId(currentId(resource))}: ${why}`, {
      file,
      cause: error,
    });
  }
}

function parsePatch(text: string, file: string): ParsedPatch {
  let documents: unknown[];
  try {
    // JSON patches are read as YAML 1.1, objects as YAML 1.2; which one it is shows the form.
    documents = text.trimStart().startsWith("[")
      ? [JSON.parse(text)]
      : readYaml(text, { dialect: "v2", allowDuplicateKeys: true });
  } catch (error) {
    throw new KustomizeError(
      "patch",
      `unable to parse SM or JSON patch from [${text.trim()}]: ${(error as Error).message}`,
      { file, cause: error },
    );
  }
  const [first] = documents;
  if (
    documents.length === 1 &&
    Array.isArray(first) &&
    first.every((item) => isJsonObject(item) && typeof item.op === "string")
  ) {
    return { kind: "json", operations: first as JsonPatchOperation[] };
  }
  if (
    documents.length > 0 &&
    documents.every((document) => isJsonObject(document) && typeof document.kind === "string")
  ) {
    return { kind: "strategic", patches: readResources(text, file) };
  }
  throw new KustomizeError("patch", `unable to parse SM or JSON patch from [${text.trim()}]`, { file });
}
