import { KustomizeError } from "../kustomize-error.ts";
import type { FieldSpec } from "../config/transformer-config.ts";
import type { ReplicaEntry } from "../load/kustomization-shape.ts";
import { allIds, type ResourceId } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import type { TransformContext } from "./context.ts";
import { FieldSpecs, specMatches } from "./field-spec.ts";
import { withText } from "./set-scalar.ts";

export interface ReplicaCountArgs {
  readonly replica?: ReplicaEntry;
  readonly fieldSpecs?: readonly FieldSpec[];
}

/** Sets how many replicas the objects of a name have. Throws when no object of a kind that has replicas has that name. */
export function replicaCountTransformer(set: ResourceSet, args: ReplicaCountArgs, _context?: TransformContext): void {
  const { replica: { name = "", count = 0 } = {}, fieldSpecs = [] } = args;
  let found = false;
  for (const spec of fieldSpecs) {
    const specs = new FieldSpecs([spec]);
    const isMeant = (id: ResourceId): boolean => id.name === name && specMatches(spec, id);
    const candidates = spec.kind ? set.withAnyId(spec.kind, name, isMeant) : set.list;
    for (const resource of candidates) {
      if (!allIds(resource).some(isMeant)) continue;
      found = true;
      resource.node = specs.change(resource.node, { tag: "!!int" }, (value) => withText(value, String(count)));
    }
  }
  if (found) return;
  const kinds = fieldSpecs.map(({ kind, version, group }) =>
    [kind || "[noKind]", version || "[noVer]", group || "[noGrp]"].join("."),
  );
  throw new KustomizeError(
    "transformer",
    `resource with name ${name} does not match a config with the following GVK [${kinds.join(" ")}]`,
  );
}
