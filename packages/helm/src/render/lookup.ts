import { int64 } from "@hawser/gotemplate";
import type { Value, Values } from "../values/values.ts";

/** Asks the cluster for an object, or with an empty name for a list; an empty map where there is none. */
export type Lookup = (apiVersion: string, kind: string, namespace: string, name: string) => Map<string, unknown>;

/** An object of the API as `lookup` gives it to templates: unlike in values files, whole numbers are Go's int64. */
export function fromKubeObject(object: unknown): Value {
  if (Array.isArray(object)) return object.map(fromKubeObject);
  if (typeof object === "object" && object !== null) {
    const values: Values = new Map();
    for (const key of Object.keys(object)) values.set(key, fromKubeObject((object as Record<string, unknown>)[key]));
    return values;
  }
  if (typeof object === "bigint" || (typeof object === "number" && Number.isSafeInteger(object))) return int64(object);
  return object as Value;
}
