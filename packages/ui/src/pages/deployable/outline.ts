import type { Detail, HealthState, TreeNode } from "@hawser/server";

/** Key of where the objects come from. */
export const SOURCE_KEY = "source";
/** Key of the deployable itself. */
export const SELF_KEY = "self";

/** One row of the tree as it is drawn. */
export interface OutlineRow {
  key: string;
  /** 1 for the top. */
  level: number;
  /** Absent for the source and the deployable itself. */
  node?: TreeNode;
  hasChildren: boolean;
  isOpen: boolean;
  /** How many rows a closed branch hides. */
  hidden: number;
  position: number;
  siblings: number;
  parent?: string;
}

/** Larger trees start with their healthy branches closed. */
const OPEN_UP_TO = 60;
const WORST_FIRST: readonly HealthState[] = ["Degraded", "Missing", "Unknown", "Progressing", "Suspended"];

/** The visible rows of the tree, top to bottom. `toggled` names the branches that are not as they are by default. */
export function outline(detail: Detail, toggled: readonly string[]): OutlineRow[] {
  const children = childrenOf(detail.tree);
  const flipped = new Set(toggled);
  const rows: OutlineRow[] = [];
  const isLarge = detail.tree.length > OPEN_UP_TO;

  const visit = (siblings: readonly Branch[], level: number, parent: string | undefined): void => {
    for (const [index, { key, node, below }] of siblings.entries()) {
      const openAtFirst = !isLarge || key === SOURCE_KEY || key === SELF_KEY || !isCalm(key, children);
      const isOpen = below.length > 0 && openAtFirst !== flipped.has(key);
      rows.push({
        key,
        level,
        ...(node ? { node } : {}),
        ...(parent === undefined ? {} : { parent }),
        hasChildren: below.length > 0,
        isOpen,
        hidden: isOpen ? 0 : count(key, children),
        position: index + 1,
        siblings: siblings.length,
      });
      if (isOpen) visit(below, level + 1, key);
    }
  };
  const branches = (nodes: readonly TreeNode[]): Branch[] =>
    nodes.map((node) => ({
      key: node.key,
      node,
      get below() {
        return branches(children.get(node.key) ?? []);
      },
    }));
  const self: Branch = { key: SELF_KEY, below: branches(children.get(SELF_KEY) ?? []) };
  visit(detail.row.repository === "" ? [self] : [{ key: SOURCE_KEY, below: [self] }], 1, undefined);
  return rows;
}

interface Branch {
  key: string;
  node?: TreeNode;
  below: Branch[];
}

function childrenOf(tree: readonly TreeNode[]): Map<string, TreeNode[]> {
  const known = new Set(tree.map(({ key }) => key));
  const children = new Map<string, TreeNode[]>();
  for (const node of tree) {
    const parent = node.parent !== undefined && known.has(node.parent) ? node.parent : SELF_KEY;
    const list = children.get(parent);
    if (list) list.push(node);
    else children.set(parent, [node]);
  }
  for (const list of children.values()) list.sort(byWaveKindName);
  return children;
}

function byWaveKindName(a: TreeNode, b: TreeNode): number {
  return (
    (a.syncWave ?? 0) - (b.syncWave ?? 0) ||
    rank(a) - rank(b) ||
    a.kind.localeCompare(b.kind) ||
    // The newest ReplicaSet is the one that matters.
    (b.createdAt ?? "").localeCompare(a.createdAt ?? "") * (a.parent === undefined ? 0 : 1) ||
    a.name.localeCompare(b.name, undefined, { numeric: true })
  );
}

function rank({ health }: TreeNode): number {
  const found = health === undefined ? -1 : WORST_FIRST.indexOf(health);
  return found < 0 ? WORST_FIRST.length : found;
}

/** Whether nothing in a branch asks for attention. */
function isCalm(key: string, children: Map<string, TreeNode[]>): boolean {
  return (children.get(key) ?? []).every(
    (node) =>
      (node.health === undefined || node.health === "Healthy") &&
      node.sync !== "OutOfSync" &&
      isCalm(node.key, children),
  );
}

function count(key: string, children: Map<string, TreeNode[]>): number {
  return (children.get(key) ?? []).reduce((sum, node) => sum + 1 + count(node.key, children), 0);
}

/** What a key does in the tree, as the ARIA practices have it. */
export type TreeMove = { focus: string } | { toggle: string } | undefined;

/** Decides where a key leads from the focused row. */
export function treeMove(rows: readonly OutlineRow[], focused: string, key: string): TreeMove {
  const index = Math.max(
    0,
    rows.findIndex((row) => row.key === focused),
  );
  const row = rows[index];
  const to = (target: OutlineRow | undefined): TreeMove => (target ? { focus: target.key } : undefined);
  if (!row) return undefined;
  switch (key) {
    case "ArrowDown":
    case "j":
      return to(rows[index + 1]);
    case "ArrowUp":
    case "k":
      return to(rows[index - 1]);
    case "Home":
      return to(rows[0]);
    case "End":
      return to(rows.at(-1));
    case "ArrowRight":
      if (!row.hasChildren) return undefined;
      return row.isOpen ? to(rows[index + 1]) : { toggle: row.key };
    case "ArrowLeft":
      if (row.isOpen) return { toggle: row.key };
      return to(rows.find((other) => other.key === row.parent));
    default:
      return undefined;
  }
}
