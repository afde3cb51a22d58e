import { isMap, isNull, isScalar, type MapNode, type Node, readNode, textOf } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import type { ConfigFile } from "../transformers/context.ts";
import { mergeConfigs } from "./merge-configs.ts";
import type { FieldSpec, NameBackReferences, TransformerConfig } from "./transformer-config.ts";

interface Found {
  commonAnnotations: FieldSpec[];
  commonLabels: FieldSpec[];
  namePrefix: FieldSpec[];
  nameReference: NameBackReferences[];
}

/**
 * The fields that definitions of custom types mark with extensions. The files are maps of type names to definitions, as
 * Go tools generate them; they are no CustomResourceDefinitions.
 */
export function configFromCrds(files: readonly ConfigFile[]): Partial<TransformerConfig> {
  const types = new Map<string, MapNode>();
  for (const { path, text } of files) {
    const node = definitionsIn(text, path);
    node.keys.forEach((key, at) => {
      const properties = schemaOf(node.values[at])?.get("properties");
      if (isMap(properties)) types.set(key.text, properties);
    });
  }
  const found: Found = { commonAnnotations: [], commonLabels: [], namePrefix: [], nameReference: [] };
  for (const [name, properties] of types) {
    // Only objects have these three.
    if (!["kind", "apiVersion", "metadata"].every((field) => properties.has(field))) continue;
    collect(types, name, name.slice(name.lastIndexOf(".") + 1), [], new Set(), found);
  }
  return mergeConfigs(found, {});
}

function definitionsIn(text: string, path: string): MapNode {
  const fail = (why: string, cause?: unknown): KustomizeError =>
    new KustomizeError("invalid-kustomization", `unable to parse open API definition from '${path}': ${why}`, {
      file: path,
      cause,
    });
  let node: Node | undefined;
  try {
    node = readNode(text, { dialect: "v2", file: path });
  } catch (error) {
    throw fail(path.endsWith(".json") ? "unexpected end of JSON input" : (error as Error).message, error);
  }
  if (!isMap(node)) throw fail("no definitions of types");
  // Whoever names a CustomResourceDefinition here is told so.
  const other = node.values.find((value) => !isMap(value) && !isNull(value));
  if (other)
    throw fail(
      `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(other)} into Go value of type accumulator.OpenAPIDefinition`,
    );
  return node;
}

function jsonKind(node: Node): string {
  if (!isScalar(node)) return "array";
  if (node.tag === "!!bool") return "bool";
  return node.tag === "!!int" || node.tag === "!!float" ? "number" : "string";
}

function schemaOf(definition: Node | undefined): MapNode | undefined {
  const schema = isMap(definition) ? (definition.get("Schema") ?? definition.get("schema") ?? definition) : undefined;
  return isMap(schema) ? schema : undefined;
}

function collect(
  types: ReadonlyMap<string, MapNode>,
  type: string,
  kind: string,
  path: readonly string[],
  seen: ReadonlySet<string>,
  found: Found,
): void {
  const properties = types.get(type);
  if (!properties || seen.has(type)) return;
  properties.keys.forEach((key, at) => {
    const property = properties.values[at];
    if (!isMap(property)) return;
    const fieldPath = [...path, key.text];
    const spec = { kind, path: fieldPath.join("/") };
    // Only texts count: an extension that is `true` says nothing.
    const extension = (name: string): string | undefined => {
      const value = property.get(`x-kubernetes-${name}`);
      return isScalar(value) && value.tag === "!!str" ? value.text : undefined;
    };
    if (extension("annotation") !== undefined) found.commonAnnotations.push(spec);
    if (extension("label-selector") !== undefined) found.commonLabels.push(spec);
    if (extension("identity") !== undefined) found.namePrefix.push(spec);
    const [version, target] = [extension("object-ref-api-version"), extension("object-ref-kind")];
    if (version !== undefined && target !== undefined) {
      const nameKey = extension("object-ref-name-key") ?? "name";
      const fieldSpecs = [{ kind, path: `${spec.path}/${nameKey}` }];
      found.nameReference.push({ version, kind: target, fieldSpecs });
    }
    const ref = textOf(property.get("$ref"));
    if (ref !== undefined) collect(types, ref, kind, fieldPath, new Set([...seen, type]), found);
  });
}
