import { isJsonObject } from "@hawser/kube";
import type { FieldSpec } from "../load/kustomization.ts";
import type { ResourceId } from "../resource.ts";

/** True when a spec is about objects of this kind. */
export function specMatches(spec: FieldSpec, id: ResourceId): boolean {
  return (
    (spec.group === undefined || spec.group === "" || spec.group === id.group) &&
    (spec.version === undefined || spec.version === "" || spec.version === id.version) &&
    (spec.kind === undefined || spec.kind === "" || spec.kind === id.kind)
  );
}

/** Splits `spec/template/x[]/a\/b` into its fields. */
export function splitPath(path: string): string[] {
  return path.split(/(?<!\\)\//).map((part) => part.replaceAll("\\/", "/"));
}

/**
 * Changes the values at a path; sequences on the way are walked. `create` makes what is missing, unless the path
 * goes through a sequence. `change` answers the new value; undefined leaves the old one.
 */
export function changeField(
  node: unknown,
  path: readonly string[],
  create: boolean,
  change: (value: unknown) => unknown,
): void {
  if (Array.isArray(node)) {
    for (const item of node) changeField(item, path, create, change);
    return;
  }
  const [head, ...rest] = path;
  if (head === undefined || !isJsonObject(node)) return;
  const isList = head.endsWith("[]");
  const field = isList ? head.slice(0, -2) : head;
  if (!Object.hasOwn(node, field) || node[field] === null) {
    if (!create || isList || rest.some((part) => part.endsWith("[]"))) return;
    node[field] = rest.length > 0 ? {} : undefined;
  }
  if (rest.length > 0) {
    changeField(node[field], rest, create, change);
    return;
  }
  const value = node[field];
  if (isList && Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = change(item) ?? item;
    return;
  }
  const next = change(value);
  if (next !== undefined) node[field] = next;
  else if (value === undefined) delete node[field];
}
