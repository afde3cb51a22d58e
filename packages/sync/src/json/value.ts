export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Equality of JSON values; the order of keys does not matter. Shared parts cost nothing. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => deepEqual(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
}

/** A copy that shares nothing. Keys such as `__proto__` stay ordinary keys. */
export function deepCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => deepCopy(item)) as T;
  if (!isRecord(value)) return value;
  const copy: JsonRecord = {};
  for (const key of Object.keys(value)) setOwn(copy, key, deepCopy(value[key]));
  return copy as T;
}

/** Assigns an own property even when the key is `__proto__`. */
export function setOwn(target: JsonRecord, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

/** Reads an own property; inherited names such as `constructor` are absent. */
export function getOwn(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Reads own properties one below the other. */
export function getIn(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const key of path) current = getOwn(current, key);
  return current;
}

/** A copy without some keys; the same record when it has none of them. */
export function omit(record: JsonRecord, ...keys: string[]): JsonRecord {
  if (!keys.some((key) => Object.hasOwn(record, key))) return record;
  const copy: JsonRecord = {};
  for (const key of Object.keys(record)) if (!keys.includes(key)) setOwn(copy, key, record[key]);
  return copy;
}
