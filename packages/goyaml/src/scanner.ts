import { errorPlaceOf } from "./place-of.ts";
import type { Dialect } from "./scalars.ts";
import type { TextSource } from "./text-source.ts";
import { type ErrorPlace, YamlError } from "./yaml-error.ts";

const NUL = 0;
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const NEL = 0x85;
const LS = 0x2028;
const PS = 0x2029;

/** Longer texts, or those that begin further away on their line, are no keys. */
const MAX_KEY_LENGTH = 1024;

/** Longer texts are not looked for among those that came before. */
const MAX_SHARED_LENGTH = 40;

const FORBIDDEN = /[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const NOT_PLAIN_ASCII = /[^\t\n\r -~]/;

export function isBreak(code: number): boolean {
  return code === LF || code === CR || (code >= NEL && (code === NEL || code === LS || code === PS));
}

/** A space, a tab, a line break or the end of the text. */
export function isBlankOrEnd(code: number): boolean {
  return code <= SPACE
    ? code === SPACE || code === LF || code === TAB || code === CR || code === NUL
    : code >= NEL && (code === NEL || code === LS || code === PS);
}

function isWordCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45
  );
}

function isUriCharacter(code: number): boolean {
  return isWordCharacter(code) || (code < 128 && ";/?:@&=+$,.!~*'()[]%".includes(String.fromCharCode(code)));
}

/** Texts of plain scalars by their hash; its length is a power of two. */
export type SharedTexts = (string | undefined)[];

/** As many as pay for a text of this length: most are small. */
export function newSharedTexts(length: number): SharedTexts {
  let size = 32;
  while (size < 1024 && size * 32 < length) size *= 2;
  return new Array<string | undefined>(size).fill(undefined);
}

/** What a text is a part of. */
export interface Piece {
  source: TextSource;
  base: number;
  shared: SharedTexts;
}

/**
 * The position in a text, and the scanning of everything that is smaller than a node: blanks and comments, the
 * scalars in their five styles, anchors and tags.
 *
 * `keyAllowed` says whether a key, an entry or a `?` may begin here: after a line break or an indicator, but not
 * behind a scalar on its line.
 */
export class Scanner {
  /** Ends with a NUL, so that looking ahead needs no bounds. */
  readonly text: string;
  readonly source: TextSource;
  /** Where the text begins in that of the source. */
  readonly base: number;
  readonly dialect: Dialect;
  readonly length: number;
  pos = 0;
  /** Counts from 0. */
  line = 0;
  lineStart = 0;
  /** Column of the innermost block collection; -1 outside of any. */
  indent = -1;
  flowLevel = 0;
  keyAllowed = true;
  /** True when the end of the text has been seen as a token; it counts as a line of its own. */
  atEndOfStream = false;
  readonly #shared: (string | undefined)[];
  /** What the last scalar says. */
  value = "";

  constructor(text: string, dialect: Dialect, piece: Piece) {
    this.dialect = dialect;
    this.source = piece.source;
    this.base = piece.base;
    this.#shared = piece.shared;
    this.length = text.length;
    if (NOT_PLAIN_ASCII.test(text)) this.#refuseControlCharacters(text);
    this.text = `${text}\0`;
    if (this.text.charCodeAt(0) === 0xfeff) {
      this.pos = 1;
      this.lineStart = 1;
    }
  }

  get column(): number {
    return this.pos - this.lineStart;
  }

  /** A fault of the text's characters, in something that began on `contextLine`. */
  scanFault(reason: string, contextLine: number = this.line): never {
    const line = this.#statedLine(contextLine);
    throw new YamlError(reason, this.here(), line === 0 ? 0 : line + 1);
  }

  /** A fault of the order of things. Here Go's library forgets that it counts lines from 0. */
  parseFault(reason: string, contextLine: number): never {
    throw new YamlError(reason, this.here(), this.#statedLine(contextLine));
  }

  /** The line that the message of a fault names: v2 prefers the fault's own, v3 the one where what has it began; 0 is none. */
  #statedLine(contextLine: number): number {
    const atEnd = this.pos >= this.length && this.pos > this.lineStart && this.atEndOfStream;
    const line = atEnd ? this.line + 1 : this.line;
    if (this.dialect === "v2") return line !== 0 ? line : contextLine;
    return contextLine !== 0 ? contextLine : line;
  }

  /** Where the position is, for an error. */
  here(): ErrorPlace {
    return errorPlaceOf(this.source.placeAt(this.base + this.pos));
  }

