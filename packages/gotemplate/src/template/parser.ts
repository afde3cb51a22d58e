import { quote } from "../fmt/quote.ts";
import { TemplateError } from "./errors.ts";
import { Lexer, tokenText, type Token, type TokenType } from "./lexer.ts";
import { nodeText } from "./nodes.ts";
import type { BranchNode, CommandNode, Node, Operand, PipeNode, TemplateNode, Tree, VariableNode } from "./nodes.ts";
import { parseNumber } from "./numbers.ts";
import { unquote } from "./unquote.ts";

/** `{{end}}` and `{{else}}`, which close a list. */
type Closing = "{{end}}" | "{{else}}";

const OPERAND_START: ReadonlySet<TokenType> = new Set([
  "bool",
  "charConstant",
  "complex",
  "dot",
  "field",
  "identifier",
  "number",
  "nil",
  "rawString",
  "string",
  "variable",
  "leftParen",
]);

/** Parentheses and blocks inside each other beyond this are refused, long before the stack of JS ends. */
const MAX_NESTING = 200;

/** The variables of one template while it is read: a name may be declared again in an inner block. */
class Scope {
  readonly names: string[] = ["$"];
  /** The place of each name in the frame: an assignment makes the name known once more, in the same place. */
  readonly slots: number[] = [0];
  /** Declared by the pipeline that is being read, which itself still sees the variables before. */
  readonly pending: number[] = [];
  /** Each declaration has a place of its own, so that one which is never reached is not mistaken for another. */
  count = 1;
  rangeDepth = 0;

  declare(name: string): number {
    this.pending.push(this.names.length);
    return this.#add(name, this.count++);
  }

  assign(name: string): number {
    return this.#add(name, this.find(name) ?? -1);
  }

  #add(name: string, slot: number): number {
    this.names.push(name);
    this.slots.push(slot);
    return slot;
  }

  /** Forgets what was declared after the first `count` names. */
  leave(count: number): void {
    this.names.length = count;
    this.slots.length = count;
  }

  /** The place of a variable; -1 for one without a place, undefined for one that nothing declares. */
  find(name: string): number | undefined {
    let at = this.names.lastIndexOf(name);
    if (at < 0) return undefined;
    while (at >= 0 && this.pending.includes(at)) at = at === 0 ? -1 : this.names.lastIndexOf(name, at - 1);
    return at < 0 ? -1 : this.slots[at];
  }
}

/**
 * Parses one file: the template that is the file itself first, then those that it defines. Names of functions must be
 * known to `hasFunction`.
 */
export function parse(fileName: string, source: string, hasFunction: (name: string) => boolean): Tree[] {
  return new Parser(fileName, source, hasFunction).parseFile();
}

/** Whether a template has nothing but white space in it; such a one never takes the place of another. */
export function isEmptyTree(nodes: readonly Node[]): boolean {
  return nodes.every((node) => node.kind === "text" && /^[\s\u0085\u00a0]*$/.test(node.text));
}

class Parser {
  readonly #fileName: string;
  readonly #source: string;
  readonly #hasFunction: (name: string) => boolean;
  readonly #lexer: Lexer;
  readonly #trees = new Map<string, Tree>();
  #scope = new Scope();
  /** Tokens that were put back, the next one last. */
  #back: Token[] = [];
  /** The token that was cut last: errors are on its line, however far back what they complain of is. */
  #last: Token | undefined;
  #actionLine = 0;
  #nesting = 0;

  constructor(fileName: string, source: string, hasFunction: (name: string) => boolean) {
    this.#fileName = fileName;
    this.#source = source;
    this.#hasFunction = hasFunction;
    this.#lexer = new Lexer(source);
  }

