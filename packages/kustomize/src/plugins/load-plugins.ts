import { isScalar, type MapNode, nestedSource, type Node, type NodePlace, nodeAt, textOf } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { type BuildScope, newAccumulation } from "../build-scope.ts";
import { withPlace } from "../load/error-context.ts";
import { type Entry, entryOf, type Kustomization } from "../load/kustomization.ts";
import type { Loader } from "../load/loader.ts";
import { readResources } from "../load/resources.ts";
import { errorAt } from "../load/struct-decoder.ts";
import { type Origin, configurationOrigin } from "../output/origin.ts";
import { currentId, describeId, newResource, type Resource, type ResourceId } from "../resource.ts";

/** The configuration of a generator, transformer or validator: an object of its own. */
export interface PluginConfig {
  readonly node: MapNode;
  /** The same, with the places of texts in it. */
  readonly written: MapNode;
  readonly id: ResourceId;
  readonly what: string;
  readonly place: NodePlace | undefined;
  /** What `buildMetadata` says of what it makes or changes. */
  readonly origin: Origin;
}

/**
 * Reads what `generators`, `transformers` or `validators` name: objects in the text itself, in files, or in what the
 * kustomization of a folder comes to.
 */
export async function loadPlugins(
  field: "generators" | "transformers" | "validators",
  loader: Loader,
  kustomization: Kustomization,
  scope: BuildScope,
): Promise<PluginConfig[]> {
  const plugins: PluginConfig[] = [];
  for (const [index, value] of (kustomization.fields[field] ?? []).entries()) {
    const entry = entryOf(value, field, index, kustomization.place);
    const resources = await resourcesOf(field, index, entry, loader, kustomization, scope);
    for (const resource of resources) {
      const place = resource.node.place ?? entry.place;
      plugins.push(pluginOf(resource, entry.what, place, kustomization, loader, scope));
    }
  }
  return plugins;
}

async function resourcesOf(
  field: string,
  index: number,
  entry: Entry<string>,
  loader: Loader,
  kustomization: Kustomization,
  scope: BuildScope,
): Promise<readonly Resource[]> {
  // Text that is no object is a name.
  const nodes = objectsIn(entry.value, kustomization.part(field, index), kustomization.file);
  if (nodes) return nodes.map((node) => newResource(node));
  const into = newAccumulation();
  try {
    await scope.addResource(into, entry, loader);
  } catch (error) {
    throw withPlace(error, entry.place);
  }
  return into.set.list;
}

function objectsIn(text: string, written: Node | undefined, file: string): MapNode[] | undefined {
  try {
    return readResources(text, file, file, isScalar(written) ? nestedSource(written) : undefined);
  } catch (error) {
    if (error instanceof KustomizeError) return undefined;
    throw error;
  }
}

function pluginOf(
  { node }: Resource,
  what: string,
  place: NodePlace | undefined,
  kustomization: Kustomization,
  loader: Loader,
  scope: BuildScope,
): PluginConfig {
  const id = currentId(newResource(node));
  return {
    node,
    written: node,
    id,
    what,
    place,
    origin: {
      ...configurationOrigin(place?.source.file ?? kustomization.file, loader, scope.top),
      configuredBy: {
        apiVersion: textOf(node.get("apiVersion")) ?? "",
        kind: id.kind,
        name: id.name,
        namespace: id.namespace,
      },
    },
  };
}

const FUNCTION = "config.kubernetes.io/function";

/**
 * Throws for a plugin that is not built in. None of them ever runs: neither functions in containers nor programs, even
 * where the flags for them are set.
 */
export function refuseExternal({ node, id, place }: PluginConfig, { enableAlphaPlugins }: BuildScope): void {
  if (id.group === "" && id.version === "builtin") return;
  if (!enableAlphaPlugins)
    throw errorAt(place, "unsupported", `external plugins disabled; unable to load external plugin '${id.kind}'`);
  const asked = textOf(nodeAt(node, "metadata", "annotations", FUNCTION))?.trim();
  const what = asked === undefined || asked === "" ? "the program of plugin" : `the function ${oneLine(asked)} of`;
  throw errorAt(place, "unsupported", `${what} ${describeId(id)} is not run: only built-in plugins are supported`);
}

/** An error for a kind that is not built in. */
export function unknownBuiltin({ id, place }: PluginConfig): KustomizeError {
  return errorAt(place, "unsupported", `unable to load builtin ${id.kind}.builtin.[noGrp]`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
