import type { Detail, TreeNode } from "@hawser/server";

/** A node with the short key `Kind/name`. */
export function node(kind: string, name: string, parts: Partial<TreeNode> = {}): TreeNode {
  return {
    key: `${kind}/${name}`,
    group: "",
    version: "v1",
    kind,
    namespace: "dev",
    name,
    health: "Healthy",
    message: "",
    hiddenBy: [],
    willBePruned: false,
    facts: [],
    ...parts,
  };
}

/** An Application that is well, for tests to spoil. */
export function detail(parts: Partial<Detail> = {}): Detail {
  const allowed = { allowed: true };
  return {
    row: {
      key: "Application/argocd/shop",
      kind: "Application",
      namespace: "argocd",
      name: "shop",
      sync: "Synced",
      health: "Healthy",
      message: "",
      revision: "a".repeat(40),
      repository: "https://github.com/myorg/shop.git",
      path: "overlays/dev",
      destinationNamespace: "dev",
      suspended: false,
      deleting: false,
      activity: "",
      changedAt: "2026-11-25T12:00:00Z",
    },
    sentence: "",
    targetRevision: "main",
    automated: { enabled: true, prune: true, selfHeal: true },
    tree: [],
    conditions: [],
    events: [],
    history: [],
    actions: {
      refresh: allowed,
      sync: allowed,
      rollback: allowed,
      delete: allowed,
      suspend: { allowed: false, why: "an Application has no suspend" },
      resume: { allowed: false },
    },
    ...parts,
  };
}
