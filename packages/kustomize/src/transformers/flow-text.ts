import { isMap, isScalar, type Node } from "@hawser/goyaml";

/** What messages show of a node: long ones are cut. */
const LIMIT = 400;

/** A node on one line, as messages show it. */
export function flowText(node: Node): string {
  let text = "";
  const write = (at: Node): void => {
    if (text.length > LIMIT) return;
    if (isScalar(at)) {
      text += at.style === "plain" ? at.text : at.style === "single" ? `'${at.text}'` : JSON.stringify(at.text);
      return;
    }
    text += isMap(at) ? "{" : "[";
    for (let i = 0; i < (isMap(at) ? at.size : at.items.length) && text.length <= LIMIT; i++) {
      if (i > 0) text += ", ";
      if (isMap(at)) {
        write(at.keys[i] as Node);
        text += ": ";
        write(at.values[i] as Node);
      } else write(at.items[i] as Node);
    }
    text += isMap(at) ? "}" : "]";
  };
  write(node);
  return text.length > LIMIT ? `${text.slice(0, LIMIT)}…` : text;
}
