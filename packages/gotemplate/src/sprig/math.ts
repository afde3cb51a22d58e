import { goFunction, type GoFunction } from "../values/function.ts";
import { intsType } from "../values/types.ts";
import { GoError, int, int64, Slice, type Int } from "../values/values.ts";
import { toFloat, toInteger } from "./conversion.ts";
import {
  addDecimals,
  decimalOf,
  divideDecimals,
  floatOfDecimal,
  multiplyDecimals,
  subtractDecimals,
  type Decimal,
} from "./decimal.ts";
import { MAX_ITEMS } from "./lists.ts";

function divide(a: unknown, b: unknown): Int {
  const divisor = toInteger(b);
  if (divisor === 0n) throw new GoError("runtime error: integer divide by zero");
  return int64(toInteger(a) / divisor);
}

function remainder(a: unknown, b: unknown): Int {
  const divisor = toInteger(b);
  if (divisor === 0n) throw new GoError("runtime error: integer divide by zero");
  return int64(toInteger(a) % divisor);
}

function fold(step: (a: bigint, b: bigint) => bigint) {
  return (first: unknown, ...rest: unknown[]): Int =>
    int64(rest.reduce<bigint>((result, value) => BigInt.asIntN(64, step(result, toInteger(value))), toInteger(first)));
}

function sum(...values: unknown[]): Int {
  return int64(values.reduce<bigint>((total, value) => total + toInteger(value), 0n));
}

type DecimalStep = (a: Decimal, b: Decimal) => Decimal;

function decimalFold(step: DecimalStep) {
  return (first: unknown, ...rest: unknown[]): number =>
    floatOfDecimal(
      rest.reduce<Decimal>((result, value) => step(result, decimalOf(toFloat(value))), decimalOf(toFloat(first))),
    );
}

function decimalSum(...values: unknown[]): number {
  return decimalFold(addDecimals)(0, ...values);
}

function largest(first: unknown, ...rest: unknown[]): number {
  return rest.reduce<number>((result, value) => Math.max(result, toFloat(value)), toFloat(first));
}

function smallest(first: unknown, ...rest: unknown[]): number {
  return rest.reduce<number>((result, value) => Math.min(result, toFloat(value)), toFloat(first));
}

/** Rounds up what is at least `roundOn` of a step; negative numbers always go down. */
function round(value: unknown, places: number, ...options: number[]): number {
  const roundOn = options[0] ?? 0.5;
  const scale = Number(`1e${places}`);
  const scaled = scale * toFloat(value);
  const fraction = scaled - Math.trunc(scaled);
  return (fraction >= roundOn ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
}

function steps(start: number, stop: number, step: number): number[] {
  const result: number[] = [];
  if (stop < start ? step >= 0 : step <= 0) return result;
  if ((stop - start) / step > MAX_ITEMS) throw new GoError(`more than ${MAX_ITEMS} items`);
  for (let n = start; stop < start ? n > stop : n < stop; n += step) result.push(n);
  return result;
}

function ints(numbers: readonly number[]): Slice {
  return new Slice(
    intsType,
    numbers.map((number) => int(number)),
  );
}

function sequence(...params: number[]): string {
  const [first = 0, second = 0, third = 0] = params;
  switch (params.length) {
    case 1: {
      const step = first < 1 ? -1 : 1;
      return steps(1, first + step, step).join(" ");
    }
    case 2: {
      const step = second < first ? -1 : 1;
      return steps(first, second + step, step).join(" ");
    }
    case 3: {
      if (third < first && second > 0) return "";
      return steps(first, third + (third < first ? -1 : 1), second).join(" ");
    }
    default:
      return "";
  }
}

const max = goFunction(
  "any ...any",
  fold((a, b) => (b > a ? b : a)),
);

/** Arithmetic. */
export const mathFunctions: Record<string, GoFunction> = {
  add: goFunction("...any", sum),
  add1: goFunction("any", (value: unknown) => int64(toInteger(value) + 1n)),
  sub: goFunction("any any", (a: unknown, b: unknown) => int64(toInteger(a) - toInteger(b))),
  div: goFunction("any any", divide),
  mod: goFunction("any any", remainder),
  mul: goFunction(
    "any ...any",
    fold((a, b) => a * b),
  ),
  max,
  biggest: max,
  min: goFunction(
    "any ...any",
    fold((a, b) => (b < a ? b : a)),
  ),
  addf: goFunction("...any", decimalSum),
  add1f: goFunction("any", (value: unknown) => decimalSum(value, 1)),
  subf: goFunction("any ...any", decimalFold(subtractDecimals)),
  divf: goFunction("any ...any", decimalFold(divideDecimals)),
  mulf: goFunction("any ...any", decimalFold(multiplyDecimals)),
  maxf: goFunction("any ...any", largest),
  minf: goFunction("any ...any", smallest),
  ceil: goFunction("any", (value: unknown) => Math.ceil(toFloat(value))),
  floor: goFunction("any", (value: unknown) => Math.floor(toFloat(value))),
  round: goFunction("any int ...float64", round),
  until: goFunction("int", (count: number) => ints(steps(0, count, count < 0 ? -1 : 1))),
  untilStep: goFunction("int int int", (start: number, stop: number, step: number) => ints(steps(start, stop, step))),
  seq: goFunction("...int", sequence),
};
