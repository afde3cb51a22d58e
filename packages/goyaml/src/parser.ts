import { AliasBudget } from "./alias-budget.ts";
import { FaultFinder } from "./fault-finder.ts";
import { goSyntaxOf } from "./go-syntax.ts";
import { MapNode, type Node, ScalarNode, type ScalarStyle, SequenceNode, type Tag } from "./node.ts";
import { errorPlaceOf } from "./place-of.ts";
import { tagOfPlain } from "./scalars.ts";
import { isBlankOrEnd, isBreak, newSharedTexts, Scanner } from "./scanner.ts";
import { YamlError } from "./yaml-error.ts";

/** What may stand at a position in block context. */
const STREAM_END = 0;
const DOCUMENT_START = 1;
const DOCUMENT_END = 2;
const DIRECTIVE = 3;
/** The innermost block collection ends: the text is indented less. */
const BLOCK_END = 4;
/** A dash in the column of the innermost block collection, and one further in. */
const ENTRY = 5;
const SEQUENCE = 6;
/** A `?` in the column of the innermost block collection. */
const KEY = 7;
/** A `?` or a lone `:` further in. */
const MAP = 8;
/** A `:` in the column of the innermost block collection. */
const VALUE = 9;
/** Scalars, aliases, brackets and what may stand before them. */
const NODE = 10;
/** Closing brackets and commas out of place. */
const STRAY = 11;
/** A block scalar in the column of the innermost block collection: no key begins so. */
const CONTENT = 12;
type Token = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

/**
 * Deeper nesting is refused, so that everything that walks over nodes may recurse. Go's library has ten times as much,
 * which is more than fits on the stack here.
 */
const MAX_DEPTH = 1000;

const DASH_NOT_ALLOWED = "block sequence entries are not allowed in this context";
const KEY_NOT_ALLOWED = "mapping keys are not allowed in this context";
const VALUE_NOT_ALLOWED = "mapping values are not allowed in this context";
const NO_CONTENT = "did not find expected node content";
const NO_KEY = "did not find expected key";
const NO_DASH = "did not find expected '-' indicator";
const NO_TOKEN = "found character that cannot start any token";

/** `&`, `!`, `*`, `[`, `{` */
const KEY_SCANNED_FIRST: ReadonlySet<number> = new Set([38, 33, 42, 91, 123]);

interface Properties {
  anchor: string | undefined;
  tag: Tag | undefined;
  offset: number;
  line: number;
}

interface Mark {
  pos: number;
  line: number;
  lineStart: number;
  keyAllowed: boolean;
}

const DEFAULT_HANDLES: ReadonlyMap<string, string> = new Map([
  ["!", "!"],
  ["!!", "tag:yaml.org,2002:"],
]);

/**
 * Reads the documents of a text one after the other.
 *
 * One pass, by recursive descent: each block collection knows its column, and a node that turns out to be followed
 * by a colon on its line becomes the first key of a map that begins there.
 */
export class Parser extends Scanner {
  #anchors = new Map<string, Node | undefined>();
  #aliases = new AliasBudget(this.dialect);
  #handles = DEFAULT_HANDLES;
  /** What collections hold while they are read; one stack for all, so that each is made in its size. */
  readonly #keys: ScalarNode[] = [];
  readonly #values: Node[] = [];
  #keyCount = 0;
  #valueCount = 0;
  #depth = 0;
  #first = true;
  /** Documents that have been read. */
  #documents = 0;
  #invalidKey: YamlError | undefined;
  /** While tokens are scanned ahead: something on the line may be a key. */
  #keySeen = false;
  #stop: Mark = { pos: 0, line: 0, lineStart: 0, keyAllowed: true };

