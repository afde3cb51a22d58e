import { isMap, isScalar, isSequence, MapNode, type Node, type SequenceNode } from "@hawser/goyaml";
import { RE2JS } from "re2js";
import { KustomizeError } from "../kustomize-error.ts";
import type { FieldSpec } from "../config/transformer-config.ts";
import type { ImageEntry } from "../load/kustomization-shape.ts";
import { currentId, type Resource } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import type { TransformContext } from "./context.ts";
import { type Creates, FieldSpecs } from "./field-spec.ts";
import { wrongKind } from "./node-kind.ts";
import { withText } from "./set-scalar.ts";

export interface ImageTagArgs {
  readonly imageTag?: ImageEntry;
  readonly fieldSpecs?: readonly FieldSpec[];
}

const MISSING_IMAGE: Creates = { tag: "!!str" };

/** Rewrites the images that an entry names: in all lists of containers, then in the fields of the specs. */
export function imageTagTransformer(set: ResourceSet, args: ImageTagArgs, _context?: TransformContext): void {
  const { imageTag = {}, fieldSpecs = [] } = args;
  const matches = imageMatcher(imageTag.name ?? "");
  const rewrite = (value: Node): Node => {
    if (!isScalar(value)) throw wrongKind("scalar", value);
    return matches(value.text) ? withText(value, rewriteImage(value.text, imageTag)) : value;
  };
  // The schema in a definition may hold fields that look like a pod template.
  const resources = set.list.filter((resource) => currentId(resource).kind !== "CustomResourceDefinition");
  for (let i = 0; i < resources.length; i++) {
    const resource = resources[i] as Resource;
    resource.node = changeContainers(resource.node, rewrite) as MapNode;
  }
  // The known fields are gone over a second time, so a tagSuffix appears twice in them. Users' files count on it.
  const specs = FieldSpecs.of(fieldSpecs);
  for (let i = 0; i < resources.length; i++) {
    const resource = resources[i] as Resource;
    resource.node = specs.change(resource.node, MISSING_IMAGE, rewrite);
  }
}

/** Kept by maps in which there is nothing to do: most of what objects are made of goes through builds unchanged. */
const BARREN = Symbol("no lists of containers");

function holdsContainers(node: Node): boolean {
  if (isScalar(node)) return false;
  if (isSequence(node)) return anyHoldsContainers(node.items);
  if (node.memo === BARREN) return false;
  if (node.has("containers") || node.has("initContainers") || anyHoldsContainers(node.values)) return true;
  node.memo ??= BARREN;
  return false;
}

function anyHoldsContainers(nodes: readonly Node[]): boolean {
  for (let i = 0; i < nodes.length; i++) if (holdsContainers(nodes[i] as Node)) return true;
  return false;
}

function changeContainers(node: Node, rewrite: (value: Node) => Node): Node {
  if (isSequence(node)) return changeItems(node, changeContainers, rewrite);
  if (!isMap(node) || !holdsContainers(node)) return node;
  let values: Node[] | undefined;
  for (let i = 0; i < node.values.length; i++) {
    const before = node.values[i] as Node;
    let after = isScalar(before) ? before : changeContainers(before, rewrite);
    if (isSequence(after)) {
      const field = node.keys[i]?.text;
      if (field === "containers" || field === "initContainers") after = changeItems(after, changeImage, rewrite);
    }
    if (after !== before) (values ??= node.values.slice())[i] = after;
  }
  return values ? new MapNode(node.keys, values, node.origin, node.flow, node.offset) : node;
}

function changeItems(
  list: SequenceNode,
  change: (item: Node, rewrite: (value: Node) => Node) => Node,
  rewrite: (value: Node) => Node,
): Node {
  let items: Node[] | undefined;
  for (let i = 0; i < list.items.length; i++) {
    const before = list.items[i] as Node;
    const after = change(before, rewrite);
    if (after !== before) (items ??= list.items.slice())[i] = after;
  }
  return items ? list.with(items) : list;
}

function changeImage(container: Node, rewrite: (value: Node) => Node): Node {
  if (isScalar(container) && container.tag === "!!null") return container;
  if (!isMap(container)) throw wrongKind("map", container);
  const image = container.get("image");
  return image === undefined ? container : container.set("image", rewrite(image));
}

/** A name in which no character but the dot means anything in a pattern. */
const PLAIN = /^[\w./:@-]*$/;
/** Both halves of such a pair are one character to a dot. */
const SURROGATE = /[\ud800-\udfff]/;
const TAG_AND_DIGEST = "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$";
const REST = new RegExp(`^${TAG_AND_DIGEST}`, "u");

/** The name is a pattern, as upstream compiles it: `ngin.` matches `nginx`. */
function imageMatcher(name: string): (image: string) => boolean {
  if (PLAIN.test(name)) {
    // To compile a pattern for every entry takes longer than to use it.
    return (image) =>
      SURROGATE.test(image)
        ? new RegExp(`^${name.replaceAll(".", "[^\\n]")}${TAG_AND_DIGEST}`, "u").test(image)
        : beginsWith(image, name) && REST.test(image.slice(name.length));
  }
  try {
    const pattern = RE2JS.compile(`^${name}${TAG_AND_DIGEST}`);
    return (image) => pattern.matcher(image).find();
  } catch (error) {
    throw new KustomizeError(
      "transformer",
      `image name '${name}' is not a regular expression: ${(error as Error).message}`,
    );
  }
}

/** Whether an image begins with a name, in which a dot is any character of a line. */
function beginsWith(image: string, name: string): boolean {
  if (image.length < name.length) return false;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    const found = image.charCodeAt(i);
    if (code === 46 ? found === 10 : code !== found) return false;
  }
  return true;
}

/** A new tag replaces tag and digest; a new digest alone drops the tag. */
export function rewriteImage(image: string, entry: ImageEntry): string {
  const { newName, newTag = "", digest = "", tagSuffix = "" } = entry;
  const parsed = splitImage(image);
  const name = newName || parsed.name;
  if (newTag !== "") return digest === "" ? `${name}:${newTag}` : `${name}:${newTag}@${digest}`;
  if (digest !== "") return `${name}@${digest}`;
  if (tagSuffix !== "") return `${name}:${parsed.tag}${tagSuffix}`;
  return `${name}${parsed.tag === "" ? "" : `:${parsed.tag}`}${parsed.digest === "" ? "" : `@${parsed.digest}`}`;
}

function splitImage(image: string): { name: string; tag: string; digest: string } {
  const at = image.indexOf("@", image.indexOf("/") + 1);
  const digest = at < 0 ? "" : image.slice(at + 1);
  const rest = at < 0 ? image : image.slice(0, at);
  // A colon before the first slash belongs to the registry's port.
  const colon = rest.indexOf(":", rest.indexOf("/") + 1);
  return { name: colon < 0 ? rest : rest.slice(0, colon), tag: colon < 0 ? "" : rest.slice(colon + 1), digest };
}
