import * as gotemplate from "@hawser/gotemplate";
import type { FunctionMap } from "@hawser/gotemplate";
import { helmFunctions } from "./functions.ts";

let functions: FunctionMap | undefined;

/** Functions of Go, Sprig and Helm, with the clock and the randomness of this machine. */
export function standardFunctions(): FunctionMap {
  return (functions ??= helmFunctions(gotemplate.builtins));
}
