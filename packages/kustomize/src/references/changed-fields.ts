import { isMap, isNull, isScalar, isSequence, type MapNode, type Node } from "@hawser/goyaml";
import type { FieldSpec } from "../config/transformer-config.ts";
import { withMessage, withPlace } from "../load/error-context.ts";
import { errorAt } from "../load/struct-decoder.ts";
import { describeId, idOf } from "../resource.ts";
import { splitPath } from "../transformers/field-spec.ts";

/** The keys on the way to a field. */
export type FieldPath = readonly string[];

/** `name[]` only says that nothing is made; here nothing ever is. A slash in front means nothing. */
export function pathOf(spec: FieldSpec): FieldPath {
  return splitPath(spec.path.replace(/^\//, "")).map((part) => (part.endsWith("[]") ? part.slice(0, -2) : part));
}

/** Changes what is at a path, lists on the way walked through; the very node where nothing changed. */
export function changeField(object: MapNode, path: FieldPath, spec: FieldSpec, change: (value: Node) => Node): MapNode {
  const walk = (node: Node, at: number): Node => {
    const field = path[at];
    if (field === undefined) return change(node);
    if (isNull(node)) return node;
    if (isMap(node)) {
      const value = node.get(field);
      return value === undefined || isNull(value) ? node : node.set(field, walk(value, at + 1));
    }
    if (isScalar(node)) throw errorAt(node.place, "transformer", "expected sequence or mapping node");
    try {
      return mapItems(node, (item) => walk(item, at));
    } catch (error) {
      throw withMessage(error, (why) => `visit traversal on path: [${path.slice(at).join(" ")}]: ${why}`);
    }
  };
  try {
    return walk(object, 0) as MapNode;
  } catch (error) {
    const considering = `considering field '${spec.path}' of object ${describeId(idOf(object))}`;
    throw withPlace(
      withMessage(error, (why) => `${considering}: ${why}`),
      object.place,
    );
  }
}

/** The list with other items; the very list where all stay the same. */
export function mapItems(node: Node, change: (item: Node) => Node): Node {
  if (!isSequence(node)) return node;
  let items: Node[] | undefined;
  for (let i = 0; i < node.items.length; i++) {
    const item = node.items[i] as Node;
    const changed = change(item);
    if (changed !== item) (items ??= node.items.slice())[i] = changed;
  }
  return items ? node.with(items) : node;
}
