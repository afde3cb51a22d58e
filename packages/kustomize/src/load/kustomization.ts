import { readYaml, YamlError } from "@hawser/goyaml";
import { isJsonObject } from "@hawser/kube";
import { KustomizeError } from "../kustomize-error.ts";
import type { Loader } from "./loader.ts";

export const KUSTOMIZATION_FILES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

export interface GeneratorOptions {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  disableNameSuffixHash?: boolean;
  immutable?: boolean;
}

export interface GeneratorArgs {
  name?: string;
  namespace?: string;
  behavior?: string;
  files?: string[];
  literals?: string[];
  envs?: string[];
  env?: string;
  type?: string;
  options?: GeneratorOptions;
}

export interface Selector {
  group?: string;
  version?: string;
  kind?: string;
  name?: string;
  namespace?: string;
  labelSelector?: string;
  annotationSelector?: string;
}

export interface PatchEntry {
  path?: string;
  patch?: string;
  target?: Selector;
  options?: { allowNameChange?: boolean; allowKindChange?: boolean };
}

export interface FieldSpec {
  group?: string;
  version?: string;
  kind?: string;
  path: string;
  create?: boolean;
}

export interface LabelEntry {
  pairs?: Record<string, string>;
  includeSelectors?: boolean;
  includeTemplates?: boolean;
  fields?: FieldSpec[];
}

export interface ImageEntry {
  name: string;
  newName?: string;
  newTag?: string;
  tagSuffix?: string;
  digest?: string;
}

export interface ReplacementTarget {
  select: Selector;
  reject?: Selector[];
  fieldPaths?: string[];
  options?: FieldOptions;
}
export interface FieldOptions {
  delimiter?: string;
  index?: number;
  create?: boolean;
}
export interface Replacement {
  path?: string;
  source?: Selector & { fieldPath?: string; options?: FieldOptions };
  sourceValue?: string;
  targets?: ReplacementTarget[];
}

/** A kustomization file, read and normalised. */
export interface Kustomization {
  kind: "Kustomization" | "Component";
  resources: string[];
  components: string[];
  namePrefix: string;
  nameSuffix: string;
  namespace: string;
  commonLabels: Record<string, string>;
  labels: LabelEntry[];
  commonAnnotations: Record<string, string>;
  patches: PatchEntry[];
  patchesStrategicMerge: string[];
  patchesJson6902: PatchEntry[];
  configMapGenerator: GeneratorArgs[];
  secretGenerator: GeneratorArgs[];
  generatorOptions: GeneratorOptions | undefined;
  images: ImageEntry[];
  replicas: { name: string; count: number }[];
  replacements: Replacement[];
  buildMetadata: string[];
  sortOrder: "legacy" | "fifo" | undefined;
}

type Shape = "text" | "number" | "flag" | "texts" | "pairs" | "any" | Readonly<Fields>;
interface Fields {
  /** What Go calls the struct, as its messages say. */
  struct: string;
  fields: Readonly<Record<string, Shape>>;
}

const SELECTOR: Fields = {
  struct: "Selector",
  fields: {
    group: "text",
    version: "text",
    kind: "text",
    name: "text",
    namespace: "text",
    labelSelector: "text",
    annotationSelector: "text",
  },
};
const PATCH: Fields = {
  struct: "Patch",
  fields: { path: "text", patch: "text", target: SELECTOR, options: "pairs" },
};
const GENERATOR_OPTIONS: Fields = {
  struct: "GeneratorOptions",
  fields: { labels: "pairs", annotations: "pairs", disableNameSuffixHash: "flag", immutable: "flag" },
};
const MAP_GENERATOR: Fields["fields"] = {
  name: "text",
  namespace: "text",
  behavior: "text",
  files: "texts",
  literals: "texts",
  envs: "texts",
  env: "text",
  options: GENERATOR_OPTIONS,
};
const IMAGE: Fields = {
  struct: "Image",
  fields: { name: "text", newName: "text", newTag: "text", tagSuffix: "text", digest: "text" },
};

/** Fields below the top, by the field that holds them; what is not listed is free or checked where it is used. */
const NESTED: Record<string, Fields> = {
  patches: PATCH,
  patchesJson6902: PATCH,
  configMapGenerator: { struct: "ConfigMapArgs", fields: MAP_GENERATOR },
  secretGenerator: { struct: "SecretArgs", fields: { ...MAP_GENERATOR, type: "text" } },
  generatorOptions: GENERATOR_OPTIONS,
  images: IMAGE,
  imageTags: IMAGE,
  replicas: { struct: "Replica", fields: { name: "text", count: "number" } },
  labels: {
    struct: "Label",
    fields: { pairs: "pairs", includeSelectors: "flag", includeTemplates: "flag", fields: "any" },
  },
  replacements: {
    struct: "ReplacementField",
    fields: { path: "text", source: "any", sourceValue: "any", targets: "any" },
  },
  sortOptions: { struct: "SortOptions", fields: { order: "text", legacySortOptions: "any" } },
};
const FIELDS = [
  "apiVersion",
  "kind",
  "metadata",
  "resources",
  "components",
  "bases",
  "namePrefix",
  "nameSuffix",
  "namespace",
  "commonLabels",
  "labels",
  "commonAnnotations",
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "configMapGenerator",
  "secretGenerator",
  "generatorOptions",
  "images",
  "imageTags",
  "replicas",
  "replacements",
  "buildMetadata",
  "sortOptions",
  "crds",
  "vars",
  "configurations",
  "generators",
  "transformers",
  "validators",
  "openapi",
  "helmCharts",
  "helmGlobals",
  "helmChartInflationGenerator",
] as const;
const UNSUPPORTED = [
  "crds",
  "vars",
  "configurations",
  "generators",
  "transformers",
  "validators",
  "openapi",
  "helmCharts",
  "helmGlobals",
  "helmChartInflationGenerator",
];
const DEPRECATED: Record<string, string> = {
  bases: "resources",
  commonLabels: "labels",
  imageTags: "images",
  patchesJson6902: "patches",
  patchesStrategicMerge: "patches",
};

