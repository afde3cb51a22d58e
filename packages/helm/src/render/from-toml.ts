import { dict, GoError, int64, parseTime } from "@hawser/gotemplate";
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
  if (value instanceof TomlDate) return parseTime("2006-01-02T15:04:05.999999999Z07:00", rfc3339(value));
  if (typeof value === "object" && value !== null) {
    return dict(Object.keys(value).map((key) => [key, toValue((value as Record<string, unknown>)[key])]));
  }
  return value;
}

/** Dates without a time are midnight, times without a date are of year 0, and what has no zone is in UTC. */
function rfc3339(value: TomlDate): string {
  const text = value.toISOString();
  if (value.isTime()) return `0000-01-01T${text}Z`;
  if (value.isDate()) return `${text}T00:00:00Z`;
  return value.isLocal() ? `${text}Z` : text;
}
