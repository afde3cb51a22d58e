import type { FieldSpec } from "../config/transformer-config.ts";
import { originalId, rememberId, type Resource, type ResourceId } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import type { TransformContext } from "./context.ts";
import { FieldSpecs, specMatches } from "./field-spec.ts";
import { withText } from "./set-scalar.ts";

export interface PrefixArgs {
  readonly prefix?: string;
  readonly fieldSpecs?: readonly FieldSpec[];
}

/** Puts a prefix before names, and before what else the field specs name. */
export function prefixTransformer(set: ResourceSet, args: PrefixArgs, _context?: TransformContext): void {
  const { prefix = "", fieldSpecs = [] } = args;
  rename(set, prefix, fieldSpecs, {
    text: (old) => prefix + old,
    note: (resource) => (resource.prefixes = [...resource.prefixes, prefix]),
  });
}

export interface Renaming {
  readonly text: (old: string) => string;
  /** Keeps in mind what was added to the name. */
  readonly note: (resource: Resource) => void;
}

/** What prefixes and suffixes have in common. */
export function rename(
  set: ResourceSet,
  added: string,
  fieldSpecs: readonly FieldSpec[],
  { text, note }: Renaming,
): void {
  if (added === "") return;
  const specs = FieldSpecs.of(fieldSpecs);
  const nameSpecs = fieldSpecs.filter(({ path }) => path === "metadata/name");
  for (const resource of set.list) {
    const id = originalId(resource);
    if (keepsName(id)) continue;
    for (const spec of nameSpecs) {
      if (!specMatches(spec, id)) continue;
      note(resource);
      rememberId(resource);
    }
    resource.node = specs.change(resource.node, { tag: "!!str" }, (value) =>
      withText(value, text("text" in value ? value.text : "")),
    );
  }
  set.changed();
}

function keepsName({ group, kind }: ResourceId): boolean {
  if (kind === "APIService") return group === "apiregistration.k8s.io";
  return kind === "Namespace" || kind === "CustomResourceDefinition";
}
