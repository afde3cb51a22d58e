import { isMap, textOf, toJson, writeNode } from "@hawser/goyaml";
import type { KubeObject } from "@hawser/kube";
import { type FileTree, memoryTree } from "@hawser/source";
import { KustomizeError } from "./kustomize-error.ts";
import { accumulate, addResource, loadSchema } from "./accumulate.ts";
import { type BuildCache, createBuildCache } from "./build-cache.ts";
import { type BuildScope, newAccumulation, runStep } from "./build-scope.ts";
import { addHashes } from "./generators/add-hashes.ts";
import { asKustomizeError, withPlace } from "./load/error-context.ts";
import { type Kustomization, readKustomization } from "./load/kustomization.ts";
import type { SortOptions } from "./load/kustomization-shape.ts";
import { Loader, type LoadOptions } from "./load/loader.ts";
import { withMetadata } from "./load/resources.ts";
import { errorAt } from "./load/struct-decoder.ts";
import { legacyOrder, requestedOrder } from "./output/order.ts";
import { label, writeOrigin } from "./output/origin.ts";
import { fixNameReferences } from "./references/name-references.ts";
import { replaceVars } from "./references/vars.ts";
import { countedRemotes, type CountedRemotes } from "./remote/counted-remotes.ts";
import type { RemoteSources } from "./remote/remote-sources.ts";
import { FORCED_GIT_WARNING, parseRepoSpec } from "./remote/repo-spec.ts";
import { currentId, describeId, type Resource } from "./resource.ts";
import type { ResourceSet } from "./resource-set.ts";
import { builtinSchema } from "./schema/builtin-schema.ts";

export interface BuildOptions {
  /** `none` lets files lie outside the folder of their kustomization. Default `rootOnly`. */
  readonly loadRestrictor?: "rootOnly" | "none";
  /** Which order the output has where `sortOptions` says nothing: `legacy`, as on the command line, unless written. */
  readonly reorder?: "none" | "legacy";
  readonly enableHelm?: boolean;
  /** Plugins that are not built in are refused in other words; they never run. */
  readonly enableAlphaPlugins?: boolean;
  /** Every object gets the label that `buildMetadata: [managedByLabel]` asks for. */
  readonly managedByLabel?: boolean;
  /** The version in that label: `v5.8.1` of the program, `(devel)` of `kubectl kustomize`. */
  readonly version?: string;
  /** Fetches what lies outside of the tree; without it such names are refused. */
  readonly remotes?: RemoteSources;
  readonly signal?: AbortSignal;
  /** Resources keep their history. */
  readonly trace?: boolean;
  /** Keeps what was parsed for the builds to come. */
  readonly cache?: BuildCache;
  /** What messages call the root of the tree, such as its path on this machine. */
  readonly shownRoot?: string;
}

export interface BuildResult {
  /** In output order; fresh for each build. */
  readonly objects: KubeObject[];
  /** The same as records, with their history where the build was traced. */
  readonly resources: readonly Resource[];
  /** What the real one prints on its error stream. */
  readonly warnings: readonly string[];
  /** All objects as one text, byte for byte as `kustomize build` prints it. */
  yaml(): string;
}

/** The version of Kustomize whose behaviour this is. */
export const KUSTOMIZE_VERSION = "v5.8.1";

/** Builds the kustomization in a folder of a tree. Throws `KustomizeError`. */
export async function build(tree: FileTree, path: string, options: BuildOptions = {}): Promise<BuildResult> {
  const remotes = options.remotes && countedRemotes(options.remotes);
  const loader = await Loader.open(tree, path === "." ? "" : path, loadOptions(options, remotes), options.shownRoot);
  return buildIn(loader, options, remotes);
}

/**
 * Builds the kustomization in a folder of a repository elsewhere, such as `https://host/org/repo//path?ref=v1`, which
 * `remotes` must reach. Throws `KustomizeError`.
 */
export async function buildAddress(address: string, options: BuildOptions = {}): Promise<BuildResult> {
  const remotes = options.remotes && countedRemotes(options.remotes);
  const nowhere = await Loader.open(memoryTree({}), "", loadOptions(options, remotes));
  const said = parseRepoSpec(address)?.hasGitPrefix === true ? [FORCED_GIT_WARNING] : [];
  return buildIn(await nowhere.enter(address), options, remotes, said);
}

function loadOptions({ loadRestrictor = "rootOnly", signal }: BuildOptions, remotes?: RemoteSources): LoadOptions {
  return { restrictor: loadRestrictor, remotes, signal };
}

async function buildIn(
  loader: Loader,
  options: BuildOptions,
  remotes: CountedRemotes | undefined,
  before: readonly string[] = [],
): Promise<BuildResult> {
  const kustomization = await readKustomization(loader, options.cache?.kustomizations);
  const scope = scopeOf(options, loader, kustomization, remotes);
  try {
    return await buildScoped(loader, kustomization, scope, options, before);
  } catch (error) {
    throw failureOf(error, [...before, ...scope.said]);
  }
}

