import type { GoFunction } from "../values/function.ts";
import { anyType, canBeNil, stringType, valueType, type GoType, type Method } from "../values/types.ts";
import { isTrue, zeroOf } from "../values/values.ts";
import { fit, needsConversion, toNative } from "./arguments.ts";
import { AND, CALL, OR } from "./builtins.ts";
import { account, callError } from "./calls.ts";
import { elementTypeName, entryTypeName, lookUpField } from "./fields.ts";
import {
  nodeText,
  type ChainNode,
  type CommandNode,
  type FieldNode,
  type IdentifierNode,
  type Node,
  type Operand,
  type PipeNode,
  type VariableNode,
} from "./nodes.ts";
import { constant, failHere, failing, idealNumber, literalOf, type Eval, type Stage } from "./literals.ts";
import type { Frame } from "./run.ts";
import { CALL_STACK, PIPELINE_STACK, StackPath } from "./stack.ts";

/** The type by which a value is known, where that is not its own. */
type StaticType = (frame: Frame) => string | undefined;

const ownType: StaticType = () => undefined;
const elementType: StaticType = (frame) => elementTypeName(frame.ranged);

/** Compiles pipelines. What a template may do wrong while it runs fails when it runs, as in Go. */
export class ExpressionCompiler {
  readonly #find: (name: string) => GoFunction | undefined;
  #dotIsElement = false;
  /** What is on the stack when what is being compiled runs. */
  readonly stack: StackPath = new StackPath();
  readonly #elementSlots = new Set<number>();

  constructor(find: (name: string) => GoFunction | undefined) {
    this.#find = find;
  }

  /** Compiles with a dot that is, or is not, an item of a `range`. */
  withDot<T>(isElement: boolean, compile: () => T): T {
    const outer = this.#dotIsElement;
    this.#dotIsElement = isElement;
    const result = compile();
    this.#dotIsElement = outer;
    return result;
  }

  /** The variables of a `range` hold items, which are known by the type of the list. */
  declareElements(pipe: PipeNode): void {
    const last = pipe.declarations.at(-1);
    if (last && !pipe.isAssign) this.#elementSlots.add(last.slot);
  }

  /** A whole pipeline; what it gives is no longer hidden in an interface, so nil is no value. */
  pipe(pipe: PipeNode): Eval {
    const stages = this.stack.inside(PIPELINE_STACK, () =>
      pipe.commands.map((command, at) => this.#command(command, at > 0)),
    );
    const evaluate = chainStages(pipe, stages);
    if (pipe.declarations.length === 0) return evaluate;
    for (const { slot } of pipe.declarations) if (!pipe.isAssign) this.#elementSlots.delete(slot);
    const slots = pipe.declarations.map(({ slot }) => slot);
    const undeclared = pipe.declarations.find(({ slot }) => slot < 0);
    return (frame, dot) => {
      const value = evaluate(frame, dot);
      if (undeclared) frame.fail(`undefined variable: ${undeclared.name}`);
      for (const slot of slots) frame.vars[slot] = value;
      return value;
    };
  }

  /**
   * A pipeline of one command that declares nothing, without the check for nil: one call less on the stack. Undefined
   * for other pipelines.
   */
  single(pipe: PipeNode): Eval | undefined {
    const [command, second] = pipe.commands;
    return second || !command || pipe.declarations.length > 0 ? undefined : (this.#command(command, false) as Eval);
  }

  #command(command: CommandNode, hasFinal: boolean): Stage {
    const [first, ...rest] = command.args as [Operand, ...Operand[]];
    switch (first.kind) {
      case "field":
        return this.#field(first, rest, hasFinal);
      case "variable":
        return this.#variable(first, rest, hasFinal);
      case "chain":
        return this.#chain(first, rest, hasFinal);
      case "identifier":
        return this.#function(first, command, rest, hasFinal);
      default:
    }
    if (rest.length > 0 || hasFinal) {
      const reason = `can't give argument to non-function ${nodeText(first)}`;
      // Go notes the place of anything but a pipeline in parentheses.
      return first.kind === "pipe" ? failHere(reason) : failing(first, reason);
    }
    switch (first.kind) {
      case "pipe":
        return this.pipe(first);
      case "dot":
        return (_frame, dot) => dot;
      case "nil":
        return failing(first, "nil is not a command");
      case "bool":
        return constant(first, first.value);
      case "string":
        return constant(first, first.text);
      case "number":
        return idealNumber(first);
    }
  }

  /** An operand that stands where a value of any type will do. */
  #operand(node: Operand): Eval {
    switch (node.kind) {
      case "nil":
        return () => undefined;
      case "field":
        return this.#field(node, [], false) as Eval;
      case "variable":
        return this.#variable(node, [], false) as Eval;
      case "chain":
        return this.#chain(node, [], false) as Eval;
      case "identifier":
        return this.#function(node, node, [], false) as Eval;
      case "pipe":
        return this.pipe(node);
      case "dot":
        return (_frame, dot) => dot;
      case "bool":
        return constant(node, node.value);
      case "string":
        return constant(node, node.text);
      case "number":
        return idealNumber(node);
    }
  }

