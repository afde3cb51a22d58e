import { getOwn, isJsonObject, type JsonObject, jsonEqual, setOwn } from "./json-values.ts";

/** RFC 7386: objects merge, null removes, all else replaces. The arguments are not changed. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else setOwn(result, key, applyMergePatch(getOwn(result, key), value));
  }
  return result;
}

/** The merge patch that turns one object into another; undefined when they are equal. */
export function createMergePatch(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const patch: JsonObject = {};
  for (const key of Object.keys(before))
    if (!Object.hasOwn(after, key) || after[key] === undefined) setOwn(patch, key, null);
  for (const [key, value] of Object.entries(after)) {
    if (value === undefined) continue;
    const old = getOwn(before, key);
    if (isJsonObject(old) && isJsonObject(value)) {
      const inner = createMergePatch(old, value);
      if (inner) setOwn(patch, key, inner);
    } else if (!jsonEqual(old, value)) setOwn(patch, key, value);
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/**
 * What `kubectl apply` sends for kinds without a Go type: removals of what `original` had and `modified` lacks,
 * and what `modified` has differently from `current`. Undefined when there is nothing to send.
 */
export function createThreeWayMergePatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
): JsonObject | undefined {
  const patch: JsonObject = {};
  for (const [key, value] of Object.entries(modified)) {
    const live = getOwn(current, key);
    if (isJsonObject(value) && isJsonObject(live)) {
      const before = getOwn(original, key);
      const inner = createThreeWayMergePatch(isJsonObject(before) ? before : {}, value, live);
      if (inner) setOwn(patch, key, inner);
    } else if (value !== undefined && !jsonEqual(value, live)) setOwn(patch, key, value);
  }
  for (const key of Object.keys(original)) {
    if (getOwn(modified, key) === undefined && getOwn(current, key) !== undefined) setOwn(patch, key, null);
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}