/** The path of a folder's kustomization file, or undefined. Throws when there is more than one. */
export async function findKustomizationFile(tree: Loader["tree"], folder: string): Promise<string | undefined> {
  const found: string[] = [];
  for (const name of KUSTOMIZATION_FILES) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if ((await tree.stat(path))?.kind === "file") found.push(path);
  }
  if (found.length > 1) {
    throw new KustomizeError(
      "invalid-kustomization",
      `Found multiple kustomization files under: ${folder === "" ? "." : folder}`,
      { file: found[1] ?? "" },
    );
  }
  return found[0];
}

/** Reads the kustomization of a loader's folder. Collects what should be said of it into `warnings`. */
export async function readKustomization(
  loader: Loader,
  warnings: string[],
): Promise<{ file: string; text: string; kustomization: Kustomization }> {
  const file = await findKustomizationFile(loader.tree, loader.root);
  if (file === undefined) {
    throw new KustomizeError(
      "no-kustomization",
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${loader.root === "" ? "." : loader.root}'`,
    );
  }
  const text = Buffer.from(await loader.tree.readFile(file)).toString("utf8");
  const lineOf = (field: string): number | undefined => {
    const key = `["']?${field.replace(/[^\w-]/g, ".")}["']?\\s*:`;
    const lines = text.split("\n");
    // A field of its own line before one inside `{…}`.
    const own = lines.findIndex((line) => new RegExp(`^[\\s-]*${key}`).test(line));
    const index = own < 0 ? lines.findIndex((line) => new RegExp(`[{,]\\s*${key}`).test(line)) : own;
    return index < 0 ? undefined : index + 1;
  };
  const fail = (message: string, field?: string): KustomizeError => {
    const line = field === undefined ? undefined : lineOf(field);
    return new KustomizeError("invalid-kustomization", message, { file, ...(line === undefined ? {} : { line }) });
  };

  let document: unknown;
  try {
    [document] = readYaml(text, { dialect: "v2", allowDuplicateKeys: true });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new KustomizeError("malformed-yaml", `invalid Kustomization: ${error.message}`, {
      file,
      ...(error.line === undefined ? {} : { line: error.line }),
      cause: error,
    });
  }
  if (document === undefined) throw fail("kustomization.yaml is empty");
  if (!isJsonObject(document)) throw fail("invalid Kustomization: the file holds no map of fields");
  const fields = canonicalKeys(document, fail);

  const kind = fields.kind ?? "Kustomization";
  if (kind !== "Kustomization" && kind !== "Component") throw fail(`kind should be Kustomization or Component`, "kind");
  const wanted = kind === "Component" ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1";
  if (fields.apiVersion !== undefined && fields.apiVersion !== "" && fields.apiVersion !== wanted)
    throw fail(`apiVersion for ${kind} should be ${wanted}`, "apiVersion");
  const says = Object.entries(fields).some(
    ([field, value]) => field !== "apiVersion" && field !== "kind" && value !== null && value !== "",
  );
  if (!says) throw fail("kustomization.yaml is empty");
  for (const field of UNSUPPORTED) {
    const value = fields[field];
    const isUsed = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
    if (isUsed)
      throw new KustomizeError("unsupported", `the field ${field} is not supported yet`, {
        file,
        line: lineOf(field) ?? 1,
      });
  }
  for (const [field, instead] of Object.entries(DEPRECATED)) {
    if (fields[field] === undefined) continue;
    warnings.push(
      `# Warning: '${field}' is deprecated. Please use '${instead}' instead. Run 'kustomize edit fix' to update your Kustomization automatically.`,
    );
  }

  const list = <T>(field: string): T[] => {
    const value = fields[field];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value))
      throw fail(
        `invalid Kustomization: json: cannot unmarshal ${typeName(value)} into Go struct field Kustomization.${field}`,
        field,
      );
    for (const item of value) checkNested(field, item, fail);
    return value as T[];
  };
  const text_ = (field: string): string => {
    const value = fields[field];
    if (value === undefined || value === null) return "";
    if (typeof value !== "string")
      throw fail(
        `invalid Kustomization: json: cannot unmarshal ${typeName(value)} into Go struct field Kustomization.${field} of type string`,
        field,
      );
    return value;
  };
  const strings = (field: string): string[] => {
    const value = list<unknown>(field);
    const odd = value.find((item) => typeof item !== "string");
    if (odd !== undefined)
      throw fail(
        `invalid Kustomization: json: cannot unmarshal ${typeName(odd)} into Go struct field Kustomization.${field} of type string`,
        field,
      );
    return value as string[];
  };
  const pairs = (value: unknown, field: string): Record<string, string> => {
    if (value === undefined || value === null) return {};
    if (!isJsonObject(value)) throw fail(`invalid Kustomization: ${field} must be a map`, field);
    for (const [key, item] of Object.entries(value)) {
      if (typeof item !== "string")
        throw fail(
          `invalid Kustomization: json: cannot unmarshal ${typeName(item)} into Go struct field Kustomization.${field}.${key} of type string`,
          key,
        );
    }
    return value as Record<string, string>;
  };
  checkNested("generatorOptions", fields.generatorOptions, fail);
  const sort = isJsonObject(fields.sortOptions) ? fields.sortOptions.order : undefined;
  const generators = (field: string): GeneratorArgs[] =>
    list<GeneratorArgs>(field).map(({ env, ...args }) =>
      env === undefined || env === "" ? args : { ...args, envs: [...(args.envs ?? []), env] },
    );

  return {
    file,
    text,
    kustomization: {
      kind,
      resources: [...strings("resources"), ...strings("bases")],
      components: strings("components"),
      namePrefix: text_("namePrefix"),
      nameSuffix: text_("nameSuffix"),
      namespace: text_("namespace"),
      commonLabels: pairs(fields.commonLabels, "commonLabels"),
      labels: list<LabelEntry>("labels").map((entry) => ({ ...entry, pairs: pairs(entry.pairs, "pairs") })),
      commonAnnotations: pairs(fields.commonAnnotations, "commonAnnotations"),
      patches: list("patches"),
      patchesStrategicMerge: strings("patchesStrategicMerge"),
      patchesJson6902: list("patchesJson6902"),
      configMapGenerator: generators("configMapGenerator"),
      secretGenerator: generators("secretGenerator"),
      generatorOptions: (fields.generatorOptions ?? undefined) as GeneratorOptions | undefined,
      images: [...list<ImageEntry>("images"), ...list<ImageEntry>("imageTags")],
      replicas: list("replicas"),
      replacements: list("replacements"),
      buildMetadata: strings("buildMetadata"),
      sortOrder: sort === "legacy" || sort === "fifo" ? sort : undefined,
    },
  };
}

