import {
  EMPTY_MAP,
  expandMerges,
  isMap,
  isNull,
  isScalar,
  isSequence,
  MapNode,
  type Node,
  readManifests,
  ScalarNode,
  textNode,
  type TextSource,
  textOf,
} from "@hawser/goyaml";
import { compareBytewise } from "@hawser/source";
import { fromYamlError } from "./error-context.ts";
import { errorAt } from "./struct-decoder.ts";

/**
 * Reads the objects of a text; Lists are taken apart, after the other documents. Aliases and merge keys are written
 * out. Throws `KustomizeError` with the place. `name` is what messages call the file; `source` is where a text that is
 * part of a file is written.
 */
export function readResources(text: string, file: string, name: string, source?: TextSource): MapNode[] {
  return readPatches(text, file, name, source).map(withMetadata);
}

/** As `readResources`, with metadata as they are written: nulls in them mean something in patches. */
export function readPatches(text: string, file: string, name: string, source?: TextSource): MapNode[] {
  const objects: MapNode[] = [];
  const fromLists: MapNode[] = [];
  const hasMerges = text.includes("<<");
  for (const document of readDocuments(text, file, name, source)) {
    const object = checked(hasMerges ? written(document) : document);
    if (!object) continue;
    if (isList(object)) addItems(object, fromLists);
    else objects.push(object);
  }
  return objects.length === 0 ? fromLists : [...objects, ...fromLists];
}

function readDocuments(text: string, file: string, name: string, source: TextSource | undefined): Node[] {
  try {
    return readManifests(text, { file, source });
  } catch (error) {
    throw fromYamlError(error, (message) =>
      message.startsWith("yaml:") ? `MalformedYAMLError: ${message} in File: ${name}` : message,
    );
  }
}

/** A kind that ends so is a list where it has the field, whatever its value. */
function isList(object: MapNode): boolean {
  return (textOf(object.get("kind")) ?? "").endsWith("List") && object.has("items");
}

function addItems(list: MapNode, into: MapNode[]): void {
  const items = list.get("items");
  if (isMap(items)) throw errorAt(items.place, "malformed-yaml", "missing Resource metadata");
  if (!isSequence(items)) return;
  for (const item of items.items) {
    const object = checked(item);
    if (!object) continue;
    if (isList(object)) addItems(object, into);
    else into.push(object);
  }
}

/** Throws for what is no object; undefined for an empty document. */
function checked(node: Node): MapNode | undefined {
  if (isNull(node) || (isSequence(node) && node.items.length === 0) || (isMap(node) && node.size === 0))
    return undefined;
  const metadata = isMap(node) ? node.get("metadata") : undefined;
  if (!isMap(node) || (!node.has("kind") && !node.has("apiVersion") && !hasContent(metadata)))
    throw errorAt(node.place, "malformed-yaml", "missing Resource metadata");
  checkIdentity(node);
  return node;
}

/** Throws for an object without a kind or a name. */
export function checkIdentity(node: MapNode): void {
  const metadata = node.get("metadata");
  const kind = isScalar(node.get("kind")) ? textOf(node.get("kind")) : undefined;
  if (kind === undefined || kind === "")
    throw errorAt(node.place, "malformed-yaml", `missing kind in object ${shown(node)}`);
  const name = isMap(metadata) ? metadata.get("name") : undefined;
  if (!kind.endsWith("List") && (textOf(name) ?? "") === "")
    throw errorAt(node.place, "malformed-yaml", `missing metadata.name in object ${shown(node)}`);
}

function hasContent(metadata: Node | undefined): boolean {
  return isMap(metadata) && metadata.size > 0;
}

/** What Go prints of the identity of an object: `{{v1 ConfigMap} {{name namespace} map[labels] map[annotations]}}`. */
function shown(node: MapNode): string {
  const metadata = node.get("metadata");
  const field = (name: string): string => (isMap(metadata) ? (textOf(metadata.get(name)) ?? "") : "");
  const map = (name: string): string => {
    const value = isMap(metadata) ? metadata.get(name) : undefined;
    if (!isMap(value)) return "map[]";
    const pairs = value.keys.map((key, index) => [key.text, textOf(value.values[index]) ?? ""] as const);
    pairs.sort(([a], [b]) => compareBytewise(a, b));
    return `map[${pairs.map(([key, text]) => `${key}:${text}`).join(" ")}]`;
  };
  const type = `${textOf(node.get("apiVersion")) ?? ""} ${textOf(node.get("kind")) ?? ""}`;
  return `{{${type}} {{${field("name")} ${field("namespace")}} ${map("labels")} ${map("annotations")}}}`;
}

/** Annotations of the real one's own bookkeeping, which it takes away again. */
const BOOKKEEPING = new Set([
  "config.k8s.io/id",
  "config.kubernetes.io/index",
  "config.kubernetes.io/path",
  ...[
    "allowKindChange",
    "allowNameChange",
    "annotations-migration-resource-id",
    "generatorBehavior",
    "id",
    "index",
    "needsHashSuffix",
    "path",
    "prefixes",
    "previousKinds",
    "previousNames",
    "previousNamespaces",
    "refBy",
    "seqindent",
    "suffixes",
  ].map((key) => `internal.config.kubernetes.io/${key}`),
]);

/**
 * The object with metadata, and with annotations as they are after the real one put its own there and took them away:
 * every value a text, no empty map.
 */
export function withMetadata(object: MapNode): MapNode {
  const metadata = object.get("metadata");
  if (!isMap(metadata)) return object.set("metadata", EMPTY_MAP);
  const annotations = metadata.get("annotations");
  if (annotations === undefined) return object;
  const tidied = tidyAnnotations(annotations);
  if (tidied === annotations) return object;
  const rest = metadata.without("annotations");
  return object.set("metadata", tidied ? metadata.set("annotations", tidied) : rest);
}

function tidyAnnotations(annotations: Node): MapNode | undefined {
  if (!isMap(annotations)) return undefined;
  const isTidy = annotations.keys.every((key, index) => {
    const value = annotations.values[index];
    return isTidyText(value) && !BOOKKEEPING.has(key.text);
  });
  if (isTidy && !hasDuplicates(annotations)) return annotations.size === 0 ? undefined : annotations;
  const keys: ScalarNode[] = [];
  const values: Node[] = [];
  const index = new Map<string, number>();
  for (const [at, key] of annotations.keys.entries()) {
    if (BOOKKEEPING.has(key.text)) continue;
    const value = annotations.values[at] as Node;
    const text = isTidyText(value) ? value : asText(value);
    const known = index.get(key.text);
    if (known === undefined) {
      index.set(key.text, keys.length);
      keys.push(key);
      values.push(text);
    } else values[known] = text;
  }
  return keys.length === 0
    ? undefined
    : new MapNode(keys, values, annotations.origin, annotations.flow, annotations.offset);
}

/** A text that is folded where it is written prints in another way than one that is not. */
function isTidyText(value: Node | undefined): boolean {
  return isScalar(value) && value.tag === "!!str" && value.style !== "folded";
}

function asText(value: Node): Node {
  return isScalar(value) ? new ScalarNode(value.text, "!!str", "plain", value.origin, value.offset) : textNode("");
}

function hasDuplicates(map: MapNode): boolean {
  if (map.size < 2) return false;
  return new Set(map.keys.map(({ text }) => text)).size < map.size;
}

/** The document with its merge keys written out. */
function written(document: Node): Node {
  try {
    return expandMerges(document);
  } catch (error) {
    throw fromYamlError(error, (message) => message);
  }
}
