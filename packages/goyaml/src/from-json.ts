import { MapNode, type Node, ScalarNode, SequenceNode } from "./node.ts";
import { writeNumber } from "./numbers.ts";

const NULL = new ScalarNode("null", "!!null");
const TRUE = new ScalarNode("true", "!!bool");
const FALSE = new ScalarNode("false", "!!bool");

/** Nodes for a JSON value; fields that are undefined are left out. */
export function fromJson(value: unknown): Node {
  switch (typeof value) {
    case "string":
      return new ScalarNode(value, "!!str");
    case "number": {
      const text = writeNumber(value);
      return new ScalarNode(text, /[.e]/.test(text) ? "!!float" : "!!int");
    }
    case "bigint":
      return new ScalarNode(value.toString(), "!!int");
    case "boolean":
      return value ? TRUE : FALSE;
    case "object": {
      if (value === null) return NULL;
      if (Array.isArray(value)) return new SequenceNode(value.map(fromJson));
      const keys: ScalarNode[] = [];
      const values: Node[] = [];
      for (const key of Object.keys(value)) {
        const field = (value as Record<string, unknown>)[key];
        if (field === undefined) continue;
        keys.push(new ScalarNode(key, "!!str"));
        values.push(fromJson(field));
      }
      return new MapNode(keys, values);
    }
    default:
      return NULL;
  }
}