  #refuseControlCharacters(text: string): void {
    const found = FORBIDDEN.exec(text);
    if (!found) return;
    const place = errorPlaceOf(this.source.placeAt(this.base + found.index));
    throw new YamlError("control characters are not allowed", place, 0);
  }

  /** Goes over one line break. */
  skipBreak(): void {
    if (this.text.charCodeAt(this.pos) === CR && this.text.charCodeAt(this.pos + 1) === LF) this.pos++;
    this.pos++;
    this.line++;
    this.lineStart = this.pos;
  }

  /** Goes over one line break and says what it is in a scalar. */
  readBreak(): string {
    const code = this.text.charCodeAt(this.pos);
    this.skipBreak();
    return code === LS ? "\u2028" : code === PS ? "\u2029" : "\n";
  }

  /** Goes to where the next token begins: over blanks, comments and line breaks. */
  skipToToken(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.pos);
      if (code === SPACE) this.pos++;
      else if (code === LF) {
        this.pos++;
        this.line++;
        this.lineStart = this.pos;
        if (this.flowLevel === 0) this.keyAllowed = true;
      } else if (code === TAB) {
        if (this.flowLevel === 0 && this.keyAllowed) return;
        this.pos++;
      } else if (code === 35 /* # */) this.skipComment();
      else if (code > 32 && code < NEL) return;
      else if (isBreak(code)) {
        this.skipBreak();
        if (this.flowLevel === 0) this.keyAllowed = true;
      } else if (code === 0xfeff && this.pos === this.lineStart) this.pos++;
      else return;
    }
  }

  /** True when nothing is left of the text but comments, of which there are some. */
  onlyCommentsFollow(): boolean {
    const { text } = this;
    let comments = false;
    for (let pos = this.pos; pos < this.length;) {
      const code = text.charCodeAt(pos);
      if (code === 35) {
        comments = true;
        const end = text.indexOf("\n", pos);
        if (end < 0) break;
        pos = end;
      } else if (code === SPACE || code === TAB || isBreak(code)) pos++;
      else return false;
    }
    return comments;
  }

  skipComment(): void {
    const { text } = this;
    let code = text.charCodeAt(this.pos);
    while (!isBreak(code) && !(code === NUL && this.pos >= this.length)) code = text.charCodeAt(++this.pos);
  }

  /** True at `---` or `...` (three times `code`) at the begin of a line. */
  atDocumentMark(code: number): boolean {
    const { text, pos } = this;
    return (
      text.charCodeAt(pos) === code &&
      pos === this.lineStart &&
      text.charCodeAt(pos + 1) === code &&
      text.charCodeAt(pos + 2) === code &&
      isBlankOrEnd(text.charCodeAt(pos + 3))
    );
  }

  atAnyDocumentMark(): boolean {
    return this.pos === this.lineStart && (this.atDocumentMark(45) || this.atDocumentMark(46));
  }

  /** True when what began at `start` is a key: on the same line, not too long, and a colon follows. */
  endsKey(start: number, startLine: number): boolean {
    const { text } = this;
    if (this.line !== startLine) return false;
    let { pos } = this;
    let code = text.charCodeAt(pos);
    while (code === SPACE || code === TAB) code = text.charCodeAt(++pos);
    if (code !== 58 /* : */ || pos - start > MAX_KEY_LENGTH) return false;
    if (this.flowLevel === 0 && !isBlankOrEnd(text.charCodeAt(pos + 1))) return false;
    this.pos = pos;
    return true;
  }

  /** An unquoted scalar. Goes on over lines that are indented further than the block around it. */
  scanPlain(): void {
    const { text } = this;
    const flow = this.flowLevel > 0;
    const indent = this.indent + 1;
    const startLine = this.line;
    // What lies before the line that is scanned, folded; and where the text of that line begins and ends.
    let folded = "";
    let from = this.pos;
    let to = from;
    let hash = 0;
    let broken = false;
    this.keyAllowed = false;
    for (;;) {
      const start = this.pos;
      let pos = start;
      let code = text.charCodeAt(pos);
      if (code === 35 /* # */ || (start === this.lineStart && this.atAnyDocumentMark())) break;
      for (;;) {
        if (code <= SPACE || code >= NEL) {
          if (isBlankOrEnd(code)) break;
        } else if (code === 58 /* : */) {
          if (isBlankOrEnd(text.charCodeAt(pos + 1))) break;
        } else if (flow) {
          if (code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125) break;
        }
        hash = (Math.imul(hash, 31) + code) | 0;
        code = text.charCodeAt(++pos);
      }
      if (pos === start) break;
      to = pos;
      broken = false;
      // Blanks and breaks count only when more text follows them.
      while (code === SPACE || code === TAB) code = text.charCodeAt(++pos);
      this.pos = pos;
      if (isBreak(code)) {
        const before = folded + text.slice(from, to);
        const breaks = this.#foldBreaks(flow ? 0 : indent, startLine);
        broken = true;
        if (this.#continuesPlain(flow, indent)) {
          folded = before + breaks;
          from = this.pos;
        } else break;
      } else if (pos === to) break;
    }
    if (broken) this.keyAllowed = true;
    this.value = folded === "" ? this.#sliceOf(from, to, hash) : folded + text.slice(from, to);
  }

  /** True when the text at the position, on another line than before, goes on with the plain scalar. */
  #continuesPlain(flow: boolean, indent: number): boolean {
    if (!flow && this.column < indent) return false;
    const code = this.text.charCodeAt(this.pos);
    if (code === 35 || (code === NUL && this.pos >= this.length) || this.atAnyDocumentMark()) return false;
    if (code === 58) return !isBlankOrEnd(this.text.charCodeAt(this.pos + 1));
    return !flow || !(code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125);
  }

  /** A piece of the text. Short ones mostly come many times, and are kept once. */
  #sliceOf(start: number, end: number, hash: number): string {
    const { text } = this;
    const length = end - start;
    if (length > MAX_SHARED_LENGTH) return text.slice(start, end);
    const slot = hash & (this.#shared.length - 1);
    const known = this.#shared[slot];
    if (known !== undefined && known.length === length && text.startsWith(known, start)) return known;
    return (this.#shared[slot] = text.slice(start, end));
  }

  /** From a line break to the next text: one break is a space, each further one stays a break. */
  #foldBreaks(indent: number, startLine: number): string {
    const { text } = this;
    const first = this.readBreak();
    let more = "";
    for (;;) {
      const code = text.charCodeAt(this.pos);
      if (code === SPACE) this.pos++;
      else if (code === TAB) {
        if (this.column < indent) this.scanFault("found a tab character that violates indentation", startLine);
        this.pos++;
      } else if (isBreak(code)) more += this.readBreak();
      else break;
    }
    if (first !== "\n") return first + more;
    return more === "" ? " " : more;
  }

  /** A scalar in single or double quotes. */
  scanQuoted(): void {
    const { text } = this;
    const startLine = this.line;
    const quote = text.charCodeAt(this.pos);
    const double = quote === 34;
    this.keyAllowed = false;
    this.pos++;
    let value = "";
    for (;;) {
      if (this.pos === this.lineStart && this.atAnyDocumentMark())
        this.scanFault("found unexpected document indicator", startLine);
      let start = this.pos;
      let pos = start;
      let code = text.charCodeAt(pos);
      // Everything up to the closing quote, an escape or a blank that may stand before a break.
      for (;;) {
        if (code === quote) {
          if (double || text.charCodeAt(pos + 1) !== quote) {
            this.value = value === "" ? text.slice(start, pos) : value + text.slice(start, pos);
            this.pos = pos + 1;
            return;
          }
          value += text.slice(start, pos + 1);
          pos += 2;
          start = pos;
        } else if (code === 92 && double) {
          value += text.slice(start, pos);
          this.pos = pos;
          if (isBreak(text.charCodeAt(pos + 1))) {
            this.pos++;
            value += this.#joinEscapedBreak();
            start = pos = -1;
            break;
          }
          value += this.#escape(startLine);
          start = pos = this.pos;
        } else if (code === SPACE || code === TAB) {
          const blanks = pos;
          do code = text.charCodeAt(++pos);
          while (code === SPACE || code === TAB);
          if (isBreak(code)) {
            value += text.slice(start, blanks);
            start = -1;
            break;
          }
          continue;
        } else if (isBreak(code)) {
          value += text.slice(start, pos);
          start = -1;
          break;
        } else if (code === NUL && pos >= this.length) {
          this.pos = pos;
          this.scanFault("found unexpected end of stream", startLine);
        } else pos++;
        code = text.charCodeAt(pos);
      }
      if (pos < 0) continue;
      this.pos = pos;
      value += this.#foldBreaks(0, startLine);
    }
  }

  /** Behind a backslash at the end of a line nothing is left of the break, nor of the blanks that follow. */
  #joinEscapedBreak(): string {
    const { text } = this;
    this.skipBreak();
    let breaks = "";
    for (;;) {
      const code = text.charCodeAt(this.pos);
      if (code === SPACE || code === TAB) this.pos++;
      else if (isBreak(code)) breaks += this.readBreak();
      else return breaks;
    }
  }

  #escape(startLine: number): string {
    const { text } = this;
    const code = text.charCodeAt(this.pos + 1);
    const digits = code === 120 ? 2 : code === 117 ? 4 : code === 85 ? 8 : 0;
    if (digits === 0) {
      const simple = ESCAPES.get(String.fromCharCode(code));
      if (simple === undefined) return this.scanFault("found unknown escape character", startLine);
      this.pos += 2;
      return simple;
    }
    this.pos += 2;
    const hex = text.slice(this.pos, this.pos + digits);
    if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex))
      return this.scanFault("did not find expected hexdecimal number", startLine);
    const point = Number.parseInt(hex, 16);
    if ((point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff)
      return this.scanFault("found invalid Unicode character escape code", startLine);
    this.pos += digits;
    return String.fromCodePoint(point);
  }

  /** A scalar behind `|` or `>`. */
  scanBlock(): void {
    const { text } = this;
    const startLine = this.line;
    const literal = text.charCodeAt(this.pos) === 124;
    this.pos++;
    let chomp = 0;
    let increment = 0;
    for (let part = 0; part < 2; part++) {
      const code = text.charCodeAt(this.pos);
      if (chomp === 0 && (code === 43 || code === 45)) chomp = code === 43 ? 1 : -1;
      else if (increment === 0 && code >= 48 && code <= 57) {
        if (code === 48) this.scanFault("found an indentation indicator equal to 0", startLine);
        increment = code - 48;
      } else break;
      this.pos++;
    }
    this.#skipToLineEnd(startLine);
    const parent = Math.max(this.indent, 0);
    let indent = increment > 0 ? parent + increment : 0;
    let breaks = "";
    if (indent === 0) {
      // The first line with text says how far the scalar is indented.
      let deepest = 0;
      for (;;) {
        while (text.charCodeAt(this.pos) === SPACE) this.pos++;
        if (this.column > deepest) deepest = this.column;
        const code = text.charCodeAt(this.pos);
        if (!isBreak(code)) break;
        breaks += this.readBreak();
      }
      if (text.charCodeAt(this.pos) === TAB)
        this.scanFault("found a tab character where an indentation space is expected", startLine);
      indent = Math.max(deepest, this.indent + 1, 1);
    } else breaks = this.#blockBreaks(indent, startLine);

    let value = "";
    let leadingBreak = "";
    let previousBlank = false;
    for (;;) {
      if (this.column !== indent) break;
      const start = this.pos;
      let pos = start;
      let code = text.charCodeAt(pos);
      if (code === NUL && pos >= this.length) break;
      const blank = code === SPACE || code === TAB;
      if (!literal && leadingBreak === "\n" && !previousBlank && !blank) value += breaks === "" ? " " : breaks;
      else if (leadingBreak !== "" || breaks !== "") value += leadingBreak + breaks;
      previousBlank = blank;
      while (code !== LF && !isBreak(code) && !(code === NUL && pos >= this.length)) code = text.charCodeAt(++pos);
      value += text.slice(start, pos);
      this.pos = pos;
      leadingBreak = pos >= this.length ? "" : this.readBreak();
      breaks = this.#blockBreaks(indent, startLine);
    }
    if (chomp >= 0) value += leadingBreak;
    if (chomp > 0) value += breaks;
    this.keyAllowed = true;
    this.value = value;
  }

  /** Goes over the indentation of the next line, and over empty lines before it. */
  #blockBreaks(indent: number, startLine: number): string {
    const { text } = this;
    let breaks = "";
    for (;;) {
      const last = this.lineStart + indent;
      while (this.pos < last && text.charCodeAt(this.pos) === SPACE) this.pos++;
      const code = text.charCodeAt(this.pos);
      if (code === TAB && this.pos < last)
        this.scanFault("found a tab character where an indentation space is expected", startLine);
      if (!isBreak(code)) return breaks;
      breaks += this.readBreak();
    }
  }

  /** Blanks and a comment, and then the end of the line. */
  #skipToLineEnd(startLine: number): void {
    const { text } = this;
    let code = text.charCodeAt(this.pos);
    while (code === SPACE || code === TAB) code = text.charCodeAt(++this.pos);
    if (code === 35) this.skipComment();
    code = text.charCodeAt(this.pos);
    if (isBreak(code)) this.skipBreak();
    else if (this.pos < this.length) this.scanFault("did not find expected comment or line break", startLine);
  }

  /** A `%` line up to its break: a handle and what it stands for, or else the version. */
  scanDirective(): { handle: string | undefined; prefix: string; version: string } {
    const { text, line } = this;
    const start = ++this.pos;
    while (isWordCharacter(text.charCodeAt(this.pos))) this.pos++;
    const name = text.slice(start, this.pos);
    if (name === "") this.scanFault("could not find expected directive name", line);
    if (!isBlankOrEnd(text.charCodeAt(this.pos))) this.scanFault("found unexpected non-alphabetical character", line);
    const from = this.pos;
    this.skipComment();
    const rest = text
      .slice(from, this.pos)
      .replace(/[ \t]#.*$/, "")
      .trim();
    if (name === "YAML") {
      const version = /^(\d{1,9})\.(\d{1,9})$/.exec(rest);
      if (!version) return this.scanFault("did not find expected digit or '.' character", line);
      return { handle: undefined, prefix: "", version: `${Number(version[1])}.${Number(version[2])}` };
    }
    if (name !== "TAG") this.scanFault("found unknown directive name", line);
    const parts = /^(!(?:[\w-]*!)?)[ \t]+([^ \t]+)$/.exec(rest);
    if (!parts) return this.scanFault("did not find expected whitespace", line);
    return { handle: parts[1], prefix: parts[2] as string, version: "" };
  }

  /** The name behind `&` or `*`. */
  scanAnchor(): string {
    const { text } = this;
    const startLine = this.line;
    this.keyAllowed = false;
    const start = ++this.pos;
    while (isWordCharacter(text.charCodeAt(this.pos))) this.pos++;
    const next = text.charCodeAt(this.pos);
    if (this.pos === start || !(isBlankOrEnd(next) || "?:,]}%@`".includes(String.fromCharCode(next))))
      this.scanFault("did not find expected alphabetic or numeric character", startLine);
    return text.slice(start, this.pos);
  }

  /** A tag, as its handle (empty for `!<…>`) and the rest. */
  scanTag(): { handle: string; suffix: string } {
    const { text } = this;
    const startLine = this.line;
    this.keyAllowed = false;
    let handle = "";
    let suffix: string;
    if (text.charCodeAt(this.pos + 1) === 60 /* < */) {
      this.pos += 2;
      suffix = this.scanUri(startLine, "");
      if (text.charCodeAt(this.pos) !== 62) this.scanFault("did not find the expected '>'", startLine);
      this.pos++;
    } else {
      handle = this.scanHandle();
      if (handle.length > 1 && handle.endsWith("!")) suffix = this.scanUri(startLine, "");
      else {
        suffix = this.scanUri(startLine, handle);
        handle = "!";
        if (suffix === "") [handle, suffix] = ["", "!"];
      }
    }
    const next = text.charCodeAt(this.pos);
    if (!isBlankOrEnd(next)) this.scanFault("did not find expected whitespace or line break", startLine);
    return { handle, suffix };
  }

  /** `!`, `!!` or `!word!`; also `!word`, which turns out to be a suffix. */
  scanHandle(): string {
    const { text } = this;
    const start = this.pos++;
    while (isWordCharacter(text.charCodeAt(this.pos))) this.pos++;
    if (text.charCodeAt(this.pos) === 33) this.pos++;
    return text.slice(start, this.pos);
  }

  /** The characters of a tag, with `%41` decoded. What is scanned already as a handle is `head`. */
  scanUri(startLine: number, head: string): string {
    const { text } = this;
    let uri = head.slice(1);
    const start = this.pos;
    while (isUriCharacter(text.charCodeAt(this.pos))) {
      if (text.charCodeAt(this.pos) === 37) uri += this.#uriEscapes(startLine);
      else uri += text[this.pos++];
    }
    if (this.pos === start && head === "") this.scanFault("did not find expected tag URI", startLine);
    return uri;
  }

  #uriEscapes(startLine: number): string {
    const { text } = this;
    const bytes: number[] = [];
    while (text.charCodeAt(this.pos) === 37) {
      const hex = text.slice(this.pos + 1, this.pos + 3);
      if (!/^[0-9a-fA-F]{2}$/.test(hex)) this.scanFault("did not find URI escaped octet", startLine);
      bytes.push(Number.parseInt(hex, 16));
      this.pos += 3;
    }
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
    } catch {
      return this.scanFault("found an incorrect leading UTF-8 octet", startLine);
    }
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["t", "\t"],
  ["\t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\x1b"],
  [" ", " "],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
  ["N", "\u0085"],
  ["_", "\u00a0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
]);
