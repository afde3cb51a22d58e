import type { ApiResource, GroupVersionKind, KubeObject } from "@hawser/kube";

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
