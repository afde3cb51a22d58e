import { type Node, ScalarNode } from "@hawser/goyaml";
import { compareBytewise } from "@hawser/source";
import type { FieldSpec } from "../config/transformer-config.ts";
import type { TextMap } from "../load/kustomization-shape.ts";
import type { Resource } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import type { TransformContext } from "./context.ts";
import { FieldSpecs } from "./field-spec.ts";
import { withEntry } from "./set-scalar.ts";
import { share } from "./shared-scalars.ts";

export interface LabelArgs {
  readonly labels?: TextMap;
  readonly fieldSpecs?: readonly FieldSpec[];
}

/** Sets labels, and what else the field specs name: selectors, labels of templates. */
export function labelTransformer(set: ResourceSet, args: LabelArgs, _context?: TransformContext): void {
  setEntries(set, args.labels, args.fieldSpecs);
}

/** Sets the same fields in all maps that the specs name. */
export function setEntries(
  set: ResourceSet,
  entries: TextMap = new Map<string, string>(),
  fieldSpecs: readonly FieldSpec[] = [],
): void {
  if (entries.size === 0) return;
  const specs = FieldSpecs.of(fieldSpecs);
  const sorted = [...entries].sort(([a], [b]) => compareBytewise(a, b));
  const made = new Map<string, { readonly scalar: ScalarNode; fields: number }>();
  const make = (key: string, text: string): ScalarNode => {
    const known = made.get(key);
    if (known) known.fields++;
    else made.set(key, { scalar: new ScalarNode(text, "!!str"), fields: 1 });
    return (made.get(key) as { scalar: ScalarNode }).scalar;
  };
  const change = (value: Node): Node => {
    let map = value;
    for (let i = 0; i < sorted.length; i++) {
      const entry = sorted[i] as [string, string];
      map = withEntry(map, entry[0], entry[1], make);
    }
    return map;
  };
  for (let i = 0; i < set.list.length; i++) {
    const resource = set.list[i] as Resource;
    if (made.size > 0) made.clear();
    resource.node = specs.change(resource.node, "map", change);
    made.forEach(({ scalar, fields }) => {
      if (fields > 1) share(resource, scalar);
    });
  }
}
