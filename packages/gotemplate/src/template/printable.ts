import { formatPlain } from "../fmt/printer.ts";
import { Func, GoError, indirect, Pointer, typeOf } from "../values/values.ts";
import { nodeText, type Node } from "./nodes.ts";
import type { Frame } from "./run.ts";

/** The text that an action prints for its value. */
export function printable(value: unknown, node: Node, frame: Frame): string {
  const target = indirect(value);
  if (target instanceof Func) frame.fail(`can't print ${nodeText(node)} of type ${typeOf(target)!.name}`);
  try {
    return formatPlain(printableForm(value));
  } catch (error) {
    if (error instanceof GoError) frame.fail(error.message);
    throw error;
  }
}

/** What is printed in place of a value: what it points at, unless the pointer can tell more. */
export function printableForm(value: unknown): unknown {
  const target = indirect(value);
  if (target === undefined || target === null) return "<no value>";
  const pointed = typeof target === "object" ? typeOf(target)?.pointerMethods : undefined;
  return pointed?.has("String") || pointed?.has("Error") ? new Pointer(typeOf(target)!, target) : target;
}
