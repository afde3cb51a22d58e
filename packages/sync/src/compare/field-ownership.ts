import type { ManagedFieldsEntry } from "@hawser/kube";
import { deepEqual, getOwn, isRecord } from "../json/value.ts";

/**
 * True when one of the managers owns the field. `object` gives the list items that the keys of `managedFields`
 * name. An owner of a whole (an atomic list or map) owns all that is in it.
 */
export function isOwnedBy(
  managers: readonly string[],
  managedFields: readonly ManagedFieldsEntry[],
  object: unknown,
  tokens: readonly string[],
): boolean {
  return managedFields.some(
    ({ manager, fieldsV1 }) => manager !== undefined && managers.includes(manager) && owns(fieldsV1, object, tokens),
  );
}

function owns(fields: unknown, value: unknown, tokens: readonly string[]): boolean {
  if (!isRecord(fields)) return false;
  const names = Object.keys(fields).filter((name) => name !== ".");
  const [token, ...rest] = tokens;
  // The field itself is named; or nothing below it is told apart, so it is owned as one.
  if (token === undefined) return true;
  if (names.length === 0) return true;
  if (Array.isArray(value)) {
    const item: unknown = value[Number(token)];
    return names.some((name) => namesItem(name, item, token) && owns(fields[name], item, rest));
  }
  const field = getOwn(fields, `f:${token}`);
  return field !== undefined && owns(field, getOwn(value, token), rest);
}

function namesItem(name: string, item: unknown, token: string): boolean {
  if (name.startsWith("i:")) return name.slice(2) === token;
  if (!name.startsWith("k:") && !name.startsWith("v:")) return false;
  let key: unknown;
  try {
    key = JSON.parse(name.slice(2));
  } catch {
    return false;
  }
  if (name.startsWith("v:")) return deepEqual(key, item);
  return isRecord(key) && Object.entries(key).every(([field, value]) => deepEqual(getOwn(item, field), value));
}
