import { type Application, type OperationInitiator, ownerName } from "@hawser/argocd";
import { type KubeObject, refKey, refOf } from "@hawser/kube";
import { describeRule, hooksOf, type LiveState } from "@hawser/sync";
import { isAutomated, rollbackObstacle } from "../../argo-api/application-actions.ts";
import { buildTree, type TreeRoot } from "../tree/build-tree.ts";
import type { Detail, HistoryEntry, OperationInfo } from "../types.ts";
import { allowed, type DetailDeps, type KindDetail, refused } from "./detail-deps.ts";

const NO_SUSPENSION = "Argo CD has no suspension: turn spec.syncPolicy.automated off instead";

/** What is shown of an Application. */
export async function applicationDetail(app: Application, deps: DetailDeps): Promise<KindDetail> {
  const automated = app.spec.syncPolicy?.automated;
  const enabled = isAutomated(app);
  const { nodes, objects } = buildTree(await rootsOf(app, deps), deps.live);
  return {
    targetRevision: (app.spec.source ?? app.spec.sources?.[0])?.targetRevision ?? "HEAD",
    automated: {
      enabled,
      prune: enabled && automated?.prune === true,
      selfHeal: enabled && automated?.selfHeal === true,
    },
    tree: nodes,
    objects,
    conditions: (app.status?.conditions ?? []).map(({ type, message, lastTransitionTime }) => ({
      type,
      message,
      ...(lastTransitionTime === undefined ? {} : { at: lastTransitionTime }),
    })),
    history: await historyOf(app, deps),
    ...operationOf(app),
    actions: actionsOf(app),
  };
}

/** Live objects that carry the Application's mark and belong to no other object. */
export function ownedObjects(app: Application, live: LiveState): KubeObject[] {
  const owner = ownerName(app.metadata.namespace ?? "", app.metadata.name);
  return live.ownedBy(`argocd/${owner}`).filter(({ metadata }) => (metadata.ownerReferences ?? []).length === 0);
}

/** What the controller reports, with the rules that hide differences now, and the hooks that are there. */
async function rootsOf(app: Application, { applications, live }: DetailDeps): Promise<TreeRoot[]> {
  const hidden = await hiddenRules(app, applications);
  const roots: TreeRoot[] = (app.status?.resources ?? []).map((one) => {
    const ref = {
      group: one.group ?? "",
      version: one.version ?? "",
      kind: one.kind,
      namespace: one.namespace ?? "",
      name: one.name,
    };
    return {
      ref,
      ...(one.status === undefined ? {} : { sync: one.status }),
      hiddenBy: hidden.get(refKey(ref)) ?? [],
      willBePruned: one.requiresPruning === true,
      ...(one.syncWave === undefined ? {} : { syncWave: one.syncWave }),
    };
  });
  const known = new Set(roots.map(({ ref }) => refKey(ref)));
  for (const object of ownedObjects(app, live)) {
    const ref = refOf(object);
    const [hook] = hooksOf(object);
    if (hook === undefined || known.has(refKey(ref))) continue;
    roots.push({ ref, hiddenBy: [], willBePruned: false, hook });
  }
  return roots;
}

async function hiddenRules(
  app: Application,
  applications: DetailDeps["applications"],
): Promise<ReadonlyMap<string, readonly string[]>> {
  try {
    const compared = await applications.differences(app);
    return new Map(
      compared.map(({ ref, hidden }) => [refKey(ref), [...new Set(hidden.map(({ rule }) => describeRule(rule)))]]),
    );
  } catch {
    // A server that cannot be asked now: what the last pass found.
    return applications.hiddenDifferences(app.metadata.namespace ?? "", app.metadata.name);
  }
}

async function historyOf(app: Application, { commits }: DetailDeps): Promise<HistoryEntry[]> {
  const newestFirst = [...(app.status?.history ?? [])].reverse();
  return Promise.all(
    newestFirst.map(async (entry) => {
      const repoURL = (entry.source ?? app.spec.source)?.repoURL ?? "";
      const commit = await commits.load(repoURL, entry.revision);
      return {
        id: entry.id,
        revision: entry.revision,
        ...(commit ? { commit } : {}),
        ...(entry.deployStartedAt === undefined ? {} : { startedAt: entry.deployStartedAt }),
        finishedAt: entry.deployedAt,
        initiatedBy: initiatorOf(entry.initiatedBy),
      };
    }),
  );
}

function operationOf(app: Application): { operation?: OperationInfo } {
  const state = app.status?.operationState;
  if (!state) return {};
  return {
    operation: {
      phase: state.phase,
      message: state.message ?? "",
      startedAt: state.startedAt,
      ...(state.finishedAt === undefined ? {} : { finishedAt: state.finishedAt }),
      revision: state.syncResult?.revision ?? state.operation.sync?.revision ?? "",
      initiatedBy: initiatorOf(state.operation.initiatedBy),
      retryCount: state.retryCount ?? 0,
      results: (state.syncResult?.resources ?? []).map((one) => ({
        group: one.group,
        kind: one.kind,
        namespace: one.namespace,
        name: one.name,
        status: one.status ?? "",
        message: one.message ?? "",
        ...(one.hookType === undefined ? {} : { hook: one.hookType }),
        ...(one.hookPhase === undefined ? {} : { phase: one.hookPhase }),
      })),
    },
  };
}

function initiatorOf(initiator: OperationInitiator | undefined): string {
  return initiator?.automated === true ? "automated sync" : (initiator?.username ?? "");
}

function actionsOf(app: Application): Detail["actions"] {
  const deleting = app.metadata.deletionTimestamp !== undefined;
  const running = app.operation !== undefined || app.status?.operationState?.phase === "Running";
  const busy = deleting ? "It is being deleted" : running ? "Another operation is already in progress" : undefined;
  const obstacle = busy ?? rollbackObstacle(app);
  const past = (app.status?.history?.length ?? 0) > 0;
  const set = app.metadata.ownerReferences?.find(({ kind }) => kind === "ApplicationSet")?.name;
  return {
    refresh: deleting ? refused("It is being deleted") : allowed,
    sync: busy === undefined ? allowed : refused(busy),
    rollback:
      obstacle === undefined ? (past ? allowed : refused("It was never deployed")) : refused(sentence(obstacle)),
    delete: deleting
      ? refused("It is being deleted")
      : set === undefined
        ? allowed
        : { allowed: true, why: `The ApplicationSet ${set} makes it again` },
    suspend: refused(NO_SUSPENSION),
    resume: refused(NO_SUSPENSION),
  };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
