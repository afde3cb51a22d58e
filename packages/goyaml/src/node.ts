/**
 * What a YAML text says, before anybody decides what it means: scalars keep their text, tag and style, maps their
 * order and their duplicate keys, and every node the place where it was written.
 *
 * Nodes never change. Who edits makes new ones that share what stayed the same, so a node may be kept, cached and
 * compared by `===`, and what a step changed shows in which nodes are new.
 */
export type Node = ScalarNode | SequenceNode | MapNode;

/** A text that nodes were read from. */
export interface NodeSource {
  /** Path of the file in its tree. */
  readonly file: string;
}

/** A source that turns offsets into places; the nodes read from it keep an offset only. */
export interface OffsetSource extends NodeSource {
  placeAt(offset: number): NodePlace;
}

/** Where a node was read: a place, or a source that computes it from the node's offset when somebody asks. */
export type NodeOrigin = NodePlace | OffsetSource;

function placeOf(origin: NodeOrigin | undefined, offset: number): NodePlace | undefined {
  return origin !== undefined && "placeAt" in origin ? origin.placeAt(offset) : origin;
}

/** Where a node begins; lines and columns count from 1. Nodes that were made, and not read, have no place. */
export interface NodePlace {
  readonly source: NodeSource;
  readonly line: number;
  readonly column: number;
}

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

/** Short tags (`!!str`); what a text sets itself is kept as it is written. */
export type Tag =
  | "!!str"
  | "!!int"
  | "!!float"
  | "!!bool"
  | "!!null"
  | "!!timestamp"
  | "!!binary"
  | "!!merge"
  | (string & {});

export class ScalarNode {
  /** What it says, without quotes, escapes and folds: `0x1F` of a number, the empty text of an implicit null. */
  readonly text: string;
  /** As the dialect that read it resolved it. */
  readonly tag: Tag;
  readonly style: ScalarStyle;
  readonly origin: NodeOrigin | undefined;
  readonly offset: number;

  constructor(text: string, tag: Tag, style: ScalarStyle = "plain", origin?: NodeOrigin, offset = 0) {
    this.text = text;
    this.tag = tag;
    this.style = style;
    this.origin = origin;
    this.offset = offset;
  }

  get place(): NodePlace | undefined {
    return placeOf(this.origin, this.offset);
  }

  get kind(): "scalar" {
    return "scalar";
  }
}

export class SequenceNode {
  readonly items: readonly Node[];
  /** Written in brackets. */
  readonly flow: boolean;
  readonly origin: NodeOrigin | undefined;
  readonly offset: number;

  constructor(items: readonly Node[], origin?: NodeOrigin, flow = false, offset = 0) {
    this.items = items;
    this.flow = flow;
    this.origin = origin;
    this.offset = offset;
  }

  get place(): NodePlace | undefined {
    return placeOf(this.origin, this.offset);
  }

  get kind(): "sequence" {
    return "sequence";
  }

  /** The same list with other items. */
  with(items: readonly Node[]): SequenceNode {
    return new SequenceNode(items, this.origin, this.flow, this.offset);
  }
}

/** Maps with more keys than this are looked up through an index. */
const LINEAR = 12;

export class MapNode {
  /** In the order of the text; a key may come twice. */
  readonly keys: readonly ScalarNode[];
  /** One for each key. */
  readonly values: readonly Node[];
  /** Written in braces. */
  readonly flow: boolean;
  readonly origin: NodeOrigin | undefined;
  readonly offset: number;
  /** Kept by who reads the map, so as not to find it out again: what follows from the node and nothing else. */
  memo: unknown = undefined;
  #index: Map<string, number> | undefined;

  constructor(keys: readonly ScalarNode[], values: readonly Node[], origin?: NodeOrigin, flow = false, offset = 0) {
    this.keys = keys;
    this.values = values;
    this.flow = flow;
    this.origin = origin;
    this.offset = offset;
  }

  get place(): NodePlace | undefined {
    return placeOf(this.origin, this.offset);
  }

  get kind(): "map" {
    return "map";
  }

  get size(): number {
    return this.keys.length;
  }

  /** Position of the first key with this text, or -1. */
  indexOf(key: string): number {
    const { keys } = this;
    if (keys.length <= LINEAR) {
      for (let i = 0; i < keys.length; i++) if (keys[i]?.text === key) return i;
      return -1;
    }
    if (!this.#index) {
      this.#index = new Map();
      for (let i = keys.length - 1; i >= 0; i--) this.#index.set((keys[i] as ScalarNode).text, i);
    }
    return this.#index.get(key) ?? -1;
  }

  has(key: string): boolean {
    return this.indexOf(key) >= 0;
  }

  get(key: string): Node | undefined {
    const at = this.indexOf(key);
    // V8 looks a negative index up as a name, which takes long.
    return at < 0 ? undefined : this.values[at];
  }

  /** The map with a field set: in its old position, else at the end. The same map when it has that very node already. */
  set(key: string | ScalarNode, value: Node): MapNode {
    const text = typeof key === "string" ? key : key.text;
    const at = this.indexOf(text);
    if (at >= 0) {
      if (this.values[at] === value) return this;
      const values = this.values.slice();
      values[at] = value;
      return new MapNode(this.keys, values, this.origin, this.flow, this.offset);
    }
    const added = typeof key === "string" ? textNode(key) : key;
    return new MapNode(appended(this.keys, added), appended(this.values, value), this.origin, this.flow, this.offset);
  }

  /** The map without the first field of this name. */
  without(key: string): MapNode {
    const at = this.indexOf(key);
    if (at < 0) return this;
    return new MapNode(this.keys.toSpliced(at, 1), this.values.toSpliced(at, 1), this.origin, this.flow, this.offset);
  }
}

/** `[...list, item]` in the size that it needs: V8 makes room for many more, and takes longer. */
function appended<T>(list: readonly T[], item: T): T[] {
  const { length } = list;
  const result = new Array<T>(length + 1);
  for (let i = 0; i < length; i++) result[i] = list[i] as T;
  result[length] = item;
  return result;
}

export const EMPTY_MAP: MapNode = new MapNode([], []);

/** A text that stays a text, whatever it looks like. */
export function textNode(text: string): ScalarNode {
  return new ScalarNode(text, "!!str");
}

export function isMap(node: Node | undefined): node is MapNode {
  return node instanceof MapNode;
}

export function isSequence(node: Node | undefined): node is SequenceNode {
  return node instanceof SequenceNode;
}

export function isScalar(node: Node | undefined): node is ScalarNode {
  return node instanceof ScalarNode;
}

export function isNull(node: Node | undefined): boolean {
  return node instanceof ScalarNode && node.tag === "!!null";
}

/** The text of a scalar that is not null; undefined for anything else. */
export function textOf(node: Node | undefined): string | undefined {
  return node instanceof ScalarNode && node.tag !== "!!null" ? node.text : undefined;
}

/** The node at the end of a path of map keys, or undefined. */
export function nodeAt(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let at = node;
  for (const key of path) at = at instanceof MapNode ? at.get(key) : undefined;
  return at;
}
