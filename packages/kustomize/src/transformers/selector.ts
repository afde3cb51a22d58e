import { isMap, isScalar, type MapNode, nodeAt } from "@hawser/goyaml";
import { RE2JS } from "re2js";
import { KustomizeError } from "../kustomize-error.ts";
import type { Selector } from "../load/kustomization-shape.ts";
import { currentId, effectiveNamespace, originalId, type Resource, type ResourceId } from "../resource.ts";
import { type LabelMatcher, parseSelector } from "./label-selector.ts";

/** Tells whether a resource is selected: every text is a pattern over the whole value; names may be old ones. */
export function selectorMatcher(selector: Selector): (resource: Resource) => boolean {
  const group = wholeMatch(selector.group);
  const version = wholeMatch(selector.version);
  const kind = wholeMatch(selector.kind);
  const name = wholeMatch(selector.name);
  const namespace = wholeMatch(selector.namespace);
  const labels = selector.labelSelector ? parseSelector(selector.labelSelector) : undefined;
  const annotations = selector.annotationSelector ? parseSelector(selector.annotationSelector) : undefined;
  return (resource) => {
    const id = currentId(resource);
    if (!group(id.group) || !version(id.version) || !kind(id.kind)) return false;
    // What it was called in between does not count.
    const ids = resource.previous.length === 0 ? [id] : [originalId(resource), id];
    if (selector.namespace && !ids.some((one) => namespace(effectiveNamespace(one)))) return false;
    if (selector.name && !ids.some((one) => name(one.name))) return false;
    return holds(labels, resource.node, "labels") && holds(annotations, resource.node, "annotations");
  };
}

/** Tells whether an id fits: every text is a pattern over the whole value. */
export function idPattern(selector: Selector): (id: ResourceId) => boolean {
  const group = wholeMatch(selector.group);
  const version = wholeMatch(selector.version);
  const kind = wholeMatch(selector.kind);
  const name = wholeMatch(selector.name);
  const namespace = wholeMatch(selector.namespace);
  return (id) => group(id.group) && version(id.version) && kind(id.kind) && name(id.name) && namespace(id.namespace);
}

/** A selector as messages name it. */
export function describeSelector(selector: Selector): string {
  const { kind, version, group, name, namespace, labelSelector = "", annotationSelector = "" } = selector;
  const gvk = `${kind || "[noKind]"}.${version || "[noVer]"}.${group || "[noGrp]"}`;
  return `${gvk}/${name || "[noName]"}.${namespace || "[noNs]"}:a=${annotationSelector}:l=${labelSelector}`;
}

/** A pattern for the whole of a text; no pattern fits every text. */
function wholeMatch(pattern: string | undefined): (text: string) => boolean {
  if (!pattern) return () => true;
  // Most patterns are plain names.
  if (/^[\w-]+$/.test(pattern)) return (text) => text === pattern;
  try {
    const compiled = RE2JS.compile(`^(?:${pattern})$`);
    return (text) => compiled.matcher(text).find();
  } catch (error) {
    throw new KustomizeError("patch", (error as Error).message);
  }
}

function holds(matches: LabelMatcher | undefined, node: MapNode, field: "labels" | "annotations"): boolean {
  if (!matches) return true;
  const found = nodeAt(node, "metadata", field);
  const texts = new Map<string, string>();
  if (isMap(found)) {
    for (const [at, key] of found.keys.entries()) {
      const value = found.values[at];
      if (isScalar(value)) texts.set(key.text, value.text);
    }
  }
  return matches(texts);
}
