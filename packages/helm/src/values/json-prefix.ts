import type { Value, Values } from "./values.ts";

/** The JSON value that a text begins with, and where it ends; undefined where there is none. */
export function decodeJsonPrefix(text: string): { value: Value; end: number } | undefined {
  const end = endOfValue(text, skipSpace(text, 0));
  if (end === undefined) return undefined;
  try {
    return { value: parseJsonValue(text.slice(0, end)), end };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads JSON as Go does: every number a float64, and none that does not fit one. Throws `SyntaxError`. */
export function parseJsonValue(text: string): Value {
  return toValue(JSON.parse(text));
}

function toValue(json: unknown): Value {
  if (typeof json === "string") return json.replaceAll(/[\ud800-\udfff]/gu, "\ufffd");
  if (typeof json === "number") {
    if (!Number.isFinite(json)) throw new SyntaxError("a number that is too large");
    return json;
  }
  if (Array.isArray(json)) return json.map(toValue);
  if (typeof json !== "object" || json === null) return json as Value;
  const values: Values = new Map();
  for (const key of Object.keys(json))
    values.set(toValue(key) as string, toValue((json as Record<string, unknown>)[key]));
  return values;
}

function skipSpace(text: string, at: number): number {
  while (" \t\r\n".includes(text[at] ?? "x")) at++;
  return at;
}

/** Where the value ends that begins at `at`; whether it is right JSON is for the parser to say. */
function endOfValue(text: string, at: number): number | undefined {
  const first = text[at];
  if (first === '"') return endOfString(text, at);
  if (first !== "{" && first !== "[") {
    const word = /^(?:true|false|null|[a-z]+|-?(?:0|[1-9]\d*)?(?:\.\d*)?(?:[eE][-+]?\d*)?)/.exec(
      text.slice(at, at + 512),
    )?.[0];
    return word === undefined || word === "" ? undefined : at + word.length;
  }
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      const end = endOfString(text, i);
      if (end === undefined) return undefined;
      i = end - 1;
    } else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") {
      if (--depth === 0) return i + 1;
    }
  }
  return undefined;
}

function endOfString(text: string, at: number): number | undefined {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === '"') return i + 1;
  }
  return undefined;
}
