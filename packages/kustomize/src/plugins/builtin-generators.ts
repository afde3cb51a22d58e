import { isMap, MapNode, type Node, textNode, toJson, writeYaml } from "@hawser/goyaml";
import type { KustomizeError } from "../kustomize-error.ts";
import type { BuildScope } from "../build-scope.ts";
import { generateConfigMap, generateSecret } from "../generators/map-generators.ts";
import type { ConfigMapArgs, HelmChartEntry, HelmGlobals } from "../load/kustomization-shape.ts";
import { CONFIG_MAP_ARGS, HELM_CHART, SECRET_ARGS } from "../load/kustomization-shape.ts";
import { struct, type StructShape, text } from "../load/shapes.ts";
import { decodeStruct, errorAt, placeOf } from "../load/struct-decoder.ts";
import { describeId, newResource, type Resource } from "../resource.ts";
import type { TransformContext } from "../transformers/context.ts";
import type { PluginConfig } from "./load-plugins.ts";

interface IamPolicyArgs {
  readonly cloud?: string;
  readonly kubernetesService?: { readonly namespace?: string; readonly name?: string };
  readonly serviceAccount?: { readonly name?: string; readonly projectId?: string };
}

const IAM_POLICY: StructShape<IamPolicyArgs> = struct("types.IAMPolicyGeneratorArgs", {
  cloud: text,
  kubernetesService: struct<NonNullable<IamPolicyArgs["kubernetesService"]>>("types.KubernetesService", {
    namespace: text,
    name: text,
  }),
  serviceAccount: struct<NonNullable<IamPolicyArgs["serviceAccount"]>>("types.ServiceAccount", {
    name: text,
    projectId: text,
  }),
});

/** What a built-in generator of `generators:` does; undefined where it is none. Throws where its configuration is wrong. */
export function generatorOf(
  plugin: PluginConfig,
  scope: BuildScope,
): ((context: TransformContext) => Promise<Resource>) | undefined {
  const { node, id } = plugin;
  const options = { rules: "yaml", prefix: failurePrefix(plugin) } as const;
  const place = (...path: readonly (string | number)[]): ReturnType<typeof placeOf> => placeOf(node, ...path);
  switch (id.kind) {
    case "ConfigMapGenerator": {
      const args = decodeStruct(node, CONFIG_MAP_ARGS, options);
      return (context) => generateConfigMap({ ...args, ...identityOf(plugin, args) }, undefined, context, place);
    }
    case "SecretGenerator": {
      const args = decodeStruct(node, SECRET_ARGS, options);
      return (context) => generateSecret({ ...args, ...identityOf(plugin, args) }, undefined, context, place);
    }
    case "IAMPolicyGenerator": {
      const args = decodeStruct(node, IAM_POLICY, options);
      return async () => iamPolicy(args, plugin);
    }
    case "HelmChartInflationGenerator":
      throw refusedChart(scope, plugin.place, failurePrefix(plugin), decodeStruct(node, HELM_CHART, options));
    default:
      return undefined;
  }
}

/** What messages about a plugin's configuration begin with. */
export function failurePrefix({ id }: PluginConfig): string {
  return `plugin ${describeId(id)} fails configuration: `;
}

/** The name and namespace of the configuration count where it does not give others. */
function identityOf({ id }: PluginConfig, { name, namespace }: ConfigMapArgs): { name: string; namespace: string } {
  return { name: name || id.name, namespace: namespace || id.namespace };
}

function iamPolicy(
  { cloud = "", kubernetesService = {}, serviceAccount = {} }: IamPolicyArgs,
  { place }: PluginConfig,
): Resource {
  if (cloud !== "gke") throw errorAt(place, "generator", `cloud provider ${cloud} not supported yet`);
  const account = `${serviceAccount.name ?? ""}@${serviceAccount.projectId ?? ""}.iam.gserviceaccount.com`;
  const metadata: Record<string, Node> = {
    annotations: mapOf({ "iam.gke.io/gcp-service-account": textNode(account) }),
    name: textNode(kubernetesService.name ?? ""),
    ...(kubernetesService.namespace ? { namespace: textNode(kubernetesService.namespace) } : {}),
  };
  return newResource(
    mapOf({ apiVersion: textNode("v1"), kind: textNode("ServiceAccount"), metadata: mapOf(metadata) }),
  );
}

function mapOf(fields: Record<string, Node>): MapNode {
  return new MapNode(
    Object.keys(fields).map((key) => textNode(key)),
    Object.values(fields),
  );
}

/** Why a chart is not rendered: nobody allowed it, or it cannot be done yet. */
export function refusedChart(
  { enableHelm }: BuildScope,
  place: PluginConfig["place"],
  prefix: string,
  chart: HelmChartEntry,
): KustomizeError {
  if (!enableHelm) return errorAt(place, "unsupported", `${prefix}must specify --enable-helm`);
  return errorAt(
    place,
    "unsupported",
    `the chart ${JSON.stringify(chart.name ?? "")} is not rendered: Helm charts are not supported yet`,
  );
}

/** What the real one says before what is wrong with an entry of `helmCharts`. */
export function chartPrefix(chart: HelmChartEntry, globals: HelmGlobals | undefined): string {
  const { valuesInline, ...fields } = chart;
  const shown = {
    ...fields,
    ...globals,
    ...(isMap(valuesInline) && valuesInline.size > 0 && { valuesInline: toJson(valuesInline, { dialect: "v2" }) }),
  };
  return `trouble configuring builtin HelmChartInflationGenerator with config: \`\n${writeYaml(shown)}\`: `;
}
