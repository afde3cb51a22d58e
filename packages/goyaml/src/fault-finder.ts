import { isBlankOrEnd, isBreak, Scanner } from "./scanner.ts";
import { YamlError } from "./yaml-error.ts";

type TokenKind =
  | "stream start"
  | "stream end"
  | "directive"
  | "document start"
  | "document end"
  | "block sequence"
  | "block map"
  | "block end"
  | "["
  | "]"
  | "{"
  | "}"
  | "-"
  | ","
  | "key"
  | "value"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar";

/** Where a token begins, as the scanner counts. */
interface Mark {
  pos: number;
  line: number;
  lineStart: number;
}

interface Token extends Mark {
  kind: TokenKind;
  /** Of an anchor and an alias the name, of a tag its handle, of a directive its name. */
  text: string;
}

/** What may turn out to be a key, when a colon comes. */
interface PossibleKey extends Mark {
  /** In the column of its block map: nothing but a key can stand there. */
  required: boolean;
  /** Number of the token, counted from the begin of the text. */
  token: number;
}

const NOT_ALLOWED = "are not allowed in this context";
/** How far away from its begin the colon of a key may be. */
const MAX_KEY_LENGTH = 1024;
/** Tokens that are dealt with are forgotten in runs of this length. */
const FORGET = 4096;

/**
 * Says what Go's library has against a text that the parser refuses.
 *
 * Which fault is named first depends on how far the library has scanned when it parses: it knows whether something is
 * a key only when it has found the colon, and v3 is two tokens ahead of that for its comments. So this goes through
 * the text token by token in the same order, and makes nothing of them.
 */
export class FaultFinder extends Scanner {
  /** From the next token on. */
  #tokens: Token[] = [];
  #head = 0;
  /** Tokens that are dealt with. */
  #done = 0;
  /** Columns of the block collections around the innermost one. */
  readonly #indents: number[] = [];
  /** One for each level of brackets. */
  readonly #keys: (PossibleKey | undefined)[] = [undefined];
  /** For each level the token of the last key that may have begun there, at first its bracket. */
  readonly #noted: number[] = [0];
  /** Tokens that are not given away before it is known whether they are keys. */
  readonly #awaited = new Set<number>();
  #anchors = new Set<string>();
  #handles = new Set<string>();

