import type { Application, ApplicationSet } from "@hawser/argocd";
import { refOf } from "@hawser/kube";
import type { LiveState } from "@hawser/sync";
import { buildTree, type TreeRoot } from "../tree/build-tree.ts";
import type { KindDetail } from "./detail-deps.ts";
import { allowed, refused } from "./detail-deps.ts";

/** What is shown of an ApplicationSet: the Applications that it made. */
export function applicationSetDetail(set: ApplicationSet, live: LiveState): KindDetail {
  const roots = applicationsOf(set, live).map((app): TreeRoot => ({
    ref: refOf(app),
    sync: app.status?.sync?.status ?? "Unknown",
    hiddenBy: [],
    willBePruned: false,
  }));
  const { nodes, objects } = buildTree(roots, live);
  const policy = set.spec.syncPolicy?.applicationsSync ?? "sync";
  const deleting = set.metadata.deletionTimestamp !== undefined;
  const none = refused("An ApplicationSet deploys nothing itself: look at its Applications");
  return {
    targetRevision: "",
    automated: {
      enabled: true,
      prune: policy === "sync" || policy === "create-delete",
      selfHeal: policy !== "create-only",
    },
    tree: nodes,
    objects,
    conditions: (set.status?.conditions ?? []).map(({ lastTransitionTime, ...condition }) => ({
      ...condition,
      ...(lastTransitionTime === undefined ? {} : { at: lastTransitionTime }),
    })),
    history: [],
    actions: {
      refresh: refused("It follows every change at once"),
      sync: none,
      rollback: none,
      delete: deleting ? refused("It is being deleted") : allowed,
      suspend: none,
      resume: none,
    },
  };
}

/** The Applications that a set made, by name. */
export function applicationsOf(set: ApplicationSet, live: LiveState): Application[] {
  const { uid } = set.metadata;
  const made = uid === undefined ? [] : live.children(uid).filter(({ kind }) => kind === "Application");
  return (made as Application[]).sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}
