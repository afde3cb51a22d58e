import { gvkOf, type KubeObject, matchesLabels, parseLabelSelector } from "@hawser/kube";
import { getPointer, parsePointer, removePointer, setPointer } from "../json/pointer.ts";

/** JSON pointers of fields that are left to others. */
export interface IgnorePaths {
  paths: readonly string[];
  target?: {
    group?: string;
    version?: string;
    kind?: string;
    name?: string;
    namespace?: string;
    labelSelector?: string;
    annotationSelector?: string;
  };
}

/** The desired object with what lives at the paths of the rules that select it. */
export function withLiveFields(desired: KubeObject, live: KubeObject, rules: readonly IgnorePaths[]): KubeObject {
  let result = desired;
  for (const { paths, target } of rules) {
    if (!isTarget(desired, target)) continue;
    for (const path of paths) {
      const tokens = parsePointer(path);
      const value = getPointer(live, tokens);
      result = value === undefined ? removePointer(result, tokens) : setPointer(result, tokens, value);
    }
  }
  return result;
}

function isTarget(object: KubeObject, target: IgnorePaths["target"]): boolean {
  if (!target) return true;
  const { group, version, kind } = gvkOf(object);
  const { name, namespace = "", labels = {}, annotations = {} } = object.metadata;
  const fits = (wanted: string | undefined, value: string): boolean =>
    wanted === undefined || wanted === "" || new RegExp(`^(?:${wanted})$`).test(value);
  return (
    fits(target.group, group) &&
    fits(target.version, version) &&
    fits(target.kind, kind) &&
    fits(target.name, name) &&
    fits(target.namespace, namespace) &&
    matchesLabels(parseLabelSelector(target.labelSelector ?? ""), labels) &&
    matchesLabels(parseLabelSelector(target.annotationSelector ?? ""), annotations)
  );
}
