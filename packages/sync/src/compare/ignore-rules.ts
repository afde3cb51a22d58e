import type { KubeObject } from "@hawser/kube";

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
