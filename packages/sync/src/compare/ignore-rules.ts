import { gvkOf, type KubeObject } from "@hawser/kube";
import { fingerprint } from "../json/fingerprint.ts";
import { parsePointer } from "../json/pointer.ts";

/** One entry of `spec.ignoreDifferences`, or of a system-wide setting. */
export interface IgnoreDifference {
  group?: string;
  /** A glob; `*` is every kind. */
  kind: string;
  name?: string;
  namespace?: string;
  jsonPointers?: readonly string[];
  jqPathExpressions?: readonly string[];
  managedFieldsManagers?: readonly string[];
  /** Where the rule is written, for people: `spec.ignoreDifferences[0]`, `argocd-cm resource.customizations…`. */
  origin?: string;
}

/** One single path, expression or manager, so that a hidden difference can be traced to it. */
export type IgnoreRule = { origin: string } & (
  | { type: "jsonPointer"; pointer: string }
  | { type: "jqPathExpression"; expression: string }
  | { type: "managedFieldsManager"; manager: string }
);

/** Rules made ready for use; see `compileIgnoreRules`. */
export interface IgnoreRules {
  /** Changes exactly when the rules do. */
  readonly fingerprint: string;
  rulesFor(object: KubeObject): readonly IgnoreRule[];
}

/** No rules. */
export const noIgnoreRules: IgnoreRules = { fingerprint: "", rulesFor: () => [] };

/**
 * Makes rules ready for use. A rule applies to an object when its group and kind match as globs, and its name and
 * namespace are empty or equal. Throws for a JSON pointer that cannot be read.
 */
export function compileIgnoreRules(entries: readonly IgnoreDifference[]): IgnoreRules {
  if (entries.length === 0) return noIgnoreRules;
  const compiled = entries.map((entry, index) => {
    for (const pointer of entry.jsonPointers ?? []) parsePointer(pointer);
    return {
      entry,
      group: globPattern(entry.group ?? ""),
      kind: globPattern(entry.kind),
      rules: rulesOf(entry, index),
    };
  });
  return {
    fingerprint: fingerprint(entries),
    rulesFor(object) {
      const { group, kind } = gvkOf(object);
      const { name, namespace = "" } = object.metadata;
      const found: IgnoreRule[] = [];
      for (const { entry, group: groupGlob, kind: kindGlob, rules } of compiled) {
        if (!groupGlob.test(group) || !kindGlob.test(kind)) continue;
        if (entry.name !== undefined && entry.name !== "" && entry.name !== name) continue;
        if (entry.namespace !== undefined && entry.namespace !== "" && entry.namespace !== namespace) continue;
        found.push(...rules);
      }
      return found;
    },
  };
}

/** `spec.ignoreDifferences[0] /spec/replicas`, for people. */
export function describeRule(rule: IgnoreRule): string {
  switch (rule.type) {
    case "jsonPointer":
      return `${rule.origin} ${rule.pointer}`;
    case "jqPathExpression":
      return `${rule.origin} ${rule.expression}`;
    case "managedFieldsManager":
      return `${rule.origin} fields of manager ${rule.manager}`;
  }
}

function rulesOf(entry: IgnoreDifference, index: number): IgnoreRule[] {
  const origin = entry.origin ?? `ignoreDifferences[${index}]`;
  return [
    ...(entry.jsonPointers ?? []).map((pointer): IgnoreRule => ({ origin, type: "jsonPointer", pointer })),
    ...(entry.jqPathExpressions ?? []).map((expression): IgnoreRule => ({
      origin,
      type: "jqPathExpression",
      expression,
    })),
    ...(entry.managedFieldsManagers ?? []).map((manager): IgnoreRule => ({
      origin,
      type: "managedFieldsManager",
      manager,
    })),
  ];
}

/** `*` and `?` only. What it is matched against is short: a group or a kind. */
function globPattern(glob: string): RegExp {
  const parts = glob.replace(/\*+/g, "*").replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${parts.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}
