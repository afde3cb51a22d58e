import { quoteRune } from "../fmt/quote.ts";
import { GoError } from "../values/values.ts";

/** Deeper values are refused: Go does so at 10,000, which is more than the stack has room for. */
const MAX_DEPTH = 500;

/** `json.Unmarshal` into `interface{}`. Throws a `GoError` with Go's text. */
export function decodeJson(text: string): unknown {
  return new Decoder(text).decode();
}

class Decoder {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  decode(): unknown {
    const value = this.#value("looking for beginning of value");
    this.#space();
    if (this.#at < this.#text.length) this.#fail("after top-level value");
    return value;
  }

  #fail(context: string): never {
    if (this.#at >= this.#text.length) {
      // At the end Go reads one more space, which literals and numbers that are not complete do not like.
      const isToken = context !== "in string literal" && /^(in|after decimal) /.test(context);
      throw new GoError(isToken ? `invalid character ' ' ${context}` : "unexpected end of JSON input");
    }
    const code = this.#text.codePointAt(this.#at)!;
    const char = code === 0x27 ? `'\\''` : code === 0x22 ? `'"'` : quoteRune(firstByte(code), false);
    throw new GoError(`invalid character ${char} ${context}`);
  }

  #space(): void {
    while (this.#at < this.#text.length && " \t\r\n".includes(this.#text[this.#at]!)) this.#at++;
  }

  #value(context: string): unknown {
    this.#space();
    const char = this.#text[this.#at];
    switch (char) {
      case "{":
        return this.#nested(() => this.#object());
      case "[":
        return this.#nested(() => this.#array());
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
    }
    if (char !== undefined && /[-0-9]/.test(char)) return this.#number();
    this.#fail(context);
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new GoError("exceeded max depth");
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): Map<string, unknown> {
    const result = new Map<string, unknown>();
    this.#at++;
    this.#space();
    if (this.#text[this.#at] === "}") {
      this.#at++;
      return result;
    }
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail("looking for beginning of object key string");
      const key = this.#string();
      this.#space();
      if (this.#text[this.#at] !== ":") this.#fail("after object key");
      this.#at++;
      result.set(key, this.#value("looking for beginning of value"));
      this.#space();
      const next = this.#text[this.#at];
      if (next === "}") {
        this.#at++;
        return result;
      }
      if (next !== ",") this.#fail("after object key:value pair");
      this.#at++;
    }
  }

  #array(): unknown[] {
    const result: unknown[] = [];
    this.#at++;
    this.#space();
    if (this.#text[this.#at] === "]") {
      this.#at++;
      return result;
    }
    for (;;) {
      result.push(this.#value("looking for beginning of value"));
      this.#space();
      const next = this.#text[this.#at];
      if (next === "]") {
        this.#at++;
        return result;
      }
      if (next !== ",") this.#fail("after array element");
      this.#at++;
    }
  }

  #word<T>(word: string, value: T): T {
    for (let i = 1; i < word.length; i++) {
      if (this.#text[this.#at + i] === word[i]) continue;
      this.#at += i;
      this.#fail(`in literal ${word} (expecting ${quoteRune(word.charCodeAt(i), false)})`);
    }
    this.#at += word.length;
    return value;
  }

  #number(): number {
    const start = this.#at;
    if (this.#text[this.#at] === "-") this.#at++;
    if (this.#text[this.#at] === "0") this.#at++;
    else if (!this.#digits()) this.#fail("in numeric literal");
    if (this.#text[this.#at] === ".") {
      this.#at++;
      if (!this.#digits()) this.#fail("after decimal point in numeric literal");
    }
    if (/[eE]/.test(this.#text[this.#at] ?? "")) {
      this.#at++;
      if (/[+-]/.test(this.#text[this.#at] ?? "")) this.#at++;
      if (!this.#digits()) this.#fail("in exponent of numeric literal");
    }
    const literal = this.#text.slice(start, this.#at);
    const number = Number(literal);
    if (!Number.isFinite(number)) {
      throw new GoError(`json: cannot unmarshal number ${literal} into Go value of type float64`);
    }
    return number;
  }

  #digits(): boolean {
    const start = this.#at;
    while (/[0-9]/.test(this.#text[this.#at] ?? "")) this.#at++;
    return this.#at > start;
  }

  #string(): string {
    const text = this.#text;
    let out = "";
    let from = ++this.#at;
    for (;;) {
      const char = text[this.#at];
      if (char === '"') {
        out += text.slice(from, this.#at++);
        return out.replaceAll(LONE_SURROGATE, "\ufffd");
      }
      if (char === undefined) throw new GoError("unexpected end of JSON input");
      if (char < " ") this.#fail("in string literal");
      if (char !== "\\") {
        this.#at++;
        continue;
      }
      out += text.slice(from, this.#at);
      out += this.#escape();
      from = this.#at;
    }
  }

  #escape(): string {
    this.#at++;
    const char = this.#text[this.#at];
    if (char === "u") {
      this.#at++;
      for (let i = 0; i < 4; i++, this.#at++) {
        if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? "")) this.#fail("in \\u hexadecimal character escape");
      }
      return String.fromCharCode(parseInt(this.#text.slice(this.#at - 4, this.#at), 16));
    }
    const plain = char === undefined ? undefined : ESCAPES[char];
    if (plain === undefined) this.#fail("in string escape code");
    this.#at++;
    return plain;
  }
}

const LONE_SURROGATE = /[\ud800-\udfff]/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Go names the first byte of a character that is not expected. */
function firstByte(code: number): number {
  if (code < 0x80) return code;
  if (code >= 0xdc80 && code <= 0xdcff) return code - 0xdc00;
  return code < 0x800 ? 0xc0 | (code >> 6) : code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18);
}