  /** Throws the fault that is found first in the documents up to this one, counted from 0; returns when there is none. */
  find(document: number): void {
    this.#push("stream start", this.#mark());
    this.#peek();
    this.#skip();
    for (let i = 0; i <= document; i++) if (!this.#document(i === 0)) return;
  }

  #document(first: boolean): boolean {
    if (!first) while (this.#peek().kind === "document end") this.#skip();
    const { kind } = this.#peek();
    this.#anchors = new Set();
    this.#handles = new Set(["", "!", "!!"]);
    if (kind === "stream end") return false;
    if (!first || kind === "directive" || kind === "document start") {
      this.#directives();
      const start = this.#peek();
      if (start.kind !== "document start") this.#refuse(start, "did not find expected <document start>");
      this.#skip();
      if (!isOneOf(this.#peek(), DOCUMENT_BORDERS)) this.#node(true, false);
    } else this.#node(true, false);
    if (this.#peek().kind === "document end") this.#skip();
    return true;
  }

  #directives(): void {
    let version = false;
    const own = new Set<string>();
    for (;;) {
      const token = this.#peek();
      if (token.kind !== "directive") return;
      if (token.text.startsWith("!")) {
        if (own.has(token.text)) this.#refuse(token, "found duplicate %TAG directive");
        own.add(token.text);
        this.#handles.add(token.text);
      } else if (version) this.#refuse(token, "found duplicate %YAML directive");
      else if (token.text !== "1.1") this.#refuse(token, "found incompatible YAML document");
      else version = true;
      this.#skip();
    }
  }

  #node(block: boolean, indentless: boolean): void {
    let token = this.#peek();
    if (token.kind === "alias") {
      if (!this.#anchors.has(token.text)) {
        this.#goTo(token);
        throw new YamlError(`unknown anchor '${token.text}' referenced`, this.here(), 0);
      }
      return this.#skip();
    }
    const start = token;
    let anchor: Token | undefined;
    let tag: Token | undefined;
    while ((token.kind === "anchor" && !anchor) || (token.kind === "tag" && !tag)) {
      if (token.kind === "anchor") anchor = token;
      else tag = token;
      this.#skip();
      token = this.#peek();
    }
    if (tag && !this.#handles.has(tag.text)) this.#refuse(tag, "found undefined tag handle", start);
    if (anchor) this.#anchors.add(anchor.text);
    if (indentless && token.kind === "-") return this.#indentlessSequence();
    switch (token.kind) {
      case "scalar":
        return this.#skip();
      case "[":
        return this.#flowSequence(token);
      case "{":
        return this.#flowMap(token);
      case "block sequence":
        if (block) return this.#blockSequence(token);
        break;
      case "block map":
        if (block) return this.#blockMap(token);
        break;
      default:
    }
    if (!anchor && !tag) this.#refuse(token, "did not find expected node content", start);
  }

  /** A node, unless what comes is one of these. */
  #nodeUnless(ends: ReadonlySet<TokenKind>, block: boolean, indentless = false): void {
    if (!isOneOf(this.#peek(), ends)) this.#node(block, indentless);
  }

  #blockSequence(start: Token): void {
    this.#skip();
    for (;;) {
      const token = this.#peek();
      if (token.kind === "block end") return this.#skip();
      if (token.kind !== "-") this.#refuse(token, "did not find expected '-' indicator", start);
      this.#skip();
      this.#nodeUnless(ENTRY_ENDS, true);
    }
  }

  #indentlessSequence(): void {
    while (this.#peek().kind === "-") {
      this.#skip();
      this.#nodeUnless(INDENTLESS_ENTRY_ENDS, true);
    }
  }

  #blockMap(start: Token): void {
    this.#skip();
    for (;;) {
      const token = this.#peek();
      if (token.kind === "block end") return this.#skip();
      if (token.kind !== "key") this.#refuse(token, "did not find expected key", start);
      this.#skip();
      this.#nodeUnless(FIELD_ENDS, true, true);
      if (this.#peek().kind !== "value") continue;
      this.#skip();
      this.#nodeUnless(FIELD_ENDS, true, true);
    }
  }

  #flowSequence(start: Token): void {
    this.#skip();
    for (let first = true; this.#peek().kind !== "]"; first = false) {
      if (!first) this.#comma(start, "did not find expected ',' or ']'");
      const { kind } = this.#peek();
      if (kind === "key") this.#flowPair();
      else if (kind !== "]") this.#node(false, false);
    }
    this.#skip();
  }

  #flowPair(): void {
    this.#skip();
    // Behind a `?` that names no key the next token is lost.
    if (isOneOf(this.#peek(), PAIR_KEY_ENDS)) this.#skip();
    else this.#node(false, false);
    if (this.#peek().kind !== "value") return;
    this.#skip();
    this.#nodeUnless(SEQUENCE_ITEM_ENDS, false);
  }

  #flowMap(start: Token): void {
    this.#skip();
    for (let first = true; this.#peek().kind !== "}"; first = false) {
      if (!first) this.#comma(start, "did not find expected ',' or '}'");
      const { kind } = this.#peek();
      if (kind === "key") {
        this.#skip();
        this.#nodeUnless(MAP_KEY_ENDS, false);
        if (this.#peek().kind !== "value") continue;
        this.#skip();
        this.#nodeUnless(MAP_VALUE_ENDS, false);
      } else if (kind !== "}") {
        this.#node(false, false);
      }
    }
    this.#skip();
  }

  #comma(start: Token, reason: string): void {
    const token = this.#peek();
    if (token.kind !== ",") this.#refuse(token, reason, start);
    this.#skip();
  }

  #refuse(token: Token, reason: string, context?: Mark): never {
    this.#goTo(token);
    this.atEndOfStream = token.kind === "stream end";
    if (context === undefined) return this.parseFault(reason, 0);
    // The end of the text is a line of its own.
    const atEnd = context === token && this.atEndOfStream && token.pos > token.lineStart;
    return this.parseFault(reason, atEnd ? context.line + 1 : context.line);
  }

  #goTo({ pos, line, lineStart }: Mark): void {
    this.pos = pos;
    this.line = line;
    this.lineStart = lineStart;
  }

