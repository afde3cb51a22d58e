import { Int } from "@hawser/gotemplate";

/** What JSON calls the type of a value. */
export type JsonType = "array" | "boolean" | "null" | "number" | "object" | "string";

/** The type of a value of a chart or of a schema. */
export function typeOfJson(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (value instanceof Int) return "number";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return "number";
  return typeof value === "string" ? "string" : "object";
}

/** The number of a value that is one. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return value instanceof Int ? Number(value.n) : undefined;
}

/** Whether two values are the same to JSON: 1 is 1.0, and the order of keys says nothing. */
export function equals(a: unknown, b: unknown): boolean {
  const type = typeOfJson(a);
  if (type !== typeOfJson(b)) return false;
  if (type === "number") return numberOf(a) === numberOf(b);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => equals(item, b[index]));
  if (type !== "object") return a === b;
  const [left, right] = [fieldsOf(a), fieldsOf(b)];
  if (left.size !== right.size) return false;
  for (const [key, value] of left) if (!right.has(key) || !equals(value, right.get(key))) return false;
  return true;
}

/** The fields of an object: a map, or a plain object of a schema. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  if (value instanceof Map) return value as ReadonlyMap<string, unknown>;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : new Map();
}
