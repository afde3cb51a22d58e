import { type Int } from "@hawser/gotemplate";

/** Values as templates see them: Go's `map[string]interface {}`. */
export type Values = Map<string, Value>;

/** What a value can be. Numbers of YAML and JSON are Go's float64, those of `--set` its int64. */
export type Value = null | string | number | boolean | Int | Value[] | Values;

export function isTable(value: unknown): value is Values {
  return value instanceof Map;
}

/** A copy that shares nothing which templates or merges could change. */
export function copyValue<T extends Value>(value: T): T {
  if (value instanceof Map) return copyValues(value) as T;
  if (Array.isArray(value)) return value.map((item) => copyValue(item)) as T;
  return value;
}

export function copyValues(values: Values): Values {
  const copy: Values = new Map();
  for (const [key, value] of values) copy.set(key, copyValue(value));
  return copy;
}

/** `b` over `a`: maps are merged, everything else is replaced, nulls stay. Neither is changed. */
export function mergeMaps(a: Values, b: Values): Values {
  const merged: Values = new Map(a);
  for (const [key, value] of b) {
    const below = merged.get(key);
    merged.set(key, isTable(value) && isTable(below) ? mergeMaps(below, value) : value);
  }
  return merged;
}

/** The table at a path such as `a.b`; undefined where there is none. */
export function tableAt(values: Values, path: string): Values | undefined {
  let table: Values | undefined = values;
  for (const key of path.split(".")) {
    const next: Value | undefined = table.get(key);
    if (!isTable(next)) return undefined;
    table = next;
  }
  return table;
}

/** The value at a path such as `a.b`, which is no table; undefined where there is none. */
export function valueAt(values: Values, path: string): Value | undefined {
  const dot = path.lastIndexOf(".");
  const table = dot < 0 ? values : tableAt(values, path.slice(0, dot));
  const value = table?.get(path.slice(dot + 1));
  return isTable(value) ? undefined : value;
}

/** A plain JSON value as values. */
export function fromPlain(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value === "object" && value !== null) {
    const map: Values = new Map();
    for (const key of Object.keys(value)) map.set(key, fromPlain((value as Record<string, unknown>)[key]));
    return map;
  }
  if (typeof value === "bigint") return Number(value);
  return value as Value;
}
