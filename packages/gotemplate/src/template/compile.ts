import type { FunctionMap, GoFunction } from "../values/function.ts";
import { indirect, int, Int, isTrue, KeyedMap, itemsOf, entriesOf } from "../values/values.ts";
import { sortedEntries, sortedKeys } from "../values/order.ts";
import { formatPlain } from "../fmt/printer.ts";
import { quote } from "../fmt/quote.ts";
import { builtins } from "./builtins.ts";
import { ExpressionCompiler } from "./expressions.ts";
import type { Eval } from "./literals.ts";
import { isStackOverflow, LimitReached, limitReason } from "./limits.ts";
import type { ActionNode, BranchNode, Node, TemplateNode } from "./nodes.ts";
import { BLOCK_STACK, LIST_STACK, RANGE_STACK, TEMPLATE_STACK } from "./stack.ts";
import { printable } from "./printable.ts";
import type { Frame } from "./run.ts";

/** How a piece of a template ended: gone on, or out of the loop, or to its next round. */
const NEXT = 0;
const BREAK = 1;
const CONTINUE = 2;
type Signal = typeof NEXT | typeof BREAK | typeof CONTINUE;

/** A compiled piece of a template: writes to the run's output. */
export type Exec = (frame: Frame, dot: unknown) => Signal;

/** Compiles the body of a template to closures. */
export function compileBody(nodes: readonly Node[], functions: FunctionMap): Exec {
  const find = (name: string): GoFunction | undefined => functions.get(name) ?? builtins.get(name);
  return new BodyCompiler(new ExpressionCompiler(find)).list(nodes);
}

class BodyCompiler {
  readonly #expressions: ExpressionCompiler;

  constructor(expressions: ExpressionCompiler) {
    this.#expressions = expressions;
  }

  list(nodes: readonly Node[]): Exec {
    const parts = this.#expressions.stack.inside(LIST_STACK, () => nodes.map((node) => this.#node(node)));
    if (parts.length === 1) return parts[0]!;
    return (frame, dot) => {
      for (let i = 0; i < parts.length; i++) {
        const signal = parts[i]!(frame, dot);
        if (signal !== NEXT) return signal;
      }
      return NEXT;
    };
  }

