import { objectMetaSchema, resolveBuiltin } from "./builtin.ts";
import { isOpen, type ResolveSchema, type Schema, type TypeSchema } from "./schema.ts";

/**
 * Drops the fields that the schema does not know, and tells their paths, such as `spec.template.spec.foo` or
 * `spec.ports[0].foo`. Answers the same object when all are known.
 */
export function pruneUnknown<T extends object>(object: T, type: TypeSchema): { object: T; unknown: string[] } {
  const unknown: string[] = [];
  const pruned = prune(object, type.root, type.resolve, "", unknown, true) as T;
  return { object: pruned, unknown };
}

function prune(
  value: unknown,
  declared: Schema | undefined,
  resolve: ResolveSchema,
  path: string,
  unknown: string[],
  isObject: boolean,
): unknown {
  const schema = resolve(declared);
  if (!schema || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    if (!schema.items) return value;
    let copy: unknown[] | undefined;
    for (const [index, item] of value.entries()) {
      const pruned = prune(item, schema.items, resolve, `${path}[${index}]`, unknown, false);
      if (pruned !== item) (copy ??= [...value])[index] = pruned;
    }
    return copy ?? value;
  }
  const object = value as Record<string, unknown>;
  const embedded = isObject || schema["x-kubernetes-embedded-resource"] === true;
  const free = isOpen(schema) || schema.additionalProperties === true;
  let copy: Record<string, unknown> | undefined;
  for (const [field, present] of Object.entries(object)) {
    const here = path === "" ? field : `${path}.${field}`;
    let next: unknown = present;
    if (embedded && field === "metadata") next = prune(present, objectMetaSchema, resolveBuiltin, here, unknown, false);
    else if (embedded && (field === "apiVersion" || field === "kind")) continue;
    else if (schema.properties && Object.hasOwn(schema.properties, field))
      next = prune(present, schema.properties[field], resolve, here, unknown, false);
    else if (typeof schema.additionalProperties === "object")
      next = prune(present, schema.additionalProperties, resolve, here, unknown, false);
    else if (!free) {
      unknown.push(here);
      delete (copy ??= { ...object })[field];
      continue;
    }
    if (next !== present) (copy ??= { ...object })[field] = next;
  }
  return copy ?? value;
}
