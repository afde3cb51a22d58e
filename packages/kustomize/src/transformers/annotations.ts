import type { FieldSpec } from "../config/transformer-config.ts";
import type { TextMap } from "../load/kustomization-shape.ts";
import type { ResourceSet } from "../resource-set.ts";
import type { TransformContext } from "./context.ts";
import { setEntries } from "./label.ts";

export interface AnnotationsArgs {
  readonly annotations?: TextMap;
  readonly fieldSpecs?: readonly FieldSpec[];
}

/** Sets annotations of objects and, as the field specs say, of the templates in them. */
export function annotationsTransformer(set: ResourceSet, args: AnnotationsArgs, _context?: TransformContext): void {
  setEntries(set, args.annotations, args.fieldSpecs);
}
