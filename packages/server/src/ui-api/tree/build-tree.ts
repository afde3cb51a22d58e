import { argoHealth, gvkOf, type KubeObject, type ObjectRef, refKey, refOf } from "@hawser/kube";
import type { LiveState, ObjectHealth } from "@hawser/sync";
import { fleetKindOf } from "../deployables.ts";
import { conditionOf, conditionsHealth } from "../flux-object.ts";
import type { SyncState, TreeNode } from "../types.ts";
import { factsOf } from "./facts.ts";

/** Deeper chains of owners are no trees. */
const DEEPEST = 12;

/** One object that the deployable itself applied. */
export interface TreeRoot {
  ref: ObjectRef;
  sync?: SyncState;
  hiddenBy: readonly string[];
  willBePruned: boolean;
  syncWave?: number;
  hook?: string;
}

/** The tree, roots first, and the objects that it shows. */
export interface Tree {
  nodes: TreeNode[];
  /** Live objects in the tree, the roots among them. */
  objects: KubeObject[];
}

/** Everything below the roots, down to the Pods. */
export function buildTree(roots: readonly TreeRoot[], live: LiveState): Tree {
  const nodes: TreeNode[] = [];
  const objects: KubeObject[] = [];
  const seen = new Set(roots.map(({ ref }) => refKey(ref)));

  function addChildren(parent: KubeObject, depth: number): void {
    const { uid } = parent.metadata;
    if (uid === undefined || depth > DEEPEST) return;
    const children = [...live.children(uid)].sort(byKindAndAge);
    for (const child of children) {
      const key = refKey(refOf(child));
      if (seen.has(key)) continue;
      seen.add(key);
      objects.push(child);
      nodes.push({ ...describe(child), parent: refKey(refOf(parent)) });
      addChildren(child, depth + 1);
    }
  }

  for (const root of roots) {
    const object = live.get(root.ref);
    nodes.push({
      ...(object ? describe(object) : absent(root.ref)),
      ...(root.sync === undefined ? {} : { sync: root.sync }),
      hiddenBy: [...root.hiddenBy],
      willBePruned: root.willBePruned,
      ...(root.syncWave === undefined ? {} : { syncWave: root.syncWave }),
      ...(root.hook === undefined ? {} : { hook: root.hook }),
    });
    if (!object) continue;
    objects.push(object);
    addChildren(object, 0);
  }
  return { nodes, objects };
}

/** Health of any object; undefined for kinds that have none. */
export function healthOf(object: KubeObject): ObjectHealth | undefined {
  const kind = fleetKindOf(gvkOf(object));
  if (kind === "ApplicationSet") {
    const error = conditionOf(object, "ErrorOccurred");
    return error?.status === "True" ? { status: "Degraded", message: error.message ?? "" } : { status: "Healthy" };
  }
  return kind === "Kustomization" || kind === "GitRepository" ? conditionsHealth(object) : argoHealth(object);
}

function describe(object: KubeObject): TreeNode {
  const ref = refOf(object);
  const health = healthOf(object);
  const { creationTimestamp } = object.metadata;
  return {
    key: refKey(ref),
    ...ref,
    ...(health ? { health: health.status } : {}),
    message: health?.message ?? "",
    hiddenBy: [],
    willBePruned: false,
    ...(typeof creationTimestamp === "string" ? { createdAt: creationTimestamp } : {}),
    facts: factsOf(object),
  };
}

function absent(ref: ObjectRef): TreeNode {
  const message = "Not in the cluster";
  return { key: refKey(ref), ...ref, health: "Missing", message, hiddenBy: [], willBePruned: false, facts: [] };
}

/** By kind; within one the newest first, so that the current ReplicaSet comes before the old ones. */
function byKindAndAge(a: KubeObject, b: KubeObject): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  const [ageA, ageB] = [a.metadata.creationTimestamp ?? "", b.metadata.creationTimestamp ?? ""];
  if (ageA !== ageB) return ageA > ageB ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
