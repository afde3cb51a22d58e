import { argoHealth, gvkOf, type KubeObject, refKey, refOf } from "@hawser/kube";
import {
  type Comparer,
  type CompareOptions,
  compileIgnoreRules,
  describeRule,
  hooksOf,
  type LiveState,
  type ObjectHealth,
  type RollUpEntry,
  rollUpHealth,
  waveOf,
} from "@hawser/sync";
import type { Application, ResourceStatus, SyncStatusCode } from "../api/application.ts";
import type { TargetState } from "./target-state.ts";
import { trackedOwner } from "./tracking.ts";

/** An Application beside what runs. */
export interface ComparedState {
  sync: SyncStatusCode;
  health: ObjectHealth;
  resources: ResourceStatus[];
  /** Live objects that carry the Application's mark and are not owned by another object. */
  owned: KubeObject[];
  /** What rules hide, by `refKey`, for people. */
  hidden: Map<string, string[]>;
  images: string[];
  errors: string[];
  /** Live objects that carry the mark of another Application. */
  shared: { kind: string; name: string; owner: string }[];
}

/** What a comparison of this Application's objects goes by. */
export function compareOptionsOf(app: Application): (object: KubeObject) => CompareOptions {
  const ignore = compileIgnoreRules(
    (app.spec.ignoreDifferences ?? []).map((entry, index) => ({
      ...entry,
      origin: `spec.ignoreDifferences[${index}]`,
    })),
  );
  const serverSide = (app.spec.syncPolicy?.syncOptions ?? []).includes("ServerSideApply=true");
  return (object) => {
    const own = object.metadata.annotations?.["argocd.argoproj.io/sync-options"] ?? "";
    const strategy = serverSide || own.includes("ServerSideApply=true") ? "server-side" : "client-side";
    return { strategy, fieldManager: "argocd-controller", ignore };
  };
}

/** Compares every object; rolls sync and health up. */
export async function compareState(
  app: Application,
  target: TargetState,
  owner: string,
  live: LiveState,
  comparer: Comparer,
): Promise<ComparedState> {
  const optionsFor = compareOptionsOf(app);
  const owned = live.ownedBy(`argocd/${owner}`).filter(({ metadata }) => (metadata.ownerReferences ?? []).length === 0);
  const resources: ResourceStatus[] = [];
  const hidden = new Map<string, string[]>();
  const healths: RollUpEntry[] = [];
  const errors: string[] = [];
  const shared: ComparedState["shared"] = [];
  const images = new Set<string>();
  const wanted = new Set<string>();

  for (const object of target.objects) {
    const ref = refOf(object);
    const key = refKey(ref);
    wanted.add(key);
    if (hooksOf(object).length > 0) continue;
    const current = live.get(ref);
    const other = current ? trackedOwner(current) : undefined;
    if (other !== undefined && other !== owner) shared.push({ kind: ref.kind, name: ref.name, owner: other });
    const comparison = await comparer.compare(object, current, optionsFor(object));
    if (comparison.error !== undefined) errors.push(comparison.error);
    if (comparison.hidden.length > 0)
      hidden.set(key, [...new Set(comparison.hidden.map(({ rule }) => describeRule(rule)))]);
    const health: ObjectHealth | undefined = current ? argoHealth(current) : { status: "Missing" };
    resources.push(statusOf(object, comparison.status, health, {}));
    const ignored = object.metadata.annotations?.["argocd.argoproj.io/ignore-healthcheck"] === "true";
    if (!ignored) healths.push({ ref, health, lenient: ref.kind === "Application" });
    for (const image of imagesOf(current ?? object)) images.add(image);
  }
  for (const object of owned) {
    if (wanted.has(refKey(refOf(object))) || hooksOf(object).length > 0) continue;
    const extraneous = (object.metadata.annotations?.["argocd.argoproj.io/compare-options"] ?? "").includes(
      "IgnoreExtraneous",
    );
    resources.push(statusOf(object, "OutOfSync", argoHealth(object), { requiresPruning: true }));
    if (extraneous) delete (resources.at(-1) as ResourceStatus).status;
  }
  const sync = resources.some(({ status }) => status === "Unknown")
    ? "Unknown"
    : resources.some(({ status }) => status === "OutOfSync")
      ? "OutOfSync"
      : "Synced";
  return { sync, health: rollUpHealth(healths), resources, owned, hidden, images: [...images].sort(), errors, shared };
}

function statusOf(
  object: KubeObject,
  status: SyncStatusCode,
  health: ObjectHealth | undefined,
  more: Partial<ResourceStatus>,
): ResourceStatus {
  const { group, version, kind } = gvkOf(object);
  const wave = waveOf(object);
  return {
    ...(group === "" ? {} : { group }),
    version,
    kind,
    ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
    name: object.metadata.name,
    status,
    ...(health
      ? {
          health: {
            status: health.status,
            ...(health.message === undefined || health.message === "" ? {} : { message: health.message }),
          },
        }
      : {}),
    ...(wave === 0 ? {} : { syncWave: wave }),
    ...more,
  };
}

function imagesOf(object: KubeObject): string[] {
  const spec = object.spec as
    | { template?: { spec?: { containers?: { image?: string }[] } }; containers?: { image?: string }[] }
    | undefined;
  return [...(spec?.template?.spec?.containers ?? []), ...(spec?.containers ?? [])].flatMap(({ image }) => image ?? []);
}
