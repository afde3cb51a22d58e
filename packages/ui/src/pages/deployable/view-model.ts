import type {
  DeletionPreview,
  Detail,
  FieldDifference,
  HistoryEntry,
  ResourceDetail,
  SyncPreview,
  TreeNode,
} from "@hawser/server";
import type { DeployableState, MainView, PanelTab } from "../../navigation/route.ts";

/** A view or tab that can be chosen, with how much is in it. */
export interface Choice<T> {
  value: T;
  label: string;
  count?: number;
}

/** The views that this deployable has. */
export function mainViews({ history, events, conditions, operation, row }: Detail): Choice<MainView>[] {
  const views: Choice<MainView>[] = [{ value: "tree", label: "Tree" }];
  if (row.kind === "Application" || history.length > 0)
    views.push({ value: "history", label: "History", count: history.length });
  views.push({ value: "events", label: "Events", count: events.length });
  views.push({ value: "conditions", label: "Conditions", count: conditions.length });
  if (operation) views.push({ value: "operation", label: "Operation" });
  return views;
}

/** The tabs of one object; logs where there are containers. */
export function panelTabs(resource: ResourceDetail | undefined): Choice<PanelTab>[] {
  const counted = resource?.differences.filter(({ ignoredBy }) => ignoredBy === undefined).length ?? 0;
  const tabs: Choice<PanelTab>[] = [
    { value: "summary", label: "Summary" },
    { value: "difference", label: "Difference", ...(counted > 0 ? { count: counted } : {}) },
    { value: "yaml", label: "YAML" },
    { value: "events", label: "Events", ...(resource?.events.length ? { count: resource.events.length } : {}) },
  ];
  if (resource && resource.containers.length > 0) tabs.push({ value: "logs", label: "Logs" });
  return tabs;
}

/** Fields that count, and fields that a rule hides, by rule. */
export interface DifferenceView {
  sentence: string;
  counted: FieldDifference[];
  ignored: { rule: string; fields: FieldDifference[] }[];
}

/** Splits the differences of an object, and says the outcome in words. */
export function differenceView({ differences, desired, live, node }: ResourceDetail): DifferenceView {
  const counted = differences.filter(({ ignoredBy }) => ignoredBy === undefined);
  const rules = new Map<string, FieldDifference[]>();
  for (const field of differences)
    if (field.ignoredBy !== undefined) rules.set(field.ignoredBy, [...(rules.get(field.ignoredBy) ?? []), field]);
  const ignored = [...rules].map(([rule, fields]) => ({ rule, fields }));
  return { sentence: differenceSentence(counted.length, ignored.length, desired, live, node), counted, ignored };
}

function differenceSentence(counted: number, rules: number, desired: string, live: string, node: TreeNode): string {
  if (node.willBePruned) return "In the cluster, and no longer in Git.";
  if (desired === "" && live === "") return "Neither in Git nor in the cluster.";
  if (desired === "") return "Not in Git: its owner made it, so there is nothing to compare.";
  if (live === "") return "In Git, and not in the cluster yet.";
  if (counted > 0) return `${counted === 1 ? "One field is" : `${counted} fields are`} not as in Git.`;
  if (rules > 0) return "Every field that counts is as in Git.";
  return "As in Git.";
}

/** Which object is chosen; nothing for the source and the deployable itself. */
export function chosenNode({ tree }: Detail, { node }: DeployableState): TreeNode | undefined {
  return tree.find(({ key }) => key === node);
}

/** Changes whenever the object did, so that its panel is read again. */
export function versionOf(detail: Detail, node: TreeNode | undefined): string {
  if (!node) return "";
  const { sync, health, message, facts, hiddenBy } = node;
  return JSON.stringify([sync, health, message, facts, hiddenBy, detail.row.revision, detail.operation?.phase]);
}

/** How a sync is told before it is done. */
export interface SyncPlan {
  sentence: string;
  groups: { verb: string; tone: "good" | "warn" | "bad" | "still"; objects: string[] }[];
}

/** What a sync would do, in words and names; without prune, nothing is removed. */
export function syncPlan({ creates, changes, removes }: SyncPreview, prune: boolean): SyncPlan {
  const groups: SyncPlan["groups"] = [
    { verb: "Creates", tone: "good" as const, objects: names(creates) },
    { verb: "Changes", tone: "warn" as const, objects: names(changes) },
    prune
      ? { verb: "Removes", tone: "bad" as const, objects: names(removes) }
      : { verb: "Leaves, though no longer in Git", tone: "still" as const, objects: names(removes) },
  ].filter(({ objects }) => objects.length > 0);
  const done = creates.length + changes.length + (prune ? removes.length : 0);
  const sentence =
    done === 0
      ? "Everything is as in Git. A sync applies it once more and changes nothing."
      : `Creates ${creates.length}, changes ${changes.length}, removes ${prune ? removes.length : 0}.`;
  return { sentence, groups };
}

/** What a deletion removes and keeps, in words and names, and what its button says. */
export interface DeletionPlan {
  sentence: string;
  label: string;
  removes: string[];
  keeps: string[];
}

/** Words for a deletion. */
export function deletionPlan(preview: DeletionPreview): DeletionPlan {
  const removes = names(preview.removes);
  const keeps = names(preview.keeps);
  const sentence = preview.warning || `Removes ${plural(removes.length, "object")}, keeps ${keeps.length}.`;
  const label = removes.length === 0 ? "Delete" : `Delete, with ${plural(removes.length, "object")}`;
  return { sentence, label, removes, keeps };
}

/** `Deployment dev/shopapi`. */
export function names(objects: readonly { kind: string; namespace: string; name: string }[]): string[] {
  return objects.map(({ kind, namespace, name }) => `${kind} ${namespace === "" ? name : `${namespace}/${name}`}`);
}

/** `1 object`, `3 objects`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The newest first; what is deployed now is marked. */
export function historyRows(history: readonly HistoryEntry[]): { entry: HistoryEntry; isCurrent: boolean }[] {
  return [...history]
    .sort((a, b) => b.finishedAt.localeCompare(a.finishedAt) || (b.id ?? 0) - (a.id ?? 0))
    .map((entry, index) => ({ entry, isCurrent: index === 0 }));
}

/** `automatically, with prune and self-heal`. */
export function automationText({ automated, row }: Detail): string {
  if (row.suspended) return "suspended";
  if (!automated.enabled) return "by hand";
  const extras = [automated.prune ? "prune" : "", automated.selfHeal ? "self-heal" : ""].filter(Boolean);
  return extras.length === 0 ? "automatically" : `automatically, with ${extras.join(" and ")}`;
}
