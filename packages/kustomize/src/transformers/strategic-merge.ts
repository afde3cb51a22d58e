import {
  builtinSchema,
  fieldSchema,
  gvkOf,
  isJsonObject,
  jsonEqual,
  type KubeObject,
  resolveBuiltin,
  type Schema,
} from "@hawser/kube";
import { KustomizeError } from "../kustomize-error.ts";

const DIRECTIVE = "$patch";
/** Stands for a value that is to vanish. */
const GONE: unique symbol = Symbol("gone");

/**
 * Merges a patch the way Kustomize does, which is not the way the API server does: the patch's list elements come
 * first, and other directives than `$patch` are ordinary fields. Undefined: the patch deletes the object.
 */
export function mergeStrategic(object: KubeObject, patch: KubeObject): KubeObject | undefined {
  const schema = builtinSchema(gvkOf({ apiVersion: object.apiVersion ?? "", kind: object.kind }))?.root;
  const merged = mergeMaps(object, patch as Record<string, unknown>, schema);
  return merged === GONE ? undefined : (merged as KubeObject);
}

function mergeMaps(
  target: Record<string, unknown> | undefined,
  patch: Record<string, unknown>,
  declared: Schema | undefined,
): Record<string, unknown> | typeof GONE {
  const schema = resolveBuiltin(declared);
  const { [DIRECTIVE]: directive, ...fields } = patch;
  if (directive === "delete") return GONE;
  if (directive !== undefined && directive !== "merge" && directive !== "replace")
    throw new KustomizeError("patch", `unknown patch strategy '${JSON.stringify(directive)}'`);
  const result: Record<string, unknown> = directive === "replace" ? {} : { ...target };
  for (const [key, value] of Object.entries(fields)) {
    if (value === null) {
      delete result[key];
      continue;
    }
    const merged = mergeValues(result[key], value, fieldSchema(schema, key));
    if (merged === GONE) delete result[key];
    else result[key] = merged;
  }
  return result;
}

function mergeValues(target: unknown, patch: unknown, declared: Schema | undefined): unknown {
  if (isJsonObject(patch)) return mergeMaps(isJsonObject(target) ? target : undefined, patch, declared);
  if (Array.isArray(patch)) return mergeLists(Array.isArray(target) ? target : undefined, patch, declared);
  return patch;
}

function mergeLists(
  target: readonly unknown[] | undefined,
  patch: readonly unknown[],
  declared: Schema | undefined,
): unknown {
  const directives = patch.filter(
    (item) => isJsonObject(item) && item[DIRECTIVE] !== undefined && Object.keys(item).length === 1,
  ) as Record<string, unknown>[];
  const elements = patch.filter((item) => !directives.includes(item as Record<string, unknown>));
  const itemSchema = (declared?.items ?? resolveBuiltin(declared)?.items) as Schema | undefined;
  const plain = (items: readonly unknown[]): unknown[] =>
    items.flatMap((item) => {
      const merged = mergeValues(undefined, item, itemSchema);
      return merged === GONE ? [] : [merged];
    });
  if (directives.some((item) => item[DIRECTIVE] === "delete")) return GONE;
  if (directives.some((item) => item[DIRECTIVE] === "replace")) return plain(elements);
  const keys = mergeKeys(declared);
  if (!keys) return plain(elements);
  if (keys.length === 0)
    return [...elements, ...(target ?? []).filter((item) => !elements.some((other) => jsonEqual(item, other)))];

  if (!elements.every(isJsonObject)) return plain(elements);
  const [primary = "", ...others] = keys;
  const isFull = (item: unknown): boolean => isJsonObject(item) && others.some((key) => item[key] !== undefined);
  const rest = [...(target ?? [])];
  const result: unknown[] = [];
  if (target && (elements.some(isFull) || target.some(isFull))) {
    // Kustomize's odd way with two keys, once any element has the second: the same two, absent ones included, are
    // merged where they stand; what else has a first key that is there is forgotten.
    for (const element of elements) {
      const index = rest.findIndex((item) => isJsonObject(item) && sameKeys(item, element, keys));
      const hasPrimary = (item: unknown): boolean => isJsonObject(item) && item[primary] === element[primary];
      if (index < 0 && rest.some(hasPrimary)) continue;
      if (index < 0 && !isFull(element) && elements.some((item) => isFull(item) && hasPrimary(item))) continue;
      const merged = mergeMaps(rest[index] as Record<string, unknown> | undefined, element, itemSchema);
      if (index < 0) {
        if (merged !== GONE && Object.keys(merged).length > 0) result.push(merged);
      } else if (merged !== GONE) rest[index] = merged;
      else if (isFull(element)) rest.splice(index, 1);
    }
    return [...result, ...rest];
  }
  for (const element of elements) {
    const index = rest.findIndex((item) => isJsonObject(item) && sameKeys(item, element, [primary]));
    const [old] = index < 0 ? [] : rest.splice(index, 1);
    const merged = mergeMaps(isJsonObject(old) ? old : undefined, element, itemSchema);
    if (merged !== GONE && Object.keys(merged).length > 0) result.push(merged);
  }
  return [...result, ...rest];
}

function sameKeys(a: Record<string, unknown>, b: Record<string, unknown>, keys: readonly string[]): boolean {
  return a[keys[0] ?? ""] !== undefined && keys.every((key) => a[key] === b[key]);
}

/** Keys by which a list merges; none for a list of plain values; undefined when it is replaced. */
function mergeKeys(declared: Schema | undefined): readonly string[] | undefined {
  const schema = declared?.["x-kubernetes-patch-strategy"] === undefined ? resolveBuiltin(declared) : declared;
  if (schema?.["x-kubernetes-patch-strategy"]?.includes("merge") !== true) return undefined;
  const keys = schema["x-kubernetes-list-map-keys"];
  if (keys && keys.length > 0) return keys;
  const key = schema["x-kubernetes-patch-merge-key"];
  return key === undefined ? [] : [key];
}
