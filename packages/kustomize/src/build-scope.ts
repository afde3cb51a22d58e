import type { MapNode, Node } from "@hawser/goyaml";
import type { BuildCache, KeptBase } from "./build-cache.ts";
import type { FolderPlace, Loader } from "./load/loader.ts";
import type { CheckedLogs } from "./load/read-log.ts";
import type { VarEntry } from "./load/kustomization-shape.ts";
import type { Entry } from "./load/kustomization.ts";
import { defaultConfig } from "./config/default-config.ts";
import type { TransformerConfig } from "./config/transformer-config.ts";
import { withPlace } from "./load/error-context.ts";
import type { Resource } from "./resource.ts";
import { ResourceSet } from "./resource-set.ts";
import type { OpenApiSchema } from "./schema/open-api-schema.ts";
import type { Step } from "./trace/step.ts";
import type { TransformContext } from "./transformers/context.ts";
import { followShared } from "./transformers/shared-scalars.ts";

/** What holds for a whole build, whichever folder it is in. */
export interface BuildScope {
  readonly signal: AbortSignal | undefined;
  /** Resources remember what each step made of them. */
  readonly trace: boolean;
  readonly enableHelm: boolean;
  readonly enableAlphaPlugins: boolean;
  /** What `buildMetadata` of the top asks for. */
  readonly keeps: { readonly origin: boolean; readonly transformations: boolean };
  /** The folder of the build, from which origins are told. */
  readonly top: FolderPlace;
  readonly cache: BuildCache;
  /** The options that what a folder comes to depends on. */
  readonly variant: string;
  /** The cache lives on after this build: what folders came to is worth to be kept in it. */
  readonly keepsBases: boolean;
  readonly checkedLogs: CheckedLogs;
  /** How often something was read from elsewhere. */
  readonly remoteReads: number;
  /** What the kustomizations of folders came to, by folder; each under the schema that held then. */
  readonly bases: Map<string, KeptBase>;
  /** Adds a file, or what a folder comes to. Plugins are configured by such resources as well. */
  addResource(into: Accumulation, entry: Entry<string>, loader: Loader): Promise<void>;
  /** How kinds merge; the first `openapi` that is met decides for all that comes after. */
  schema: OpenApiSchema;
  hasOwnSchema: boolean;
  /** What was said so far, in case that the build fails. */
  readonly said: string[];
}

/** What the kustomization of a folder comes to. Nobody changes it: who goes on from it copies the records. */
export interface Accumulated {
  readonly resources: readonly Resource[];
  readonly config: TransformerConfig;
  readonly vars: readonly Entry<VarEntry>[];
  readonly warnings: readonly string[];
  /** All folders that were entered on the way, this one included. */
  readonly visited: ReadonlyMap<string, FolderPlace>;
}

/** What the kustomization of a folder is building up; components add to that of who names them. */
export interface Accumulation {
  readonly set: ResourceSet;
  config: TransformerConfig;
  readonly vars: Entry<VarEntry>[];
  readonly warnings: string[];
  readonly visited: Map<string, FolderPlace>;
}

/** Bases of bases may say the same thing again and again; what is beyond this nobody reads. */
const MAX_WARNINGS = 10_000;

/** Adds what is said on the error stream. */
export function addWarnings(into: string[], warnings: readonly string[]): void {
  for (const warning of warnings) if (into.length < MAX_WARNINGS) into.push(warning);
}

export function newAccumulation(): Accumulation {
  return { set: new ResourceSet(), config: defaultConfig, vars: [], warnings: [], visited: new Map() };
}

/** What a transformer or generator may use. */
export function contextOf(
  scope: BuildScope,
  loader: Loader,
  step: Pick<Step, "place"> & { readonly written?: Node | undefined },
  failurePrefix: () => string = () => "",
): TransformContext {
  return {
    files: loader,
    schema: scope.schema,
    derived: scope.keepsBases ? scope.cache.derived : undefined,
    failurePrefix,
    get place() {
      return step.place;
    },
    get written() {
      return step.written;
    },
  };
}

/** Runs one step on a set. An error without a place gets that of the step; a traced build keeps what changed. */
export async function runStep(
  scope: BuildScope,
  set: ResourceSet,
  step: Step,
  action: () => void | Promise<void>,
): Promise<void> {
  scope.signal?.throwIfAborted();
  const before = scope.trace ? new Map(set.list.map((resource) => [resource, resource.node])) : undefined;
  try {
    await action();
  } catch (error) {
    throw withPlace(error, step.place);
  }
  for (let i = 0; i < set.list.length; i++) {
    const resource = set.list[i] as Resource;
    if (resource.shared) followShared(resource);
  }
  if (before) recordChanges(set, before, step);
}

function recordChanges(set: ResourceSet, before: ReadonlyMap<Resource, MapNode>, step: Step): void {
  for (const resource of set.list) {
    const old = before.get(resource);
    if (old !== resource.node)
      resource.history = [...(resource.history ?? []), { step, before: old, after: resource.node }];
  }
}