  // Fields

  #field(node: FieldNode, args: readonly Operand[], hasFinal: boolean): Stage {
    const staticType = this.#dotIsElement ? elementType : ownType;
    return this.#path((_frame, dot) => dot, node, node.names, staticType, args, hasFinal);
  }

  #variable(node: VariableNode, args: readonly Operand[], hasFinal: boolean): Stage {
    const { slot, name } = node;
    if (node.names.length > 0) {
      const staticType = this.#elementSlots.has(slot) ? elementType : ownType;
      return this.#path(
        (frame) => frame.vars[slot] ?? undeclaredOr(frame, slot, name),
        node,
        node.names,
        staticType,
        args,
        hasFinal,
      );
    }
    if (args.length > 0 || hasFinal) return failing(node, `can't give argument to non-function ${name}`);
    return (frame) => {
      frame.node = node;
      const value = frame.vars[slot];
      return value === undefined ? undeclaredOr(frame, slot, name) : value;
    };
  }

  #chain(node: ChainNode, args: readonly Operand[], hasFinal: boolean): Stage {
    if (node.node.kind === "nil") return failing(node, `indirection through explicit nil in ${nodeText(node)}`);
    const inner = this.#operand(node.node);
    const receiver: Eval = (frame, dot) => {
      frame.node = node.node;
      return inner(frame, dot);
    };
    return this.#path(receiver, node, node.names, ownType, args, hasFinal);
  }

  #path(
    receiver: Eval,
    node: Node,
    names: readonly string[],
    staticType: StaticType,
    args: readonly Operand[],
    hasFinal: boolean,
  ): Stage {
    const last = names.length - 1;
    const hasArguments = args.length > 0 || hasFinal;
    const call = this.#methodCaller(node, args, hasFinal);
    return (frame, dot, final) => {
      frame.node = node;
      let value = receiver(frame, dot);
      let container: unknown;
      for (let i = 0; i <= last; i++) {
        const name = names[i]!;
        if (value instanceof Map && (i < last || !hasArguments)) {
          const next: unknown = value.get(name);
          if (next !== undefined) {
            container = value;
            value = next;
            continue;
          }
        }
        const known = i === 0 ? staticType(frame) : entryTypeName(container, names[i - 1]!);
        const found = lookUpField(value, name, known, i === last && hasArguments, frame);
        container = value;
        if ("method" in found) {
          value =
            i === last
              ? call(frame, dot, final, found.method, found.receiver, name)
              : callPlain(frame, node, found.method, found.receiver, name);
        } else value = found.value;
      }
      return value;
    };
  }

  #methodCaller(
    node: Node,
    args: readonly Operand[],
    hasFinal: boolean,
  ): (frame: Frame, dot: unknown, final: unknown, method: Method, receiver: unknown, name: string) => unknown {
    let known: { method: Method; stage: (receiver: unknown) => Stage } | undefined;
    return (frame, dot, final, method, receiver, name) => {
      if (known?.method !== method) {
        const bound = (target: unknown): Stage => {
          const call = (...values: never[]): unknown => method.call(target as never, ...values);
          const bare: GoFunction = {
            params: method.params,
            variadic: method.variadic ?? false,
            contextual: false,
            call,
          };
          return this.#call(bare, name, undefined, node, args, hasFinal);
        };
        known = { method, stage: bound };
      }
      return known.stage(receiver)(frame, dot, final);
    };
  }

  // Functions

  #function(node: IdentifierNode, command: Node, args: readonly Operand[], hasFinal: boolean): Stage {
    const { name } = node;
    const func = this.#find(name);
    if (!func) return failing(node, `${JSON.stringify(name)} is not a defined function`);
    return this.#call(func, name, node, command, args, hasFinal);
  }

  /** A call: `named` is the node, if any, that is current before the arguments are, `node` the one that a failure is at. */
  #call(
    func: GoFunction,
    name: string,
    named: Node | undefined,
    node: Node,
    args: readonly Operand[],
    hasFinal: boolean,
  ): Stage {
    const { params, variadic, contextual } = func;
    const given = args.length + (hasFinal ? 1 : 0);
    const fixed = variadic ? params.length - 1 : params.length;
    if (variadic ? given < fixed : given !== fixed) {
      const wanted = variadic ? `at least ${fixed}` : String(fixed);
      const reason = `wrong number of args for ${name}: want ${wanted} got ${given}`;
      return named ? failing(named, reason) : failHere(reason);
    }
    if (func === AND || func === OR) return this.#logic(func === OR, node, args, hasFinal);
    const typeAt = (at: number): GoType => (variadic && at >= fixed ? params[fixed]! : params[at]!);
    const stack = this.stack.bytes + CALL_STACK;
    const evals = this.stack.inside(CALL_STACK, () => args.map((arg, at) => this.#argument(arg, typeAt(at))));
    const fitFinal = hasFinal ? fitter(typeAt(given - 1)) : undefined;
    const callee = func === CALL ? [nodeText(args[0] ?? node)] : [];
    const call = func.call as (...values: unknown[]) => unknown;
    // All in one closure: templates that include themselves are limited by how deep the stack of JS is.
    return (frame, dot, final) => {
      if (named) frame.node = named;
      const values: unknown[] = contextual ? [frame.run] : [...callee];
      for (let i = 0; i < evals.length; i++) values.push(evals[i]!(frame, dot));
      if (fitFinal) values.push(fitFinal(final, frame));
      frame.run.step(frame);
      let result: unknown;
      try {
        if (contextual) frame.run.enter(stack);
        result = call(...values);
        if (contextual) frame.run.stack -= stack;
      } catch (error) {
        throw callError(error, name, node, frame);
      }
      account(result, frame);
      return result;
    };
  }

  /** `and` and `or` look at no more arguments than they need. */
  #logic(isOr: boolean, named: Node, args: readonly Operand[], hasFinal: boolean): Stage {
    const evals = args.map((arg) => this.#argument(arg, valueType));
    return (frame, dot, final) => {
      frame.node = named;
      let value: unknown;
      for (const evaluate of evals) {
        value = evaluate(frame, dot);
        if (isTrue(value) === isOr) return value;
      }
      return hasFinal ? final : value;
    };
  }

  /** An argument for a parameter of the given type, in the form in which functions take it. */
  #argument(node: Operand, type: GoType): Eval {
    const converts = needsConversion(type);
    switch (node.kind) {
      case "nil": {
        if (!canBeNil(type)) return failing(node, `cannot assign nil to ${type.name}`) as Eval;
        const zero = toNative(zeroOf(type), type);
        return (frame) => {
          frame.node = node;
          return zero;
        };
      }
      case "dot":
      case "field":
      case "variable":
      case "pipe":
      case "identifier":
      case "chain": {
        const evaluate = this.#operand(node);
        const fitted = fitter(type);
        return (frame, dot) => {
          frame.node = node;
          return fitted(evaluate(frame, dot), frame);
        };
      }
      default:
    }
    const literal = literalOf(node, type);
    if (typeof literal === "function") return literal as Eval;
    const value = converts ? toNative(literal, type) : literal;
    return (frame) => {
      frame.node = node;
      return value;
    };
  }
}

