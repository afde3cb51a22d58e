import { fieldSchema, type ResolveSchema, type Schema, type TypeSchema } from "../schema/schema.ts";
import { StatusError } from "../status-error.ts";
import { getOwn, isJsonObject, type JsonObject, jsonEqual, setOwn } from "./json-values.ts";

const DIRECTIVE = "$patch";
const RETAIN_KEYS = "$retainKeys";
const DELETE_FROM_LIST = "$deleteFromPrimitiveList/";
const ELEMENT_ORDER = "$setElementOrder/";

/** How a list of a type merges in a strategic patch; undefined: it is replaced. */
function listMerge(schema: Schema | undefined): { key?: string } | undefined {
  if (schema?.["x-kubernetes-patch-strategy"]?.includes("merge") !== true) return undefined;
  const key = schema["x-kubernetes-patch-merge-key"];
  return key === undefined ? {} : { key };
}

function retainsKeys(schema: Schema | undefined): boolean {
  return schema?.["x-kubernetes-patch-strategy"]?.includes("retainKeys") === true;
}

/**
 * Applies a strategic merge patch, with all its directives, as the API server does. Without a schema every list is
 * replaced. The arguments are not changed. Throws `Invalid` for a directive that makes no sense.
 */
export function applyStrategicMergePatch(original: JsonObject, patch: JsonObject, type?: TypeSchema): JsonObject {
  return mergeObjects(original, patch, type?.root, type?.resolve ?? ((schema) => schema));
}

function mergeObjects(
  original: JsonObject,
  patch: JsonObject,
  declared: Schema | undefined,
  resolve: ResolveSchema,
): JsonObject {
  const schema = resolve(declared);
  const directive = getOwn(patch, DIRECTIVE);
  if (directive === "replace") return withoutDirectives(patch);
  if (directive === "delete") return {};
  if (directive !== undefined && directive !== "merge")
    throw invalid(`unknown patch type found: ${JSON.stringify(directive)}`);

  const result: JsonObject = { ...original };
  const retain = getOwn(patch, RETAIN_KEYS);
  if (Array.isArray(retain)) {
    for (const key of Object.keys(result)) if (!retain.includes(key)) delete result[key];
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key === DIRECTIVE || key === RETAIN_KEYS || key.startsWith(ELEMENT_ORDER)) continue;
    if (key.startsWith(DELETE_FROM_LIST)) {
      const field = key.slice(DELETE_FROM_LIST.length);
      const list = getOwn(result, field);
      if (Array.isArray(list) && Array.isArray(value))
        setOwn(
          result,
          field,
          list.filter((item) => !value.some((gone) => jsonEqual(item, gone))),
        );
      continue;
    }
    if (value === null) {
      delete result[key];
      continue;
    }
    const property = fieldSchema(schema, key);
    const old = getOwn(result, key);
    if (isJsonObject(value)) {
      if (value[DIRECTIVE] === "delete" && !isJsonObject(old)) delete result[key];
      else setOwn(result, key, mergeObjects(isJsonObject(old) ? old : {}, value, property, resolve));
    } else if (Array.isArray(value)) {
      setOwn(
        result,
        key,
        mergeLists(Array.isArray(old) ? old : [], value, property, resolve, getOwn(patch, ELEMENT_ORDER + key)),
      );
    } else setOwn(result, key, value);
  }
  for (const [key, order] of Object.entries(patch)) {
    // An order alone, without changes of elements.
    if (!key.startsWith(ELEMENT_ORDER) || Object.hasOwn(patch, key.slice(ELEMENT_ORDER.length))) continue;
    const field = key.slice(ELEMENT_ORDER.length);
    const list = getOwn(result, field);
    const merge = listMerge(mergingSchema(fieldSchema(schema, field), resolve));
    if (Array.isArray(list) && Array.isArray(order) && merge) setOwn(result, field, inOrder(list, order, merge.key));
  }
  return result;
}

