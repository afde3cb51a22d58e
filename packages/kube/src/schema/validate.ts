import type { StatusCause } from "../status-error.ts";
import { fieldSchema, isIntOrString, type ResolveSchema, type Schema, type TypeSchema } from "./schema.ts";

/** Deeper nesting is refused: no real object has it, and a hostile one must not exhaust the stack. */
const MAX_DEPTH = 200;
/** As many complaints as a person reads. */
const MAX_CAUSES = 50;

/** What is wrong with an object, in the API server's words; empty when nothing is. */
export function validate(object: object, type: TypeSchema): StatusCause[] {
  const causes: StatusCause[] = [];
  check(object, type.root, type.resolve, "", causes, 0);
  return causes;
}

function check(
  value: unknown,
  declared: Schema | undefined,
  resolve: ResolveSchema,
  path: string,
  causes: StatusCause[],
  depth: number,
): void {
  const schema = resolve(declared);
  if (!schema || causes.length >= MAX_CAUSES) return;
  if (depth > MAX_DEPTH)
    return complain(causes, path, "FieldValueInvalid", `Invalid value: nested deeper than ${MAX_DEPTH} levels`);
  if (value === null || value === undefined) {
    if (declared?.nullable !== true && schema.nullable !== true && schema.type !== undefined && path !== "") {
      complain(
        causes,
        path,
        "FieldValueTypeInvalid",
        `Invalid value: "null": ${path} in body must be of type ${schema.type}: "null"`,
      );
    }
    return;
  }
  if (isIntOrString(schema)) {
    if (typeof value !== "string" && !Number.isInteger(value)) typeMismatch(causes, path, "integer,string", value);
    return;
  }
  const actual = typeOf(value);
  if (schema.type !== undefined && schema.type !== actual && !(schema.type === "number" && actual === "integer")) {
    // A quantity may be written as a number.
    if (!(schema.type === "string" && declared?.$ref?.endsWith("resource.Quantity") === true))
      typeMismatch(causes, path, schema.type, value);
    return;
  }
  checkLimits(value, schema, path, causes);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      check(item, schema.items, resolve, `${path}[${index}]`, causes, depth + 1);
    checkUnique(value, schema, path, causes);
  } else if (typeof value === "object") {
    const object = value as Record<string, unknown>;
    for (const field of schema.required ?? []) {
      if (!Object.hasOwn(object, field) || object[field] === undefined)
        complain(causes, join(path, field), "FieldValueRequired", "Required value");
    }
    for (const [field, present] of Object.entries(object))
      check(present, fieldSchema(schema, field), resolve, join(path, field), causes, depth + 1);
  }
}

function checkLimits(value: unknown, schema: Schema, path: string, causes: StatusCause[]): void {
  const invalid = (rule: string): void =>
    complain(causes, path, "FieldValueInvalid", `Invalid value: ${JSON.stringify(value)}: ${path} in body ${rule}`);
  if (schema.enum && !schema.enum.some((allowed) => allowed === value)) {
    complain(
      causes,
      path,
      "FieldValueNotSupported",
      `Unsupported value: ${JSON.stringify(value)}: supported values: ${schema.enum.map((v) => JSON.stringify(v)).join(", ")}`,
    );
  }
  if (typeof value === "number") {
    if (schema.minimum !== undefined && value < schema.minimum)
      invalid(`should be greater than or equal to ${schema.minimum}`);
    if (schema.maximum !== undefined && value > schema.maximum)
      invalid(`should be less than or equal to ${schema.maximum}`);
    if (schema.format === "int32" && Math.abs(value) > 2_147_483_648) invalid("must be of type int32");
  } else if (typeof value === "string") {
    if (schema.maxLength !== undefined && value.length > schema.maxLength)
      complain(causes, path, "FieldValueTooLong", `Too long: may not be more than ${schema.maxLength} bytes`);
    if (schema.minLength !== undefined && value.length < schema.minLength)
      invalid(`should be at least ${schema.minLength} chars long`);
    if (schema.pattern !== undefined && !matches(schema.pattern, value)) invalid(`should match '${schema.pattern}'`);
  } else if (Array.isArray(value)) {
    if (schema.maxItems !== undefined && value.length > schema.maxItems)
      complain(
        causes,
        path,
        "FieldValueTooMany",
        `Too many: ${value.length}: must have at most ${schema.maxItems} items`,
      );
    if (schema.minItems !== undefined && value.length < schema.minItems)
      invalid(`should have at least ${schema.minItems} items`);
  }
}

function checkUnique(items: readonly unknown[], schema: Schema, path: string, causes: StatusCause[]): void {
  const type = schema["x-kubernetes-list-type"];
  const keys = schema["x-kubernetes-list-map-keys"];
  if (type !== "set" && !(type === "map" && keys)) return;
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const shown =
      type === "set"
        ? item
        : Object.fromEntries((keys ?? []).map((key) => [key, (item as Record<string, unknown> | null)?.[key]]));
    const identity = JSON.stringify(shown);
    if (seen.has(identity))
      complain(
        causes,
        `${path}[${index}]`,
        "FieldValueDuplicate",
        `Duplicate value: ${typeof shown === "string" ? JSON.stringify(shown) : identity}`,
      );
    seen.add(identity);
  }
}

const patterns = new Map<string, RegExp | undefined>();

/** A pattern of a CRD is its author's; one that this engine cannot read is not held against the object. */
function matches(pattern: string, value: string): boolean {
  if (!patterns.has(pattern)) {
    if (patterns.size > 2000) patterns.clear();
    try {
      patterns.set(pattern, new RegExp(pattern, "u"));
    } catch {
      patterns.set(pattern, undefined);
    }
  }
  // Backtracking grows with the text: a long text is not worth a stalled server.
  return value.length > 4096 || (patterns.get(pattern)?.test(value) ?? true);
}

function typeMismatch(causes: StatusCause[], path: string, wanted: string, value: unknown): void {
  const actual = typeOf(value);
  complain(
    causes,
    path,
    "FieldValueTypeInvalid",
    `Invalid value: "${actual}": ${path} in body must be of type ${wanted}: "${actual}"`,
  );
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function complain(causes: StatusCause[], field: string, reason: string, message: string): void {
  causes.push({ reason, message, field });
}

function join(path: string, field: string): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(field)) return `${path}[${field}]`;
  return path === "" ? field : `${path}.${field}`;
}
