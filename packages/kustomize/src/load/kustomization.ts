import { isNull, type Node, type NodePlace, readNode } from "@hawser/goyaml";
import { type FileTree, joinPath } from "@hawser/source";
import { KustomizeError } from "../kustomize-error.ts";
import { fromYamlError } from "./error-context.ts";
import {
  type ConfigMapArgs,
  type HelmChartArgs,
  type HelmChartEntry,
  type HelmGlobals,
  KUSTOMIZATION,
  type KustomizationFields,
  type SecretArgs,
} from "./kustomization-shape.ts";
import type { LimitedCache } from "../build-cache.ts";
import type { Loader } from "./loader.ts";
import { decodeStruct, errorAt, partOf, placeOf } from "./struct-decoder.ts";

export const KUSTOMIZATION_FILES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/** A kustomization file, read and normalised: what deprecated fields say is where it belongs now. */
export interface Kustomization {
  /** Path in its tree. */
  readonly file: string;
  readonly kind: "Kustomization" | "Component";
  readonly fields: KustomizationFields;
  readonly resources: readonly Entry<string>[];
  readonly images: readonly Entry<NonNullable<KustomizationFields["images"]>[number]>[];
  readonly configMapGenerator: readonly Entry<ConfigMapArgs>[];
  readonly secretGenerator: readonly Entry<SecretArgs>[];
  readonly helmCharts: readonly Entry<HelmChartEntry>[];
  readonly helmGlobals: HelmGlobals | undefined;
  /** What the real one prints on its error stream. */
  readonly warnings: readonly string[];
  /** Where a part of the file is written: `place("images", 0)`. */
  readonly place: (...path: readonly (string | number)[]) => NodePlace | undefined;
  /** What is written there. */
  readonly part: (...path: readonly (string | number)[]) => Node | undefined;
}

/** An entry of a list, with the field that holds it. */
export interface Entry<T> {
  readonly value: T;
  /** `resources[0]`. */
  readonly what: string;
  readonly place: NodePlace | undefined;
}

const DEPRECATED = [
  ["bases", "resources", ""],
  ["commonLabels", "labels", ""],
  ["imageTags", "images", ""],
  ["patchesJson6902", "patches", ""],
  ["patchesStrategicMerge", "patches", ""],
  ["vars", "replacements", "[EXPERIMENTAL] "],
] as const;

/** The path of a folder's kustomization file, or undefined. Throws when there is more than one. */
export async function findKustomizationFile(
  tree: FileTree,
  folder: string,
  shownFolder: string = folder,
): Promise<string | undefined> {
  const found: string[] = [];
  for (const name of KUSTOMIZATION_FILES) {
    const path = joinPath(folder, name) ?? name;
    if ((await tree.stat(path))?.kind === "file") found.push(path);
  }
  if (found.length > 1)
    throw new KustomizeError(
      "invalid-kustomization",
      `Found multiple kustomization files under: ${shownFolder === "" ? "." : shownFolder}`,
      { file: found[1] ?? "" },
    );
  return found[0];
}

/**
 * Reads the kustomization of a loader's folder, unless `known` has it from an earlier build. Throws `KustomizeError`.
 */
export async function readKustomization(loader: Loader, known?: LimitedCache<Kustomization>): Promise<Kustomization> {
  const file = await findKustomizationFile(loader.tree, loader.root, loader.shownRoot);
  if (file === undefined)
    throw new KustomizeError(
      "no-kustomization",
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${loader.shownRoot}'`,
    );
  const key = known && `${loader.shownRoot}:${file}:${(await loader.tree.stat(file))?.id ?? ""}`;
  const kept = key === undefined ? undefined : known?.get(key);
  if (kept) return kept;
  const bytes = await loader.tree.readFile(file);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  const kustomization = parseKustomization(text, file, loader.shownRoot);
  if (key !== undefined) known?.set(key, kustomization, text.length);
  return kustomization;
}

