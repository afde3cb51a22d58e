import { randomBytes } from "node:crypto";
import { builtins, type FunctionMap, sprigFunctions } from "@hawser/gotemplate";
import { helmFunctions } from "./functions.ts";

let functions: FunctionMap | undefined;

/** Functions of Go, Sprig and Helm, with the clock and the randomness of this machine. */
export function standardFunctions(): FunctionMap {
  const sprig = (): FunctionMap =>
    sprigFunctions({
      now: () => BigInt(Date.now()) * 1_000_000n,
      random: (count) => randomBytes(count),
    });
  return (functions ??= helmFunctions(new Map([...builtins, ...sprig()])));
}
