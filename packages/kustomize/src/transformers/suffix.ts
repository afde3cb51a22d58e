import type { FieldSpec } from "../config/transformer-config.ts";
import type { ResourceSet } from "../resource-set.ts";
import type { TransformContext } from "./context.ts";
import { rename } from "./prefix.ts";

export interface SuffixArgs {
  readonly suffix?: string;
  readonly fieldSpecs?: readonly FieldSpec[];
}

/** Puts a suffix behind names, and behind what else the field specs name. */
export function suffixTransformer(set: ResourceSet, args: SuffixArgs, _context?: TransformContext): void {
  const { suffix = "", fieldSpecs = [] } = args;
  rename(set, suffix, fieldSpecs, {
    text: (old) => old + suffix,
    note: (resource) => (resource.suffixes = [...resource.suffixes, suffix]),
  });
}
