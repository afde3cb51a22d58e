import type { KustomizationFields, ReplicaEntry } from "../load/kustomization-shape.ts";

/** A count of replicas may be any 64-bit integer. */
export type EditedReplica = Omit<ReplicaEntry, "count"> & { readonly count?: number | bigint };

/** The fields of a kustomization file as it is edited. What is not written is not there; lists are replaced whole. */
export type EditedKustomization = {
  -readonly [Field in keyof Omit<KustomizationFields, "replicas">]: KustomizationFields[Field];
} & { replicas?: readonly EditedReplica[] };

export type FieldName = keyof EditedKustomization;

/** The order in which fields that are new to a file are written at its end. */
export const FIELD_ORDER: readonly FieldName[] = [
  "apiVersion",
  "kind",
  "metadata",
  "sortOptions",
  "resources",
  "bases",
  "namePrefix",
  "nameSuffix",
  "namespace",
  "crds",
  "commonLabels",
  "labels",
  "commonAnnotations",
  "patchesStrategicMerge",
  "patchesJson6902",
  "patches",
  "configMapGenerator",
  "secretGenerator",
  "helmCharts",
  "helmChartInflationGenerator",
  "helmGlobals",
  "generatorOptions",
  "vars",
  "images",
  "replacements",
  "replicas",
  "configurations",
  "generators",
  "transformers",
  "validators",
  "components",
  "openapi",
  "buildMetadata",
];
