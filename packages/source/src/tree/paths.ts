/**
 * Joins and normalises tree paths: `join("a/b", "../c")` is `a/c`. Undefined when the result lies outside the tree.
 * An absolute second part is outside too: a tree has no other root.
 */
export function joinPath(base: string, relative: string): string | undefined {
  if (!relative.includes("/") && relative !== "" && relative !== "." && relative !== "..")
    return base === "" ? relative : `${base}/${relative}`;
  if (relative.startsWith("/")) return undefined;
  const parts = base === "" ? [] : base.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join("/");
}

/** The folder a path lies in; the root's own is the root. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Orders names by their UTF-8 bytes, as Git and Go do. */
export function compareBytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
