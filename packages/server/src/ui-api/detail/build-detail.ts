import type { Application, ApplicationSet } from "@hawser/argocd";
import type { GitRepository, Kustomization } from "@hawser/flux";
import { type KubeObject, refKey, refOf } from "@hawser/kube";
import { fleetRow } from "../fleet/fleet-row.ts";
import { readiness } from "../tree/facts.ts";
import type { Detail, FleetKind, FleetRow } from "../types.ts";
import { applicationDetail } from "./application-detail.ts";
import { applicationSetDetail } from "./application-set-detail.ts";
import { type DetailDeps, type KindDetail, sentenceOf } from "./detail-deps.ts";
import { gitRepositoryDetail, kustomizationDetail } from "./flux-detail.ts";

/** A detail, and what a change must touch to make it another one. */
export interface BuiltDetail {
  detail: Detail;
  /** `refKey` of what it shows, also of what is not there yet. */
  keys: ReadonlySet<string>;
  uids: ReadonlySet<string>;
}

/** Everything that a page shows of one deployable. */
export async function buildDetail(kind: FleetKind, object: KubeObject, deps: DetailDeps): Promise<BuiltDetail> {
  const { live, commits, timeline } = deps;
  const bare = fleetRow(kind, object, { live, commitOf: () => undefined });
  const commit = await commits.load(bare.repository, bare.revision);
  const row: FleetRow = { ...bare, ...(commit ? { commit } : {}) };
  const { objects, ...rest } = await kindDetail(kind, object, row, deps);
  const uids = new Set([object, ...objects].flatMap(({ metadata }) => metadata.uid ?? []));
  const mappedTo = row.repository === "" ? undefined : deps.mappedTo(row.repository);
  return {
    detail: {
      row,
      sentence: sentenceOf(row, podsOf(rest.tree, objects)),
      ...(mappedTo === undefined ? {} : { mappedTo }),
      ...rest,
      events: timeline.about(uids),
    },
    keys: new Set([refKey(refOf(object)), ...rest.tree.map(({ key }) => key)]),
    uids,
  };
}

async function kindDetail(kind: FleetKind, object: KubeObject, row: FleetRow, deps: DetailDeps): Promise<KindDetail> {
  switch (kind) {
    case "Application":
      return applicationDetail(object as Application, deps);
    case "ApplicationSet":
      return applicationSetDetail(object as ApplicationSet, deps.live);
    case "Kustomization":
      return kustomizationDetail(object as Kustomization, row, deps);
    case "GitRepository":
      return gitRepositoryDetail(object as GitRepository, deps.live);
  }
}

/** Ready and wanted Pods of the workloads that were applied; what belongs to a workload is counted there. */
function podsOf(tree: Detail["tree"], objects: readonly KubeObject[]): { ready: number; wanted: number } {
  const roots = new Set(tree.filter(({ parent }) => parent === undefined).map(({ key }) => key));
  const sum = { ready: 0, wanted: 0 };
  for (const object of objects) {
    if (!roots.has(refKey(refOf(object)))) continue;
    const pods = readiness(object);
    sum.ready += pods?.ready ?? 0;
    sum.wanted += pods?.wanted ?? 0;
  }
  return sum;
}
