import { type ApiResource, gvkOf, type GroupVersionKind, type KubeObject, refKey, refOf } from "@hawser/kube";

export interface DesiredWarning {
  type: "RepeatedResourceWarning" | "ExcludedResourceWarning";
  message: string;
}

export interface PreparedDesired {
  /** In the order given; of duplicates the last one, at its own place. Objects that needed no change are the same ones. */
  objects: readonly KubeObject[];
  /** Those of `objects` whose kind the server does not know (yet: a CustomResourceDefinition may come with them). */
  unknownKinds: readonly KubeObject[];
  warnings: readonly DesiredWarning[];
}

export interface PrepareOptions {
  /** The namespace of namespaced objects that name none. */
  namespace: string;
  resourceFor(gvk: GroupVersionKind): ApiResource | undefined;
  /** Kinds that are left out, with a warning. */
  isExcluded?(gvk: GroupVersionKind): boolean;
}

/**
 * Makes rendered objects comparable, as Argo CD does: cluster-scoped objects lose their namespace, namespaced ones
 * get the default one, and of objects with one identity the last wins. Nothing is changed in place.
 */
export function prepareDesired(objects: readonly KubeObject[], options: PrepareOptions): PreparedDesired {
  const warnings: DesiredWarning[] = [];
  const unknownKinds = new Set<KubeObject>();
  const prepared: KubeObject[] = [];
  const times = new Map<string, number>();

  for (const object of objects) {
    const gvk = gvkOf(object);
    if (options.isExcluded?.(gvk)) {
      warnings.push({
        type: "ExcludedResourceWarning",
        message: `Resource ${gvk.group}/${gvk.kind} ${object.metadata.name} is excluded in the settings`,
      });
      continue;
    }
    const resource = options.resourceFor(gvk);
    const placed = place(object, resource?.namespaced, options.namespace);
    if (!resource) unknownKinds.add(placed);
    prepared.push(placed);
    // Objects with generateName alone have no identity yet: each is its own.
    if (placed.metadata.name) {
      const key = refKey(refOf(placed));
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }

  const seen = new Set<string>();
  const kept: KubeObject[] = [];
  for (const object of prepared.toReversed()) {
    const key = object.metadata.name ? refKey(refOf(object)) : undefined;
    if (key !== undefined && seen.has(key)) {
      unknownKinds.delete(object);
      continue;
    }
    if (key !== undefined) seen.add(key);
    kept.push(object);
  }
  for (const [key, count] of times) {
    if (count < 2) continue;
    warnings.push({
      type: "RepeatedResourceWarning",
      message: `Resource ${key} appeared ${count} times among application resources.`,
    });
  }
  return { objects: kept.toReversed(), unknownKinds: [...unknownKinds], warnings };
}

/** A kind that is not known keeps what it says, and is taken for namespaced when it says nothing. */
function place(object: KubeObject, namespaced: boolean | undefined, namespace: string): KubeObject {
  const own = object.metadata.namespace;
  if (namespaced === false) {
    if (own === undefined) return object;
    const { namespace: _dropped, ...metadata } = object.metadata;
    return { ...object, metadata };
  }
  if ((own !== undefined && own !== "") || namespace === "") return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
