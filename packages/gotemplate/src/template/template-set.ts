import type { FunctionMap } from "../values/function.ts";
import { builtins } from "./builtins.ts";
import { compileBody, type Exec } from "./compile.ts";
import { TemplateError } from "./errors.ts";
import { DEFAULT_LIMITS, isStackOverflow, LimitReached, limitReason, type Limits } from "./limits.ts";
import type { Tree } from "./nodes.ts";
import { isEmptyTree, parse } from "./parser.ts";
import { Frame, Run, type RunOptions } from "./run.ts";
import { quote } from "../fmt/quote.ts";

/** A template ready to run; it can run any number of times, in any set. */
export class CompiledTemplate {
  readonly tree: Tree;
  readonly #functions: FunctionMap;
  #body: Exec | undefined;

  constructor(tree: Tree, functions: FunctionMap) {
    this.tree = tree;
    this.#functions = functions;
  }

  run(run: Run, dot: unknown): void {
    this.#body ??= compileBody(this.tree.nodes, this.#functions);
    this.#body(new Frame(run, this, dot), dot);
  }
}

/** The templates of one file, parsed and compiled: to be added to any number of sets. */
export interface ParsedFile {
  readonly name: string;
  readonly templates: readonly CompiledTemplate[];
}

/** Parses a file. Throws a `TemplateError` with the code `parse`. */
export function parseFile(name: string, source: string, functions: FunctionMap): ParsedFile {
  const trees = parse(name, source, (used) => functions.has(used) || builtins.has(used));
  return { name, templates: trees.map((tree) => new CompiledTemplate(tree, functions)) };
}

/**
 * Templates that know each other by name.
 *
 * A later definition takes the place of an earlier one, unless it is empty. `overlay` gives a set that sees this one
 * below its own templates, in no time: additions to it do not show here.
 */
export class TemplateSet {
  readonly name: string;
  readonly #below: TemplateSet | undefined;
  readonly #templates = new Map<string, CompiledTemplate>();

  constructor(name = "", below?: TemplateSet) {
    this.name = name;
    this.#below = below;
  }

  overlay(name: string = this.name): TemplateSet {
    return new TemplateSet(name, this);
  }

  add(file: ParsedFile): void {
    for (const template of file.templates) {
      const { name, nodes } = template.tree;
      if (this.lookup(name) && isEmptyTree(nodes)) continue;
      this.#templates.set(name, template);
    }
  }

  lookup(name: string): CompiledTemplate | undefined {
    return this.#templates.get(name) ?? this.#below?.lookup(name);
  }

  /** The names of all templates, sorted by nothing: in the order of their definition. */
  names(): string[] {
    return [...new Set([...(this.#below?.names() ?? []), ...this.#templates.keys()])];
  }
}

/** Runs the template `name` with `data` as its dot and returns its output. Throws a `TemplateError`. */
export function execute(set: TemplateSet, name: string, data: unknown, options: RunOptions = {}): string {
  const run = new Run(set, { ...DEFAULT_LIMITS, ...options.limits }, options);
  const template = set.lookup(name);
  if (!template) {
    const reason = `no template ${quote(name)} associated with template ${quote(set.name)}`;
    throw new TemplateError("execute", `template: ${reason}`, { file: name, line: 1 }, reason);
  }
  try {
    template.run(run, data ?? undefined);
    return run.out.join("");
  } catch (error) {
    throw beyondFrames(error, template.tree, run.limits) ?? error;
  }
}

/** Limits that were reached outside of any frame; and those of JavaScript: the stack, and the longest string. */
function beyondFrames(error: unknown, { name, fileName }: Tree, limits: Limits): TemplateError | undefined {
  const isStack = isStackOverflow(error);
  if (error instanceof LimitReached)
    return new TemplateError(
      "limit",
      `template: ${name}: ${limitReason(error.limit, limits[error.limit])}`,
      { file: fileName, line: 1 },
      limitReason(error.limit, limits[error.limit]),
    );
  if (!isStack && !(error instanceof RangeError && error.message.startsWith("Invalid "))) return undefined;
  const reason = isStack
    ? "templates or values are nested too deeply for the stack of this thread (give it a larger one)"
    : "a value is too large";
  const place = { file: fileName, line: 1 };
  return new TemplateError("limit", `template: ${name}: ${reason}`, place, reason, undefined, { cause: error });
}
