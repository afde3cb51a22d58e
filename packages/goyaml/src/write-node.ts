import { emitSimpleKey, emitString, isSimple } from "./emit-scalar.ts";
import { rewriteFolded } from "./folded-style.ts";
import { compareKeys } from "./key-order.ts";
import { expandMerges } from "./merge-keys.ts";
import { MapNode, type Node, ScalarNode, SequenceNode } from "./node.ts";
import { writeNumber } from "./numbers.ts";
import { CONTROL, foldNextLines, UNSAFE } from "./json-text.ts";
import { placeOf } from "./place-of.ts";
import { decodeScalar } from "./decode-scalar.ts";
import { isUnreadable, jsonFault, TYPED_KEYS, unwritableError } from "./unwritable.ts";
import { padding } from "./write.ts";
import { bareYamlError, YamlError } from "./yaml-error.ts";

/**
 * The bytes that Kustomize prints for an object.
 *
 * There an object is written by go-yaml v3, read again, turned into JSON, and that is read and written by v2. What
 * this does to values shows: a null that is written as nothing in braces becomes an empty text, a date becomes a
 * timestamp, a next-line character a space; numbers come out as JSON has them. Throws `YamlError`, with Kustomize's
 * message, for what does not survive: duplicate keys, keys that are no texts, infinite numbers, control characters.
 */
export function writeNode(node: Node): string {
  const writer = new NodeWriter(node);
  writer.write();
  return flat(writer.out);
}

/**
 * The same text in one piece. One that was put together is a tree of its parts, which all stay in memory until somebody
 * looks at a character: of thousands of objects they outweigh the objects.
 */
function flat(text: string): string {
  text.charCodeAt(text.length >> 1);
  return text;
}

/** Where the names are in their order. Most maps are small, and nearly in order. */
function sortedPositions(names: readonly string[]): number[] {
  const order: number[] = [];
  if (names.length > 24) {
    for (let i = 0; i < names.length; i++) order.push(i);
    return order.sort((a, b) => compareKeys(names[a] as string, names[b] as string));
  }
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    let at = i;
    while (at > 0 && compareKeys(names[order[at - 1] as number] as string, name) > 0) {
      order[at] = order[at - 1] as number;
      at--;
    }
    order[at] = i;
  }
  return order;
}

type Context = "root" | "value" | "item";

class NodeWriter {
  out = "";
  readonly #root: Node;

  constructor(root: Node) {
    this.#root = root;
  }

  write(): void {
    this.#node(this.#root, 0, "root", 0, false);
  }

