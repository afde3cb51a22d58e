import { StatusError } from "../status-error.ts";

/** One term of a field selector. */
export interface FieldRequirement {
  path: string;
  operator: "=" | "!=";
  value: string;
}

/** Parses `metadata.name=web,status.phase!=Running`. Throws `BadRequest` for anything else. */
export function parseFieldSelector(text: string): FieldRequirement[] {
  return text
    .split(/(?<!\\),/)
    .filter((term) => term.trim() !== "")
    .map((term) => {
      const match = /^([^=!]+?)(!=|==|=)(.*)$/s.exec(term.trim());
      if (!match) {
        throw new StatusError("BadRequest", `invalid selector: '${text}'; can't understand '${term}'`);
      }
      const [, path = "", operator, value = ""] = match;
      return { path, operator: operator === "!=" ? "!=" : "=", value: value.replace(/\\([\\,=])/g, "$1") };
    });
}

/** True when all requirements hold. A field that is not there counts as the empty text. */
export function matchesFields(requirements: readonly FieldRequirement[], object: object): boolean {
  return requirements.every(({ path, operator, value }) => (fieldText(object, path) === value) === (operator === "="));
}

function fieldText(object: object, path: string): string {
  let value: unknown = object;
  for (const part of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return "";
    value = (value as Record<string, unknown>)[part];
  }
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? "" : String(value as string | number | boolean);
}