/** What went wrong, with what was said before. */
function failureOf(thrown: unknown, warnings: readonly string[]): unknown {
  const error = asKustomizeError(thrown);
  if (!(error instanceof KustomizeError)) return error;
  const { code, message, file, line, column } = error;
  return new KustomizeError(code, message, {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    cause: error.cause ?? error,
    warnings,
  });
}

async function buildScoped(
  loader: Loader,
  kustomization: Kustomization,
  scope: BuildScope,
  options: BuildOptions,
  before: readonly string[],
): Promise<BuildResult> {
  await loadSchema(loader, kustomization, scope);
  const order = requestedOrder(kustomization);
  const { resources: accumulated, config, vars, warnings } = await accumulate(loader, kustomization, scope);
  const { set } = newAccumulation();
  set.replaceAll(accumulated);

  const said = [...before, ...warnings];
  const step = (what: string, run: () => void): Promise<void> => runStep(scope, set, { what, place: undefined }, run);
  await step("nameHash", () => addHashes(set, scope.keepsBases ? scope.cache.derived : undefined));
  await step("nameReference", () =>
    fixNameReferences(set, config.nameReference, scope.keepsBases ? scope.cache.followed : undefined),
  );
  await step("vars", () => void said.push(...replaceVars(set, vars, config.varReference)));
  dropLocal(set);
  const resources = ordered(set, order, options.reorder ?? "legacy");
  finish(resources, kustomization, scope, options);
  return resultOf(resources, said);
}

function scopeOf(
  options: BuildOptions,
  loader: Loader,
  { fields }: Kustomization,
  remotes: CountedRemotes | undefined,
): BuildScope {
  const metadata = fields.buildMetadata ?? [];
  const { loadRestrictor, enableHelm, enableAlphaPlugins, trace, shownRoot } = options;
  const { place: top } = loader;
  const scope: BuildScope = {
    signal: options.signal,
    trace: options.trace === true,
    enableHelm: options.enableHelm === true,
    enableAlphaPlugins: options.enableAlphaPlugins === true,
    keeps: {
      origin: metadata.includes("originAnnotations"),
      transformations: metadata.includes("transformerAnnotations"),
    },
    top,
    // Origins are told from the folder of the build.
    variant: JSON.stringify([
      [loadRestrictor, enableHelm, enableAlphaPlugins, trace, shownRoot],
      metadata.length === 0 ? [] : [metadata, top],
    ]),
    cache: options.cache ?? createBuildCache(),
    keepsBases: options.cache !== undefined,
    checkedLogs: new Map(),
    get remoteReads() {
      return remotes?.count ?? 0;
    },
    bases: new Map(),
    addResource: (into, entry, from) => addResource(into, entry, from, scope),
    schema: builtinSchema,
    hasOwnSchema: false,
    said: [],
  };
  return scope;
}

/** Objects that only help to build others are no output. */
function dropLocal(set: ResourceSet): void {
  set.keep(({ node }) => {
    const metadata = node.get("metadata");
    const annotations = isMap(metadata) ? metadata.get("annotations") : undefined;
    if (!isMap(annotations)) return true;
    const local = textOf(annotations.get("config.kubernetes.io/local-config"));
    return local === undefined || local === "false";
  });
  // Patches and replacements may give two objects one name; that shows here.
  const conflict = set.firstConflict();
  if (conflict)
    throw errorAt(
      conflict.node.place,
      "duplicate-id",
      `may not add resource with an already registered id: ${describeId(currentId(conflict))}`,
    );
}

function ordered(
  set: ResourceSet,
  requested: SortOptions | undefined,
  reorder: "none" | "legacy",
): readonly Resource[] {
  const order = requested?.order ?? (reorder === "legacy" ? "legacy" : "fifo");
  return order === "legacy" ? legacyOrder(set.list, requested?.legacySortOptions) : set.list;
}

function finish(
  resources: readonly Resource[],
  { fields }: Kustomization,
  { keeps }: BuildScope,
  { managedByLabel, version }: BuildOptions,
): void {
  const isLabelled = managedByLabel === true || fields.buildMetadata?.includes("managedByLabel") === true;
  for (const resource of resources) {
    if (isLabelled) label(resource, "app.kubernetes.io/managed-by", `kustomize-${version ?? KUSTOMIZE_VERSION}`);
    writeOrigin(resource, keeps);
    resource.node = withMetadata(resource.node);
  }
}

function resultOf(resources: readonly Resource[], warnings: readonly string[]): BuildResult {
  let objects: KubeObject[] | undefined;
  let text: string | undefined;
  return {
    get objects() {
      objects ??= resources.map(({ node }) => toJson(node) as KubeObject);
      return objects;
    },
    resources,
    warnings,
    yaml: () => (text ??= resources.map(({ node }) => written(node)).join("---\n")),
  };
}

/** The bytes of an object; remembered as long as the object is. */
function written(node: Resource["node"]): string {
  if (typeof node.memo === "string") return node.memo;
  try {
    return (node.memo = writeNode(node));
  } catch (error) {
    throw withPlace(error, node.place);
  }
}
