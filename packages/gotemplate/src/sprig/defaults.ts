import { deepEqual } from "../values/equality.ts";
import { goFunction, type GoFunction } from "../values/function.ts";
import { GoError, typeOf } from "../values/values.ts";
import { isEmpty, kindName } from "./conversion.ts";

function typeName(value: unknown): string {
  return typeOf(value)?.name ?? "<nil>";
}

function isLike(target: string, value: unknown): boolean {
  const name = typeName(value);
  return target === name || `*${target}` === name;
}

/** Functions that choose between values, and those that tell what a value is. */
export const defaultFunctions: Record<string, GoFunction> = {
  default: goFunction("any ...any", (fallback: unknown, ...given: unknown[]) =>
    given.length === 0 || isEmpty(given[0]) ? fallback : given[0],
  ),
  empty: goFunction("any", isEmpty),
  coalesce: goFunction("...any", (...values: unknown[]) => values.find((value) => !isEmpty(value)) ?? null),
  all: goFunction("...any", (...values: unknown[]) => !values.some(isEmpty)),
  any: goFunction("...any", (...values: unknown[]) => values.some((value) => !isEmpty(value))),
  ternary: goFunction("any any bool", (yes: unknown, no: unknown, condition: boolean) => (condition ? yes : no)),
  fail: goFunction("string", (message: string) => {
    throw new GoError(message);
  }),
  typeOf: goFunction("any", typeName),
  typeIs: goFunction("string any", (target: string, value: unknown) => target === typeName(value)),
  typeIsLike: goFunction("string any", isLike),
  kindOf: goFunction("any", kindName),
  kindIs: goFunction("string any", (target: string, value: unknown) => target === kindName(value)),
  deepEqual: goFunction("any any", (a: unknown, b: unknown) => deepEqual(a, b)),
};
