import { fieldSchema, isAtomicMap, listIdentity, type ResolveSchema, type Schema } from "../schema/schema.ts";
import { getOwn, isJsonObject, type JsonObject, jsonEqual } from "../patch/json-values.ts";

/**
 * A set of fields of an object, in the form of `fieldsV1`: `f:name` is a field, `k:{…}` an element of a list by its
 * keys, `v:…` an element by its value. An empty node is a member; `.` makes a node with children a member too.
 * All keys carry a prefix, so that no field name can meet a property of the language.
 */
export interface FieldSet {
  [element: string]: FieldSet;
}

const MEMBER = ".";

export function isMember(node: FieldSet): boolean {
  for (const element in node) if (element !== MEMBER) return Object.hasOwn(node, MEMBER);
  return true;
}

export function isEmptySet(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a) && isEmptySet(b)) return {};
  const result: FieldSet = { ...a };
  for (const [element, node] of Object.entries(b)) {
    const other = result[element];
    if (other === undefined || element === MEMBER) {
      result[element] = node;
      continue;
    }
    const both = union(other, node);
    // A member that gains children says so by its dot.
    if ((isMember(other) || isMember(node)) && !isEmptySet(both)) both[MEMBER] = {};
    result[element] = both;
  }
  return result;
}

/** What is in `a` and not in `b`. Undefined when nothing is left. */
function subtract(a: FieldSet, b: FieldSet): FieldSet | undefined {
  const result: FieldSet = {};
  let some = false;
  for (const [element, node] of Object.entries(a)) {
    if (element === MEMBER) continue;
    const other = b[element];
    if (other === undefined) {
      result[element] = node;
      some = true;
      continue;
    }
    const staysMember = isMember(node) && !isMember(other);
    const rest = subtract(node, other);
    if (rest && staysMember) rest[MEMBER] = {};
    if (rest ?? staysMember) {
      result[element] = rest ?? {};
      some = true;
    }
  }
  return some ? result : undefined;
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return subtract(a, b) ?? {};
}

/** What is in both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const [element, node] of Object.entries(a)) {
    const other = b[element];
    if (element === MEMBER || other === undefined) continue;
    const inner = intersection(node, other);
    const member = isMember(node) && isMember(other);
    if (member && !isEmptySet(inner)) inner[MEMBER] = {};
    if (member || !isEmptySet(inner)) result[element] = inner;
  }
  return result;
}

/** The members of a set as paths of elements. */
export function* members(set: FieldSet, path: readonly string[] = []): Iterable<string[]> {
  for (const [element, node] of Object.entries(set)) {
    if (element === MEMBER) continue;
    const here = [...path, element];
    if (isMember(node)) yield here;
    yield* members(node, here);
  }
}

/** `.spec.template.spec.containers[name="web"].image`, as conflicts are reported. */
export function describePath(path: readonly string[]): string {
  return path
    .map((element) => {
      const rest = element.slice(2);
      if (element.startsWith("f:")) return `.${rest}`;
      if (element.startsWith("k:")) {
        const keys = Object.entries(JSON.parse(rest) as JsonObject).map(
          ([key, value]) => `${key}=${JSON.stringify(value)}`,
        );
        return `[${keys.join(",")}]`;
      }
      return element.startsWith("v:") ? `[=${rest}]` : `[${rest}]`;
    })
    .join("");
}

/** The path element of a list item, or undefined for an item that has no identity. */
export function elementOf(item: unknown, schema: Schema | undefined, resolve: ResolveSchema): string | undefined {
  const identity = listIdentity(schema);
  if (identity.kind === "set") return `v:${JSON.stringify(item)}`;
  if (identity.kind !== "map" || !isJsonObject(item)) return undefined;
  const items = resolve(schema?.items);
  const keys: JsonObject = {};
  for (const key of [...identity.keys].sort()) {
    const value = getOwn(item, key) ?? items?.properties?.[key]?.default;
    if (value !== undefined) keys[key] = value;
  }
  return Object.keys(keys).length === 0 ? undefined : `k:${JSON.stringify(keys)}`;
}

/** The list type may stand beside a reference or in the type. */
export function listSchemaOf(declared: Schema | undefined, resolve: ResolveSchema): Schema | undefined {
  return declared?.$ref === undefined ? declared : resolve(declared);
}

