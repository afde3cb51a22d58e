import { isMap, isScalar, isSequence, toJson } from "@hawser/goyaml";
import { FIELD_ORDER, type EditedKustomization } from "../edited-kustomization.ts";

/** What a part of a file says. Maps keep their order, and any text may be a key. */
export type Value = string | number | bigint | boolean | null | readonly Value[] | ReadonlyMap<string, Value>;

/** Text of a value by which equal values are equal. */
export function keyOf(value: Value | undefined): string {
  if (value === undefined) return "";
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part instanceof Map)
      return { map: [...(part as ReadonlyMap<string, Value>)].toSorted(([a], [b]) => (a < b ? -1 : 1)) };
    return typeof part === "bigint" ? `int ${part}` : part;
  });
}

/** The fields of a kustomization that say something. */
export function valueOf(kustomization: EditedKustomization): ReadonlyMap<string, Value> {
  const fields = [...FIELD_ORDER, "imageTags"] as const;
  return new Map(
    fields.flatMap((field): [string, Value][] => {
      const value = toValue(kustomization[field]);
      return isEmpty(value) ? [] : [[field, value]];
    }),
  );
}

/** Texts and lists without anything in them, as well as maps: the real tool does not write them. */
export function isEmpty(value: Value | undefined): value is undefined {
  if (value === undefined || value === "") return true;
  return Array.isArray(value) ? value.length === 0 : value instanceof Map && value.size === 0;
}

function toValue(part: unknown): Value | undefined {
  if (part === undefined || part === null) return undefined;
  if (Array.isArray(part)) return part.map((item) => toValue(item) ?? new Map());
  if (part instanceof Map) return new Map([...part].map(([key, value]) => [String(key), toValue(value) ?? null]));
  if (isMap(part as never) || isSequence(part as never) || isScalar(part as never))
    return fromJson(toJson(part as never, { dialect: "v2", allowDuplicateKeys: true }));
  if (typeof part === "object") {
    return new Map(
      Object.entries(part).flatMap(([name, inner]): [string, Value][] => {
        const value = toValue(inner);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }
  return part as Value;
}

function fromJson(json: unknown): Value {
  if (Array.isArray(json)) return json.map(fromJson);
  if (typeof json === "object" && json !== null)
    return new Map(Object.entries(json).map(([key, value]) => [key, fromJson(value)]));
  return json as Value;
}