  /** The next document: an empty one is a null without text. Undefined at the end of the text. */
  nextDocument(): Node | undefined {
    try {
      const document = this.#document();
      this.#documents++;
      return document;
    } catch (error) {
      // The caller may have used much of the stack.
      if (error instanceof RangeError) return this.#refuseDepth();
      if (error instanceof YamlError && this.#depth <= MAX_DEPTH) this.#findFault();
      throw error;
    }
  }

  /** Throws what Go's library says of the document. */
  #findFault(): void {
    const { source, base } = this;
    const text = this.text.slice(0, -1);
    try {
      new FaultFinder(text, this.dialect, { source, base, shared: newSharedTexts(0) }).find(this.#documents);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }

  #document(): Node | undefined {
    let token = this.#peek();
    const implicit = this.#first && token !== DIRECTIVE && token !== DOCUMENT_START;
    if (!this.#first) {
      while (token === DOCUMENT_END) {
        this.#skipMark();
        token = this.#peek();
      }
    }
    if (token === STREAM_END) return undefined;
    this.#first = false;
    if (this.#anchors.size > 0) this.#anchors = new Map();
    this.#aliases = new AliasBudget(this.dialect);
    this.#handles = DEFAULT_HANDLES;
    if (!implicit) {
      let version = false;
      while (token === DIRECTIVE) {
        version = this.#readDirective(version);
        token = this.#peek();
      }
      this.#scanUnexpected(token);
      if (token !== DOCUMENT_START) this.parseFault("did not find expected <document start>", 0);
      this.#skipMark();
      token = this.#peek();
    }
    const empty = !implicit && token <= DIRECTIVE;
    const node = empty ? this.#emptyScalar(this.pos) : this.#node(token, false);
    const end = this.#peek();
    if (end === DOCUMENT_END) this.#skipMark();
    else if (end === DIRECTIVE) this.#checkDirective();
    // What follows is not read, but scanned in part.
    else if (end !== STREAM_END && end !== DOCUMENT_START) this.#findFault();
    if (this.#invalidKey) throw this.#invalidKey;
    return node;
  }

  #skipMark(): void {
    this.pos += 3;
    this.keyAllowed = false;
  }

  /** Goes to the next token in block context and says what it is. */
  #peek(): Token {
    this.skipToToken();
    const { text, pos } = this;
    const column = pos - this.lineStart;
    const code = text.charCodeAt(pos);
    if (column === 0) {
      if (code === 37 /* % */) return this.indent >= 0 ? BLOCK_END : DIRECTIVE;
      if (code === 45 && this.atDocumentMark(45)) return this.indent >= 0 ? BLOCK_END : DOCUMENT_START;
      if (code === 46 && this.atDocumentMark(46)) return this.indent >= 0 ? BLOCK_END : DOCUMENT_END;
    }
    if (code === 0) {
      this.atEndOfStream = true;
      return this.indent >= 0 ? BLOCK_END : STREAM_END;
    }
    if (column < this.indent) return BLOCK_END;
    switch (code) {
      case 45 /* - */:
        if (!isBlankOrEnd(text.charCodeAt(pos + 1))) return NODE;
        if (!this.keyAllowed) this.scanFault(DASH_NOT_ALLOWED);
        return column === this.indent ? ENTRY : SEQUENCE;
      case 63 /* ? */:
        if (!isBlankOrEnd(text.charCodeAt(pos + 1))) return NODE;
        if (!this.keyAllowed) this.scanFault(KEY_NOT_ALLOWED);
        return column === this.indent ? KEY : MAP;
      case 58 /* : */:
        if (!isBlankOrEnd(text.charCodeAt(pos + 1))) return NODE;
        if (!this.keyAllowed) this.scanFault(VALUE_NOT_ALLOWED);
        return column === this.indent ? VALUE : MAP;
      case 44: // ,
      case 93: // ]
      case 125: // }
        return STRAY;
      case 124: // |
      case 62: // >
        return column === this.indent ? CONTENT : NODE;
      case 9:
      case 37: // %
      case 64: // @
      case 96: // `
        return this.scanFault(NO_TOKEN);
      default:
        return NODE;
    }
  }

  /** The node at a token; `indentless` where a list may stand in the column of the key it belongs to. */
  #node(token: Token, indentless: boolean): Node {
    switch (token) {
      case NODE:
      case CONTENT:
        return this.#inlineNode();
      case SEQUENCE:
        return this.#blockSequence(this.pos);
      case ENTRY:
        if (indentless) return this.#indentlessSequence(this.pos);
        break;
      case MAP:
        return this.#blockMap(this.pos, this.column, undefined, this.pos);
      default:
    }
    return this.parseFault(NO_CONTENT, this.line);
  }

  /** What begins with a scalar, an alias, a bracket or properties: a node of its own, or the first key of a block map. */
  #inlineNode(): Node {
    const { pos, line, keyAllowed } = this;
    const code = this.text.charCodeAt(pos);
    if (code === 38 /* & */ || code === 33 /* ! */) return this.#nodeWithProperties();
    const column = pos - this.lineStart;
    if (!keyAllowed) return this.#content(code, undefined, pos);
    const node = this.#keyContent(code, undefined, pos);
    if (this.endsKey(pos, line)) return this.#blockMap(pos, column, node, pos);
    this.#refuseLateColon(pos, line);
    return node;
  }

