import { escapedByte } from "../values/text.ts";
import { isPrintable, quote } from "../fmt/quote.ts";

/** The kinds of tokens. */
export type TokenType =
  | "error"
  | "eof"
  | "text"
  | "leftDelim"
  | "rightDelim"
  | "space"
  | "leftParen"
  | "rightParen"
  | "pipe"
  | "assign"
  | "declare"
  | "char"
  | "string"
  | "rawString"
  | "charConstant"
  | "number"
  | "complex"
  | "bool"
  | "identifier"
  | "field"
  | "variable"
  | "dot"
  | "nil"
  | "keyword";

/** A piece of a template's text. */
export interface Token {
  readonly type: TokenType;
  readonly pos: number;
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

const KEYWORDS = new Set(["block", "break", "continue", "define", "else", "end", "if", "range", "template", "with"]);
const LEFT = "{{";
const RIGHT = "}}";
const SPACE = /[ \t\r\n]/;
const ALPHANUMERIC = /[\p{L}\p{Nd}_]/u;
const WORD = /[\p{L}\p{Nd}_]*/uy;
// Where a number ends: Go tries the parts of a number one after the other, each as far as it goes.
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?)/y;

/** How an unexpected token is shown. */
export function tokenText(token: Token): string {
  switch (token.type) {
    case "eof":
      return "EOF";
    case "error":
      return token.text;
    case "keyword":
    case "dot":
    case "nil":
      return `<${token.text}>`;
    default: {
      const runes = [...token.text];
      return runes.length > 10 || token.text.length > 10 ? longText(token.text) : quote(token.text);
    }
  }
}

function longText(text: string): string {
  return `${quote([...text].slice(0, 10).join(""))}...`;
}

/** Cuts a template into tokens, one at a time, as the parser asks for them. */
export class Lexer {
  readonly #input: string;
  #pos = 0;
  #line = 1;
  #lineEnd: number;
  #parens = 0;
  #inAction = false;
  #done: Token | undefined;

  constructor(input: string) {
    this.#input = input;
    this.#lineEnd = this.#endOfLine(0);
  }

  /** The next token; after an error or the end, that one again. */
  next(): Token {
    if (this.#done) return this.#done;
    for (;;) {
      const token = this.#inAction ? this.#action() : this.#text();
      if (token) return token;
    }
  }

  #emit(type: TokenType, end: number): Token {
    const text = this.#input.slice(this.#pos, end);
    const token: Token = { type, pos: this.#pos, text, line: this.#line };
    this.#skipTo(end);
    return token;
  }

  #skipTo(end: number): void {
    while (this.#lineEnd < end) {
      this.#line++;
      this.#lineEnd = this.#endOfLine(this.#lineEnd + 1);
    }
    this.#pos = end;
  }