function chainStages(pipe: PipeNode, stages: readonly Stage[]): Eval {
  const [first] = stages as [Stage];
  if (stages.length === 1) {
    return (frame, dot) => {
      frame.node = pipe;
      const value = first(frame, dot, undefined);
      return value === null ? undefined : value;
    };
  }
  return (frame, dot) => {
    frame.node = pipe;
    let value: unknown = undefined;
    for (let i = 0; i < stages.length; i++) {
      value = stages[i]!(frame, dot, value);
      if (value === null) value = undefined;
    }
    return value;
  };
}

/** A variable without a value was given none, or its declaration was never reached. */
function undeclaredOr(frame: Frame, slot: number, name: string): unknown {
  if (!(slot in frame.vars)) frame.fail(`undefined variable: ${name}`);
  return frame.vars[slot];
}

type Fitter = (value: unknown, frame: Frame) => unknown;

function fitter(type: GoType): Fitter {
  if (type === valueType) return (value) => value;
  if (type === anyType) return (value) => (value === undefined ? null : value);
  if (type === stringType) return (value, frame) => (typeof value === "string" ? value : fit(value, type, frame));
  if (needsConversion(type)) return (value, frame) => toNative(fit(value, type, frame), type);
  return (value, frame) => fit(value, type, frame);
}

function callPlain(frame: Frame, node: Node, method: Method, receiver: unknown, name: string): unknown {
  if (method.params.length > (method.variadic ? 1 : 0)) {
    frame.fail(`wrong number of args for ${name}: want ${method.params.length} got 0`);
  }
  frame.run.step(frame);
  try {
    const result = method.call(receiver as never);
    account(result, frame);
    return result;
  } catch (error) {
    throw callError(error, name, node, frame);
  }
}
