import { formatPlain, formatValue } from "../fmt/printer.ts";
import { plainSpec } from "../fmt/spec.ts";
import { Func, GoError, indirect, Pointer, Struct, typeOf } from "../values/values.ts";
import { nodeText, type Node } from "./nodes.ts";
import type { Frame } from "./run.ts";

/** The text that an action prints for its value. */
export function printable(value: unknown, node: Node, frame: Frame): string {
  const target = indirect(value);
  if (target === undefined || target === null) return "<no value>";
  if (target instanceof Func) frame.fail(`can't print ${nodeText(node)} of type ${typeOf(target)!.name}`);
  try {
    // A struct that is printed by itself can be pointed at, so that methods of its pointer count.
    const text = target instanceof Struct && describesItself(target) ? new Pointer(target.type, target) : target;
    return text instanceof Pointer ? formatValue(text, "v", plainSpec()) : formatPlain(text);
  } catch (error) {
    if (error instanceof GoError) frame.fail(error.message);
    throw error;
  }
}

function describesItself({ type }: Struct): boolean {
  return Boolean(type.pointerMethods?.has("String") || type.pointerMethods?.has("Error"));
}
