import type { ApiResource, TableColumn, TypeSchema } from "@hawser/kube";

/** A column of a custom resource; its value is found by JSONPath. */
export interface CustomColumn extends TableColumn {
  jsonPath: string;
}

/** One kind in one version, as this cluster serves it. */
export interface ResourceType extends ApiResource {
  /** `group/resource`: where its objects are kept, the same for all versions. */
  bucket: string;
  /** The version that objects are kept in. */
  storageVersion: string;
  schema: TypeSchema | undefined;
  columns: readonly TableColumn[];
  customColumns: readonly CustomColumn[] | undefined;
  /** Status is written through its own path only. */
  hasStatus: boolean;
  /** Where `scale` finds its fields, such as `.spec.replicas`; absent when it cannot be scaled. */
  scale: { specReplicas: string; statusReplicas: string; labelSelector: string | undefined } | undefined;
  /** `metadata.generation` counts the changes of everything but metadata and status. */
  countsGenerations: boolean;
  custom: boolean;
}

/** `deployments.apps`, as messages name a resource. */
export function qualifiedResource(type: { group: string; resource: string }): string {
  return type.group === "" ? type.resource : `${type.resource}.${type.group}`;
}
/** `Deployment.apps`, as messages name a kind. */
export function qualifiedKind(type: { group: string; kind: string }): string {
  return type.group === "" ? type.kind : `${type.kind}.${type.group}`;
}
