import type { Application } from "@hawser/argocd";
import { writeTable } from "../tab-writer.ts";
import { operationResources, resourceStates } from "./resources.ts";

/** One node of `/resource-tree`, as far as the text tree shows it. */
export interface TreeNode {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
  uid?: string;
  parentRefs?: { uid?: string }[];
  health?: { status?: string; message?: string };
  createdAt?: string;
}

/** `app get -o tree`: the managed resources and all that they own. */
export function applicationTree(
  app: Application,
  nodes: readonly TreeNode[],
  detailed: boolean,
  now: Date = new Date(),
): string {
  const children = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    for (const parent of node.parentRefs ?? []) {
      if (parent.uid !== undefined) children.set(parent.uid, [...(children.get(parent.uid) ?? []), node]);
    }
  }
  const managed = new Map(
    resourceStates(app, operationResources(app)).map((state) => [
      `${state.group}/${state.kind}/${state.namespace}/${state.name}`,
      state,
    ]),
  );
  const rows: string[][] = [
    detailed
      ? ["KIND/NAME", "STATUS", "HEALTH", "AGE", "MESSAGE", "REASON"]
      : ["KIND/NAME", "STATUS", "HEALTH", "MESSAGE"],
  ];

  const add = (node: TreeNode, prefix: string, childPrefix: string, path: ReadonlySet<string>): void => {
    const state = managed.get(`${node.group ?? ""}/${node.kind}/${node.namespace ?? ""}/${node.name}`);
    const label = `${prefix}${node.kind}/${node.name}`;
    const status = state?.status ?? "";
    const health = node.health?.status ?? state?.health ?? "";
    const message = state?.message ?? "";
    rows.push(
      detailed
        ? [label, status, health, ageOf(node.createdAt, now), message, node.health?.message ?? ""]
        : [label, status, health, message],
    );
    const below = children.get(node.uid ?? "") ?? [];
    for (const [index, child] of below.entries()) {
      // A cycle of owners cannot come from the garbage collector's rules, but anyone may write one.
      if (path.has(child.uid ?? "")) continue;
      const isLast = index === below.length - 1;
      add(
        child,
        `${childPrefix}${isLast ? "└─" : "├─"}`,
        `${childPrefix}${isLast ? "  " : "│ "}`,
        new Set([...path, child.uid ?? ""]),
      );
    }
  };
  for (const node of nodes) if ((node.parentRefs ?? []).length === 0) add(node, "", "", new Set([node.uid ?? ""]));
  return writeTable(rows);
}

function ageOf(createdAt: string | undefined, now: Date): string {
  if (createdAt === undefined) return "";
  const seconds = Math.max(0, Math.floor((now.getTime() - new Date(createdAt).getTime()) / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