  #skip(): void {
    this.#awaited.delete(this.#done);
    this.#head++;
    this.#done++;
    if (this.#head < FORGET) return;
    this.#tokens = this.#tokens.slice(this.#head);
    this.#head = 0;
  }

  /** The next token; scans as far as the library does before it looks at it. */
  #peek(): Token {
    const ahead = this.dialect === "v3" ? 3 : 1;
    while (this.#tokens.length - this.#head < ahead || this.#mayBecomeKey(this.#done)) this.#scan();
    return this.#tokens[this.#head] as Token;
  }

  #mayBecomeKey(token: number): boolean {
    if (!this.#awaited.has(token)) return false;
    for (let level = this.#keys.length - 1; level >= 0; level--) {
      const key = this.#keys[level];
      if (key?.token === token) return this.#isAlive(level);
    }
    return false;
  }

  /** True while a colon would make a key of it; throws when it is one and cannot have a colon any more. */
  #isAlive(level: number): boolean {
    const key = this.#keys[level];
    if (!key) return false;
    if (key.line === this.line && !this.atEndOfStream && this.pos - key.pos <= MAX_KEY_LENGTH) return true;
    this.#forgetKey(level);
    return false;
  }

  #forgetKey(level: number = this.#keys.length - 1): void {
    const key = this.#keys[level];
    if (key?.required) this.scanFault("could not find expected ':'", key.line);
    this.#keys[level] = undefined;
  }

  /** Notes that a key may begin here. */
  #noteKey(): void {
    if (!this.keyAllowed) return;
    const token = this.#done + this.#tokens.length - this.#head;
    const required = this.flowLevel === 0 && this.indent === this.column;
    this.#forgetKey();
    const level = this.#keys.length - 1;
    this.#keys[level] = { ...this.#mark(), required, token };
    this.#noted[level] = token;
    this.#awaited.add(token);
  }

  #mark(): Mark {
    return { pos: this.pos, line: this.line, lineStart: this.lineStart };
  }

  #push(kind: TokenKind, mark: Mark, text = "", at: number = this.#tokens.length): void {
    const { pos, line, lineStart } = mark;
    this.#tokens.splice(at, 0, { kind, text, pos, line, lineStart });
  }

  /** Begins a block collection when the column is further in than that of the last one. */
  #indentTo(column: number, kind: TokenKind, mark: Mark, at?: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.#indents.push(this.indent);
    this.indent = column;
    this.#push(kind, mark, "", at);
  }

  #unindentTo(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.#push("block end", this.#mark());
      this.indent = this.#indents.pop() ?? -1;
    }
  }

  #scan(): void {
    const { text } = this;
    this.skipToToken();
    this.#unindentTo(this.column);
    const code = text.charCodeAt(this.pos);
    if (code === 0) return this.#streamEnd();
    if (this.column === 0) {
      if (code === 37 /* % */) return this.#directive();
      if (this.atAnyDocumentMark()) return this.#documentMark(code === 45 ? "document start" : "document end");
    }
    const mark = this.#mark();
    const inFlow = this.flowLevel > 0;
    const blank = isBlankOrEnd(text.charCodeAt(this.pos + 1));
    switch (code) {
      case 91 /* [ */:
      case 123 /* { */:
        this.#noteKey();
        this.flowLevel++;
        this.#keys.push(undefined);
        this.#noted.push(this.#done + this.#tokens.length - this.#head);
        return this.#indicator(code === 91 ? "[" : "{", mark, true);
      case 93 /* ] */:
      case 125 /* } */:
        this.#forgetKey();
        if (inFlow) {
          this.flowLevel--;
          this.#keys.pop();
          // Brackets in which nothing can be a key are themselves not waited for.
          this.#awaited.delete(this.#noted.pop() as number);
        }
        return this.#indicator(code === 93 ? "]" : "}", mark, false);
      case 44 /* , */:
        this.#forgetKey();
        return this.#indicator(",", mark, true);
      case 45 /* - */:
        if (!blank) break;
        if (!inFlow && !this.keyAllowed) this.scanFault(`block sequence entries ${NOT_ALLOWED}`);
        this.#indentTo(this.column, "block sequence", mark);
        this.#forgetKey();
        return this.#indicator("-", mark, true);
      case 63 /* ? */:
        if (!blank && !inFlow) break;
        if (!inFlow && !this.keyAllowed) this.scanFault(`mapping keys ${NOT_ALLOWED}`);
        this.#indentTo(this.column, "block map", mark);
        this.#forgetKey();
        return this.#indicator("key", mark, !inFlow);
      case 58 /* : */:
        if (!blank && !inFlow) break;
        return this.#colon(mark);
      case 42 /* * */:
      case 38 /* & */:
        this.#noteKey();
        return this.#push(code === 42 ? "alias" : "anchor", mark, this.scanAnchor());
      case 33 /* ! */:
        this.#noteKey();
        return this.#push("tag", mark, this.scanTag().handle);
      case 124 /* | */:
      case 62 /* > */:
        if (inFlow) return this.scanFault("found character that cannot start any token");
        this.#forgetKey();
        this.scanBlock();
        return this.#push("scalar", mark);
      case 34:
      case 39:
        this.#noteKey();
        this.scanQuoted();
        return this.#push("scalar", mark);
      case 9:
      case 37: // %
      case 64: // @
      case 96: // `
        return this.scanFault("found character that cannot start any token");
      default:
    }
    this.#noteKey();
    this.scanPlain();
    this.#push("scalar", mark);
  }

  #indicator(kind: TokenKind, mark: Mark, keyAllowed: boolean): void {
    this.keyAllowed = keyAllowed;
    this.pos++;
    this.#push(kind, mark);
  }

  #colon(mark: Mark): void {
    const level = this.#keys.length - 1;
    if (this.#isAlive(level)) {
      const key = this.#keys[level] as PossibleKey;
      const at = this.#head + key.token - this.#done;
      this.#push("key", key, "", at);
      this.#indentTo(key.pos - key.lineStart, "block map", key, at);
      this.#keys[level] = undefined;
      return this.#indicator("value", mark, false);
    }
    const inFlow = this.flowLevel > 0;
    if (!inFlow && !this.keyAllowed) this.scanFault(`mapping values ${NOT_ALLOWED}`);
    this.#indentTo(this.column, "block map", mark);
    this.#indicator("value", mark, !inFlow);
  }

  #streamEnd(): void {
    this.atEndOfStream = true;
    this.#unindentTo(-1);
    this.#forgetKey();
    this.keyAllowed = false;
    this.#push("stream end", this.#mark());
  }

  #documentMark(kind: TokenKind): void {
    this.#unindentTo(-1);
    this.#forgetKey();
    const mark = this.#mark();
    this.pos += 3;
    this.keyAllowed = false;
    this.#push(kind, mark);
  }

  #directive(): void {
    this.#unindentTo(-1);
    this.#forgetKey();
    const mark = this.#mark();
    const { handle, version } = this.scanDirective();
    this.#push("directive", mark, handle ?? version);
    // The break ends the directive, and is none that allows a key.
    if (isBreak(this.text.charCodeAt(this.pos))) this.skipBreak();
    this.keyAllowed = false;
  }
}

const DOCUMENT_BORDERS = kinds("directive", "document start", "document end", "stream end");
const ENTRY_ENDS = kinds("-", "block end");
const FIELD_ENDS = kinds("key", "value", "block end");
const INDENTLESS_ENTRY_ENDS = kinds("-", "key", "value", "block end");
const PAIR_KEY_ENDS = kinds("value", ",", "]");
const SEQUENCE_ITEM_ENDS = kinds(",", "]");
const MAP_KEY_ENDS = kinds("value", ",", "}");
const MAP_VALUE_ENDS = kinds(",", "}");

function kinds(...all: TokenKind[]): ReadonlySet<TokenKind> {
  return new Set(all);
}

function isOneOf(token: Token, ends: ReadonlySet<TokenKind>): boolean {
  return ends.has(token.kind);
}
