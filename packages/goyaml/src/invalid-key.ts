import { type Node, ScalarNode, SequenceNode } from "./node.ts";

/** Lists and maps cannot be keys; Go's library shows them in Go's syntax. */
export function invalidKeyMessage(key: Node): string {
  return `invalid map key: ${goSyntax(key)}`;
}

function goSyntax(node: Node): string {
  if (node instanceof ScalarNode) {
    switch (node.tag) {
      case "!!null":
        return "interface {}(nil)";
      case "!!int":
      case "!!float":
      case "!!bool":
        return node.text;
      default:
        return JSON.stringify(node.text);
    }
  }
  if (node instanceof SequenceNode) return `[]interface {}{${node.items.map(goSyntax).join(", ")}}`;
  const pairs = node.keys.map((key, i) => `${goSyntax(key)}:${goSyntax(node.values[i] as Node)}`);
  return `map[interface {}]interface {}{${pairs.join(", ")}}`;
}