  /** A node behind an anchor or a tag. On its line they belong to it, or to the key that it is; on lines before, to the whole. */
  #nodeWithProperties(): Node {
    let properties: Properties | undefined;
    for (;;) {
      const { pos, line, keyAllowed, column } = this;
      const before = this.#mark();
      const own = this.#readProperties();
      if (keyAllowed && this.endsKey(pos, line)) {
        return this.#endAnchor(
          properties,
          this.#beginAnchor(properties),
          this.#blockMap(pos, column, this.#emptyWith(own), pos),
        );
      }
      const token = this.#peek();
      const sameLine = this.line === line;
      if (sameLine && token === NODE && !this.#atProperties()) {
        const code = this.text.charCodeAt(this.pos);
        if (!keyAllowed) return this.#content(code, own, this.pos);
        const node = this.#keyContent(code, own, this.pos);
        if (this.endsKey(pos, line))
          return this.#endAnchor(properties, this.#beginAnchor(properties), this.#blockMap(pos, column, node, pos));
        this.#refuseLateColon(pos, line);
        return node;
      }
      if (properties && ((own.anchor && properties.anchor) || (own.tag && properties.tag))) {
        this.#reset(before);
        return this.#emptyWith(properties);
      }
      const all =
        properties === undefined
          ? own
          : { ...properties, anchor: own.anchor ?? properties.anchor, tag: own.tag ?? properties.tag };
      const isKey = token === NODE && this.column === this.indent;
      if (token === NODE && !sameLine && !isKey) {
        if (this.#atProperties()) {
          properties = all;
          continue;
        }
        const { pos: start, line: startLine, keyAllowed: allowed, column: startColumn } = this;
        const code = this.text.charCodeAt(start);
        if (!allowed) return this.#content(code, all, start);
        // An alias has no properties of its own.
        if (code === 42 && !this.#findColon(start, startLine)) return this.#emptyWith(all);
        // Whether the properties are a map's or its first key's content's shows only behind it.
        const mark = this.#mark();
        const plain = this.#content(code, undefined, start);
        if (this.endsKey(start, startLine))
          return this.#endAnchor(all, this.#beginAnchor(all), this.#blockMap(start, startColumn, plain, start));
        this.#refuseLateColon(start, startLine);
        this.#reset(mark);
        return this.#content(code, all, start);
      }
      if (token === SEQUENCE || token === MAP)
        return this.#endAnchor(all, this.#beginAnchor(all), this.#node(token, false));
      if (token === ENTRY && !sameLine)
        return this.#endAnchor(all, this.#beginAnchor(all), this.#indentlessSequence(this.pos));
      if (keyAllowed) this.#refuseLateColon(pos, line);
      return this.#emptyWith(all);
    }
  }

  /** Content that may be a key. Before Go's library looks at what its line says, it has scanned the line. */
  #keyContent(code: number, properties: Properties | undefined, offset: number): Node {
    if (code !== 91 && code !== 123 && code !== 42) return this.#content(code, properties, offset);
    const { pos, line } = this;
    const mark = this.#mark();
    try {
      return this.#content(code, properties, offset);
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      this.#reset(mark);
      this.flowLevel = 0;
      this.#findColon(pos, line);
      throw error;
    }
  }

  /** Something stands between what may be a key and a colon on its line: then it is one, and what stands there is wrong. */
  #refuseLateColon(start: number, startLine: number): void {
    const code = this.text.charCodeAt(this.pos);
    if (this.line !== startLine || code === 0 || isBreak(code)) return;
    if (this.#findColon(start, startLine)) this.parseFault(NO_KEY, startLine);
  }

  /**
   * Scans the rest of a line, behind or at something that may be a key, as Go's library does before it knows: what
   * cannot be scanned is its first fault. True when there is a colon that makes it a key. The first token of the next
   * line is scanned too. The position stays; `#stop` says where the scan ended.
   */
  #findColon(start: number, startLine: number, tokens = Infinity): boolean {
    const mark = this.#mark();
    const outer = this.flowLevel;
    const { indent } = this;
    this.#keySeen = this.keyAllowed || tokens === Infinity;
    let found: boolean | undefined;
    try {
      for (let n = 0; found === undefined && n < tokens; n++) {
        if (tokens === Infinity && (this.line !== startLine || this.pos - start > 1024)) found = false;
        else found = this.#scanToken(outer, startLine, tokens !== Infinity);
        // The begin of a list is a token too.
        if (this.text.charCodeAt(this.pos - 1) === 45) n++;
      }
      this.#stop = this.#mark();
      return found === true;
    } finally {
      this.flowLevel = outer;
      this.indent = indent;
      this.#reset(mark);
    }
  }

  /** Scans one token. True at a colon that makes a key of what began on the line, false at what ends the search for one. */
  #scanToken(outer: number, startLine: number, ahead: boolean): boolean | undefined {
    const { text } = this;
    this.skipToToken();
    const sameLine = this.line === startLine;
    const code = text.charCodeAt(this.pos);
    if (code === 0) {
      this.atEndOfStream = true;
      return false;
    }
    if (this.pos === this.lineStart && (code === 37 || this.atAnyDocumentMark())) return false;
    // What begins on the next line may be a key itself, and so ends the search.
    if (!sameLine && this.flowLevel === outer && !ahead) return false;
    if (this.flowLevel === 0 && this.column < this.indent) this.indent = this.column;
    const blank = isBlankOrEnd(text.charCodeAt(this.pos + 1));
    const inFlow = this.flowLevel > 0;
    const allowed = this.keyAllowed;
    if (allowed || !sameLine) this.#keySeen = allowed;
    switch (code) {
      case 58: // :
        if (!inFlow && !blank) break;
        if (this.flowLevel === outer && !ahead) return sameLine;
        if (!inFlow && !allowed && !this.#keySeen) this.scanFault(VALUE_NOT_ALLOWED);
        this.pos++;
        this.keyAllowed = false;
        return undefined;
      case 44: // ,
      case 93: // ]
      case 125: // }
        if (this.flowLevel === outer && !ahead) return false;
        if (code !== 44 && this.flowLevel > 0) this.flowLevel--;
        this.keyAllowed = code === 44;
        this.pos++;
        return undefined;
      case 91: // [
      case 123: // {
        this.flowLevel++;
        this.keyAllowed = true;
        this.pos++;
        return undefined;
      case 45: // -
      case 63: // ?
        if (!blank && (code === 45 || !inFlow)) break;
        if (!inFlow && !allowed) this.scanFault(code === 45 ? DASH_NOT_ALLOWED : KEY_NOT_ALLOWED);
        this.pos++;
        return undefined;
      case 34:
      case 39:
        this.scanQuoted();
        return undefined;
      case 38:
      case 42:
        this.scanAnchor();
        return undefined;
      case 33:
        this.scanTag();
        return undefined;
      case 124: // |
      case 62: // >
        if (inFlow) return this.scanFault(NO_TOKEN);
        this.#stop = this.#mark();
        this.scanBlock();
        if (ahead) return undefined;
        this.#reset(this.#stop);
        return false;
      case 9:
      case 37:
      case 64:
      case 96:
        return this.scanFault(NO_TOKEN);
      default:
    }
    this.scanPlain();
    return undefined;
  }

  /** For its comments v3 scans two tokens ahead of what it refuses. */
  override parseFault(reason: string, contextLine: number): never {
    if (this.dialect === "v3") this.#findColon(this.pos, this.line, 3);
    return super.parseFault(reason, contextLine);
  }

  /** An unexpected token is scanned before it is refused. */
  #scanUnexpected(token: Token): void {
    if (token === NODE || token === CONTENT) this.#findColon(this.pos, this.line, this.keyAllowed ? Infinity : 1);
  }

  #atProperties(): boolean {
    const code = this.text.charCodeAt(this.pos);
    return code === 38 || code === 33;
  }

  #mark(): Mark {
    return { pos: this.pos, line: this.line, lineStart: this.lineStart, keyAllowed: this.keyAllowed };
  }

  #reset(mark: Mark): void {
    this.pos = mark.pos;
    this.line = mark.line;
    this.lineStart = mark.lineStart;
    this.keyAllowed = mark.keyAllowed;
  }

  /** An anchor and a tag, in either order. */
  #readProperties(): Properties {
    const own: Properties = { anchor: undefined, tag: undefined, offset: this.pos, line: this.line };
    for (;;) {
      const code = this.text.charCodeAt(this.pos);
      if (code === 38 && own.anchor === undefined) own.anchor = this.scanAnchor();
      else if (code === 33 && own.tag === undefined) own.tag = this.#readTag();
      else return own;
      const { pos } = this;
      while (this.text.charCodeAt(this.pos) === 32 || this.text.charCodeAt(this.pos) === 9) this.pos++;
      if (!this.#atProperties()) {
        this.pos = pos;
        return own;
      }
    }
  }

  #readTag(): Tag {
    const { handle, suffix } = this.scanTag();
    if (handle === "") return shortTag(suffix);
    const prefix = this.#handles.get(handle);
    if (prefix === undefined) return this.parseFault("found undefined tag handle", this.line);
    return shortTag(prefix + suffix);
  }

  /** A node's content, without what may stand before it and without the map whose key it may be. */
  #content(code: number, properties: Properties | undefined, offset: number): Node {
    switch (code) {
      case 34:
        this.scanQuoted();
        return this.#scalar("double", properties, offset);
      case 39:
        this.scanQuoted();
        return this.#scalar("single", properties, offset);
      case 91 /* [ */:
        return this.#endAnchor(properties, this.#beginAnchor(properties), this.#flowSequence());
      case 123 /* { */:
        return this.#endAnchor(properties, this.#beginAnchor(properties), this.#flowMap());
      case 42 /* * */:
        if (properties !== undefined) return this.#emptyWith(properties);
        return this.#alias();
      case 124 /* | */:
      case 62 /* > */:
        if (this.flowLevel > 0) return this.scanFault(NO_TOKEN);
        this.scanBlock();
        // v3 keeps the comment that ends a text, and writes it a line below: a line more for a block that keeps its end.
        if (this.dialect === "v3" && /^\n$|\n\n$/.test(this.value) && this.onlyCommentsFollow()) this.value += "\n";
        return this.#scalar(code === 124 ? "literal" : "folded", properties, offset);
      default:
        this.scanPlain();
        return this.#scalar("plain", properties, offset);
    }
  }

  #scalar(style: ScalarStyle, properties: Properties | undefined, offset: number): ScalarNode {
    this.#aliases.decoded++;
    const { value } = this;
    if (properties === undefined) {
      const tag = style === "plain" ? tagOfPlain(value, this.dialect) : "!!str";
      return new ScalarNode(value, tag, style, this.source, this.base + offset);
    }
    let { tag } = properties;
    if (tag === undefined) tag = style === "plain" ? tagOfPlain(value, this.dialect) : "!!str";
    // To v3 the tag that says nothing leaves a plain scalar to its looks.
    else if (tag === "!") tag = style === "plain" && this.dialect === "v3" ? tagOfPlain(value, "v3") : "!!str";
    // In flow context a null without text is written as an empty text; one that is tagged stays a null.
    const text = value === "" && properties.tag === "!!null" ? "null" : value;
    const node = new ScalarNode(text, tag, style, this.source, this.base + offset);
    if (properties.anchor !== undefined) {
      this.#anchors.set(properties.anchor, node);
      this.#aliases.setSize(node, 1);
    }
    return node;
  }

  #emptyScalar(offset: number): ScalarNode {
    this.#aliases.decoded++;
    return new ScalarNode("", "!!null", "plain", this.source, this.base + offset);
  }

  #emptyWith(properties: Properties): ScalarNode {
    this.value = "";
    return this.#scalar("plain", properties, properties.offset);
  }

  /** Before a collection is read: until it is complete, its anchor names nothing. */
  #beginAnchor(properties: Properties | undefined): number {
    if (properties?.anchor !== undefined) this.#anchors.set(properties.anchor, undefined);
    return this.#aliases.decoded;
  }

  #endAnchor(properties: Properties | undefined, decodedBefore: number, node: Node): Node {
    if (properties?.anchor === undefined) return node;
    this.#anchors.set(properties.anchor, node);
    this.#aliases.setSize(node, this.#aliases.decoded - decodedBefore);
    return node;
  }

  #alias(): Node {
    const place = this.here();
    const name = this.scanAnchor();
    const node = this.#anchors.get(name);
    if (node === undefined) {
      const reason = this.#anchors.has(name)
        ? `anchor '${name}' value contains itself`
        : `unknown anchor '${name}' referenced`;
      throw new YamlError(reason, place, 0);
    }
    this.#aliases.spend(node, place);
    return node;
  }

  #pushKey(key: ScalarNode): void {
    this.#keys[this.#keyCount++] = key;
  }

  #pushValue(value: Node): void {
    this.#values[this.#valueCount++] = value;
  }

  // The stacks never shrink: setting the length of an array gives its memory back, which the next push takes again.
  #takeKeys(base: number): ScalarNode[] {
    const keys = this.#keys.slice(base, this.#keyCount);
    this.#keyCount = base;
    return keys;
  }

  #takeValues(base: number): Node[] {
    const values = this.#values.slice(base, this.#valueCount);
    this.#valueCount = base;
    return values;
  }

  #enter(): void {
    this.#aliases.decoded++;
    if (++this.#depth > MAX_DEPTH) this.#refuseDepth();
  }

  #refuseDepth(): never {
    return this.scanFault(`exceeded max depth of ${MAX_DEPTH}`);
  }

  #blockSequence(offset: number): Node {
    this.#enter();
    const { line, indent: outer } = this;
    const base = this.#valueCount;
    this.indent = this.column;
    for (;;) {
      let token = this.#peek();
      if (token === BLOCK_END) break;
      if (token !== ENTRY) {
        if (token === NODE && this.column === this.indent) {
          const mark = this.#mark();
          this.#blockKey(NO_DASH, line);
          this.#reset(mark);
        } else this.#scanUnexpected(token);
        this.parseFault(NO_DASH, line);
      }
      this.pos++;
      this.keyAllowed = true;
      token = this.#peek();
      if (token === ENTRY || token === BLOCK_END) this.#pushValue(this.#emptyScalar(this.pos));
      else {
        if (token === NODE && this.column === this.indent) {
          const { line: keyLine } = this;
          this.#blockKey(NO_CONTENT, keyLine);
          this.parseFault(NO_CONTENT, keyLine);
        }
        this.#pushValue(this.#node(token, false));
      }
    }
    this.indent = outer;
    this.#depth--;
    return new SequenceNode(this.#takeValues(base), this.source, false, this.base + offset);
  }

  /** A list in the column of its key. */
  #indentlessSequence(offset: number): Node {
    this.#enter();
    const base = this.#valueCount;
    while (this.#peek() === ENTRY) {
      this.pos++;
      this.keyAllowed = true;
      const token = this.#peek();
      this.#pushValue(
        this.#endsBefore(token) || token === ENTRY ? this.#emptyScalar(this.pos) : this.#node(token, false),
      );
    }
    this.#depth--;
    return new SequenceNode(this.#takeValues(base), this.source, false, this.base + offset);
  }

  /** True when a token cannot begin the value before it, but is the next key or the end. */
  #endsBefore(token: Token): boolean {
    return token === BLOCK_END || token === KEY || token === VALUE || (token === NODE && this.column === this.indent);
  }

  /** A map from its first key on, at whose colon the position is; or from its `?` on. */
  #blockMap(offset: number, column: number, firstKey: Node | undefined, keyOffset: number): Node {
    this.#enter();
    const startLine = this.line;
    const outer = this.indent;
    this.indent = column;
    const base = this.#valueCount;
    const firstKeyAt = this.#keyCount;
    let key = firstKey;
    let explicit = false;
    let keyAt = keyOffset;
    for (;;) {
      if (key === undefined) {
        const token = this.#peek();
        keyAt = this.pos;
        if (token === NODE && this.column === column) {
          key = this.#blockKey(NO_KEY, startLine);
          explicit = false;
        } else if (token === KEY) {
          this.pos++;
          this.keyAllowed = true;
          const inner = this.#peek();
          key = this.#endsBefore(inner) ? this.#emptyScalar(this.pos) : this.#node(inner, true);
          explicit = true;
          if (this.#peek() !== VALUE) {
            this.#pushKey(this.#scalarKey(key, keyAt));
            this.#pushValue(this.#emptyScalar(this.pos));
            key = undefined;
            continue;
          }
        } else if (token === BLOCK_END) break;
        else this.#scanUnexpected(token);
        if (key === undefined) this.parseFault(NO_KEY, startLine);
      }
      this.pos++;
      this.keyAllowed = explicit;
      const valueAt = this.pos;
      const token = this.#peek();
      this.#pushKey(this.#scalarKey(key, keyAt));
      this.#pushValue(this.#endsBefore(token) ? this.#emptyScalar(valueAt) : this.#node(token, true));
      key = undefined;
    }
    this.indent = outer;
    this.#depth--;
    return new MapNode(this.#takeKeys(firstKeyAt), this.#takeValues(base), this.source, false, this.base + offset);
  }

  /** A key in the column of its map: here nothing else can stand. */
  #blockKey(reason: string, contextLine: number): Node {
    const { pos, line } = this;
    const code = this.text.charCodeAt(pos);
    let key: Node;
    // What may be long, or have faults of its own, is a key only if a colon follows.
    if (KEY_SCANNED_FIRST.has(code) && !this.#findColon(pos, line)) this.#keyFault(line);
    if (code === 38 || code === 33) {
      const own = this.#readProperties();
      const next = this.#peekQuietly();
      key =
        this.line !== line || next === 58 || this.#atProperties()
          ? this.#emptyWith(own)
          : this.#content(next, own, this.pos);
    } else key = this.#content(code, undefined, pos);
    if (this.endsKey(pos, line)) return key;
    if (this.line !== line) this.#stop = this.#mark();
    else if (this.#findColon(pos, line)) this.parseFault(reason, contextLine);
    return this.#keyFault(line);
  }

  /** A key without a colon: noticed where the scan for one ended. */
  #keyFault(line: number): never {
    this.#reset(this.#stop);
    this.scanFault("could not find expected ':'", line);
  }

  /** The next character that is not blank. */
  #peekQuietly(): number {
    this.skipToToken();
    return this.text.charCodeAt(this.pos);
  }

  #scalarKey(key: Node, offset: number): ScalarNode {
    if (key instanceof ScalarNode) return key;
    // Go's library notices only when the whole document is read.
    this.#invalidKey ??= new YamlError(
      `invalid map key: ${goSyntaxOf(key, this.dialect)}`,
      errorPlaceOf(this.source.placeAt(this.base + offset)),
      0,
    );
    return this.#emptyScalar(offset);
  }

  /** Goes to the next token in flow context; document marks are no part of it. */
  #flowPeek(): number {
    this.skipToToken();
    if (this.pos >= this.length) this.atEndOfStream = true;
    else if (this.pos === this.lineStart && this.text.charCodeAt(this.pos) === 37) this.#checkDirective();
    if (this.pos === this.lineStart && (this.text.charCodeAt(this.pos) === 37 || this.atAnyDocumentMark())) return 0;
    return this.text.charCodeAt(this.pos);
  }

  #openFlow(): void {
    this.#enter();
    this.flowLevel++;
    this.pos++;
    this.keyAllowed = true;
  }

  #closeFlow(): void {
    this.flowLevel--;
    this.#depth--;
    this.pos++;
    this.keyAllowed = false;
  }

  #flowSequence(): Node {
    const { pos: offset, line } = this;
    const base = this.#valueCount;
    this.#openFlow();
    let code = this.#flowPeek();
    while (code !== 93 /* ] */) {
      if (this.#valueCount > base) {
        if (code !== 44 /* , */) this.parseFault("did not find expected ',' or ']'", line);
        this.pos++;
        this.keyAllowed = true;
        code = this.#flowPeek();
        if (code === 93) break;
      }
      this.#pushValue(this.#flowEntry(code));
      code = this.#flowPeek();
    }
    this.#closeFlow();
    return new SequenceNode(this.#takeValues(base), this.source, true, this.base + offset);
  }

  /** An item of a list in brackets; `a: b` is a map of one key. */
  #flowEntry(code: number): Node {
    const { pos, line } = this;
    let key: Node;
    if (code === 63 /* ? */) {
      this.pos++;
      this.keyAllowed = false;
      const next = this.#flowPeek();
      if (next === 58 || next === 44 || next === 93) {
        // Go's library loses the token behind a `?` that names no key.
        this.pos++;
        key = this.#emptyScalar(this.pos);
      } else key = this.#flowNode(next);
      if (this.#flowPeek() !== 58) {
        return new MapNode(
          [this.#scalarKey(key, pos)],
          [this.#emptyScalar(this.pos)],
          this.source,
          true,
          this.base + pos,
        );
      }
    } else {
      key = this.#flowNode(code);
      if (!this.endsKey(pos, line)) return key;
    }
    this.pos++;
    this.keyAllowed = false;
    this.#aliases.decoded++;
    const next = this.#flowPeek();
    const value = next === 44 || next === 93 ? this.#emptyScalar(this.pos) : this.#flowNode(next);
    return new MapNode([this.#scalarKey(key, pos)], [value], this.source, true, this.base + pos);
  }

  #flowMap(): Node {
    const { pos: offset, line } = this;
    const base = this.#valueCount;
    const firstKeyAt = this.#keyCount;
    this.#openFlow();
    let code = this.#flowPeek();
    while (code !== 125 /* } */) {
      if (this.#keyCount > firstKeyAt) {
        if (code !== 44 /* , */) this.parseFault("did not find expected ',' or '}'", line);
        this.pos++;
        this.keyAllowed = true;
        code = this.#flowPeek();
        if (code === 125) break;
      }
      const { pos, line: keyLine } = this;
      let key: Node;
      let hasValue: boolean;
      if (code === 63 /* ? */) {
        this.pos++;
        this.keyAllowed = false;
        const next = this.#flowPeek();
        key = next === 58 || next === 44 || next === 125 ? this.#emptyScalar(this.pos) : this.#flowNode(next);
        hasValue = this.#flowPeek() === 58;
      } else {
        key = this.#flowNode(code);
        hasValue = this.endsKey(pos, keyLine);
      }
      this.#pushKey(this.#scalarKey(key, pos));
      if (hasValue) {
        this.pos++;
        this.keyAllowed = false;
        const next = this.#flowPeek();
        this.#pushValue(next === 44 || next === 125 ? this.#emptyScalar(this.pos) : this.#flowNode(next));
      } else this.#pushValue(this.#emptyScalar(this.pos));
      code = this.#flowPeek();
    }
    this.#closeFlow();
    return new MapNode(this.#takeKeys(firstKeyAt), this.#takeValues(base), this.source, true, this.base + offset);
  }

  #flowNode(first: number): Node {
    let code = first;
    let own: Properties | undefined;
    // The end of the text is a line of its own.
    const startLine = code === 0 && this.pos > this.lineStart ? this.line + 1 : this.line;
    if (code === 38 || code === 33) {
      own = this.#readProperties();
      code = this.#flowPeek();
    }
    switch (code) {
      case 0:
      case 33: // !
      case 38: // &
      case 44: // ,
      case 58: // :
      case 93: // ]
      case 125: // }
        break;
      case 37: // %
      case 64: // @
      case 96: // `
        return this.scanFault(NO_TOKEN);
      case 45:
      case 63: {
        const next = this.text.charCodeAt(this.pos + 1);
        if (code === 63 || isBlankOrEnd(next)) break;
        return this.#content(code, own, this.pos);
      }
      default:
        return this.#content(code, own, this.pos);
    }
    if (own !== undefined) return this.#emptyWith(own);
    return this.parseFault(NO_CONTENT, startLine);
  }

  /** A directive behind a document belongs to the next, but its faults show already. */
  #checkDirective(): void {
    const mark = this.#mark();
    this.#readDirective(false);
    this.#reset(mark);
  }

  /** A `%` line. Answers whether the version has been set. */
  #readDirective(versionSet: boolean): boolean {
    const { handle, prefix, version } = this.scanDirective();
    if (handle !== undefined) this.#handles = new Map([...this.#handles, [handle, prefix]]);
    else if (versionSet) this.parseFault("found duplicate %YAML directive", this.line);
    else if (version !== "1.1") this.parseFault("found incompatible YAML document", this.line);
    // The break ends the directive, and is none that allows a key.
    if (isBreak(this.text.charCodeAt(this.pos))) this.skipBreak();
    this.keyAllowed = false;
    return versionSet || handle === undefined;
  }
}

function shortTag(tag: string): Tag {
  return tag.startsWith("tag:yaml.org,2002:") ? `!!${tag.slice(18)}` : tag;
}
