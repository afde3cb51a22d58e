import { EMPTY_MAP, isMap, type MapNode, textNode } from "@hawser/goyaml";
import { ORIGIN, originText } from "../output/origin.ts";
import { effectiveNamespace, type Resource } from "../resource.ts";

const PREFIX = "internal.config.kubernetes.io/";
const KINDS = `${PREFIX}previousKinds`;

/**
 * The object as the real tool has it in hand: what it was called is written in annotations. Whoever patches the object
 * meets them, so that a JSON patch finds annotations in every object, and may copy them or take them away.
 */
export function withBookkeeping(resource: Resource): MapNode {
  const { node, previous, prefixes, suffixes, needsHash } = resource;
  const metadata = node.get("metadata");
  const own = isMap(metadata) ? metadata : EMPTY_MAP;
  const annotations = own.get("annotations");
  let notes = isMap(annotations) ? annotations : EMPTY_MAP;
  const note = (key: string, text: string): void => {
    notes = notes.set(key, textNode(text));
  };
  if (needsHash) {
    note(`${PREFIX}generatorBehavior`, resource.behavior);
    note(`${PREFIX}needsHashSuffix`, "enabled");
  }
  if (prefixes.length > 0) note(`${PREFIX}prefixes`, prefixes.join(","));
  if (previous.length > 0) {
    note(KINDS, previous.map(({ kind }) => kind).join(","));
    note(`${PREFIX}previousNames`, previous.map(({ name }) => name).join(","));
    note(`${PREFIX}previousNamespaces`, previous.map(effectiveNamespace).join(","));
  }
  if (resource.origin) note(ORIGIN, originText(resource.origin, ""));
  if (suffixes.length > 0) note(`${PREFIX}suffixes`, suffixes.join(","));
  return notes === annotations || notes.size === 0 ? node : node.set("metadata", own.set("annotations", notes));
}

/** False when a change of `withBookkeeping` took all annotations away. */
export function hasBookkeeping(object: MapNode): boolean {
  const metadata = object.get("metadata");
  const annotations = isMap(metadata) ? metadata.get("annotations") : undefined;
  return isMap(annotations) && (annotations.has(KINDS) || annotations.has(ORIGIN));
}
