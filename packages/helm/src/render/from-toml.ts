import { dict, GoError, int64 } from "@hawser/gotemplate";
import { parse, TomlDate, TomlError } from "smol-toml";

/** Reads TOML into a map; throws a `GoError` where it is none. */
export function fromTomlText(text: string): Map<string, unknown> {
  try {
    return toValue(parse(text, { integersAsBigInt: true })) as Map<string, unknown>;
  } catch (error) {
    if (error instanceof TomlError) throw new GoError(`toml: ${error.message.split("\n")[0] ?? ""}`, { cause: error });
    throw error;
  }
}

function toValue(value: unknown): unknown {
  if (typeof value === "bigint") return int64(value);
  if (Array.isArray(value)) return value.map(toValue);
  if (value instanceof TomlDate) return value.toISOString();
  if (typeof value === "object" && value !== null) {
    return dict(Object.keys(value).map((key) => [key, toValue((value as Record<string, unknown>)[key])]));
  }
  return value;
}
