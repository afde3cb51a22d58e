import { createHash } from "node:crypto";
import { encodeJson } from "@hawser/gotemplate";
import type { Dependency } from "../chart/chart.ts";
import { fromPlain } from "../values/values.ts";

/** The digest that Chart.lock keeps: of what Chart.yaml asks for and what was found for it. */
export function lockDigest(asked: readonly (Dependency | null)[], found: readonly (Dependency | null)[]): string {
  const json = `[${[asked, found].map((list) => `[${list.map(dependencyJson).join(",")}]`).join(",")}]`;
  return `sha256:${createHash("sha256").update(json).digest("hex")}`;
}

/** As Go writes the struct: in the order of its fields, and most of them only where they say something. */
function dependencyJson(dependency: Dependency | null): string {
  if (!dependency) return "null";
  const { name, version, repository, condition, tags, enabled, importValues, alias } = dependency;
  const fields: [string, unknown, isAlways?: boolean][] = [
    ["name", name, true],
    ["version", version],
    ["repository", repository, true],
    ["condition", condition],
    ["tags", tags],
    ["enabled", enabled],
    ["import-values", importValues],
    ["alias", alias],
  ];
  const written = fields
    .filter(([, value, isAlways]) => isAlways || !isEmpty(value))
    .map(([key, value]) => `${JSON.stringify(key)}:${encodeJson(Array.isArray(value) ? value.map(toValue) : value)}`);
  return `{${written.join(",")}}`;
}

function toValue(value: unknown): unknown {
  return value instanceof Map ? value : fromPlain(value);
}

function isEmpty(value: unknown): boolean {
  return value === "" || value === false || (Array.isArray(value) && value.length === 0);
}