/** All fields of a value, as an applied configuration owns them. */
export function fieldsOf(value: unknown, declared: Schema | undefined, resolve: ResolveSchema): FieldSet {
  const schema = resolve(declared);
  const result: FieldSet = {};
  if (isJsonObject(value) && !isAtomicMap(declared) && !isAtomicMap(schema)) {
    for (const [field, inner] of Object.entries(value))
      result[`f:${field}`] = fieldsOf(inner, fieldSchema(schema, field), resolve);
  } else if (Array.isArray(value)) {
    const list = listSchemaOf(declared, resolve);
    if (listIdentity(list).kind === "atomic") return {};
    for (const item of value) {
      const element = elementOf(item, list, resolve);
      if (element === undefined) return {};
      const inner = isJsonObject(item) ? fieldsOf(item, list?.items, resolve) : {};
      result[element] = isEmptySet(inner) ? inner : { [MEMBER]: {}, ...inner };
    }
  }
  return result;
}

/** What differs between two values: fields that were added or changed, and fields that are gone. */
export interface FieldChanges {
  changed: FieldSet;
  removed: FieldSet;
}

/** Compares two values field by field. Undefined when they are equal. */
export function compareFields(
  before: unknown,
  after: unknown,
  declared: Schema | undefined,
  resolve: ResolveSchema,
): FieldChanges {
  const changes: FieldChanges = { changed: {}, removed: {} };
  compareInto(before, after, declared, resolve, changes);
  return changes;
}

/** Answers whether the node itself is changed or removed; what lies below goes into `changes`. */
function compareInto(
  before: unknown,
  after: unknown,
  declared: Schema | undefined,
  resolve: ResolveSchema,
  changes: FieldChanges,
): "same" | "changed" | "removed" {
  if (before === after) return "same";
  if (after === undefined) {
    changes.removed = fieldsOf(before, declared, resolve);
    return "removed";
  }
  const schema = resolve(declared);
  const atomicMap = isAtomicMap(declared) || isAtomicMap(schema);
  if (isJsonObject(after) && !atomicMap && (before === undefined || before === null || isJsonObject(before))) {
    const old = isJsonObject(before) ? before : {};
    const fields = new Set([...Object.keys(old), ...Object.keys(after)]);
    for (const field of fields) {
      descend(changes, `f:${field}`, getOwn(old, field), getOwn(after, field), fieldSchema(schema, field), resolve);
    }
    // A map comes into being by itself; a struct is there as soon as one of its fields is.
    const isMap = schema?.properties === undefined;
    return !isJsonObject(before) && (isMap || fields.size === 0) ? "changed" : "same";
  }
  if (Array.isArray(after) && (before === undefined || before === null || Array.isArray(before))) {
    const list = listSchemaOf(declared, resolve);
    const kind = listIdentity(list).kind;
    const old = Array.isArray(before) ? before : [];
    const elements = (items: readonly unknown[]): Map<string, unknown> | undefined => {
      const found = new Map<string, unknown>();
      for (const item of items) {
        const element = kind === "atomic" ? undefined : elementOf(item, list, resolve);
        if (element === undefined) return undefined;
        found.set(element, item);
      }
      return found;
    };
    const [oldItems, newItems] = [elements(old), elements(after)];
    if (oldItems && newItems && kind !== "atomic") {
      for (const element of new Set([...oldItems.keys(), ...newItems.keys()])) {
        descend(changes, element, oldItems.get(element), newItems.get(element), list?.items, resolve, true);
      }
      return before === undefined && after.length === 0 ? "changed" : "same";
    }
  }
  return jsonEqual(before, after) ? "same" : "changed";
}

function descend(
  changes: FieldChanges,
  element: string,
  before: unknown,
  after: unknown,
  declared: Schema | undefined,
  resolve: ResolveSchema,
  isItem = false,
): void {
  const inner: FieldChanges = { changed: {}, removed: {} };
  const outcome = compareInto(before, after, declared, resolve, inner);
  const added = isItem && before === undefined && after !== undefined;
  if (outcome === "removed")
    changes.removed[element] =
      isItem && !isEmptySet(inner.removed) ? { [MEMBER]: {}, ...inner.removed } : inner.removed;
  else if (!isEmptySet(inner.removed)) changes.removed[element] = inner.removed;
  if (outcome === "changed" || added)
    changes.changed[element] = isEmptySet(inner.changed) ? {} : { [MEMBER]: {}, ...inner.changed };
  else if (!isEmptySet(inner.changed)) changes.changed[element] = inner.changed;
}
