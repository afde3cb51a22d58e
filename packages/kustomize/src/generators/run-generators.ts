import { KustomizeError } from "../kustomize-error.ts";
import type { Accumulation, BuildScope } from "../build-scope.ts";
import { contextOf, runStep } from "../build-scope.ts";
import { withMessage, withPlace } from "../load/error-context.ts";
import type { ConfigMapArgs } from "../load/kustomization-shape.ts";
import type { Entry, Kustomization } from "../load/kustomization.ts";
import type { Loader } from "../load/loader.ts";
import { kustomizationOrigin, type Origin } from "../output/origin.ts";
import { chartPrefix, generatorOf, refusedChart } from "../plugins/builtin-generators.ts";
import { loadPlugins, type PluginConfig, refuseExternal } from "../plugins/load-plugins.ts";
import { transformerOf } from "../plugins/plugin-transformers.ts";
import { describeId, type Resource } from "../resource.ts";
import { absorb } from "./absorb.ts";
import { generateConfigMap, generateSecret } from "./map-generators.ts";

/** Runs the generators of a kustomization: its own fields, then what `generators` names. */
export async function runGenerators(
  into: Accumulation,
  loader: Loader,
  kustomization: Kustomization,
  scope: BuildScope,
): Promise<void> {
  const shared = kustomization.fields.generatorOptions;
  const run = async (entry: Entry<ConfigMapArgs>, kind: string, generate: typeof generateConfigMap): Promise<void> => {
    const place = (...path: readonly (string | number)[]): Entry<unknown>["place"] => {
      const [field = "", index = "0"] = entry.what.split(/[[\]]/);
      return kustomization.place(field, Number(index), ...path);
    };
    await runStep(scope, into.set, entry, async () => {
      const context = contextOf(scope, loader, entry);
      take(into, await generate(entry.value, shared, context, place), () =>
        kustomizationOrigin(kustomization.file, kind, loader, scope.top),
      );
    });
  };
  const take = (target: Accumulation, resource: Resource, origin: () => Origin): void => {
    if (scope.keeps.origin || scope.keeps.transformations) resource.origin = origin();
    try {
      absorb(target.set, resource);
    } catch (error) {
      throw withMessage(error, (message) => `merging from generator: ${message}`);
    }
  };
  for (const entry of kustomization.configMapGenerator) await run(entry, "ConfigMapGenerator", generateConfigMap);
  for (const entry of kustomization.secretGenerator) await run(entry, "SecretGenerator", generateSecret);
  for (const { value, place } of kustomization.helmCharts)
    throw refusedChart(scope, place, chartPrefix(value, kustomization.helmGlobals), value);

  if (!kustomization.fields.generators?.length) return;
  for (const { plugin, run: generate } of await loadGenerators(loader, kustomization, scope))
    await runStep(scope, into.set, plugin, async () =>
      take(into, await generate(contextOf(scope, loader, plugin)), () => plugin.origin),
    );
}

async function loadGenerators(
  loader: Loader,
  kustomization: Kustomization,
  scope: BuildScope,
): Promise<{ plugin: PluginConfig; run: NonNullable<ReturnType<typeof generatorOf>> }[]> {
  try {
    const plugins = await loadPlugins("generators", loader, kustomization, scope);
    return plugins.map((plugin) => {
      try {
        refuseExternal(plugin, scope);
        const run = generatorOf(plugin, scope);
        if (run) return { plugin, run };
        transformerOf(plugin);
        throw new KustomizeError("invalid-kustomization", `plugin ${describeId(plugin.id)} not a generator`);
      } catch (error) {
        throw withMessage(withPlace(error, plugin.place), (message) => `failed to load generator: ${message}`);
      }
    });
  } catch (error) {
    throw withMessage(error, (message) => `loading generator plugins: ${message}`);
  }
}