  parseFile(): Tree[] {
    const nodes: Node[] = [];
    while (this.#peek().type !== "eof") {
      if (this.#peek().type === "leftDelim") {
        const delim = this.#next();
        const after = this.#nextNonSpace();
        if (after.type === "keyword" && after.text === "define") {
          this.#definition();
          continue;
        }
        this.#backup(after, delim);
      }
      const node = this.#textOrAction();
      if (typeof node === "string") this.#fail(`unexpected ${node}`);
      nodes.push(node);
    }
    this.#add(this.#fileName, nodes, this.#scope.count);
    const own = this.#trees.get(this.#fileName);
    this.#trees.delete(this.#fileName);
    return own ? [own, ...this.#trees.values()] : [...this.#trees.values()];
  }

  #add(name: string, nodes: readonly Node[], slots: number): void {
    const known = this.#trees.get(name);
    const tree: Tree = { name, fileName: this.#fileName, source: this.#source, nodes, slots };
    if (!known || isEmptyTree(known.nodes)) this.#trees.set(name, tree);
    else if (!isEmptyTree(nodes)) this.#fail(`template: multiple definition of template ${quote(name)}`);
  }

  // Tokens

  #next(): Token {
    return this.#back.pop() ?? (this.#last = this.#lexer.next());
  }

