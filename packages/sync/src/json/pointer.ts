import { deepEqual, isRecord, type JsonRecord, omit, setOwn } from "./value.ts";

/** Splits an RFC 6901 pointer. Throws for text that is neither empty nor begins with a slash. */
export function parsePointer(pointer: string): string[] {
  if (pointer === "") return [];
  if (!pointer.startsWith("/"))
    throw new Error(`Cannot read JSON pointer ${JSON.stringify(pointer)}: it must begin with /`);
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The text of one token in a pointer. */
export function escapeToken(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function getPointer(value: unknown, tokens: readonly string[]): unknown {
  let current = value;
  for (const token of tokens) {
    if (Array.isArray(current)) current = current[arrayIndex(token, current.length)];
    else if (isRecord(current) && Object.hasOwn(current, token)) current = current[token];
    else return undefined;
  }
  return current;
}

/** The value without what the pointer names; copies only along the path. The same value when nothing is there. */
export function removePointer<T>(value: T, tokens: readonly string[]): T {
  const [token, ...rest] = tokens;
  if (token === undefined) return value;
  if (Array.isArray(value)) {
    const index = arrayIndex(token, value.length);
    if (index < 0) return value;
    if (rest.length === 0) return value.toSpliced(index, 1) as T;
    const child: unknown = value[index];
    const changed = removePointer(child, rest);
    return changed === child ? value : (value.with(index, changed) as T);
  }
  if (!isRecord(value) || !Object.hasOwn(value, token)) return value;
  if (rest.length === 0) return omit(value, token) as T;
  const changed = removePointer(value[token], rest);
  return changed === value[token] ? value : (withOwn(value, token, changed) as T);
}

/** The value with something put where the pointer names; missing records on the way are made, missing list items are not. */
export function setPointer<T>(value: T, tokens: readonly string[], put: unknown): T {
  const [token, ...rest] = tokens;
  if (token === undefined) return put as T;
  if (Array.isArray(value)) {
    const index = arrayIndex(token, value.length);
    return index < 0 ? value : (value.with(index, setPointer(value[index], rest, put)) as T);
  }
  if (value !== undefined && !isRecord(value)) return value;
  const record: JsonRecord = value ?? {};
  const child = Object.hasOwn(record, token) ? record[token] : undefined;
  return withOwn(record, token, setPointer(child, rest, put)) as T;
}

/** Pointers of the smallest values that differ. Lists of different length differ item by item, then by their tails. */
export function changedPointers(a: unknown, b: unknown, at = "", limit = 1000): string[] {
  const found: string[] = [];
  collect(a, b, at, found, limit);
  return found;
}

function collect(a: unknown, b: unknown, at: string, found: string[], limit: number): void {
  if (found.length >= limit || deepEqual(a, b)) return;
  if (isRecord(a) && isRecord(b)) {
    for (const key of Object.keys(a)) {
      collect(a[key], Object.hasOwn(b, key) ? b[key] : undefined, `${at}/${escapeToken(key)}`, found, limit);
    }
    for (const key of Object.keys(b)) {
      if (!Object.hasOwn(a, key)) found.push(`${at}/${escapeToken(key)}`);
    }
    return;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.max(a.length, b.length); index++) {
      collect(a[index], b[index], `${at}/${index}`, found, limit);
    }
    return;
  }
  found.push(at);
}

function withOwn(record: JsonRecord, key: string, value: unknown): JsonRecord {
  const copy = { ...record };
  setOwn(copy, key, value);
  return copy;
}

function arrayIndex(token: string, length: number): number {
  if (!/^(0|[1-9]\d*)$/.test(token)) return -1;
  const index = Number(token);
  return index < length ? index : -1;
}
