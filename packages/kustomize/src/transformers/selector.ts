import { matchesLabels, parseLabelSelector } from "@hawser/kube";
import { RE2JS } from "re2js";
import { KustomizeError } from "../kustomize-error.ts";
import type { Selector } from "../load/kustomization.ts";
import { allIds, type Resource } from "../resource.ts";

/** Tells whether a resource is selected: every text is a pattern over the whole value; names may be old ones. */
export function selectorMatcher(selector: Selector): (resource: Resource) => boolean {
  const [group, version, kind, name, namespace] = (["group", "version", "kind", "name", "namespace"] as const).map(
    (field) => wholeMatch(selector[field]),
  );
  const labels = parseLabelSelector(selector.labelSelector ?? "");
  const annotations = parseLabelSelector(selector.annotationSelector ?? "");
  return (resource) => {
    const { metadata } = resource.object;
    if (!matchesLabels(labels, metadata.labels) || !matchesLabels(annotations, metadata.annotations)) return false;
    return allIds(resource).some(
      (id) =>
        group?.(id.group) !== false &&
        version?.(id.version) !== false &&
        kind?.(id.kind) !== false &&
        name?.(id.name) !== false &&
        (namespace === undefined ||
          namespace(id.namespace === "" ? "default" : id.namespace) ||
          namespace(id.namespace)),
    );
  };
}

function wholeMatch(pattern: string | undefined): ((text: string) => boolean) | undefined {
  if (pattern === undefined || pattern === "") return undefined;
  try {
    const compiled = RE2JS.compile(`^(?:${pattern})$`);
    return (text) => compiled.matcher(text).find();
  } catch (error) {
    throw new KustomizeError("patch", `error parsing regexp: ${(error as Error).message}: \`${pattern}\``);
  }
}