  /** Where the line that has `from` in it ends. */
  #endOfLine(from: number): number {
    const end = this.#input.indexOf("\n", from);
    return end < 0 ? Infinity : end;
  }

  #fail(message: string): Token {
    this.#done = { type: "error", pos: this.#pos, text: message, line: this.#line };
    return this.#done;
  }

  #text(): Token | undefined {
    const input = this.#input;
    const start = this.#pos;
    const delim = input.indexOf(LEFT, start);
    if (delim < 0) {
      if (start < input.length) return this.#emit("text", input.length);
      this.#done = { type: "eof", pos: start, text: "", line: this.#line };
      return this.#done;
    }
    if (delim > start) {
      let end = delim;
      if (this.#trimsLeft(delim + LEFT.length)) while (end > start && SPACE.test(input[end - 1]!)) end--;
      if (end > start) {
        const token = this.#emit("text", end);
        this.#skipTo(delim);
        return token;
      }
      this.#skipTo(delim);
    }
    return this.#leftDelim();
  }

  #leftDelim(): Token | undefined {
    const input = this.#input;
    const after = this.#pos + LEFT.length;
    const trim = this.#trimsLeft(after) ? 2 : 0;
    if (input.startsWith("/*", after + trim)) {
      this.#skipTo(after + trim);
      return this.#comment();
    }
    const token = this.#emit("leftDelim", after);
    this.#skipTo(after + trim);
    this.#inAction = true;
    this.#parens = 0;
    return token;
  }

  /** Skips a comment; answers with a token only when something is wrong. */
  #comment(): Token | undefined {
    const end = this.#input.indexOf("*/", this.#pos + 2);
    if (end < 0) return this.#fail("unclosed comment");
    const delim = this.#rightDelimAt(end + 2);
    if (!delim) return this.#fail("comment ends before closing delimiter");
    this.#skipTo(end + 2 + delim.length);
    if (delim.trims) this.#skipSpace();
    return undefined;
  }

  #skipSpace(): void {
    let end = this.#pos;
    while (end < this.#input.length && SPACE.test(this.#input[end]!)) end++;
    this.#skipTo(end);
  }

  #trimsLeft(at: number): boolean {
    return this.#input[at] === "-" && SPACE.test(this.#input[at + 1] ?? "");
  }

  #rightDelimAt(at: number): { length: number; trims: boolean } | undefined {
    if (this.#input.startsWith(RIGHT, at)) return { length: RIGHT.length, trims: false };
    if (SPACE.test(this.#input[at] ?? "") && this.#input.startsWith(`-${RIGHT}`, at + 1)) {
      return { length: RIGHT.length + 2, trims: true };
    }
    return undefined;
  }

  #action(): Token {
    const input = this.#input;
    const at = this.#pos;
    const delim = this.#rightDelimAt(at);
    if (delim) {
      if (this.#parens > 0) return this.#fail("unclosed left paren");
      return this.#rightDelim(delim);
    }
    if (at >= input.length) return this.#fail("unclosed action");
    const char = input[at]!;
    switch (char) {
      case " ":
      case "\t":
      case "\r":
      case "\n":
        return this.#space();
      case "=":
        return this.#emit("assign", at + 1);
      case ":":
        return input[at + 1] === "=" ? this.#emit("declare", at + 2) : this.#fail("expected :=");
      case "|":
        return this.#emit("pipe", at + 1);
      case '"':
        return this.#quoted('"', "string", "unterminated quoted string");
      case "'":
        return this.#quoted("'", "charConstant", "unterminated character constant");
      case "`":
        return this.#raw();
      case "(":
        this.#parens++;
        return this.#emit("leftParen", at + 1);
      case ")":
        if (--this.#parens < 0) return this.#fail("unexpected right paren");
        return this.#emit("rightParen", at + 1);
      case "$":
        return this.#name("variable");
      case ".":
        // At the very end of the text Go takes a point for the start of a number.
        return /[0-9]/.test(input[at + 1] ?? "0") ? this.#number() : this.#name("field");
      default:
    }
    if (/[+\-0-9]/.test(char)) return this.#number();
    const code = input.codePointAt(at)!;
    if (ALPHANUMERIC.test(String.fromCodePoint(code))) return this.#word();
    if (code < 0x7f && code >= 0x20) return this.#emit("char", at + 1);
    return this.#fail(`unrecognized character in action: ${runeText(code)}`);
  }

  #rightDelim(delim: { length: number; trims: boolean }): Token {
    if (delim.trims) this.#skipTo(this.#pos + 2);
    const token = this.#emit("rightDelim", this.#pos + RIGHT.length);
    if (delim.trims) this.#skipSpace();
    this.#inAction = false;
    return token;
  }

  #space(): Token {
    let end = this.#pos;
    while (end < this.#input.length && SPACE.test(this.#input[end]!)) end++;
    // The last space may belong to a closing delimiter that trims.
    if (this.#rightDelimAt(end - 1)?.trims) {
      end--;
      if (end === this.#pos) return this.#rightDelim({ length: RIGHT.length + 2, trims: true });
    }
    return this.#emit("space", end);
  }

  #quoted(quotation: string, type: TokenType, unterminated: string): Token {
    const input = this.#input;
    for (let at = this.#pos + 1; at < input.length; at++) {
      const char = input[at]!;
      if (char === "\\") {
        at++;
        if (at < input.length && input[at] !== "\n") continue;
        return this.#fail(unterminated);
      }
      if (char === "\n") return this.#fail(unterminated);
      if (char === quotation) return this.#emit(type, at + 1);
    }
    return this.#fail(unterminated);
  }

  #raw(): Token {
    const end = this.#input.indexOf("`", this.#pos + 1);
    return end < 0 ? this.#fail("unterminated raw quoted string") : this.#emit("rawString", end + 1);
  }

  #name(type: "variable" | "field"): Token {
    const start = this.#pos + 1;
    if (this.#isTerminator(start)) return this.#emit(type === "field" ? "dot" : "variable", start);
    const end = this.#wordEnd(start);
    return this.#isTerminator(end) ? this.#emit(type, end) : this.#badCharacter(end);
  }

  #word(): Token {
    const end = this.#wordEnd(this.#pos);
    if (!this.#isTerminator(end)) return this.#badCharacter(end);
    const word = this.#input.slice(this.#pos, end);
    if (KEYWORDS.has(word)) return this.#emit("keyword", end);
    if (word === "nil") return this.#emit("nil", end);
    return this.#emit(word === "true" || word === "false" ? "bool" : "identifier", end);
  }

  #wordEnd(start: number): number {
    WORD.lastIndex = start;
    return start + WORD.exec(this.#input)![0].length;
  }

  #badCharacter(at: number): Token {
    return this.#fail(`bad character ${runeText(this.#input.codePointAt(at)!)}`);
  }

  #isTerminator(at: number): boolean {
    const char = this.#input[at];
    if (char === undefined || SPACE.test(char) || ".,|:()".includes(char)) return true;
    return this.#input.startsWith(RIGHT, at);
  }

  #number(): Token {
    let scanned = this.#scanNumber(this.#pos);
    if (!scanned.ok) return this.#badNumber(scanned.end);
    const sign = this.#input[scanned.end];
    if (sign !== "+" && sign !== "-") return this.#emit("number", scanned.end);
    // Complex: 1+2i. No spaces, must end in 'i'.
    scanned = this.#scanNumber(scanned.end);
    if (!scanned.ok || this.#input[scanned.end - 1] !== "i") return this.#badNumber(scanned.end);
    return this.#emit("complex", scanned.end);
  }

  #badNumber(end: number): Token {
    return this.#fail(`bad number syntax: ${quote(this.#input.slice(this.#pos, end))}`);
  }

  #scanNumber(start: number): { ok: boolean; end: number } {
    const input = this.#input;
    NUMBER.lastIndex = start;
    const body = NUMBER.exec(input)![0];
    let end = start + body.length;
    const isHex = /^[+-]?0[xX]/.test(body);
    const isDecimal = !/^[+-]?0[xXoObB]/.test(body);
    if ((isDecimal && /[eE]/.test(input[end] ?? "")) || (isHex && /[pP]/.test(input[end] ?? ""))) {
      end++;
      if (/[+-]/.test(input[end] ?? "")) end++;
      while (/[0-9_]/.test(input[end] ?? "")) end++;
    }
    if (input[end] === "i") end++;
    const following = input.codePointAt(end);
    if (following !== undefined && ALPHANUMERIC.test(String.fromCodePoint(following))) {
      return { ok: false, end: end + String.fromCodePoint(following).length };
    }
    return { ok: true, end };
  }
}

/** `%#U`: the code point and, if it can be printed, the character. */
function runeText(code: number): string {
  const rune = escapedByte(code) >= 0 ? 0xfffd : code;
  const number = `U+${rune.toString(16).toUpperCase().padStart(4, "0")}`;
  return isPrintable(rune) ? `${number} '${String.fromCodePoint(rune)}'` : number;
}
