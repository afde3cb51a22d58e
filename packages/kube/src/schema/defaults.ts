import { fieldSchema, type TypeSchema, type Schema, type ResolveSchema } from "./schema.ts";

/**
 * Fills in what the schema gives a default for and the object lacks, and drops nulls where null is not allowed.
 * Answers the same object when nothing was missing; what is changed is copied.
 */
export function applyDefaults<T>(object: T, type: TypeSchema): T {
  return fill(object, type.root, type.resolve) as T;
}

function fill(value: unknown, declared: Schema | undefined, resolve: ResolveSchema): unknown {
  const schema = resolve(declared);
  if (!schema || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (const [index, item] of value.entries()) {
      const filled = fill(item, schema.items, resolve);
      if (filled !== item) (copy ??= [...value])[index] = filled;
    }
    return copy ?? value;
  }
  const object = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  const set = (field: string, next: unknown): void => {
    (copy ??= { ...object })[field] = next;
  };
  for (const [field, property] of Object.entries(schema.properties ?? {})) {
    const present = Object.hasOwn(object, field) ? object[field] : undefined;
    if (present !== undefined && (present !== null || isNullable(property, resolve))) continue;
    const fallback = property.default ?? resolve(property)?.default;
    if (fallback !== undefined) set(field, fill(structuredClone(fallback), property, resolve));
    else if (present === null) delete (copy ??= { ...object })[field];
  }
  for (const [field, present] of Object.entries(copy ?? object)) {
    if (typeof present !== "object" || present === null) continue;
    const filled = fill(present, fieldSchema(schema, field), resolve);
    if (filled !== present) set(field, filled);
  }
  return copy ?? value;
}

function isNullable(property: Schema, resolve: ResolveSchema): boolean {
  const schema = resolve(property);
  // Where nothing is known of a field, its null may mean something.
  return (
    schema === undefined ||
    property.nullable === true ||
    schema.nullable === true ||
    schema.type === undefined ||
    schema["x-kubernetes-preserve-unknown-fields"] === true
  );
}
