import type { KubeObject } from "@hawser/kube";
import { KustomizeError } from "../kustomize-error.ts";
import type { GeneratorArgs, GeneratorOptions } from "../load/kustomization.ts";
import type { Loader } from "../load/loader.ts";
import { currentId, describeId, newResource, type Resource } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { readPairs } from "./key-values.ts";

const LINE = 70;

/** Makes the ConfigMap or Secret of one generator entry. */
export async function generate(
  kind: "ConfigMap" | "Secret",
  args: GeneratorArgs,
  shared: GeneratorOptions | undefined,
  loader: Loader,
): Promise<Resource> {
  const what = kind.toLowerCase();
  if (args.name === undefined || args.name === "") throw new KustomizeError("generator", `a ${what} must have a name`);
  const pairs = await readPairs(args, loader, what);
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const [key, value] of pairs) {
    const text = kind === "ConfigMap" ? utf8(value) : undefined;
    if (text !== undefined) data[key] = text;
    else (kind === "Secret" ? data : binaryData)[key] = base64(value);
  }
  const labels = { ...shared?.labels, ...args.options?.labels };
  const annotations = { ...shared?.annotations, ...args.options?.annotations };
  const immutable = shared?.immutable === true || args.options?.immutable === true;
  const object: KubeObject = {
    apiVersion: "v1",
    kind,
    metadata: {
      name: args.name,
      ...(args.namespace === undefined || args.namespace === "" ? {} : { namespace: args.namespace }),
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    ...(kind === "Secret" ? { type: args.type ?? "Opaque", data } : {}),
    ...(kind === "ConfigMap" && Object.keys(data).length > 0 ? { data } : {}),
    ...(Object.keys(binaryData).length > 0 ? { binaryData } : {}),
    ...(immutable ? { immutable: true } : {}),
  };
  const resource = newResource(object);
  resource.needsHash = !(shared?.disableNameSuffixHash === true || args.options?.disableNameSuffixHash === true);
  const { behavior } = args;
  resource.behavior = behavior === "create" || behavior === "merge" || behavior === "replace" ? behavior : undefined;
  return resource;
}

/** Puts a generated object into the set: as a new one, or over the one that is, or once was, called the same. */
export function absorb(set: ResourceSet, generated: Resource): void {
  const id = currentId(generated);
  const namespace = (text: string): string => (text === "" ? "default" : text);
  const matches = set.matchingAnyId(
    (other) =>
      other.kind === id.kind &&
      other.group === id.group &&
      other.version === id.version &&
      other.name === id.name &&
      namespace(other.namespace) === namespace(id.namespace),
  );
  const { behavior } = generated;
  const [existing] = matches;
  if (!existing) {
    if (behavior === "merge" || behavior === "replace")
      throw new KustomizeError("generator", `id ${describeId(id)} does not exist; cannot merge or replace`);
    set.append(generated);
    return;
  }
  if (matches.length > 1)
    throw new KustomizeError(
      "generator",
      `found multiple objects ${matches.map((m) => describeId(currentId(m))).join(", ")} that could accept merge of ${describeId(id)}`,
    );
  if (behavior !== "merge" && behavior !== "replace") {
    throw new KustomizeError(
      "generator",
      `id ${describeId(id)} exists; can not use behavior: '${behavior ?? "unspecified"}', behavior must be merge or replace`,
    );
  }
  const old = existing.object;
  const next = generated.object;
  const joined = (field: string): Record<string, unknown> => {
    const both = { ...(old.metadata[field] as object | undefined), ...(next.metadata[field] as object | undefined) };
    return Object.keys(both).length > 0 ? { [field]: both } : {};
  };
  const merged = (field: string): Record<string, unknown> => {
    const both = {
      ...(behavior === "merge" ? (old[field] as object | undefined) : undefined),
      ...(next[field] as object | undefined),
    };
    return Object.keys(both).length > 0 || (field === "data" && next.kind === "Secret") ? { [field]: both } : {};
  };
  existing.object = {
    ...next,
    metadata: {
      ...next.metadata,
      name: old.metadata.name,
      ...(old.metadata.namespace === undefined ? {} : { namespace: old.metadata.namespace }),
      ...joined("labels"),
      ...joined("annotations"),
    },
    ...merged("data"),
    ...merged("binaryData"),
  };
  // A hash that either side did not want is not made.
  existing.needsHash = existing.needsHash && generated.needsHash;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Long values are broken into lines, each ended by a break. */
function base64(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("base64");
  if (text.length < LINE) return text;
  return `${(text.match(new RegExp(`.{1,${LINE}}`, "g")) ?? []).join("\n")}\n`;
}
