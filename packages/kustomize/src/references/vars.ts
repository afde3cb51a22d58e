import { isMap, isScalar, isSequence, type MapNode, type Node, ScalarNode, toJson } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import type { Accumulation } from "../build-scope.ts";
import type { FieldSpec } from "../config/transformer-config.ts";
import type { VarEntry } from "../load/kustomization-shape.ts";
import { type Entry, entryOf, type Kustomization } from "../load/kustomization.ts";
import { errorAt } from "../load/struct-decoder.ts";
import { effectiveNamespace, originalId, type ResourceId } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { specMatches } from "../transformers/field-spec.ts";
import { plainTag } from "../transformers/set-scalar.ts";
import { changeField, type FieldPath, mapItems, pathOf } from "./changed-fields.ts";

/** Ties the vars of a kustomization to the objects that they name as those are called now. */
export function bindVars(into: Accumulation, kustomization: Kustomization): void {
  const entries = (kustomization.fields.vars ?? []).map((value, index) =>
    entryOf(value, "vars", index, kustomization.place),
  );
  if (entries.length === 0) return;
  for (const { value, place } of entries) {
    const target = targetOf(value);
    const hasNamespace = target.namespace !== "" || effectiveNamespace(target) !== "default";
    const matches = into.set.withAnyId(
      target.kind,
      target.name,
      (id) =>
        id.kind === target.kind &&
        id.group === target.group &&
        id.version === target.version &&
        id.name === target.name &&
        (!hasNamespace || effectiveNamespace(id) === (target.namespace || effectiveNamespace(target))),
    );
    if (matches.length > 1)
      throw errorAt(
        place,
        "invalid-kustomization",
        `merging vars [${entries.map((one) => show(one.value, false)).join(" ")}]: found ${matches.length} resId matches for var ${show({ ...value, fieldref: { fieldPath: value.fieldref?.fieldPath ?? "" } })} (unable to disambiguate)`,
      );
    const [match] = matches;
    if (match) match.varNames = [...match.varNames, value.name ?? ""];
  }
  try {
    addVars(into, entries);
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    throw errorAt(
      entries[0]?.place,
      "invalid-kustomization",
      `merging vars [${entries.map(({ value }) => show(value, false)).join(" ")}]: ${error.message}`,
      error,
    );
  }
}

/** Adds vars to those that are known. Throws where a name comes twice. */
export function addVars(into: Accumulation, entries: readonly Entry<VarEntry>[]): void {
  if (entries.length === 0) return;
  const names = new Set(into.vars.map(({ value }) => value.name ?? ""));
  for (const entry of entries) {
    const name = entry.value.name ?? "";
    if (names.has(name)) throw errorAt(entry.place, "invalid-kustomization", `var '${name}' already encountered`);
    names.add(name);
    into.vars.push(entry);
  }
}

/**
 * Puts the values of vars where `$(NAME)` stands in the fields that may refer to them. Gives what the real one logs.
 */
export function replaceVars(
  set: ResourceSet,
  vars: readonly Entry<VarEntry>[],
  fields: readonly FieldSpec[],
): string[] {
  if (vars.length === 0) return [];
  const values = new Map<string, VarValue>();
  for (const entry of vars) values.set(entry.value.name ?? "", { ...valueOf(set, entry), used: false });
  const paths = fields.map((spec) => ({ spec, path: pathOf(spec) }));
  const byKind = new Map<string, typeof paths>();
  for (const resource of set.list) {
    const id = originalId(resource);
    const key = `${id.group}|${id.version}|${id.kind}`;
    let mine = byKind.get(key);
    if (!mine) byKind.set(key, (mine = paths.filter(({ spec }) => specMatches(spec, id))));
    for (const { spec, path } of mine) resource.node = replaceAt(resource.node, path, spec, values);
  }
  set.changed();
  const unused = [...values].filter(([, { used }]) => !used).map(([name]) => name);
  return unused.length === 0 ? [] : [`well-defined vars that were never replaced: ${unused.join(",")}`];
}

interface VarValue {
  readonly node: ScalarNode | undefined;
  readonly text: string;
  used: boolean;
}

