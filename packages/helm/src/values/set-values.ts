import { int64, Int, typeOf } from "@hawser/gotemplate";
import { decodeJsonPrefix } from "./json-prefix.ts";
import { isTable, type Value, type Values } from "./values.ts";

/** An argument of `--set` or one of its kin that Helm refuses. */
export class SetError extends Error {
  override name = "SetError";
}

const MAX_INDEX = 65_536;
const MAX_DEPTH = 30;

/** How the texts after `=` become values. */
interface Mode {
  value(text: string): Value;
  /** Keys know no escapes and no lists, and the value goes to the end. */
  literal?: boolean;
  json?: boolean;
}

/** Puts `a.b=1,c[0]=x` of `--set` into `values`, which may be changed even where it throws `SetError`. */
export function setValues(values: Values, argument: string): void {
  new SetParser(argument, { value: typed }).run(values);
}

/** The same for `--set-string`: every value is a text. */
export function setStrings(values: Values, argument: string): void {
  new SetParser(argument, { value: (text) => text }).run(values);
}

/** The same for `--set-file`: every value is the path of a file whose content `read` knows. */
export function setFiles(values: Values, argument: string, read: (path: string) => string): void {
  new SetParser(argument, { value: read }).run(values);
}

/** The same for `--set-literal`: one key, and the rest as it stands. */
export function setLiteral(values: Values, argument: string): void {
  new SetParser(argument, { value: (text) => text, literal: true }).run(values);
}

/** The same for keys of `--set-json`. */
export function setJson(values: Values, argument: string): void {
  new SetParser(argument, { value: (text) => text, json: true }).run(values);
}

function typed(text: string): Value {
  switch (text.toLowerCase()) {
    case "true":
      return true;
    case "false":
      return false;
    case "null":
      return null;
    case "0":
      return int64(0);
    default:
  }
  if (!/^[-+]?[0-9]+$/.test(text) || text.startsWith("0")) return text;
  const n = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return BigInt.asIntN(64, n) === n ? int64(n) : text;
}

/** What stops a run of characters, or the end of the argument. */
type Stop = string | undefined;

const KEY_STOPS = "=[,.";
const LITERAL_KEY_STOPS = "=[.";
const INDEX_STOPS = "[.=";

/** Characters to the end or to one that stops them; `\` takes the next one as it is. */
class SetParser {
  readonly #chars: readonly string[];
  readonly #mode: Mode;
  #at = 0;

  constructor(argument: string, mode: Mode) {
    this.#chars = [...argument];
    this.#mode = mode;
  }

  run(values: Values): void {
    while (this.#at < this.#chars.length) {
      if (!this.#readKey(values, 0)) return;
    }
  }

  #until(stops: string): { text: string; stop: Stop } {
    let text = "";
    while (this.#at < this.#chars.length) {
      const char = this.#chars[this.#at++] as string;
      if (stops.includes(char)) return { text, stop: char };
      if (char !== "\\" || this.#mode.literal) text += char;
      else text += this.#chars[this.#at++] ?? "";
    }
    return { text, stop: undefined };
  }

  /** Reads a key with what follows it; false where the argument ended before a value began. */
  #readKey(table: Values, depth: number): boolean {
    const { text: key, stop } = this.#until(this.#mode.literal ? LITERAL_KEY_STOPS : KEY_STOPS);
    switch (stop) {
      case undefined:
        if (key === "") return false;
        throw new SetError(`key ${quote(key)} has no value`);
      case "[": {
        const index = this.#readIndex();
        if (index === undefined) return false;
        const list = table.has(key) ? asList(table.get(key)) : [];
        const { items, ended } = this.#readItem(list, index, depth);
        setKey(table, key, items);
        return !ended;
      }
      case "=": {
        // Where nothing follows, Helm takes this for the end of the whole, unless it looks for JSON or a literal.
        const isLast = this.#at >= this.#chars.length && !this.#mode.json && !this.#mode.literal;
        setKey(table, key, this.#readValue());
        return !isLast;
      }
      case ",":
        throw new SetError(`key ${quote(key)} has no value (cannot end with ,)`);
      default:
        return this.#readTable(table, key, depth + 1);
    }
  }

  #readTable(table: Values, key: string, depth: number): boolean {
    if (depth > MAX_DEPTH)
      throw new SetError(`value name nested level is greater than maximum supported nested level of ${MAX_DEPTH}`);
    const inner = table.has(key) ? asTable(table.get(key)) : new Map<string, Value>();
    const more = this.#readKey(inner, depth);
    if (more && inner.size === 0) throw new SetError(`key map ${quote(key)} has no value`);
    if (inner.size > 0) setKey(table, key, inner);
    return more;
  }