  #node(node: Node): Exec {
    switch (node.kind) {
      case "text": {
        const { text } = node;
        return (frame) => {
          frame.run.write(text, frame);
          return NEXT;
        };
      }
      case "action":
        return this.#action(node);
      case "if":
        return this.#expressions.stack.inside(BLOCK_STACK, () => this.#if(node));
      case "with":
        return this.#expressions.stack.inside(BLOCK_STACK, () => this.#with(node));
      case "range":
        return this.#expressions.stack.inside(RANGE_STACK, () => this.#range(node));
      case "template":
        return this.#template(node);
      case "break":
        return () => BREAK;
      case "continue":
        return () => CONTINUE;
      default:
        throw new TypeError(`not a statement: ${node.kind}`);
    }
  }

  #action(node: ActionNode): Exec {
    const { pipe } = node;
    const evaluate = this.#expressions.single(pipe) ?? this.#expressions.pipe(pipe);
    if (node.pipe.declarations.length > 0) {
      return (frame, dot) => {
        frame.run.step(frame);
        evaluate(frame, dot);
        return NEXT;
      };
    }
    return (frame, dot) => {
      frame.run.step(frame);
      frame.node = pipe;
      const value = evaluate(frame, dot);
      if (typeof value === "string") frame.run.write(value, frame);
      else {
        frame.node = node;
        frame.run.write(printable(value, node, frame), frame);
      }
      return NEXT;
    };
  }

  #if(node: BranchNode): Exec {
    const condition = this.#expressions.pipe(node.pipe);
    const then = this.list(node.list);
    const otherwise = node.elseList ? this.list(node.elseList) : undefined;
    return (frame, dot) => {
      frame.run.step(frame);
      if (isTrue(condition(frame, dot))) return then(frame, dot);
      return otherwise ? otherwise(frame, dot) : NEXT;
    };
  }

  #with(node: BranchNode): Exec {
    const value = this.#expressions.pipe(node.pipe);
    const then = this.#expressions.withDot(false, () => this.list(node.list));
    const otherwise = node.elseList ? this.list(node.elseList) : undefined;
    return (frame, dot) => {
      frame.run.step(frame);
      const inner = value(frame, dot);
      if (isTrue(inner)) return then(frame, inner);
      return otherwise ? otherwise(frame, dot) : NEXT;
    };
  }

  #range(node: BranchNode): Exec {
    const value = this.#expressions.pipe(node.pipe);
    const { declarations } = node.pipe;
    this.#expressions.declareElements(node.pipe);
    const body = this.#expressions.withDot(true, () => this.list(node.list));
    const otherwise = node.elseList ? this.list(node.elseList) : undefined;
    const assign = assigner(node);
    const isPaired = declarations.length > 1;
    return (frame, dot) => {
      const { run } = frame;
      run.step(frame);
      frame.node = node;
      const ranged = indirect(value(frame, dot));
      const rounds = roundsOf(ranged, isPaired, frame);
      if (rounds.length === 0) return otherwise ? otherwise(frame, dot) : NEXT;
      const outer = frame.ranged;
      frame.ranged = ranged;
      for (let i = 0; i < rounds.length; i++) {
        run.step(frame);
        const item = rounds.item(i);
        assign(frame, rounds.key(i), item);
        if (body(frame, item) === BREAK) break;
      }
      frame.ranged = outer;
      return NEXT;
    };
  }

  #template(node: TemplateNode): Exec {
    const stack = this.#expressions.stack.bytes + BLOCK_STACK + TEMPLATE_STACK;
    const evaluate: Eval = node.pipe ? this.#expressions.pipe(node.pipe) : () => undefined;
    const { name } = node;
    return (frame: Frame, dot: unknown) => {
      const { run } = frame;
      run.step(frame);
      frame.node = node;
      const template = run.set.lookup(name);
      if (!template) frame.fail(`template ${quote(name)} not defined`);
      if (run.depth >= run.limits.depth) throw frame.error("limit", limitReason("depth", run.limits.depth));
      const inner = evaluate(frame, dot);
      run.depth++;
      try {
        run.enter(stack);
        template.run(run, inner);
      } catch (error) {
        // The stack ends before the limit; what is wrong is the same.
        if (!(error instanceof LimitReached || isStackOverflow(error))) throw error;
        frame.node = node;
        throw frame.error("limit", limitReason("depth", run.limits.depth), error);
      }
      run.depth--;
      run.stack -= stack;
      return NEXT;
    };
  }
}

type Assign = (frame: Frame, key: unknown, item: unknown) => void;

function assigner(node: BranchNode): Assign {
  const { declarations, isAssign } = node.pipe;
  const [first, second] = declarations;
  if (!first) return () => undefined;
  for (const { slot, name } of declarations) {
    if (isAssign && slot < 0) return (frame) => frame.fail(`undefined variable: ${name}`);
  }
  if (!second) {
    return (frame, _key, item) => {
      frame.vars[first.slot] = item;
    };
  }
  return (frame, key, item) => {
    frame.vars[first.slot] = key;
    frame.vars[second.slot] = item;
  };
}

/** What a `range` goes through. */
interface Rounds {
  readonly length: number;
  item(at: number): unknown;
  key(at: number): unknown;
}

const NO_ROUNDS: Rounds = { length: 0, item: () => undefined, key: () => undefined };

function roundsOf(ranged: unknown, isPaired: boolean, frame: Frame): Rounds {
  if (ranged === undefined || ranged === null) return NO_ROUNDS;
  const items = itemsOf(ranged);
  if (items) return { length: items.length, item: (at) => items[at], key: (at) => (isPaired ? int(at) : undefined) };
  const entries = entriesOf(ranged);
  if (entries) {
    // Keys and items are those of the start, whatever the body does to the map.
    const keys = sortedKeys(entries);
    const values = keys.map((key) => entries.get(key) ?? null);
    return { length: keys.length, item: (at) => values[at], key: (at) => keys[at] };
  }
  if (ranged instanceof KeyedMap) {
    const pairs = sortedEntries(ranged);
    return { length: pairs.length, item: (at) => pairs[at]![1], key: (at) => pairs[at]![0] };
  }
  if (ranged instanceof Int) {
    if (isPaired) frame.fail(`can't use ${formatPlain(ranged)} to iterate over more than one variable`);
    const { type, n } = ranged;
    return { length: n > 0n ? Number(n) : 0, item: (at) => new Int(type, BigInt(at)), key: () => undefined };
  }
  frame.fail(`range can't iterate over ${formatPlain(ranged)}`);
}
