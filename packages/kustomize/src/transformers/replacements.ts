import { readYaml } from "@hawser/goyaml";
import { isJsonObject } from "@hawser/kube";
import { RE2JS } from "re2js";
import { KustomizeError } from "../kustomize-error.ts";
import type { FieldOptions, Replacement, ReplacementTarget, Selector } from "../load/kustomization.ts";
import type { Loader } from "../load/loader.ts";
import { allIds, currentId, rememberId, type Resource } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { selectorMatcher } from "./selector.ts";

/** Copies values from one field to others. */
export async function applyReplacement(set: ResourceSet, entry: Replacement, loader: Loader): Promise<void> {
  if (entry.path !== undefined && entry.path !== "") {
    const { text } = await loader.read(entry.path);
    for (const document of readYaml(text, { dialect: "v2", allowDuplicateKeys: true }).flat())
      await applyReplacement(set, document as Replacement, loader);
    return;
  }
  const value = sourceValue(set, entry);
  for (const target of entry.targets ?? []) writeTarget(set, target, value);
}

function sourceValue(set: ResourceSet, { source, sourceValue: fixed }: Replacement): unknown {
  if (fixed !== undefined) return fixed;
  if (!source) throw new KustomizeError("transformer", "replacements must specify a source and at least one target");
  const exact = (["group", "version", "kind", "name", "namespace"] as const).filter(
    (field) => (source[field] ?? "") !== "",
  );
  const found = set.list.filter((resource) =>
    allIds(resource).some((id) => exact.every((field) => id[field] === source[field])),
  );
  const shown = describeSelector(source);
  const [only] = found;
  if (!only) throw new KustomizeError("transformer", `nothing selected by ${shown}`);
  if (found.length > 1) throw new KustomizeError("transformer", `multiple matches for selector ${shown}`);
  const path = source.fieldPath ?? "metadata.name";
  let value: unknown;
  visit(only.object, splitFieldPath(path), false, (current) => {
    value = current;
    return current;
  });
  if (value === undefined || value === null)
    throw new KustomizeError("transformer", `fieldPath \`${path}\` is missing for replacement source ${shown}`);
  const { delimiter, index = 0 } = source.options ?? {};
  if (delimiter === undefined || delimiter === "") return value;
  const parts = scalarText(value).split(delimiter);
  if (index < 0 || index >= parts.length)
    throw new KustomizeError("transformer", `options.index ${index} is out of bounds for value ${scalarText(value)}`);
  return parts[index];
}

function writeTarget(set: ResourceSet, target: ReplacementTarget, value: unknown): void {
  const selects = selectorMatcher(target.select);
  const rejects = (target.reject ?? []).map(selectorMatcher);
  for (const resource of set.list.filter((one) => selects(one) && !rejects.some((reject) => reject(one)))) {
    for (const path of target.fieldPaths ?? ["metadata.name"]) writeField(resource, path, value, target.options ?? {});
  }
}

function writeField(resource: Resource, path: string, value: unknown, options: FieldOptions): void {
  const before = currentId(resource);
  let count = 0;
  const parts = splitFieldPath(path);
  const write = (current: unknown): unknown => {
    count++;
    return newValue(current, value, options);
  };
  const remembered = { ...resource, object: { ...resource.object, metadata: { ...resource.object.metadata } } };
  visit(resource.object, parts, options.create === true, write);
  const after = currentId(resource);
  if (after.name !== before.name || after.namespace !== before.namespace || after.kind !== before.kind) {
    rememberId(remembered);
    resource.previous = remembered.previous;
  }
  if (count > 0) return;
  throw new KustomizeError(
    "transformer",
    `unable to find ${options.create === true ? "or create " : ""}field "${path}" in replacement target`,
  );
}

function newValue(current: unknown, value: unknown, { delimiter, index = 0 }: FieldOptions): unknown {
  if (delimiter !== undefined && delimiter !== "") {
    const parts = scalarText(current).split(delimiter);
    const text = scalarText(value);
    if (index < 0) parts.unshift(text);
    else if (index >= parts.length) parts.push(text);
    else parts[index] = text;
    return parts.join(delimiter);
  }
  if (typeof value === "object") return structuredClone(value);
  // A field that is there keeps its type; a new one is whatever its text reads as.
  if (typeof current === "string") return scalarText(value);
  const text = scalarText(value);
  return text.includes("\n") ? text : (readYaml(text, { dialect: "v3" })[0] ?? value);
}

function visit(
  node: unknown,
  [head, ...rest]: readonly string[],
  create: boolean,
  write: (value: unknown) => unknown,
): void {
  if (head === undefined) return;
  const next = (container: Record<string, unknown> | unknown[], key: string | number): void => {
    const holder = container as Record<string | number, unknown>;
    if (rest.length === 0) {
      holder[key] = write(holder[key]);
      return;
    }
    if (holder[key] === undefined && create) holder[key] = /^\[.*=|^\d+$/.test(rest[0] ?? "") ? [] : {};
    visit(holder[key], rest, create, write);
  };
  if (Array.isArray(node)) {
    const match = /^\[([^=]*)=(.*)\]$/.exec(head);
    if (head === "*") for (const index of node.keys()) next(node, index);
    else if (/^\d+$/.test(head)) {
      if (Number(head) < node.length || (create && Number(head) === node.length)) next(node, Number(head));
    } else if (match) {
      const [, field = "", pattern = ""] = match;
      const regexp = RE2JS.compile(pattern);
      let found = false;
      for (const [index, item] of node.entries()) {
        const text = field === "" ? item : isJsonObject(item) ? item[field] : undefined;
        if (text === undefined || !regexp.matcher(String(text)).find()) continue;
        found = true;
        next(node, index);
      }
      if (!found && create && field !== "") {
        node.push({ [field]: pattern });
        next(node, node.length - 1);
      }
    }
    return;
  }
  if (!isJsonObject(node)) return;
  if (head === "*") {
    for (const key of Object.keys(node)) next(node, key);
  } else if (create || Object.hasOwn(node, head)) next(node, head);
}

/** `spec.containers.[name=web].env.[a.b/c]`: dots split, brackets and backslashes keep together. */
export function splitFieldPath(path: string): string[] {
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  for (let i = 0; i < path.length; i++) {
    const c = path[i] as string;
    if (c === "\\" && path[i + 1] === ".") {
      part += ".";
      i++;
    } else if (c === "." && depth === 0) {
      if (part !== "") parts.push(part);
      part = "";
    } else {
      if (c === "[") depth++;
      if (c === "]") depth--;
      part += c;
    }
  }
  if (part !== "") parts.push(part);
  // Brackets without a condition hold one key with its dots.
  return parts.map((one) => (/^\[[^=]*\]$/.test(one) ? one.slice(1, -1) : one));
}

function scalarText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function describeSelector(source: Selector): string {
  const gvk = [source.kind, source.version, source.group]
    .map((part, index) => part ?? ["[noKind]", "[noVer]", "[noGrp]"][index])
    .join(".");
  return `${gvk}/${source.name ?? "[noName]"}.${source.namespace ?? "[noNs]"}`;
}
