import { isMap, isSeq, type Pair, type Scalar } from "yaml";
import { canBeLiteral, renderLiteral, renderScalar } from "./render.ts";
import { endOf, quotingOf, type Source, startOf } from "./source.ts";

/** Where the text of a scalar ends. */
export function scalarEnd(source: Source, node: Scalar): number {
  const end = node.range?.[1] ?? 0;
  // A block scalar ends with the line break that is written anew.
  if (node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED") return end;
  const text = source.text.slice(0, end);
  return text.endsWith("\r\n") ? end - 2 : text.endsWith("\n") ? end - 1 : end;
}

/** Another value in the style of the scalar it takes the place of. */
export function scalarText(
  source: Source,
  node: Scalar,
  value: string | number | bigint | boolean,
  column: number,
): string {
  if (typeof value !== "string") return String(value);
  const isFlow = isInFlow(source, node);
  if (value.includes("\n") && !isFlow && canBeLiteral(value)) return renderLiteral(value, column + 2, source.style);
  return renderScalar(value, source.style, quotingOf(node), isFlow);
}

/** Whether a node stands in brackets or braces. */
function isInFlow(source: Source, node: Scalar): boolean {
  let found = false;
  const offset = startOf(node);
  const visit = (at: unknown): void => {
    if (!isMap(at) && !isSeq(at)) return;
    if (at.flow === true && startOf(at) < offset && offset < endOf(at)) found = true;
    for (const item of at.items as unknown[]) visit(isPair(item) ? item.value : item);
  };
  visit(source.root);
  return found;
}

function isPair(item: unknown): item is Pair {
  return typeof item === "object" && item !== null && "key" in item && "value" in item;
}
