import {
  boolOf,
  dict,
  entriesOf,
  floatOf,
  GoError,
  integerOf,
  isNil,
  itemsOf,
  KeyedMap,
  Pointer,
  sortedEntries,
  sortStrings,
  stringOf,
  Struct,
} from "@hawser/gotemplate";
import { fromPlain } from "../values/values.ts";

const MAX_DEPTH = 1000;

/** As Go's `json.Marshal`, with `<`, `>` and `&` escaped; undefined where it fails. */
export function toJsonText(value: unknown): string | undefined {
  const out: string[] = [];
  return write(value, out, 0) ? out.join("") : undefined;
}

function write(value: unknown, out: string[], depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (typeof value === "string") return push(out, quoteJson(value));
  if (typeof value === "number") return writeFloat(value, out);
  if (typeof value === "boolean") return push(out, value ? "true" : "false");
  if (value === null || value === undefined) return push(out, "null");
  if (value instanceof Uint8Array) return push(out, `"${Buffer.from(value).toString("base64")}"`);
  const entries = entriesOf(value);
  if (entries) {
    if (isNil(value) || isNil(entries)) return push(out, "null");
    return writeFields(
      sortStrings([...entries.keys()]).map((key) => [key, entries.get(key)]),
      out,
      depth,
    );
  }
  const integer = integerOf(value);
  if (integer !== undefined) return push(out, integer.toString());
  const items = itemsOf(value);
  if (items) {
    if (isNil(value)) return push(out, "null");
    out.push("[");
    for (const [index, item] of items.entries()) {
      if (index > 0) out.push(",");
      if (!write(item, out, depth + 1)) return false;
    }
    return push(out, "]");
  }
  const text = stringOf(value);
  if (text !== undefined) return push(out, quoteJson(text));
  const float = floatOf(value);
  if (float !== undefined) return writeFloat(float, out);
  const bool = boolOf(value);
  if (bool !== undefined) return push(out, String(bool));
  if (value instanceof Pointer) return write(value.target, out, depth + 1);
  if (value instanceof Struct) return writeFields(fieldsOf(value), out, depth);
  if (value instanceof KeyedMap)
    return writeFields(
      sortedEntries(value).map(([key, item]) => [String(integerOf(key) ?? key), item]),
      out,
      depth,
    );
  return false;
}

/** Names that structs have in JSON where they are not those of the fields; those with a `?` go where they are empty. */
const JSON_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "version.BuildInfo": {
    Version: "version?",
    GitCommit: "git_commit?",
    GitTreeState: "git_tree_state?",
    GoVersion: "go_version?",
    KubeClientVersion: "kube_client_version",
  },
};

function fieldsOf(struct: Struct): [string, unknown][] {
  const names = JSON_NAMES[struct.type.name] ?? {};
  return (struct.type.fields ?? []).flatMap((field, index): [string, unknown][] => {
    if (!/^\p{Lu}/u.test(field)) return [];
    const name = names[field] ?? field;
    const value = struct.values[index];
    if (!name.endsWith("?")) return [[name, value]];
    return value === "" ? [] : [[name.slice(0, -1), value]];
  });
}

function writeFields(fields: readonly (readonly [string, unknown])[], out: string[], depth: number): boolean {
  out.push("{");
  for (const [index, [key, item]] of fields.entries()) {
    out.push(index > 0 ? "," : "", quoteJson(key), ":");
    if (!write(item, out, depth + 1)) return false;
  }
  return push(out, "}");
}

function push(out: string[], text: string): true {
  out.push(text);
  return true;
}

function writeFloat(value: number, out: string[]): boolean {
  if (!Number.isFinite(value)) return false;
  return push(out, formatJsonFloat(value));
}

/** Plain digits from 1e-6 up to 1e21, else with an exponent. */
export function formatJsonFloat(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

// eslint-disable-next-line no-control-regex -- controls are what has to be escaped
const PLAIN_JSON = /^[^\x00-\x1f"\\<>&\u2028\u2029\ud800-\udfff]*$/;
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

/** A text as Go writes it in JSON. */
export function quoteJson(text: string): string {
  if (PLAIN_JSON.test(text)) return `"${text}"`;
  let out = '"';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (SHORT[char] !== undefined) out += SHORT[char];
    else if (code >= 0xd800 && code <= 0xdfff) out += "\\ufffd";
    else if (code < 0x20 || "<>&\u2028\u2029".includes(char)) out += `\\u${code.toString(16).padStart(4, "0")}`;
    else out += char;
  }
  return `${out}"`;
}

/** Reads JSON into a map or list, as Go's `json.Unmarshal` does; throws a `GoError` with its message. */
export function fromJsonText(text: string, wanted: "map" | "list"): unknown {
  let value: unknown;
  try {
    value = fromPlain(JSON.parse(text));
  } catch (error) {
    throw new GoError(jsonErrorOf(text), { cause: error });
  }
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

/** What Go says of the first place at which a text is no JSON. */
function jsonErrorOf(text: string): string {
  const bad = firstBad(text);
  if (bad === undefined) return "unexpected end of JSON input";
  return `invalid character ${quoteChar(bad.char)} ${bad.where}`;
}

function firstBad(text: string): { char: string; where: string } | undefined {
  const trimmed = text.trimStart();
  const char = [...trimmed][0];
  if (char === undefined) return undefined;
  if (!/[-0-9"[{tfn]/.test(char)) return { char, where: "looking for beginning of value" };
  return undefined;
}

function quoteChar(char: string): string {
  if (char === "'") return "'\\''";
  if (char === '"') return "'\"'";
  return `'${JSON.stringify(char).slice(1, -1)}'`;
}