/** The patch strategy stands beside the reference, or in the type itself. */
function mergingSchema(property: Schema | undefined, resolve: ResolveSchema): Schema | undefined {
  return property?.["x-kubernetes-patch-strategy"] === undefined ? resolve(property) : property;
}

function mergeLists(
  original: readonly unknown[],
  patch: readonly unknown[],
  property: Schema | undefined,
  resolve: ResolveSchema,
  order: unknown,
): unknown[] {
  const merge = listMerge(mergingSchema(property, resolve));
  if (!merge) return patch.map((item) => (isJsonObject(item) ? withoutDirectives(item) : item));
  if (merge.key === undefined) {
    const union = [...original, ...patch.filter((item) => !original.some((present) => jsonEqual(present, item)))];
    return Array.isArray(order) ? inOrder(union, order, undefined) : union;
  }
  const { key } = merge;
  const items = resolve(property)?.items;
  if (patch.some((item) => isJsonObject(item) && item[DIRECTIVE] === "replace" && !Object.hasOwn(item, key))) {
    return patch
      .filter((item) => !(isJsonObject(item) && item[DIRECTIVE] === "replace" && Object.keys(item).length === 1))
      .map((item) => (isJsonObject(item) ? withoutDirectives(item) : item));
  }
  let result = [...original];
  for (const item of patch) {
    if (!isJsonObject(item)) throw invalid(`an element of a list that merges by ${key} is no object`);
    const identity = getOwn(item, key);
    if (identity === undefined)
      throw invalid(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
    const isSame = (candidate: unknown): boolean =>
      isJsonObject(candidate) && jsonEqual(getOwn(candidate, key), identity);
    if (item[DIRECTIVE] === "delete") {
      result = result.filter((candidate) => !isSame(candidate));
      continue;
    }
    const at = result.findIndex(isSame);
    if (at < 0) result.push(withoutDirectives(item));
    else
      result[at] =
        item[DIRECTIVE] === "replace"
          ? withoutDirectives(item)
          : mergeObjects(result[at] as JsonObject, item, items, resolve);
  }
  return Array.isArray(order) ? inOrder(result, order, key) : result;
}

/** Elements that the order names come in that order; each other one stays behind the element that it followed. */
function inOrder(list: readonly unknown[], order: readonly unknown[], key: string | undefined): unknown[] {
  const identityOf = (item: unknown): string =>
    JSON.stringify(key !== undefined && isJsonObject(item) ? getOwn(item, key) : item);
  const position = new Map(order.map((item, index) => [identityOf(item), index]));
  const named = list
    .filter((item) => position.has(identityOf(item)))
    .sort((a, b) => (position.get(identityOf(a)) ?? 0) - (position.get(identityOf(b)) ?? 0));
  const result: unknown[] = [];
  let next = 0;
  for (const item of list) result.push(position.has(identityOf(item)) ? named[next++] : item);
  return result;
}

function withoutDirectives(value: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (
      key === DIRECTIVE ||
      key === RETAIN_KEYS ||
      key.startsWith(ELEMENT_ORDER) ||
      key.startsWith(DELETE_FROM_LIST) ||
      item === null
    )
      continue;
    setOwn(
      result,
      key,
      isJsonObject(item)
        ? withoutDirectives(item)
        : Array.isArray(item)
          ? item.map((part) => (isJsonObject(part) ? withoutDirectives(part) : part))
          : item,
    );
  }
  return result;
}

/**
 * What `kubectl apply` sends for a built-in kind: the changes from `current` to `modified`, and the removals from
 * `original` to `modified`. Undefined when there is nothing to send.
 */
export function createThreeWayStrategicPatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  type: TypeSchema,
): JsonObject | undefined {
  const patch = diffObjects(original, modified, current, type.root, type.resolve);
  return Object.keys(patch).length > 0 ? patch : undefined;
}

