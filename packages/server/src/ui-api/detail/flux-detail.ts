import { type GitRepository, inventoryOf, type Kustomization } from "@hawser/flux";
import { refKey, refOf } from "@hawser/kube";
import type { LiveState } from "@hawser/sync";
import { commitOfRevision } from "../flux-object.ts";
import { sourceOf, usersOf } from "../fleet/flux-rows.ts";
import { buildTree, type TreeRoot } from "../tree/build-tree.ts";
import type { Detail, FleetRow, HistoryEntry, SyncState } from "../types.ts";
import { comparisonsOf } from "./comparisons.ts";
import { allowed, type DetailDeps, type KindDetail, refused } from "./detail-deps.ts";

/** What is shown of a Kustomization: its inventory and what came of it. */
export async function kustomizationDetail(ks: Kustomization, row: FleetRow, deps: DetailDeps): Promise<KindDetail> {
  const { live } = deps;
  const compared = await statesOf(ks, deps);
  const roots = inventoryOf(ks).map((ref): TreeRoot => {
    const found = compared.get(refKey(ref));
    // What is gone is put back by the next pass; until then it differs.
    const sync = live.get(ref) ? (found?.sync ?? row.sync ?? "Unknown") : "OutOfSync";
    return { ref, sync, hiddenBy: [], willBePruned: found?.willBePruned ?? false };
  });
  return {
    ...buildDetail(ks, roots, live),
    targetRevision: referenceOf(sourceOf(ks, live)),
    automated: { enabled: ks.spec.suspend !== true, prune: ks.spec.prune, selfHeal: true },
    history: await historyOf(ks, row, deps),
    actions: {
      ...suspensionOf(ks),
      sync: busyOf(ks) ?? allowed,
      rollback: refused("Flux keeps no revisions to roll back to: revert the commit in Git"),
    },
  };
}

/** What is shown of a GitRepository: who builds from it. */
export function gitRepositoryDetail(repository: GitRepository, live: LiveState): KindDetail {
  const roots = usersOf(repository, live).map((ks): TreeRoot => ({
    ref: refOf(ks),
    hiddenBy: [],
    willBePruned: false,
  }));
  const none = refused("A source deploys nothing itself: look at the Kustomizations that use it");
  return {
    ...buildDetail(repository, roots, live),
    targetRevision: referenceOf(repository),
    automated: { enabled: repository.spec.suspend !== true, prune: false, selfHeal: false },
    history: [],
    actions: { ...suspensionOf(repository), sync: none, rollback: none },
  };
}

function buildDetail(
  object: GitRepository | Kustomization,
  roots: readonly TreeRoot[],
  live: LiveState,
): Pick<KindDetail, "tree" | "objects" | "conditions"> {
  const { nodes, objects } = buildTree(roots, live);
  return {
    tree: nodes,
    objects,
    conditions: (object.status?.conditions ?? []).map(({ type, status, reason, message, lastTransitionTime }) => ({
      type,
      status,
      ...(reason === undefined ? {} : { reason }),
      message: message ?? "",
      ...(lastTransitionTime === undefined ? {} : { at: lastTransitionTime }),
    })),
  };
}

/** What a comparison finds now; empty when it cannot be made. */
async function statesOf(
  ks: Kustomization,
  deps: DetailDeps,
): Promise<ReadonlyMap<string, { sync: SyncState; willBePruned: boolean }>> {
  try {
    const compared = (await comparisonsOf("Kustomization", ks, deps)) ?? [];
    return new Map(
      compared.map(({ ref, status, desired }) => [refKey(ref), { sync: status, willBePruned: desired === undefined }]),
    );
  } catch {
    return new Map();
  }
}

async function historyOf(ks: Kustomization, row: FleetRow, { commits }: DetailDeps): Promise<HistoryEntry[]> {
  return Promise.all(
    (ks.status?.history ?? []).map(async (entry) => {
      const revision = commitOfRevision(entry.metadata?.revision);
      const commit = await commits.load(row.repository, revision);
      return {
        revision,
        ...(commit ? { commit } : {}),
        startedAt: entry.firstReconciled,
        finishedAt: entry.lastReconciled,
        initiatedBy: "kustomize-controller",
      };
    }),
  );
}

function referenceOf(repository: GitRepository | undefined): string {
  const ref = repository?.spec.ref;
  return ref?.commit ?? ref?.name ?? ref?.semver ?? ref?.tag ?? ref?.branch ?? (repository ? "master" : "");
}

function busyOf(object: GitRepository | Kustomization): { allowed: false; why: string } | undefined {
  if (object.metadata.deletionTimestamp !== undefined) return refused("It is being deleted");
  return object.spec.suspend === true ? refused("It is suspended: resume it first") : undefined;
}

function suspensionOf(
  object: GitRepository | Kustomization,
): Pick<Detail["actions"], "refresh" | "delete" | "suspend" | "resume"> {
  const deleting = object.metadata.deletionTimestamp === undefined ? undefined : refused("It is being deleted");
  const suspended = object.spec.suspend === true;
  return {
    refresh: busyOf(object) ?? allowed,
    delete: deleting ?? allowed,
    suspend: deleting ?? (suspended ? refused("It is suspended already") : allowed),
    resume: deleting ?? (suspended ? allowed : refused("It is not suspended")),
  };
}
