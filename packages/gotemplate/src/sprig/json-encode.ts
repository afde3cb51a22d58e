import { formatFloat } from "../fmt/float.ts";
import { compareStrings } from "../values/text.ts";
import { sortedKeys } from "../values/order.ts";
import {
  boolOf,
  entriesOf,
  floatOf,
  Func,
  GoError,
  Int,
  isNil,
  itemsOf,
  KeyedMap,
  Pointer,
  stringOf,
  Struct,
  typeOf,
} from "../values/values.ts";

/** How JSON is written. */
export interface JsonOptions {
  /** Whether `<`, `>` and `&` are escaped, as Go does unless told otherwise. */
  readonly escapeHtml?: boolean;
  /** The indent of one level; without it everything is on one line. */
  readonly indent?: string;
}

const MAX_DEPTH = 250;

/** `json.Marshal` of a value. Throws a `GoError` with Go's text for what JSON cannot hold. */
export function encodeJson(value: unknown, options: JsonOptions = {}): string {
  return new Encoder(options.escapeHtml ?? true, options.indent).encode(value, 0);
}

class Encoder {
  readonly #escapeHtml: boolean;
  readonly #indent: string | undefined;

  constructor(escapeHtml: boolean, indent: string | undefined) {
    this.#escapeHtml = escapeHtml;
    this.#indent = indent;
  }

  encode(value: unknown, depth: number): string {
    if (value === null || value === undefined) return "null";
    switch (typeof value) {
      case "string":
        return encodeString(value, this.#escapeHtml);
      case "number":
        return encodeFloat(value, 64);
      case "boolean":
        return String(value);
      default:
    }
    if (depth > MAX_DEPTH) {
      throw new GoError(`json: unsupported value: encountered a cycle via ${typeOf(value)!.name}`);
    }
    const own = ownJson(value);
    if (own !== undefined) return own;
    if (value instanceof Int) return value.n.toString();
    if (isNil(value)) return "null";
    if (value instanceof Uint8Array) return `"${Buffer.from(value).toString("base64")}"`;
    return this.#composite(value, depth);
  }

  #composite(value: unknown, depth: number): string {
    const items = itemsOf(value);
    if (items)
      return this.#list(
        items.map((item) => this.encode(item, depth + 1)),
        "[",
        "]",
        depth,
      );
    const entries = entriesOf(value);
    if (entries) {
      const pairs = sortedKeys(entries).map((key) => this.#pair(key, entries.get(key), depth));
      return this.#list(pairs, "{", "}", depth);
    }
    if (value instanceof KeyedMap) return this.#keyed(value, depth);
    if (value instanceof Pointer) return this.encode(value.target, depth);
    if (value instanceof Struct) {
      const fields = value.type.fields ?? [];
      const pairs = fields.flatMap((name, at) =>
        /^\p{Lu}/u.test(name) ? [this.#pair(name, value.values[at], depth)] : [],
      );
      return this.#list(pairs, "{", "}", depth);
    }
    const text = stringOf(value);
    if (text !== undefined) return encodeString(text, this.#escapeHtml);
    const truth = boolOf(value);
    if (truth !== undefined) return String(truth);
    const float = floatOf(value);
    if (float !== undefined) return encodeFloat(float, typeOf(value)!.kind === "float32" ? 32 : 64);
    throw new GoError(`json: unsupported type: ${typeOf(value)!.name}`);
  }

  #keyed(map: KeyedMap, depth: number): string {
    const entries = [...map.entries.values()].map(([key, item]): [string, unknown] => {
      if (key instanceof Int) return [key.n.toString(), item];
      throw new GoError(`json: unsupported type: ${map.type.name}`);
    });
    entries.sort(([a], [b]) => compareStrings(a, b));
    return this.#list(
      entries.map(([key, item]) => this.#pair(key, item, depth)),
      "{",
      "}",
      depth,
    );
  }

  #pair(key: string, value: unknown, depth: number): string {
    const colon = this.#indent === undefined ? ":" : ": ";
    return encodeString(key, this.#escapeHtml) + colon + this.encode(value, depth + 1);
  }

  #list(parts: readonly string[], open: string, close: string, depth: number): string {
    if (this.#indent === undefined || parts.length === 0) return open + parts.join(",") + close;
    const inner = `\n${this.#indent.repeat(depth + 1)}`;
    return `${open}${inner}${parts.join(`,${inner}`)}\n${this.#indent.repeat(depth)}${close}`;
  }
}

/** What a value says of itself: `MarshalJSON` gives JSON, `MarshalText` a text. */
function ownJson(value: unknown): string | undefined {
  if (value instanceof Func) throw new GoError(`json: unsupported type: ${value.type.name}`);
  const target = value instanceof Pointer && value.target !== null ? value.target : value;
  const type = typeOf(target);
  const method = type?.methods?.get("MarshalJSON") ?? type?.pointerMethods?.get("MarshalJSON");
  if (method) return method.call(target as never) as string;
  const text = type?.methods?.get("MarshalText") ?? type?.pointerMethods?.get("MarshalText");
  return text ? encodeString(text.call(target as never) as string, true) : undefined;
}

/** Go's numbers in JSON: plain digits up to 1e21, and one-digit exponents without a zero. */
function encodeFloat(value: number, bits: 32 | 64): string {
  if (!Number.isFinite(value)) throw new GoError(`json: unsupported value: ${formatFloat(value, "g", -1)}`);
  const size = Math.abs(value);
  const isSmall = size !== 0 && size < (bits === 32 ? Math.fround(1e-6) : 1e-6);
  const isLarge = size >= (bits === 32 ? Math.fround(1e21) : 1e21);
  if (!isSmall && !isLarge) return formatFloat(value, "f", -1, bits);
  return formatFloat(value, "e", -1, bits).replace(/e-0(\d)$/, "e-$1");
}

// eslint-disable-next-line no-control-regex -- they are among what is escaped
const ESCAPED = /["\\\u0000-\u001f<>&\u007f-\uffff]/;
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function encodeString(text: string, escapeHtml: boolean): string {
  if (!ESCAPED.test(text)) return `"${text}"`;
  let out = '"';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (SHORT[char] !== undefined) out += SHORT[char];
    else if (code < 0x20) out += `\\u${code.toString(16).padStart(4, "0")}`;
    else if (escapeHtml && (char === "<" || char === ">" || char === "&")) out += `\\u00${code.toString(16)}`;
    else if (code === 0x2028 || code === 0x2029) out += `\\u${code.toString(16)}`;
    else if (code >= 0xd800 && code <= 0xdfff) out += "\\ufffd";
    else out += char;
  }
  return `${out}"`;
}
