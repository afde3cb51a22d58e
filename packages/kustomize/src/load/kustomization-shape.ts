import type { Node } from "@hawser/goyaml";
import type { FieldSpec } from "../config/transformer-config.ts";
import {
  anyMap,
  flag,
  integer,
  list,
  type Shape,
  struct,
  type StructShape,
  text,
  textMap,
  texts,
  via,
} from "./shapes.ts";

/** Texts by texts, in the order in which Go visits them. */
export type TextMap = ReadonlyMap<string, string>;

export interface GeneratorOptions {
  readonly labels?: TextMap;
  readonly annotations?: TextMap;
  readonly disableNameSuffixHash?: boolean;
  readonly immutable?: boolean;
}

export interface ConfigMapArgs {
  readonly name?: string;
  readonly namespace?: string;
  readonly behavior?: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
  /** Deprecated: one of `envs`. */
  readonly env?: string;
  readonly options?: GeneratorOptions;
}

export interface SecretArgs extends ConfigMapArgs {
  readonly type?: string;
}

export interface Selector {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

export interface PatchEntry {
  readonly path?: string;
  readonly patch?: string;
  readonly target?: Selector;
  readonly options?: PatchOptions;
}

export interface PatchOptions {
  readonly allowNameChange?: boolean;
  readonly allowKindChange?: boolean;
}

export interface LabelEntry {
  readonly pairs?: TextMap;
  readonly includeSelectors?: boolean;
  readonly includeTemplates?: boolean;
  readonly fields?: readonly FieldSpec[];
}

export interface ImageEntry {
  readonly name?: string;
  readonly newName?: string;
  readonly tagSuffix?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

export interface ReplicaEntry {
  readonly name?: string;
  readonly count?: number;
}

export interface ReplacementOptions {
  readonly delimiter?: string;
  readonly index?: number;
  readonly encoding?: string;
  readonly create?: boolean;
}

export interface ReplacementSource {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly fieldPath?: string;
  readonly options?: ReplacementOptions;
}

export interface ReplacementTarget {
  readonly select?: Selector;
  readonly reject?: readonly Selector[];
  readonly fieldPaths?: readonly string[];
  readonly options?: ReplacementOptions;
}

export interface ReplacementEntry {
  /** A file that holds one or several. */
  readonly path?: string;
  readonly source?: ReplacementSource;
  readonly sourceValue?: string;
  readonly targets?: readonly ReplacementTarget[];
}

export interface VarEntry {
  readonly name?: string;
  readonly objref?: {
    readonly apiVersion?: string;
    readonly group?: string;
    readonly version?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
  };
  readonly fieldref?: { readonly fieldPath?: string };
}

export interface HelmGlobals {
  readonly chartHome?: string;
  readonly configHome?: string;
}

export interface HelmChartEntry {
  readonly name?: string;
  readonly version?: string;
  readonly repo?: string;
  readonly releaseName?: string;
  readonly namespace?: string;
  readonly additionalValuesFiles?: readonly string[];
  readonly valuesFile?: string;
  readonly valuesInline?: Node;
  readonly valuesMerge?: string;
  readonly includeCRDs?: boolean;
  readonly skipHooks?: boolean;
  readonly apiVersions?: readonly string[];
  readonly kubeVersion?: string;
  readonly nameTemplate?: string;
  readonly skipTests?: boolean;
  readonly debug?: boolean;
  readonly devel?: boolean;
}

/** Deprecated: what `helmCharts` and `helmGlobals` say now. */
export interface HelmChartArgs {
  readonly chartName?: string;
  readonly chartVersion?: string;
  readonly chartRepoUrl?: string;
  readonly chartHome?: string;
  readonly chartRepoName?: string;
  readonly helmBin?: string;
  readonly helmHome?: string;
  readonly values?: string;
  readonly valuesLocal?: Node;
  readonly valuesMerge?: string;
  readonly releaseName?: string;
  readonly releaseNamespace?: string;
  readonly extraArgs?: readonly string[];
}

export interface SortOptions {
  readonly order?: string;
  readonly legacySortOptions?: { readonly orderFirst?: readonly string[]; readonly orderLast?: readonly string[] };
}

/** A kustomization file as it is written. */
export interface KustomizationFields {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: TextMap;
    readonly annotations?: TextMap;
  };
  readonly openapi?: TextMap;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly namespace?: string;
  readonly commonLabels?: TextMap;
  readonly labels?: readonly LabelEntry[];
  readonly commonAnnotations?: TextMap;
  readonly patchesStrategicMerge?: readonly string[];
  readonly patchesJson6902?: readonly PatchEntry[];
  readonly patches?: readonly PatchEntry[];
  readonly images?: readonly ImageEntry[];
  readonly imageTags?: readonly ImageEntry[];
  readonly replacements?: readonly ReplacementEntry[];
  readonly replicas?: readonly ReplicaEntry[];
  readonly vars?: readonly VarEntry[];
  readonly sortOptions?: SortOptions;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly crds?: readonly string[];
  readonly bases?: readonly string[];
  readonly configMapGenerator?: readonly ConfigMapArgs[];
  readonly secretGenerator?: readonly SecretArgs[];
  readonly helmGlobals?: HelmGlobals;
  readonly helmCharts?: readonly HelmChartEntry[];
  readonly helmChartInflationGenerator?: readonly HelmChartArgs[];
  readonly generatorOptions?: GeneratorOptions;
  readonly configurations?: readonly string[];
  readonly generators?: readonly string[];
  readonly transformers?: readonly string[];
  readonly validators?: readonly string[];
  readonly buildMetadata?: readonly string[];
}

const inGvk = via("Gvk", text);

export const FIELD_SPEC: StructShape<FieldSpec> = struct("types.FieldSpec", {
  group: inGvk,
  version: inGvk,
  kind: inGvk,
  path: text,
  create: flag,
});

const ID_FIELDS = {
  group: via("ResId.Gvk", text),
  version: via("ResId.Gvk", text),
  kind: via("ResId.Gvk", text),
  name: via("ResId", text),
  namespace: via("ResId", text),
} as const;

export const SELECTOR: StructShape<Selector> = struct("types.Selector", {
  ...ID_FIELDS,
  labelSelector: text,
  annotationSelector: text,
});

export const GENERATOR_OPTIONS: StructShape<GeneratorOptions> = struct("types.GeneratorOptions", {
  labels: textMap,
  annotations: textMap,
  disableNameSuffixHash: flag,
  immutable: flag,
});

const GENERATOR_FIELDS = {
  name: via("GeneratorArgs", text),
  namespace: via("GeneratorArgs", text),
  behavior: via("GeneratorArgs", text),
  literals: via("GeneratorArgs.KvPairSources", texts),
  files: via("GeneratorArgs.KvPairSources", texts),
  envs: via("GeneratorArgs.KvPairSources", texts),
  env: via("GeneratorArgs.KvPairSources", text),
  options: via("GeneratorArgs", GENERATOR_OPTIONS),
} as const;

export const CONFIG_MAP_ARGS: StructShape<ConfigMapArgs> = struct("types.ConfigMapArgs", GENERATOR_FIELDS);
export const SECRET_ARGS: StructShape<SecretArgs> = struct("types.SecretArgs", { ...GENERATOR_FIELDS, type: text });

export const PATCH: StructShape<PatchEntry> = struct("types.Patch", {
  path: text,
  patch: text,
  target: SELECTOR,
  options: struct<PatchOptions>("types.PatchArgs", { allowNameChange: flag, allowKindChange: flag }),
});

export const LABEL: StructShape<LabelEntry> = struct("types.Label", {
  pairs: textMap,
  includeSelectors: flag,
  includeTemplates: flag,
  fields: list(FIELD_SPEC),
});

export const IMAGE: StructShape<ImageEntry> = struct("types.Image", {
  name: text,
  newName: text,
  tagSuffix: text,
  newTag: text,
  digest: text,
});

export const REPLICA: StructShape<ReplicaEntry> = struct("types.Replica", { name: text, count: integer("int64") });

const FIELD_OPTIONS: Shape<ReplacementOptions> = struct("types.FieldOptions", {
  delimiter: text,
  index: integer("int"),
  encoding: text,
  create: flag,
});
const SOURCE: Shape<ReplacementSource> = struct("types.SourceSelector", {
  ...ID_FIELDS,
  fieldPath: text,
  options: FIELD_OPTIONS,
});
const TARGET: Shape<ReplacementTarget> = struct("types.TargetSelector", {
  select: SELECTOR,
  reject: list(SELECTOR, "[]*types.Selector"),
  fieldPaths: texts,
  options: FIELD_OPTIONS,
});
const TARGETS = list(TARGET, "[]*types.TargetSelector");

/** An entry of `replacements`: one itself, or the file that holds it. */
export const REPLACEMENT_FIELD: StructShape<ReplacementEntry> = struct("types.ReplacementField", {
  path: text,
  source: via("Replacement", SOURCE),
  sourceValue: via("Replacement", text),
  targets: via("Replacement", TARGETS),
});

/** What a file of `replacements` holds. */
export const REPLACEMENT: StructShape<Omit<ReplacementEntry, "path">> = struct("types.Replacement", {
  source: SOURCE,
  sourceValue: text,
  targets: TARGETS,
});

const VAR: Shape<VarEntry> = struct("types.Var", {
  name: text,
  objref: struct<NonNullable<VarEntry["objref"]>>("types.Target", {
    apiVersion: text,
    group: inGvk,
    version: inGvk,
    kind: inGvk,
    name: text,
    namespace: text,
  }),
  fieldref: struct<NonNullable<VarEntry["fieldref"]>>("types.FieldSelector", { fieldPath: text }),
});

export const HELM_CHART: StructShape<HelmChartEntry> = struct("types.HelmChart", {
  name: text,
  version: text,
  repo: text,
  releaseName: text,
  namespace: text,
  additionalValuesFiles: texts,
  valuesFile: text,
  valuesInline: anyMap,
  valuesMerge: text,
  includeCRDs: flag,
  skipHooks: flag,
  apiVersions: texts,
  kubeVersion: text,
  nameTemplate: text,
  skipTests: flag,
  debug: flag,
  devel: flag,
});

const HELM_CHART_ARGS: Shape<HelmChartArgs> = struct("types.HelmChartArgs", {
  chartName: text,
  chartVersion: text,
  chartRepoUrl: text,
  chartHome: text,
  chartRepoName: text,
  helmBin: text,
  helmHome: text,
  values: text,
  valuesLocal: anyMap,
  valuesMerge: text,
  releaseName: text,
  releaseNamespace: text,
  extraArgs: texts,
});

export const HELM_GLOBALS: StructShape<HelmGlobals> = struct("types.HelmGlobals", {
  chartHome: text,
  configHome: text,
});

export const KUSTOMIZATION: StructShape<KustomizationFields> = struct("types.Kustomization", {
  apiVersion: via("TypeMeta", text),
  kind: via("TypeMeta", text),
  metadata: struct<NonNullable<KustomizationFields["metadata"]>>("types.ObjectMeta", {
    name: text,
    namespace: text,
    labels: textMap,
    annotations: textMap,
  }),
  openapi: textMap,
  namePrefix: text,
  nameSuffix: text,
  namespace: text,
  commonLabels: textMap,
  labels: list(LABEL),
  commonAnnotations: textMap,
  patchesStrategicMerge: list({ ...text, goType: "types.PatchStrategicMerge" }),
  patchesJson6902: list(PATCH),
  patches: list(PATCH),
  images: list(IMAGE),
  imageTags: list(IMAGE),
  replacements: list(REPLACEMENT_FIELD),
  replicas: list(REPLICA),
  vars: list(VAR),
  sortOptions: struct<SortOptions>("types.SortOptions", {
    order: { ...text, goType: "types.SortOrder" },
    legacySortOptions: struct<NonNullable<SortOptions["legacySortOptions"]>>("types.LegacySortOptions", {
      orderFirst: texts,
      orderLast: texts,
    }),
  }),
  resources: texts,
  components: texts,
  crds: texts,
  bases: texts,
  configMapGenerator: list(CONFIG_MAP_ARGS),
  secretGenerator: list(SECRET_ARGS),
  helmGlobals: HELM_GLOBALS,
  helmCharts: list(HELM_CHART),
  helmChartInflationGenerator: list(HELM_CHART_ARGS),
  generatorOptions: GENERATOR_OPTIONS,
  configurations: texts,
  generators: texts,
  transformers: texts,
  validators: texts,
  buildMetadata: texts,
});
