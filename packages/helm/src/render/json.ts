import { decodeJson, dict, encodeJson, GoError } from "@hawser/gotemplate";
import { checkSize } from "./value-size.ts";

/** As Go's `json.Marshal`, with `<`, `>` and `&` escaped; undefined where it fails. */
export function toJsonText(value: unknown): string | undefined {
  checkSize(value);
  try {
    return encodeJson(value);
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

/** Reads JSON into a map or list, as Go's `json.Unmarshal` does; throws a `GoError` with its message. */
export function fromJsonText(text: string, wanted: "map" | "list"): unknown {
  const value = decodeJson(text);
  if (value === null) return wanted === "map" ? dict() : [];
  if (wanted === "map" ? value instanceof Map : Array.isArray(value)) return value;
  const type = wanted === "map" ? "map[string]interface {}" : "[]interface {}";
  throw new GoError(`json: cannot unmarshal ${kindOfJson(value)} into Go value of type ${type}`);
}

function kindOfJson(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "boolean") return "bool";
  return value instanceof Map ? "object" : typeof value;
}
