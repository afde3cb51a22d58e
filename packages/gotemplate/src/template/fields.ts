import { anyType, type Method } from "../values/types.ts";
import {
  entriesOf,
  GoError,
  indirect,
  isNil,
  KeyedMap,
  Pointer,
  StringMap,
  Struct,
  typeOf,
  zeroOf,
} from "../values/values.ts";
import type { Frame } from "./run.ts";

/** What a field of a value turned out to be. */
export type FieldResult = { readonly value: unknown } | { readonly method: Method; readonly receiver: unknown };

/**
 * The field, key or method `name` of `receiver`. `staticType` is the name of the type by which the receiver is known,
 * which is `interface {}` for what a map or list holds. `hasArguments` tells whether the template gives any.
 */
export function lookUpField(
  receiver: unknown,
  name: string,
  staticType: string | undefined,
  hasArguments: boolean,
  frame: Frame,
): FieldResult {
  if (receiver === undefined) {
    if (frame.run.missingKey === "error") frame.fail(`nil data; no entry for key "${name}"`);
    return { value: undefined };
  }
  const typeName = staticType ?? typeOf(receiver)?.name ?? "interface {}";
  if (receiver === null) frame.fail(`nil pointer evaluating ${typeName}.${name}`);
  const method = methodOf(receiver, name);
  if (method) return method;
  const target = indirect(receiver);
  if (target instanceof Pointer) {
    const struct = target.type.elem!;
    if (struct.kind === "struct" && !struct.fields?.includes(name)) {
      frame.fail(`can't evaluate field ${name} in type ${typeName}`);
    }
    frame.fail(`nil pointer evaluating ${typeName}.${name}`);
  }
  if (target instanceof Struct) return { value: fieldOf(target, name, typeName, hasArguments, frame) };
  const entries = entriesOf(target);
  if (entries) return { value: entryOf(entries, target, name, hasArguments, frame) };
  if (target instanceof KeyedMap && target.type.key!.kind === "interface") {
    const entry = target.entries.get(`s${name}`);
    return { value: entry ? entry[1] : missing(target, name, frame) };
  }
  frame.fail(`can't evaluate field ${name} in type ${typeName}`);
}

function fieldOf(struct: Struct, name: string, typeName: string, hasArguments: boolean, frame: Frame): unknown {
  const at = struct.type.fields?.indexOf(name) ?? -1;
  if (at < 0) frame.fail(`can't evaluate field ${name} in type ${typeName}`);
  if (!/^\p{Lu}/u.test(name)) frame.fail(`${name} is an unexported field of struct type ${typeName}`);
  if (hasArguments) frame.fail(`${name} has arguments but cannot be invoked as function`);
  return struct.values[at];
}

function entryOf(
  entries: ReadonlyMap<string, unknown>,
  map: unknown,
  name: string,
  hasArguments: boolean,
  frame: Frame,
): unknown {
  if (hasArguments) frame.fail(`${name} is not a method but has arguments`);
  const value = entries.get(name);
  if (value !== undefined) return value;
  return entries.has(name) ? null : missing(map, name, frame);
}

function missing(map: unknown, name: string, frame: Frame): unknown {
  switch (frame.run.missingKey) {
    case "default":
      return undefined;
    case "zero":
      return map instanceof StringMap || map instanceof KeyedMap ? zeroOf(map.type.elem!) : null;
    case "error":
      frame.fail(`map has no entry for key "${name}"`);
  }
}

function methodOf(receiver: unknown, name: string): FieldResult | undefined {
  if (typeof receiver !== "object" || receiver === null) return undefined;
  const type = typeOf(receiver)!;
  const own = type.methods?.get(name);
  if (own) return { method: own, receiver };
  if (receiver instanceof Pointer) {
    const elem = receiver.type.elem!;
    const method = elem.pointerMethods?.get(name) ?? elem.methods?.get(name);
    if (!method) return undefined;
    if (receiver.target === null) {
      throw new GoError(`value method ${elem.name}.${name} called using nil *${elem.name} pointer`);
    }
    return { method, receiver: receiver.target };
  }
  const pointed = type.pointerMethods?.get(name);
  return pointed ? { method: pointed, receiver } : undefined;
}

/** The type by which an entry of a container is known: its own, unless the container says `interface {}`. */
export function entryTypeName(container: unknown, name: string): string | undefined {
  const target = indirect(container);
  if (target instanceof Struct) return target.type.anyFields?.has(name) ? anyType.name : undefined;
  return elementTypeName(target);
}

/** The type by which the items of what a `range` ranges over are known. */
export function elementTypeName(container: unknown): string | undefined {
  const target = indirect(container);
  if (target === undefined || target === null || isNil(target)) return undefined;
  return typeOf(target)?.elem?.name;
}
