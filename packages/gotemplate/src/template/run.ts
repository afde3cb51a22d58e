import { quote } from "../fmt/quote.ts";
import type { CallContext } from "../values/function.ts";
import { byteLength } from "../values/text.ts";
import { GoError } from "../values/values.ts";
import { TemplateError, type TemplatePlace } from "./errors.ts";
import { LimitReached, limitReason, type Limits } from "./limits.ts";
import { nodeText, type Node, type Tree } from "./nodes.ts";
import { INCLUDE_STACK } from "./stack.ts";
import type { CompiledTemplate, TemplateSet } from "./template-set.ts";

/** What a missing key of a map is: no value, the zero value of the map's elements, or an error. */
export type MissingKey = "default" | "zero" | "error";

/** What the caller of `execute` decides. */
export interface RunOptions {
  readonly missingKey?: MissingKey;
  readonly limits?: Partial<Limits>;
  /** Asked now and then; a text ends the run with that reason. */
  readonly stop?: () => string | undefined;
  /** For the functions: `CallContext.host`. */
  readonly host?: unknown;
}

/** How many steps there are between two questions whether to stop. */
const STEPS_PER_QUESTION = 4096;

/** One call of `execute`, with all that it includes. */
export class Run implements CallContext {
  readonly limits: Limits;
  readonly missingKey: MissingKey;
  readonly host: unknown;
  readonly #stop: (() => string | undefined) | undefined;
  set: TemplateSet;
  out: string[] = [];
  written = 0;
  steps = 0;
  made = 0;
  depth = 0;
  /** Bytes of the stack of JavaScript that the running templates take. */
  stack = 0;

  constructor(set: TemplateSet, limits: Limits, options: RunOptions) {
    this.set = set;
    this.limits = limits;
    this.missingKey = options.missingKey ?? "default";
    this.host = options.host;
    this.#stop = options.stop;
  }

  /** Takes a piece of the stack. */
  enter(bytes: number): void {
    this.stack += bytes;
    if (this.stack > this.limits.stack * 1024) throw new LimitReached("stack");
  }

  /** Counts a step. */
  step(frame: Frame): void {
    if (++this.steps % STEPS_PER_QUESTION === 0) this.#question(frame);
  }

  #question(frame: Frame): void {
    if (this.steps > this.limits.steps) frame.failLimit("steps");
    const reason = this.#stop?.();
    if (reason !== undefined) throw frame.error("stopped", reason);
  }

  /** Counts what a function made. */
  account(size: number, frame: Frame): void {
    this.made += size;
    if (this.made > this.limits.memory) frame.failLimit("memory");
  }

  write(text: string, frame: Frame): void {
    this.out.push(text);
    this.written += text.length;
    if (this.written > this.limits.output) frame.failLimit("output");
  }

  execute(name: string, data: unknown): string {
    return this.executeIn(this.set, name, data);
  }

  executeIn(set: unknown, name: string, data: unknown): string {
    const outerSet = this.set;
    const outerOut = this.out;
    const outerWritten = this.written;
    const outerDepth = this.depth;
    const outerStack = this.stack;
    this.set = set as TemplateSet;
    this.out = [];
    this.depth = 0;
    try {
      this.enter(INCLUDE_STACK);
      const template = this.set.lookup(name);
      if (!template) {
        throw new GoError(`template: no template ${quote(name)} associated with template ${quote(outerSet.name)}`);
      }
      // A nil that came out of a map is no value as the dot of a template.
      template.run(this, data ?? undefined);
      return this.out.join("");
    } finally {
      this.set = outerSet;
      this.out = outerOut;
      this.written = outerWritten;
      this.depth = outerDepth;
      this.stack = outerStack;
    }
  }
}

/** The run of one template: its variables, and where it is. */
export class Frame {
  readonly run: Run;
  readonly template: CompiledTemplate;
  readonly vars: unknown[];
  /** The node that an error would be about. */
  node: Node | undefined;
  /** What the innermost `range` ranges over, for the types that errors name. */
  ranged: unknown;

  constructor(run: Run, template: CompiledTemplate, dot: unknown) {
    this.run = run;
    this.template = template;
    this.vars = new Array<unknown>(template.tree.slots);
    this.vars[0] = dot;
  }

  /** An error at the current node, in Go's words. */
  error(code: TemplateError["code"], reason: string, cause?: unknown): TemplateError {
    const { tree } = this.template;
    const options = cause === undefined ? {} : { cause };
    if (!this.node) {
      const message = `template: ${tree.name}: ${reason}`;
      return new TemplateError(code, message, { file: tree.fileName, line: 1 }, reason, undefined, options);
    }
    const place = placeOf(tree, this.node);
    const text = nodeText(this.node);
    const where = `${tree.fileName}:${place.line}:${place.column}`;
    const message = `template: ${where}: executing ${quote(tree.name)} at <${text}>: ${reason}`;
    return new TemplateError(code, message, place, reason, { template: tree.name, node: text }, options);
  }

  fail(reason: string): never {
    throw this.error("execute", reason);
  }

  failLimit(limit: keyof Limits): never {
    throw this.error("limit", limitReason(limit, this.run.limits[limit]));
  }
}

function placeOf(tree: Tree, node: Node): TemplatePlace & { column: number } {
  const before = tree.source.slice(0, node.pos);
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    file: tree.fileName,
    line: before.split("\n").length,
    column: byteLength(before.slice(lineStart)),
  };
}