  #backup(...tokens: Token[]): void {
    this.#back.push(...tokens);
  }

  #peek(): Token {
    const token = this.#next();
    this.#back.push(token);
    return token;
  }

  #nextNonSpace(): Token {
    for (;;) {
      const token = this.#next();
      if (token.type !== "space") return token;
    }
  }

  #peekNonSpace(): Token {
    const token = this.#nextNonSpace();
    this.#back.push(token);
    return token;
  }

  #expect(type: TokenType, context: string): Token {
    const token = this.#nextNonSpace();
    if (token.type !== type) this.#unexpected(token, context);
    return token;
  }

  #unexpected(token: Token, context: string): never {
    if (token.type === "error") {
      let extra = "";
      if (this.#actionLine !== 0 && this.#actionLine !== token.line) {
        extra = ` in action started at ${this.#fileName}:${this.#actionLine}`;
        if (token.text.endsWith(" action")) extra = extra.slice(" in action".length);
      }
      this.#fail(tokenText(token) + extra);
    }
    this.#fail(`unexpected ${tokenText(token)} in ${context}`);
  }

  #fail(reason: string): never {
    const line = this.#last?.line ?? 1;
    const message = `template: ${this.#fileName}:${line}: ${reason}`;
    throw new TemplateError("parse", message, { file: this.#fileName, line }, reason);
  }

  /** Runs a part of the grammar that can contain itself. */
  #nested<T>(part: () => T): T {
    if (++this.#nesting > MAX_NESTING) this.#fail(`nested too deeply: more than ${MAX_NESTING} levels`);
    const result = part();
    this.#nesting--;
    return result;
  }

  // Lists and actions

  #definition(): void {
    const context = "define clause";
    const token = this.#nextNonSpace();
    const name = this.#templateName(token, context);
    this.#expect("rightDelim", context);
    this.#body(name, context);
  }

  /** The body of `define` and `block`, which has variables of its own. */
  #body(name: string, context: string): void {
    const outer = this.#scope;
    this.#scope = new Scope();
    const { nodes, closing } = this.#itemList();
    if (closing !== "{{end}}") this.#fail(`unexpected ${closing} in ${context}`);
    this.#add(name, nodes, this.#scope.count);
    this.#scope = outer;
  }

  #itemList(): { nodes: Node[]; closing: Closing } {
    return this.#nested(() => {
      const nodes: Node[] = [];
      while (this.#peekNonSpace().type !== "eof") {
        const node = this.#textOrAction();
        if (typeof node === "string") return { nodes, closing: node };
        nodes.push(node);
      }
      this.#fail("unexpected EOF");
    });
  }

  #textOrAction(): Node | Closing {
    const token = this.#nextNonSpace();
    if (token.type === "text") return { kind: "text", pos: token.pos, text: token.text };
    if (token.type !== "leftDelim") this.#unexpected(token, "input");
    this.#actionLine = token.line;
    const node = this.#action();
    this.#actionLine = 0;
    return node;
  }

  #action(): Node | Closing {
    const token = this.#nextNonSpace();
    if (token.type === "keyword") {
      switch (token.text) {
        case "block":
          return this.#block();
        case "break":
        case "continue":
          return this.#jump(token, token.text);
        case "else":
          return this.#else();
        case "end":
          this.#expect("rightDelim", "end");
          return "{{end}}";
        case "if":
        case "range":
        case "with":
          return this.#branch(token.text);
        case "template":
          return this.#template();
        default:
      }
    }
    this.#backup(token);
    const first = this.#peek();
    return { kind: "action", pos: first.pos, pipe: this.#pipeline("command", "rightDelim") };
  }

  #jump(token: Token, kind: "break" | "continue"): Node {
    const after = this.#nextNonSpace();
    if (after.type !== "rightDelim") this.#unexpected(after, `{{${kind}}}`);
    if (this.#scope.rangeDepth === 0) this.#fail(`{{${kind}}} outside {{range}}`);
    return { kind, pos: token.pos };
  }

  #else(): Closing {
    const token = this.#peekNonSpace();
    // `{{else if …` and `{{else with …` are read by what they belong to.
    if (token.type === "keyword" && (token.text === "if" || token.text === "with")) return "{{else}}";
    this.#expect("rightDelim", "else");
    return "{{else}}";
  }

  #branch(kind: BranchNode["kind"]): BranchNode {
    const declared = this.#scope.names.length;
    const pipe = this.#pipeline(kind, "rightDelim");
    if (kind === "range") this.#scope.rangeDepth++;
    const { nodes: list, closing } = this.#itemList();
    if (kind === "range") this.#scope.rangeDepth--;
    const elseList = closing === "{{else}}" ? this.#elseList(kind) : undefined;
    this.#scope.leave(declared);
    return { kind, pos: pipe.pos, pipe, list, elseList };
  }

  #elseList(kind: BranchNode["kind"]): Node[] {
    const token = this.#peek();
    if (kind !== "range" && token.type === "keyword" && token.text === kind) {
      this.#next();
      return [this.#nested(() => this.#branch(kind))];
    }
    const { nodes, closing } = this.#itemList();
    if (closing !== "{{end}}") this.#fail(`expected end; found ${closing}`);
    return nodes;
  }

  #block(): TemplateNode {
    const context = "block clause";
    const token = this.#nextNonSpace();
    const name = this.#templateName(token, context);
    const pipe = this.#pipeline(context, "rightDelim");
    this.#nested(() => this.#body(name, context));
    return { kind: "template", pos: token.pos, name, pipe };
  }

  #template(): TemplateNode {
    const context = "template clause";
    const token = this.#nextNonSpace();
    const name = this.#templateName(token, context);
    const after = this.#nextNonSpace();
    if (after.type === "rightDelim") return { kind: "template", pos: token.pos, name, pipe: undefined };
    this.#backup(after);
    return { kind: "template", pos: token.pos, name, pipe: this.#pipeline(context, "rightDelim") };
  }

  #templateName(token: Token, context: string): string {
    if (token.type !== "string" && token.type !== "rawString") this.#unexpected(token, context);
    return this.#unquoted(token);
  }

  #unquoted(token: Token): string {
    const text = unquote(token.text);
    if (text === undefined) this.#fail("invalid syntax");
    return text;
  }

  // Pipelines

  #pipeline(context: string, end: TokenType): PipeNode {
    return this.#nested(() => {
      const { pos } = this.#peekNonSpace();
      const pending = this.#scope.pending.length;
      const { declarations, isAssign } = this.#declarations(context);
      const commands: CommandNode[] = [];
      for (;;) {
        const token = this.#nextNonSpace();
        if (token.type === end) break;
        if (!OPERAND_START.has(token.type)) this.#unexpected(token, context);
        this.#backup(token);
        commands.push(this.#command());
      }
      this.#checkPipeline(commands, context);
      this.#scope.pending.length = pending;
      return { kind: "pipe", pos, isAssign, declarations, commands };
    });
  }

  #declarations(context: string): { declarations: VariableNode[]; isAssign: boolean } {
    const declarations: VariableNode[] = [];
    for (;;) {
      const variable = this.#peekNonSpace();
      if (variable.type !== "variable") return { declarations, isAssign: false };
      this.#next();
      // A space after the variable tells an argument from what follows: it has to be put back too.
      const adjacent = this.#peek();
      const next = this.#peekNonSpace();
      if (next.type === "assign" || next.type === "declare") {
        this.#nextNonSpace();
        const isAssign = next.type === "assign";
        declarations.push(this.#declared(variable, isAssign));
        return { declarations: isAssign ? this.#assigned(declarations) : declarations, isAssign };
      }
      if (next.type === "char" && next.text === ",") {
        this.#nextNonSpace();
        declarations.push(this.#declared(variable, false));
        if (context !== "range" || declarations.length >= 2) this.#fail(`too many declarations in ${context}`);
        const after = this.#peekNonSpace();
        if (after.type !== "variable" && after.type !== "rightDelim" && after.type !== "rightParen") {
          this.#fail("range can only initialize variables");
        }
        continue;
      }
      if (adjacent.type === "space") this.#backup(adjacent, variable);
      else this.#backup(variable);
      return { declarations, isAssign: false };
    }
  }

  #declared(token: Token, isAssign: boolean): VariableNode {
    const slot = isAssign ? this.#scope.assign(token.text) : this.#scope.declare(token.text);
    return { kind: "variable", pos: token.pos, name: token.text, slot, names: [] };
  }

  /** `$a, $b = …`: the first was taken for a declaration before the `=` was seen. */
  #assigned(declarations: VariableNode[]): VariableNode[] {
    if (declarations.length < 2) return declarations;
    const [first, second] = declarations as [VariableNode, VariableNode];
    const slot = this.#scope.find(first.name) ?? -1;
    return [{ ...first, slot }, second];
  }

  #checkPipeline(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) this.#fail(`missing value for ${context}`);
    commands.slice(1).forEach((command, at) => {
      const { kind } = command.args[0]!;
      if (kind === "bool" || kind === "dot" || kind === "nil" || kind === "number" || kind === "string") {
        this.#fail(`non executable command in pipeline stage ${at + 2}`);
      }
    });
  }

  #command(): CommandNode {
    const { pos } = this.#peekNonSpace();
    const args: Operand[] = [];
    for (;;) {
      this.#peekNonSpace();
      const operand = this.#operand();
      if (operand) args.push(operand);
      const token = this.#next();
      if (token.type === "space") continue;
      if (token.type === "rightDelim" || token.type === "rightParen") this.#backup(token);
      else if (token.type !== "pipe") this.#unexpected(token, "operand");
      break;
    }
    if (args.length === 0) this.#fail("empty command");
    return { kind: "command", pos, args };
  }

  #operand(): Operand | undefined {
    const node = this.#term();
    if (!node) return undefined;
    const { pos, type } = this.#peek();
    if (type !== "field") return node;
    const names: string[] = [];
    while (this.#peek().type === "field") names.push(this.#next().text.slice(1));
    switch (node.kind) {
      case "field":
      case "variable":
        return { ...node, pos, names: [...node.names, ...names] };
      case "bool":
      case "string":
      case "number":
      case "nil":
      case "dot":
        this.#fail(`unexpected . after term ${quote(nodeText(node))}`);
      // `#fail` never returns.
      case "identifier":
      case "chain":
      case "pipe":
        return { kind: "chain", pos, node, names };
    }
  }

  #term(): Operand | undefined {
    const token = this.#nextNonSpace();
    const { pos, text } = token;
    switch (token.type) {
      case "identifier":
        if (!this.#hasFunction(text)) this.#fail(`function ${quote(text)} not defined`);
        return { kind: "identifier", pos, name: text };
      case "dot":
        return { kind: "dot", pos };
      case "nil":
        return { kind: "nil", pos };
      case "variable":
        return this.#variable(token);
      case "field":
        return { kind: "field", pos, names: [text.slice(1)] };
      case "bool":
        return { kind: "bool", pos, value: text === "true" };
      case "charConstant":
      case "complex":
      case "number": {
        const constant = parseNumber(text);
        if ("error" in constant) this.#fail(constant.error);
        return { kind: "number", pos, text, constant };
      }
      case "leftParen":
        return this.#pipeline("parenthesized pipeline", "rightParen");
      case "string":
      case "rawString":
        return { kind: "string", pos, quoted: text, text: this.#unquoted(token) };
      default:
        this.#backup(token);
        return undefined;
    }
  }

  #variable(token: Token): VariableNode {
    const slot = this.#scope.find(token.text);
    if (slot === undefined) this.#fail(`undefined variable ${quote(token.text)}`);
    return { kind: "variable", pos: token.pos, name: token.text, slot, names: [] };
  }
}
