import { isMap, type MapNode, writeNode, writeYaml } from "@hawser/goyaml";
import { type Accumulation, type BuildScope, contextOf, runStep } from "../build-scope.ts";
import type { Kustomization } from "../load/kustomization.ts";
import type { Loader } from "../load/loader.ts";
import { errorAt } from "../load/struct-decoder.ts";
import type { Origin } from "../output/origin.ts";
import { kustomizationOrigin } from "../output/origin.ts";
import type { Resource } from "../resource.ts";
import type { TransformerConfig } from "../config/transformer-config.ts";
import { ResourceSet } from "../resource-set.ts";
import { failurePrefix } from "./builtin-generators.ts";
import { configuredTransformers } from "./configured-transformers.ts";
import { loadPlugins, type PluginConfig, refuseExternal } from "./load-plugins.ts";
import { transformerOf } from "./plugin-transformers.ts";

/** Runs the transformers of a kustomization: its own fields in their fixed order, then what `transformers` names. */
export async function runTransformers(
  into: Accumulation,
  loader: Loader,
  kustomization: Kustomization,
  scope: BuildScope,
): Promise<void> {
  const plugins = await loadTransformers("transformers", loader, kustomization, scope);
  const configured = configuredTransformers(kustomization, into.config);
  for (const [index, transformer] of configured.entries()) {
    const { kind, config, run } = transformer;
    const context = contextOf(
      scope,
      loader,
      transformer,
      () => `trouble configuring builtin ${kind} with config: \`\n${writeYaml(config ?? {})}\`: `,
    );
    const isRemembered = scope.keepsBases && ONE_BY_ONE.has(kind);
    await runStep(scope, into.set, transformer, () =>
      isRemembered
        ? runRemembered(stepOf(kustomization, transformer.what, into.config), into.set, scope, (set) =>
            run(set, context),
          )
        : run(into.set, context),
    );
    // All entries of these fields are one transformer there.
    const isOne = kind === "ReplacementTransformer" || kind === "PatchStrategicMergeTransformer";
    if (isOne && configured[index + 1]?.kind === kind) continue;
    finish(into.set, scope, () => kustomizationOrigin(kustomization.file, kind, loader, scope.top));
  }
  for (const { plugin, run } of plugins) {
    const context = contextOf(scope, loader, plugin, () => failurePrefix(plugin));
    await runStep(scope, into.set, plugin, () => run(into.set, context));
    finish(into.set, scope, () => plugin.origin);
  }
}

/** Transformers whose result for an object depends on nothing but the object and their configuration, and is its node alone. */
const ONE_BY_ONE: ReadonlySet<string> = new Set(["LabelTransformer", "AnnotationsTransformer", "ImageTagTransformer"]);

const steps = new WeakMap<Kustomization, Map<string, { readonly config: TransformerConfig }>>();

/** What stands for a step of a kustomization under a configuration: the same object in every build. */
function stepOf(kustomization: Kustomization, what: string, config: TransformerConfig): object {
  let known = steps.get(kustomization);
  if (!known) steps.set(kustomization, (known = new Map()));
  let step = known.get(what);
  if (step?.config !== config) known.set(what, (step = { config }));
  return step;
}

/** Runs a step on those resources only whose nodes it did not change in an earlier build already. */
async function runRemembered(
  step: object,
  set: ResourceSet,
  { cache: { derived } }: BuildScope,
  run: (set: ResourceSet) => void | Promise<void>,
): Promise<void> {
  const fresh: Resource[] = [];
  for (const resource of set.list) {
    const known = resource.shared ? undefined : derived.get(step, resource.node);
    if (known) Object.assign(resource, known);
    else fresh.push(resource);
  }
  if (fresh.length === 0) return;
  const before = fresh.map(({ node, shared }) => ({ node, shared }));
  const rest = new ResourceSet();
  rest.replaceAll(fresh);
  await run(rest);
  for (const [index, { node, shared }] of fresh.entries()) {
    const was = before[index];
    if (was && !was.shared) derived.set(step, was.node, { node, shared });
  }
}

/** What a step emptied goes; every resource notes what went over it, whether or not that changed anything. */
function finish(set: ResourceSet, scope: BuildScope, origin: () => Origin): void {
  set.keep(({ node }) => node.size > 0);
  const { keeps } = scope;
  if (!keeps.transformations && !keeps.origin) return;
  const step = origin();
  for (const resource of set.list) {
    // Who took all annotations away is taken for the origin of the object.
    if (!resource.origin) resource.origin = step;
    else if (keeps.transformations) resource.transformations = [...resource.transformations, step];
  }
}

/** Runs what `validators` names: transformers that may change nothing but one label. */
export async function runValidators(
  into: Accumulation,
  loader: Loader,
  kustomization: Kustomization,
  scope: BuildScope,
): Promise<void> {
  for (const { plugin, run } of await loadTransformers("validators", loader, kustomization, scope)) {
    const before = into.set.list.map((resource): readonly [Resource, MapNode] => [resource, resource.node]);
    await runStep(scope, into.set, plugin, () => run(into.set, contextOf(scope, loader, plugin)));
    if (before.length !== into.set.list.length || before.some(([resource, node]) => isChanged(node, resource.node)))
      throw errorAt(plugin.place, "transformer", "validator shouldn't modify the resource map");
  }
}

/**
 * Upstream takes the mark away from every object before it compares, and an object that it was not taken from, or that
 * has other labels, then counts as another: only marks on objects without labels pass.
 */
function isChanged(before: MapNode, after: MapNode): boolean {
  const metadata = before.get("metadata");
  if (before === after || (isMap(metadata) && metadata.has("labels"))) return true;
  return writeNode(before) !== writeNode(withoutLabel(after));
}

/** The mark that a validator may leave. */
function withoutLabel(node: MapNode): MapNode {
  const metadata = node.get("metadata");
  const labels = isMap(metadata) ? metadata.get("labels") : undefined;
  if (!isMap(metadata) || !isMap(labels)) return node;
  const rest = labels.without("validated-by");
  return node.set("metadata", rest.size === 0 ? metadata.without("labels") : metadata.set("labels", rest));
}

interface LoadedTransformer {
  readonly plugin: PluginConfig;
  readonly run: ReturnType<typeof transformerOf>;
}

async function loadTransformers(
  field: "transformers" | "validators",
  loader: Loader,
  kustomization: Kustomization,
  scope: BuildScope,
): Promise<LoadedTransformer[]> {
  if (!kustomization.fields[field]?.length) return [];
  const plugins = await loadPlugins(field, loader, kustomization, scope);
  return plugins.map((plugin) => {
    refuseExternal(plugin, scope);
    return { plugin, run: transformerOf(plugin) };
  });
}