/** Understands the text of a kustomization file. `folder` is what messages call its folder. Throws `KustomizeError`. */
export function parseKustomization(text: string, file: string, folder: string): Kustomization {
  const node = firstDocument(text, file);
  const empty = (): KustomizeError =>
    new KustomizeError("invalid-kustomization", "kustomization.yaml is empty", { file, line: 1 });
  if (node === undefined || isNull(node)) throw empty();
  const fields = decodeStruct(node, KUSTOMIZATION, { rules: "json", prefix: "invalid Kustomization: " });
  if (!saysSomething(fields)) throw empty();

  const kind = fields.kind === undefined || fields.kind === "" ? "Kustomization" : fields.kind;
  const place = (...path: readonly (string | number)[]): NodePlace | undefined => placeOf(node, ...path);
  const refuse = (field: string, message: string): KustomizeError =>
    errorAt(place(field), "invalid-kustomization", `Failed to read kustomization file under ${folder}:\n${message}`);
  if (kind !== "Kustomization" && kind !== "Component")
    throw refuse("kind", "kind should be Kustomization or Component");
  const wanted = `kustomize.config.k8s.io/${kind === "Component" ? "v1alpha1" : "v1beta1"}`;
  if (fields.apiVersion !== undefined && fields.apiVersion !== "" && fields.apiVersion !== wanted)
    throw refuse("apiVersion", `apiVersion for ${kind} should be ${wanted}`);

  const entries = <T>(field: string, values: readonly T[] | undefined): Entry<T>[] =>
    (values ?? []).map((value, index) => entryOf(value, field, index, place));
  const globals = fields.helmChartInflationGenerator?.findLast(({ chartHome, helmHome }) => chartHome ?? helmHome);
  return {
    file,
    kind,
    fields,
    resources: [...entries("resources", fields.resources), ...entries("bases", fields.bases)],
    images: [...entries("images", fields.images), ...entries("imageTags", fields.imageTags)],
    configMapGenerator: entries("configMapGenerator", fields.configMapGenerator?.map(withEnv)),
    secretGenerator: entries("secretGenerator", fields.secretGenerator?.map(withEnv)),
    helmCharts: [
      ...entries("helmCharts", fields.helmCharts),
      ...entries("helmChartInflationGenerator", fields.helmChartInflationGenerator?.map(chartOf)),
    ],
    helmGlobals:
      fields.helmGlobals ??
      (globals && {
        ...(globals.chartHome === undefined ? {} : { chartHome: globals.chartHome }),
        ...(globals.helmHome === undefined ? {} : { configHome: globals.helmHome }),
      }),
    warnings: DEPRECATED.filter(([field]) => fields[field] !== undefined).map(
      ([field, instead, note]) =>
        `# Warning: '${field}' is deprecated. Please use '${instead}' instead. ${note}Run 'kustomize edit fix' to update your Kustomization automatically.`,
    ),
    place,
    part: (...path) => partOf(node, ...path),
  };
}

/** An entry whose place is looked for when somebody asks. */
export function entryOf<T>(value: T, field: string, index: number, place: Kustomization["place"]): Entry<T> {
  return new OwnEntry(value, field, index, place);
}

/** A class, as V8 takes long to make an object that has a getter of its own. */
class OwnEntry<T> implements Entry<T> {
  readonly value: T;
  readonly #field: string;
  readonly #index: number;
  readonly #place: Kustomization["place"];

  constructor(value: T, field: string, index: number, place: Kustomization["place"]) {
    this.value = value;
    this.#field = field;
    this.#index = index;
    this.#place = place;
  }

  get what(): string {
    return `${this.#field}[${this.#index}]`;
  }

  get place(): NodePlace | undefined {
    return this.#place(this.#field, this.#index);
  }
}

/** Of a text with several documents only the first counts. */
function firstDocument(text: string, file: string): Node | undefined {
  try {
    return readNode(text, { dialect: "v2", file });
  } catch (error) {
    throw fromYamlError(error, (message) => `invalid Kustomization: ${message}`);
  }
}

function saysSomething(fields: KustomizationFields): boolean {
  return Object.entries(fields).some(
    ([field, value]) => field !== "apiVersion" && field !== "kind" && value !== undefined && value !== "",
  );
}

function withEnv<T extends ConfigMapArgs>(args: T): T {
  const { env, ...rest } = args;
  if (env === undefined || env === "") return args;
  return { ...rest, envs: [...(rest.envs ?? []), env] } as unknown as T;
}

function chartOf(args: HelmChartArgs): HelmChartEntry {
  const entry: { [K in keyof HelmChartEntry]: HelmChartEntry[K] | undefined } = {
    name: args.chartName,
    version: args.chartVersion,
    repo: args.chartRepoUrl,
    releaseName: args.releaseName,
    namespace: args.releaseNamespace,
    valuesFile: args.values,
    valuesInline: args.valuesLocal,
    valuesMerge: args.valuesMerge,
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}