/** Go matches field names without regard to case. */
function canonicalKeys(
  document: Record<string, unknown>,
  fail: (message: string, field: string) => KustomizeError,
): Record<string, unknown> {
  const byLower = new Map(FIELDS.map((field) => [field.toLowerCase(), field]));
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(document)) {
    const field = byLower.get(key.toLowerCase());
    if (field === undefined) throw fail(`invalid Kustomization: json: unknown field "${key}"`, key);
    result[field] = value;
  }
  return result;
}

function checkNested(field: string, item: unknown, fail: (message: string, field: string) => KustomizeError): void {
  const shape = NESTED[field];
  if (shape && item !== undefined && item !== null) checkFields(item, shape, field, fail);
}

/** Throws for a field that the struct does not have, or whose value Go would not put into it. */
function checkFields(
  item: unknown,
  { struct, fields }: Fields,
  path: string,
  fail: (message: string, field: string) => KustomizeError,
): void {
  const wrong = (value: unknown, where: string, type: string): KustomizeError =>
    fail(
      `invalid Kustomization: json: cannot unmarshal ${typeName(value)} into Go struct field ${struct}.${where} of type ${type}`,
      where.split(".").at(-1) ?? where,
    );
  if (!isJsonObject(item)) throw wrong(item, path, `types.${struct}`);
  for (const [key, value] of Object.entries(item)) {
    const known = Object.keys(fields).find((name) => name.toLowerCase() === key.toLowerCase());
    const shape = known === undefined ? undefined : fields[known];
    if (shape === undefined) throw fail(`invalid Kustomization: json: unknown field "${key}"`, key);
    if (value === null || shape === "any" || shape === "pairs") continue;
    const where = `${path}.${known ?? key}`;
    if (typeof shape === "object") checkFields(value, shape, where, fail);
    else if (shape === "text" && typeof value !== "string") throw wrong(value, where, "string");
    else if (shape === "flag" && typeof value !== "boolean") throw wrong(value, where, "bool");
    else if (shape === "number" && !Number.isInteger(value)) throw wrong(value, where, "int64");
    else if (shape === "texts") {
      const odd = Array.isArray(value) ? value.find((text) => typeof text !== "string") : value;
      if (odd !== undefined) throw wrong(odd, where, Array.isArray(value) ? "string" : "[]string");
    }
  }
}

function typeName(value: unknown): string {
  return Array.isArray(value)
    ? "array"
    : typeof value === "object"
      ? "object"
      : typeof value === "boolean"
        ? "bool"
        : typeof value;
}
