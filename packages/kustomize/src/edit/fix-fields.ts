import type { HelmChartEntry } from "../load/kustomization-shape.ts";
import type { EditedKustomization } from "./edited-kustomization.ts";

const BETA = "kustomize.config.k8s.io/v1beta1";
const ALPHA = "kustomize.config.k8s.io/v1alpha1";

/** What every edit does to a file: names its kind, and writes deprecated fields as those that replace them. */
export function fixFields(kustomization: EditedKustomization): void {
  kustomization.kind ||= "Kustomization";
  kustomization.apiVersion ||= kustomization.kind === "Component" ? ALPHA : BETA;
  const { bases, imageTags } = kustomization;
  if (bases) kustomization.resources = [...(kustomization.resources ?? []), ...bases];
  delete kustomization.bases;
  if (imageTags) kustomization.images = [...(kustomization.images ?? []), ...imageTags];
  delete kustomization.imageTags;
  for (const field of ["configMapGenerator", "secretGenerator"] as const) {
    const generators = kustomization[field];
    if (generators)
      kustomization[field] = generators.map(({ env, ...generator }) =>
        env === undefined || env === "" ? generator : { ...generator, envs: [...(generator.envs ?? []), env] },
      );
  }
  fixHelm(kustomization);
}

function fixHelm(kustomization: EditedKustomization): void {
  const { helmChartInflationGenerator: generators } = kustomization;
  delete kustomization.helmChartInflationGenerator;
  if (!generators || generators.length === 0) return;
  const charts: HelmChartEntry[] = [];
  let globals: { chartHome?: string; configHome?: string } = {};
  for (const args of generators) {
    charts.push({
      ...texts({
        name: args.chartName,
        version: args.chartVersion,
        repo: args.chartRepoUrl,
        releaseName: args.releaseName,
        valuesFile: args.values,
        valuesMerge: args.valuesMerge,
      }),
      ...(args.valuesLocal && { valuesInline: args.valuesLocal }),
    });
    globals = { ...globals, ...texts({ chartHome: args.chartHome, configHome: args.helmHome }) };
  }
  kustomization.helmCharts = [...(kustomization.helmCharts ?? []), ...charts];
  if (Object.keys(globals).length > 0) kustomization.helmGlobals ??= globals;
}

function texts<K extends string>(fields: Record<K, string | undefined>): Partial<Record<K, string>> {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(set) as Partial<Record<K, string>>;
}
