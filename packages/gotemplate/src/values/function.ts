import {
  anyType,
  boolType,
  bytesType,
  dictType,
  errorType,
  float64Type,
  int64Type,
  intType,
  int32Type,
  listType,
  stringType,
  stringsType,
  uintType,
  valueType,
  type GoType,
  type Method,
} from "./types.ts";

/** What a function may use of the run that calls it. */
export interface CallContext {
  /** Runs another template of the same set, as `include` does. */
  execute(name: string, data: unknown): string;
  /** Runs a template of another set (a copy with more templates in it) as part of this run. */
  executeIn(set: unknown, name: string, data: unknown): string;
  /** The set that the running template belongs to: a `TemplateSet`. */
  readonly set: unknown;
  /** What the caller of `execute` gave for its functions. */
  readonly host: unknown;
}

/**
 * A function that templates can call.
 *
 * Arguments have been checked as Go checks them against `params` when `call` runs. They come as JS values that fit
 * the parameter: `string` a string, `bool` a boolean, `float64`, `int` and the other integers a number, `int64` a
 * bigint, `map[string]interface {}` a `Map`, `[]interface {}` and `[]string` an array, anything else as it is.
 */
export interface GoFunction {
  readonly params: readonly GoType[];
  /** Whether the last parameter stands for any number of arguments. */
  readonly variadic: boolean;
  /** Whether `call` gets the run as its first argument. */
  readonly contextual: boolean;
  // Each function has its own parameters; they were checked against `params`.
  readonly call: (...args: never[]) => unknown;
}

/** Methods by name, before they belong to a type. */
export type MethodTable = Readonly<Record<string, Method>>;

/** Functions by the names that templates call them by. */
export type FunctionMap = ReadonlyMap<string, GoFunction>;

const PARAMS = {
  any: anyType,
  value: valueType,
  string: stringType,
  bool: boolType,
  int: intType,
  int64: int64Type,
  rune: int32Type,
  uint: uintType,
  float64: float64Type,
  dict: dictType,
  list: listType,
  strings: stringsType,
  bytes: bytesType,
  error: errorType,
} as const satisfies Record<string, GoType>;

type ParamName = keyof typeof PARAMS;

/** Makes a function from the short names of its parameters: `string int ...any`. */
export function goFunction(signature: string, call: (...args: never[]) => unknown): GoFunction {
  return fromSignature(signature, call, false);
}

/** A function that needs the run it is called in, which it gets as its first argument. */
export function contextFunction(
  signature: string,
  call: (context: CallContext, ...args: never[]) => unknown,
): GoFunction {
  return fromSignature(signature, call as (...args: never[]) => unknown, true);
}

/** A function with parameters of any types, which need not have short names. */
export function makeFunction(params: readonly GoType[], call: (...args: never[]) => unknown): GoFunction {
  return { params, variadic: false, contextual: false, call };
}

function fromSignature(signature: string, call: (...args: never[]) => unknown, contextual: boolean): GoFunction {
  const names = signature.split(" ").filter(Boolean);
  const variadic = names.at(-1)?.startsWith("...") ?? false;
  const params = names.map((name) => {
    const type = PARAMS[name.replace("...", "") as ParamName];
    if (!type) throw new TypeError(`no parameter type ${name}`);
    return type;
  });
  return { params, variadic, contextual, call };
}
