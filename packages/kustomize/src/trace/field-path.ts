import { isMap, isScalar, isSequence, type Node } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { lookup, type PathSegment, showPath } from "./field-history.ts";

/** One part of a path as it is written: a field, or the choice of an item of a list. */
type Part = { readonly field: string } | { readonly index: number } | { readonly key: string; readonly value: string };

/**
 * Finds the field that a path means in an object: `spec.template.spec.containers[name=web].image`, `…containers[0]…`,
 * `metadata.annotations[example.com/owner]`; a dot in a key may also be written `\.`. A field that is not there is
 * answered all the same, as the history may know it; a list's item that is not there is an error.
 */
export function resolveFieldPath(object: Node, text: string): PathSegment[] {
  const path: PathSegment[] = [];
  for (const part of partsOf(text)) {
    const at = lookup(object, path);
    if ("field" in part) path.push(isSequence(at) && /^\d+$/.test(part.field) ? Number(part.field) : part.field);
    else if ("index" in part) path.push(part.index);
    else path.push(itemWith(at, part, path));
  }
  return path;
}

function itemWith(at: Node | undefined, { key, value }: { key: string; value: string }, path: PathSegment[]): number {
  const items = isSequence(at) ? at.items : [];
  const index = items.findIndex((item) => {
    const field = key === "" ? item : isMap(item) ? item.get(key) : undefined;
    return isScalar(field) && field.text === value;
  });
  if (index >= 0) return index;
  const known = items.flatMap((item) => {
    const field = isMap(item) ? item.get(key) : undefined;
    return isScalar(field) ? [field.text] : [];
  });
  throw new KustomizeError(
    "not-found",
    `${showPath(path)} has no item with ${key}=${value}${known.length === 0 ? "" : `; there are ${known.join(", ")}`}`,
  );
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let field = "";
  const end = (): void => {
    if (field !== "") parts.push({ field });
    field = "";
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === "\\" && text[i + 1] === ".") field += text[++i] as string;
    else if (char === ".") end();
    else if (char === "[") {
      end();
      const close = text.indexOf("]", i);
      if (close < 0) throw new KustomizeError("invalid-path", `the path ${text} lacks a closing bracket`);
      parts.push(inBrackets(text.slice(i + 1, close)));
      i = close;
    } else field += char;
  }
  end();
  return parts;
}

function inBrackets(text: string): Part {
  if (/^\d+$/.test(text)) return { index: Number(text) };
  const equals = text.indexOf("=");
  if (equals >= 0) return { key: text.slice(0, equals), value: text.slice(equals + 1) };
  return { field: text.replace(/^(['"])(.*)\1$/, "$2") };
}