  #readIndex(): number | undefined {
    const { text, stop } = this.#until("]");
    if (stop === undefined) return undefined;
    if (!/^[-+]?[0-9]+$/.test(text))
      throw new SetError(`error parsing index: strconv.Atoi: parsing ${quote(text)}: invalid syntax`);
    const index = BigInt(text.replace("+", ""));
    if (BigInt.asIntN(64, index) !== index)
      throw new SetError(`error parsing index: strconv.Atoi: parsing ${quote(text)}: value out of range`);
    return Number(index);
  }

  #readItem(list: Value[], index: number, depth: number): { items: Value[]; ended: boolean } {
    if (index < 0) throw new SetError(`negative ${index} index not allowed`);
    const { text, stop } = this.#until(INDEX_STOPS);
    if (text !== "") throw new SetError(`unexpected data at end of array index: ${quoteRunes(text)}`);
    if (stop === undefined) return { items: list, ended: true };
    if (stop === "=") return { items: setItem(list, index, this.#readValue()), ended: false };
    if (stop === "[") {
      const next = this.#readIndex();
      if (next === undefined) return { items: list, ended: true };
      const below = list[index] ?? null;
      const { items, ended } = this.#readItem(below === null ? [] : asList(below), next, depth);
      return { items: ended ? list : setItem(list, index, items), ended };
    }
    const below = list[index];
    const inner: Values = isTable(below) ? below : new Map();
    const more = this.#readKey(inner, depth);
    return { items: more ? setItem(list, index, inner) : list, ended: !more };
  }

  #readValue(): Value {
    if (this.#mode.literal) {
      const rest = this.#chars.slice(this.#at).join("");
      this.#at = this.#chars.length;
      return rest;
    }
    if (this.#mode.json) return this.#readJson();
    if (this.#chars[this.#at] === "{") return this.#readList();
    if (this.#at >= this.#chars.length) return "";
    return this.#mode.value(this.#until(",").text);
  }

  #readList(): Value[] {
    this.#at++;
    const items: Value[] = [];
    for (;;) {
      const { text, stop } = this.#until(",}");
      if (stop === undefined) throw new SetError("list must terminate with '}'");
      items.push(this.#mode.value(text));
      if (stop === ",") continue;
      if (this.#chars[this.#at] === ",") this.#at++;
      return items;
    }
  }

  #readJson(): Value {
    const rest = this.#chars.slice(this.#at).join("");
    const empty = /^\s*(?:,|$)/.exec(rest);
    if (empty) {
      this.#at += empty[0].length;
      return null;
    }
    const found = decodeJsonPrefix(rest);
    if (!found) throw new SetError("invalid JSON");
    this.#at += [...rest.slice(0, found.end)].length;
    while (/^\s$/.test(this.#chars[this.#at] ?? "")) this.#at++;
    if (this.#chars[this.#at] === ",") this.#at++;
    return found.value;
  }
}

function setKey(table: Values, key: string, value: Value): void {
  if (key !== "") table.set(key, value);
}

function setItem(list: Value[], index: number, value: Value): Value[] {
  if (index > MAX_INDEX)
    throw new SetError(`index of ${index} is greater than maximum supported index of ${MAX_INDEX}`);
  const items = list.slice();
  while (items.length <= index) items.push(null);
  items[index] = value;
  return items;
}

function asTable(value: Value | undefined): Values {
  if (isTable(value)) return value;
  throw notOfType(value, "map[string]interface {}");
}

function asList(value: Value | undefined): Value[] {
  if (Array.isArray(value)) return value;
  throw notOfType(value, "[]interface {}");
}

function notOfType(value: unknown, wanted: string): SetError {
  const type = value instanceof Int ? value.type.name : (typeOf(value)?.name ?? "nil");
  return new SetError(`unable to parse key: interface conversion: interface {} is ${type}, not ${wanted}`);
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function quoteRunes(text: string): string {
  const one = (char: string): string => {
    if (char === '"') return char;
    return char === "'" ? "\\'" : JSON.stringify(char).slice(1, -1);
  };
  return `[${[...text].map((char) => `'${one(char)}'`).join(" ")}]`;
}
