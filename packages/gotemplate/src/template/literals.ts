import { anyType, complexType, isSigned, isUnsigned, valueType, type GoType } from "../values/types.ts";
import { Complex, int } from "../values/values.ts";
import { numberOfType } from "./arguments.ts";
import { nodeText, type Node, type NumberNode, type Operand } from "./nodes.ts";
import type { Frame } from "./run.ts";

/** A compiled expression. `undefined` is no value; `null` a nil out of a map or list. */
export type Eval = (frame: Frame, dot: unknown) => unknown;
/** A compiled command: `final` is what the stage before it gave. */
export type Stage = (frame: Frame, dot: unknown, final: unknown) => unknown;

/** Fails at a node. */
export function failing(node: Node, reason: string): Stage {
  return (frame) => {
    frame.node = node;
    frame.fail(reason);
  };
}

/** Fails at the node that is current already. */
export function failHere(reason: string): Stage {
  return (frame) => frame.fail(reason);
}

/** Gives a constant. */
export function constant(node: Node, value: unknown): Eval {
  return (frame) => {
    frame.node = node;
    return value;
  };
}

/** A number where any type will do. */
export function idealNumber(node: NumberNode): Eval {
  const { constant: number } = node;
  switch (number.ideal) {
    case "int":
      return constant(node, int(number.int!));
    case "float":
      return constant(node, number.float!);
    case "complex":
      return constant(node, new Complex(complexType, ...number.complex!));
    case "overflow":
      return failing(node, `${node.text} overflows int`) as Eval;
  }
}

/** A constant as an argument: the value, or what fails because the constant is of another type. */
export function literalOf(node: Operand, type: GoType): unknown {
  const mismatch = (what: string): Stage => failing(node, `expected ${what}; found ${nodeText(node)}`);
  const { kind } = type;
  if (kind === "bool") return node.kind === "bool" ? node.value : mismatch("bool");
  if (kind === "string") return node.kind === "string" ? node.text : mismatch("string");
  if (isSigned(kind)) return (node.kind === "number" ? numberOfType(node, type) : undefined) ?? mismatch("integer");
  if (isUnsigned(kind)) {
    return (node.kind === "number" ? numberOfType(node, type) : undefined) ?? mismatch("unsigned integer");
  }
  if (kind === "float64" || kind === "float32") {
    return (node.kind === "number" ? numberOfType(node, type) : undefined) ?? mismatch("float");
  }
  if (type !== anyType && type !== valueType) {
    return failing(node, `can't handle ${nodeText(node)} for arg of type ${type.name}`);
  }
  switch (node.kind) {
    case "bool":
      return node.value;
    case "string":
      return node.text;
    case "number": {
      const number = node.constant;
      if (number.ideal === "int") return int(number.int!);
      if (number.ideal === "float") return number.float!;
      if (number.ideal === "complex") return new Complex(complexType, ...number.complex!);
      return failing(node, `${node.text} overflows int`);
    }
    default:
      return undefined;
  }
}
