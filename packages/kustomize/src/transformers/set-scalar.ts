import {
  isNull,
  isScalar,
  MapNode,
  type Node,
  type NodeOrigin,
  resolvePlain,
  ScalarNode,
  type ScalarStyle,
  type Tag,
} from "@hawser/goyaml";
import { wrongKind } from "./node-kind.ts";

const TAGS = {
  null: "!!null",
  bool: "!!bool",
  int: "!!int",
  float: "!!float",
  timestamp: "!!timestamp",
  string: "!!str",
} as const;

/** What an unquoted text is taken for. */
export function plainTag(text: string): Tag {
  return TAGS[resolvePlain(text, "v3").kind];
}

/**
 * A scalar that was set by its text alone: what it is follows from its text, also from one that it is given later. Other
 * scalars stay texts or numbers.
 */
export class UntypedScalar extends ScalarNode {
  constructor(text: string, style: ScalarStyle = "plain", origin?: NodeOrigin, offset?: number) {
    super(text, style === "plain" ? plainTag(text) : "!!str", style, origin, offset);
  }
}

/**
 * A scalar with another text. It keeps its style and nothing else, as in the real tool: what was quoted stays a text,
 * what was not may become a number. The very node when the text is the same.
 */
export function withText(node: Node, text: string): ScalarNode {
  if (!isScalar(node)) throw wrongKind("scalar", node);
  const set = new UntypedScalar(text, node.style);
  return node.text === text && node.tag === set.tag ? node : set;
}

/**
 * A map with a text as one of its fields, as labels and annotations are set: always a text, in the style of the old one,
 * or `made` where there was none.
 */
export function withEntry(
  node: Node,
  key: string,
  text: string,
  made?: (key: string, text: string) => ScalarNode,
): MapNode {
  if (key === "") throw wrongKind("scalar", node);
  const map = isNull(node) ? undefined : node;
  if (!(map instanceof MapNode)) throw wrongKind("map", node);
  const before = map.get(key);
  if (isScalar(before) && before.text === text && before.tag === "!!str") return map;
  if (before === undefined && made) return map.set(key, made(key, text));
  return map.set(key, new ScalarNode(text, "!!str", isScalar(before) ? before.style : "plain"));
}