  /** `column` is where a scalar would begin on this line; `inFlow` is true within brackets and braces. */
  #node(node: Node, indent: number, context: Context, column: number, inFlow: boolean): void {
    if (node instanceof ScalarNode) {
      const text = this.#scalar(node, indent, column, inFlow);
      this.out += context === "value" ? ` ${text}\n` : `${text}\n`;
    } else if (node instanceof MapNode) this.#map(node, indent, context, inFlow || node.flow);
    else this.#sequence(node, context === "value" ? indent - 2 : indent, context, inFlow || node.flow);
  }

  #map(map: MapNode, indent: number, context: Context, inFlow: boolean): void {
    const { keys, values } = map;
    const { length } = keys;
    if (length === 0) {
      this.out += context === "value" ? " {}\n" : "{}\n";
      return;
    }
    const names = new Array<string>(length);
    let sorted = true;
    let simple = true;
    for (let i = 0; i < length; i++) {
      const key = keys[i] as ScalarNode;
      let name = key.text;
      if (key.tag !== "!!str" || !isSimple(name)) {
        // Merges are written out where they are met: objects that Kustomize read have none any more.
        if (name === "<<") return this.#map(expandMerges(map) as MapNode, indent, context, inFlow);
        if (key.tag !== "!!str" || UNSAFE.test(name)) name = this.#keyName(key, context === "root", inFlow);
        simple = false;
      }
      names[i] = name;
      if (sorted && i > 0 && compareKeys(names[i - 1] as string, name) >= 0) sorted = false;
    }
    const order = sorted ? undefined : this.#orderOf(names);
    if (context === "value") this.out += "\n";
    const pad = padding(indent);
    for (let n = 0; n < length; n++) {
      const i = order ? (order[n] as number) : n;
      const name = names[i] as string;
      // The first key of a map in a list stands on the line of its dash.
      const lead = n === 0 && context === "item" ? "" : pad;
      const written = simple ? name : emitSimpleKey(name);
      if (written === undefined) {
        this.out += `${lead}? ${emitString(name, indent + 2, indent + 2)}\n${pad}: `;
        this.#node(values[i] as Node, indent + 2, "item", indent + 2, inFlow);
      } else {
        const value = values[i] as Node;
        // Most of an object is written here, in one go.
        if (value instanceof ScalarNode && value.tag === "!!str" && isSimple(value.text))
          this.out += `${lead}${written}: ${value.text}\n`;
        else {
          this.out += `${lead}${written}:`;
          this.#node(value, indent + 2, "value", indent + written.length + 2, inFlow);
        }
      }
    }
  }

  #sequence(sequence: SequenceNode, indent: number, context: Context, inFlow: boolean): void {
    const { items } = sequence;
    if (items.length === 0) {
      this.out += context === "value" ? " []\n" : "[]\n";
      return;
    }
    if (context === "value") this.out += "\n";
    const lead = `${padding(indent)}- `;
    for (let i = 0; i < items.length; i++) {
      this.out += i === 0 && context === "item" ? "- " : lead;
      this.#node(items[i] as Node, indent + 2, "item", indent + 2, inFlow);
    }
  }

  #orderOf(names: readonly string[]): number[] {
    const order = sortedPositions(names);
    for (let n = 1; n < order.length; n++) {
      if (names[order[n - 1] as number] === names[order[n] as number]) this.#refuseDuplicates();
    }
    return order;
  }

  #refuseDuplicates(): never {
    const found: string[] = [];
    let first: ScalarNode | undefined;
    const visit = (node: Node): void => {
      if (node instanceof SequenceNode) node.items.forEach(visit);
      if (!(node instanceof MapNode)) return;
      const seen = new Map<string, ScalarNode>();
      for (const key of node.keys) {
        const earlier = seen.get(key.text);
        if (!earlier) seen.set(key.text, key);
        else {
          first ??= key;
          const line = (of: ScalarNode): number => of.place?.line ?? 0;
          found.push(
            `  line ${line(key)}: mapping key ${JSON.stringify(key.text)} already defined at line ${line(earlier)}`,
          );
        }
      }
      node.values.forEach(visit);
    };
    visit(expandMerges(this.#root));
    throw bareYamlError(
      `map[string]interface {}(nil): yaml: unmarshal errors:\n${found.join("\n")}`,
      first && placeOf(first),
    );
  }

  /** The name of a field whose key is no ordinary text. */
  #keyName(key: ScalarNode, atTop: boolean, inFlow: boolean): string {
    switch (key.tag) {
      case "!!null": {
        // A key that is written as nothing comes back as an empty text.
        if (key.text === "") return "";
        // Kustomize writes such a field twice before it reads it again.
        const line = key.place?.line ?? 0;
        throw bareYamlError(
          `map[string]interface {}(nil): yaml: unmarshal errors:\n  line ${inFlow ? line : line + 1}: mapping key ${JSON.stringify(key.text)} already defined at line ${line}`,
          placeOf(key),
        );
      }
      default:
        if (TYPED_KEYS.has(key.tag)) return atTop ? key.text : this.#fail();
        if (key.text.includes("\u0085")) return this.#fail();
        return this.#printable(key.text);
    }
  }

  #scalar(node: ScalarNode, indent: number, column: number, inFlow: boolean): string {
    const { text, tag } = node;
    switch (tag) {
      case "!!str":
      case "!!merge": {
        if (isUnreadable(node, inFlow)) return this.#fail();
        const written = node.style === "folded" && !inFlow ? rewriteFolded(text) : text;
        return emitString(this.#printable(written), indent, column);
      }
      case "!!null":
        if (text === "") return inFlow ? '""' : "null";
        break;
      case "!!int":
        if (isCanonicalInteger(text)) return text;
        break;
      default:
    }
    const value = this.#decoded(node);
    if (jsonFault(node) !== undefined) return this.#fail();
    if (typeof value === "string") return emitString(this.#printable(value), indent, column);
    if (typeof value !== "number") return String(value);
    return writeNumber(value);
  }

  #decoded(node: ScalarNode): string | number | bigint | boolean | null {
    try {
      return decodeScalar(node, "v3");
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      throw bareYamlError(`map[string]interface {}(nil): ${error.message}`, placeOf(node));
    }
  }

  /** A text as it comes through JSON and the reader behind it. */
  #printable(text: string): string {
    if (!UNSAFE.test(text)) return text;
    return CONTROL.test(text) ? this.#fail() : foldNextLines(text);
  }

  #fail(): never {
    throw unwritableError(expandMerges(this.#root));
  }
}

function isCanonicalInteger(text: string): boolean {
  const { length } = text;
  if (length === 0 || length > 15) return false;
  const first = text.charCodeAt(0);
  if (first === 48) return length === 1;
  if (first === 45 && (length === 1 || text.charCodeAt(1) === 48)) return false;
  for (let i = first === 45 ? 1 : 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
