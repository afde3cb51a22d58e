/** How the fields of the kinds merge, and which kinds live outside namespaces: built in, or from `openapi` of a kustomization. */
export interface OpenApiSchema {
  /** The schema of a kind's objects, or undefined for a kind that is not known: its lists are replaced. */
  schemaOf(apiVersion: string, kind: string): TypeSchema | undefined;
  /** What Kubernetes ships is known, and what `openapi` tells; any other kind counts as namespaced. */
  isClusterScoped(id: { group: string; version: string; kind: string }): boolean;
}

export interface TypeSchema {
  /** The schema of a field, or of the values of a map. */
  field(name: string): TypeSchema | undefined;
  /** The schema of a list's items. */
  items(): TypeSchema | undefined;
  /** `x-kubernetes-patch-strategy`, such as `merge` or `merge,retainKeys`. */
  readonly patchStrategy: string;
  /** Of a list whose items merge by key. */
  readonly mergeKeys: readonly string[];
}