function valueOf(set: ResourceSet, { value, place }: Entry<VarEntry>): Omit<VarValue, "used"> {
  const name = value.name ?? "";
  const resource = set.list.find(({ varNames }) => varNames.includes(name));
  if (!resource)
    throw errorAt(
      place,
      "invalid-kustomization",
      `var '${show(value)}' cannot be mapped to a field in the set of known resources`,
    );
  const node = at(resource.node, splitPath(value.fieldref?.fieldPath || "metadata.name"));
  if (node === undefined)
    throw errorAt(
      place,
      "invalid-kustomization",
      `field specified in var '${show(value)}' not found in corresponding resource`,
    );
  // Maps and lists are no values: what refers to them stays as it is.
  if (!isScalar(node)) return { node: undefined, text: "" };
  const json = toJson(node);
  return { node, text: typeof json === "string" ? json : String(json) };
}

function replaceAt(object: MapNode, path: FieldPath, spec: FieldSpec, values: ReadonlyMap<string, VarValue>): MapNode {
  const replaceIn = (node: Node): Node => {
    if (isScalar(node)) return replaceScalar(node, values);
    if (isSequence(node))
      return mapItems(node, (item) => {
        if (isScalar(item) && item.tag === "!!str") return replaceScalar(item, values);
        throw errorAt(item.place, "transformer", "invalid value type expect a string");
      });
    let map = node;
    for (const [index, key] of node.keys.entries()) {
      const value = node.values[index] as Node;
      if (isScalar(value)) map = map.set(key, replaceScalar(value, values));
    }
    return map;
  };
  return changeField(object, path, spec, replaceIn);
}

const REFERENCE = /\$(?:\$|\(([^()]*)\))/g;

function replaceScalar(node: ScalarNode, values: ReadonlyMap<string, VarValue>): ScalarNode {
  if (node.tag !== "!!str" || !node.text.includes("$")) return node;
  const whole = /^\$\(([^()]*)\)$/.exec(node.text)?.[1];
  const value = whole === undefined ? undefined : values.get(whole);
  if (value?.node) {
    value.used = true;
    return new ScalarNode(value.node.text, value.node.tag, value.node.style);
  }
  const text = node.text.replace(REFERENCE, (reference, name: string | undefined) => {
    if (name === undefined) return "$";
    const found = values.get(name);
    if (!found?.node) return reference;
    found.used = true;
    return found.text;
  });
  if (text === node.text) return node;
  return new ScalarNode(text, node.style === "plain" ? plainTag(text) : "!!str", node.style);
}

/** `spec.containers[0].image`; a dot in a name is written `\.`. */
function splitPath(path: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (let i = 0; i < path.length; i++) {
    const char = path[i] as string;
    if (char === "\\" && path[i + 1] === ".") {
      part += ".";
      i++;
    } else if (char === "." || char === "[" || char === "]") {
      if (part !== "") parts.push(part);
      part = "";
    } else part += char;
  }
  if (part !== "") parts.push(part);
  return parts;
}

function at(node: Node, path: readonly string[]): Node | undefined {
  let here: Node | undefined = node;
  for (const part of path) {
    if (isMap(here)) here = here.get(part);
    else if (isSequence(here) && /^\d+$/.test(part)) here = here.items[Number(part)];
    else return undefined;
  }
  return here;
}

function targetOf({ objref = {} }: VarEntry): ResourceId {
  const { apiVersion = "" } = objref;
  const slash = apiVersion.indexOf("/");
  const group = slash < 0 ? "" : apiVersion.slice(0, slash);
  return {
    group: apiVersion === "" ? (objref.group ?? "") : group,
    version: apiVersion === "" ? (objref.version ?? "") : apiVersion.slice(slash + 1),
    kind: objref.kind ?? "",
    name: objref.name ?? "",
    namespace: objref.namespace ?? "",
  };
}

/** A var as Go prints its struct. */
function show(entry: VarEntry, isComplete = true): string {
  const { kind, version, group } = isComplete
    ? targetOf(entry)
    : { kind: entry.objref?.kind, version: entry.objref?.version, group: entry.objref?.group };
  const gvk = `${kind || "[noKind]"}.${version || "[noVer]"}.${group || "[noGrp]"}`;
  const field = entry.fieldref?.fieldPath ?? (isComplete ? "metadata.name" : "");
  return `{${entry.name ?? ""} ${gvk} {${field}}}`;
}