function diffObjects(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  declared: Schema | undefined,
  resolve: ResolveSchema,
): JsonObject {
  const schema = resolve(declared);
  const patch: JsonObject = {};
  for (const [key, value] of Object.entries(modified)) {
    if (value === undefined || value === null) continue;
    const property = fieldSchema(schema, key);
    const live = getOwn(current, key);
    const before = getOwn(original, key);
    if (isJsonObject(value) && isJsonObject(live)) {
      const inner = diffObjects(isJsonObject(before) ? before : {}, value, live, property, resolve);
      if (Object.keys(inner).length > 0) {
        if (retainsKeys(mergingSchema(property, resolve))) inner[RETAIN_KEYS] = Object.keys(value).sort();
        setOwn(patch, key, inner);
      }
    } else if (Array.isArray(value) && Array.isArray(live)) {
      diffLists(patch, key, Array.isArray(before) ? before : [], value, live, property, resolve);
    } else if (!jsonEqual(value, live)) setOwn(patch, key, value);
  }
  for (const key of Object.keys(original)) {
    if ((getOwn(modified, key) ?? null) === null && (getOwn(current, key) ?? null) !== null) setOwn(patch, key, null);
  }
  return patch;
}

function diffLists(
  patch: JsonObject,
  field: string,
  original: readonly unknown[],
  modified: readonly unknown[],
  current: readonly unknown[],
  property: Schema | undefined,
  resolve: ResolveSchema,
): void {
  const merge = listMerge(mergingSchema(property, resolve));
  if (!merge) {
    if (!jsonEqual(modified, current)) setOwn(patch, field, modified);
    return;
  }
  const has = (list: readonly unknown[], item: unknown): boolean =>
    list.some((candidate) => jsonEqual(candidate, item));
  if (merge.key === undefined) {
    const added = modified.filter((item) => !has(current, item));
    const gone = original.filter((item) => !has(modified, item) && has(current, item));
    if (gone.length > 0) setOwn(patch, DELETE_FROM_LIST + field, gone);
    if (added.length > 0) setOwn(patch, field, added);
    if (gone.length > 0 || added.length > 0) setOwn(patch, ELEMENT_ORDER + field, modified);
    return;
  }
  const { key } = merge;
  const items = resolve(property)?.items;
  const find = (list: readonly unknown[], identity: unknown): JsonObject | undefined =>
    list.find(
      (candidate): candidate is JsonObject => isJsonObject(candidate) && jsonEqual(getOwn(candidate, key), identity),
    );
  const changes: JsonObject[] = [];
  for (const item of modified) {
    if (!isJsonObject(item) || getOwn(item, key) === undefined) {
      if (!jsonEqual(modified, current)) setOwn(patch, field, modified);
      return;
    }
    const identity = getOwn(item, key);
    const live = find(current, identity);
    if (!live) changes.push(item);
    else {
      const inner = diffObjects(find(original, identity) ?? {}, item, live, items, resolve);
      if (Object.keys(inner).length > 0) changes.push({ ...inner, [key]: identity });
    }
  }
  for (const item of original) {
    const identity = isJsonObject(item) ? getOwn(item, key) : undefined;
    if (identity !== undefined && !find(modified, identity) && find(current, identity))
      changes.push({ [DIRECTIVE]: "delete", [key]: identity });
  }
  const identities = modified.map((item) => (item as JsonObject)[key]);
  const liveOrder = current
    .map((item) => (isJsonObject(item) ? getOwn(item, key) : undefined))
    .filter((identity) => has(identities, identity));
  if (changes.length === 0 && (liveOrder.length !== identities.length || jsonEqual(liveOrder, identities))) return;
  setOwn(
    patch,
    ELEMENT_ORDER + field,
    identities.map((identity) => ({ [key]: identity })),
  );
  if (changes.length > 0) setOwn(patch, field, changes);
}

function invalid(message: string): StatusError {
  return new StatusError("Invalid", message);
}
