import { MapNode, type Node, type NodePlace, ScalarNode, textNode } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import type { ConfigMapArgs, GeneratorOptions, SecretArgs, TextMap } from "../load/kustomization-shape.ts";
import { type Behavior, newResource, type Resource } from "../resource.ts";
import type { TransformContext } from "../transformers/context.ts";
import { plainTag } from "../transformers/set-scalar.ts";
import { type Pair, readPairs, utf8 } from "./key-values.ts";

/** Where the parts of a generator's entry are written. */
export type PlaceWithin = (...path: readonly (string | number)[]) => NodePlace | undefined;

/** Makes the ConfigMap of an entry of `configMapGenerator`. */
export async function generateConfigMap(
  args: ConfigMapArgs,
  shared: GeneratorOptions | undefined,
  context: TransformContext,
  place: PlaceWithin,
): Promise<Resource> {
  const pairs = await pairsOf(args, context, place);
  const fields = headOf("ConfigMap", args);
  const data: [Pair, Node][] = [];
  const binaryData: [Pair, Node][] = [];
  for (const pair of pairs) {
    const text = utf8(pair.value);
    if (text === undefined) binaryData.push([pair, valueNode(base64(pair.value), pair)]);
    else data.push([pair, valueNode(text, pair)]);
  }
  if (data.length > 0) fields.push(["data", dataNode(data)]);
  if (binaryData.length > 0) fields.push(["binaryData", dataNode(binaryData)]);
  return finished(fields, args, shared);
}

/** Makes the Secret of an entry of `secretGenerator`. */
export async function generateSecret(
  args: SecretArgs,
  shared: GeneratorOptions | undefined,
  context: TransformContext,
  place: PlaceWithin,
): Promise<Resource> {
  const pairs = await pairsOf(args, context, place);
  const fields = headOf("Secret", args);
  fields.push(["type", textNode(args.type === undefined || args.type === "" ? "Opaque" : args.type)]);
  fields.push(["data", dataNode(pairs.map((pair) => [pair, valueNode(base64(pair.value), pair)]))]);
  return finished(fields, args, shared);
}

type Field = [name: string, value: Node];

async function pairsOf(args: ConfigMapArgs, context: TransformContext, place: PlaceWithin): Promise<Pair[]> {
  // The real one says so of a Secret, too.
  if (args.name === undefined || args.name === "")
    throw new KustomizeError("generator", "a configmap must have a name");
  return readPairs(args, context.files, place);
}

function headOf(kind: string, args: ConfigMapArgs): Field[] {
  const metadata: Field[] = [["name", textNode(args.name ?? "")]];
  if (args.namespace !== undefined && args.namespace !== "") metadata.push(["namespace", textNode(args.namespace)]);
  return [
    ["apiVersion", textNode("v1")],
    ["kind", textNode(kind)],
    ["metadata", mapOf(metadata)],
  ];
}

function finished(
  fields: Field[],
  { behavior, options }: ConfigMapArgs,
  shared: GeneratorOptions | undefined,
): Resource {
  if (shared?.immutable === true || options?.immutable === true)
    fields.push(["immutable", new ScalarNode("true", "!!bool")]);
  let node = mapOf(fields);
  for (const field of ["labels", "annotations"] as const) {
    const pairs = new Map([...(shared?.[field] ?? []), ...(options?.[field] ?? [])]);
    if (pairs.size > 0) node = node.set("metadata", (node.get("metadata") as MapNode).set(field, textMapNode(pairs)));
  }
  const resource = newResource(node);
  resource.needsHash = shared?.disableNameSuffixHash !== true && options?.disableNameSuffixHash !== true;
  resource.behavior = behaviorOf(behavior);
  return resource;
}

/** Words that are none count as not said. */
export function behaviorOf(text: string | undefined): Behavior {
  return text === "create" || text === "merge" || text === "replace" ? text : "unspecified";
}

function textMapNode(pairs: TextMap): MapNode {
  return new MapNode(
    [...pairs.keys()].map((key) => new ScalarNode(key, plainTag(key))),
    [...pairs.values()].map((text) => textNode(text)),
  );
}

function mapOf(fields: readonly Field[]): MapNode {
  return new MapNode(
    fields.map(([name]) => textNode(name)),
    fields.map(([, value]) => value),
  );
}

function dataNode(pairs: readonly (readonly [Pair, Node])[]): MapNode {
  return new MapNode(
    // Keys are written without quotes, so a number is none any more, and the object cannot be printed.
    pairs.map(([{ key, origin }]) => new ScalarNode(key, plainTag(key), "plain", origin)),
    pairs.map(([, value]) => value),
  );
}

function valueNode(text: string, { origin }: Pair): ScalarNode {
  return new ScalarNode(text, "!!str", "plain", origin);
}

const LINE = 70;

/** Long values are broken into lines, each ended by a break. */
function base64(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  if (text.length < LINE) return text;
  let lines = "";
  for (let at = 0; at < text.length; at += LINE) lines += `${text.slice(at, at + LINE)}\n`;
  return lines;
}
