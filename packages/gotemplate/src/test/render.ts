import { sprigFunctions } from "../sprig/functions.ts";
import type { RunOptions } from "../template/run.ts";
import { execute, parseFile, TemplateSet } from "../template/template-set.ts";
import { contextFunction, type CallContext, type FunctionMap } from "../values/function.ts";

/** 2023-11-14T22:13:20Z */
export const NOW = 1_700_000_000_000_000_000n;

/** Bytes that look random and are the same each time. */
export function seededBytes(seed = 1): (count: number) => Uint8Array {
  let state = seed;
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 24;
    });
}

/** Sprig's functions with a clock that stands still, and `include`. */
export const functions: FunctionMap = new Map([
  ...sprigFunctions({ now: () => NOW, random: seededBytes() }),
  [
    "include",
    contextFunction("string any", (run: CallContext, name: string, data: unknown) => run.execute(name, data)),
  ],
]);

/** Plain JSON as values of Go. */
export function values(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(values);
  if (json !== null && typeof json === "object") {
    return new Map(Object.entries(json).map(([key, value]) => [key, values(value)]));
  }
  return json;
}

/** What templates of the tests see. */
export const DATA: unknown = values({
  a: { b: 1, s: "x", m: { deep: { er: "yes" } } },
  l: [1, "a", null, true, 1.5, { k: null }, ["z"]],
  words: ["pear", "apple", "fig", "apple"],
  s: "str",
  empty: "",
  n: null,
  z: 0,
  f: 1234567,
  t: true,
  no: false,
  u: "Grüße, 世界 😀",
});

/** The output of a template named `t`. */
export function render(template: string, data: unknown = DATA, options: RunOptions = {}): string {
  const set = new TemplateSet("root");
  set.add(parseFile("t", template, functions));
  return execute(set, "t", data, options);
}

/** The output, or the message of the error. */
export function outcome(template: string, data: unknown = DATA, options: RunOptions = {}): string {
  try {
    return render(template, data, options);
  } catch (error) {
    return (error as Error).message;
  }
}
