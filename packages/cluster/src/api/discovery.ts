import { type ApiRequest, type ApiResponse, BUILTIN_VERSION, builtinResources } from "@hawser/kube";
import type { Registry } from "../kinds/registry.ts";
import type { ResourceType } from "../kinds/resource-type.ts";

const subresourceDetails = new Map(
  builtinResources.map((r) => [`${r.group}/${r.version}/${r.resource}`, r.subresourceDetails]),
);

/** `/version`, as a server of this release answers. */
export function versionInfo(): Record<string, string> {
  const [major = "", minor = ""] = BUILTIN_VERSION.slice(1).split(".");
  return {
    major,
    minor,
    gitVersion: `${BUILTIN_VERSION}+hawser`,
    gitCommit: "",
    gitTreeState: "clean",
    buildDate: "1970-01-01T00:00:00Z",
    goVersion: "",
    compiler: "hawser",
    platform: "",
  };
}

/** Answers `/api`, `/apis` and what lies one and two levels below them; undefined for any other path. */
export function discover(registry: Registry, request: ApiRequest): ApiResponse | undefined {
  const parts = request.path.split("/").filter((part) => part !== "");
  const [root, group, version, ...rest] = parts;
  const accept = request.headers?.accept ?? "";
  if (rest.length > 0) return undefined;
  if (root === "api") {
    if (group === undefined) {
      if (wantsAggregated(accept)) return aggregated(registry, true);
      return json({ kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] });
    }
    return version === undefined && group === "v1" ? json(resourceList(registry, "", "v1")) : undefined;
  }
  if (root !== "apis") return undefined;
  if (group === undefined) {
    if (wantsAggregated(accept)) return aggregated(registry, false);
    return json({
      kind: "APIGroupList",
      apiVersion: "v1",
      groups: groupsOf(registry).map(([name, versions]) => groupEntry(name, versions)),
    });
  }
  const found = groupsOf(registry).find(([name]) => name === group);
  if (!found) return undefined;
  if (version === undefined) return json({ kind: "APIGroup", apiVersion: "v1", ...groupEntry(...found) });
  return found[1].includes(version) ? json(resourceList(registry, group, version)) : undefined;
}

function wantsAggregated(accept: string): boolean {
  return accept.includes("g=apidiscovery.k8s.io") && accept.includes("v=v2;");
}

const json = (body: unknown, contentType = "application/json"): ApiResponse => ({
  status: 200,
  headers: { "content-type": contentType },
  json: body,
});

/** Groups with their versions, the best version first. */
function groupsOf(registry: Registry): [string, string[]][] {
  const groups = new Map<string, Set<string>>();
  for (const { group, version } of registry.all()) {
    if (group !== "") groups.set(group, (groups.get(group) ?? new Set()).add(version));
  }
  return [...groups].map(([name, versions]) => [name, [...versions].sort(compareVersions)]);
}

/** v2 before v1, v1 before v1beta2, and anything else last. */
export function compareVersions(a: string, b: string): number {
  const rank = (version: string): [number, number, number] => {
    const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
    if (!match) return [0, 0, 0];
    return [match[2] === undefined ? 3 : match[2] === "beta" ? 2 : 1, Number(match[1]), Number(match[3] ?? 0)];
  };
  const [x, y] = [rank(a), rank(b)];
  return y[0] - x[0] || y[1] - x[1] || y[2] - x[2] || (a < b ? -1 : a > b ? 1 : 0);
}

function groupEntry(name: string, versions: string[]): Record<string, unknown> {
  const entries = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

function typesOf(registry: Registry, group: string, version: string): ResourceType[] {
  return [...registry.all()]
    .filter((type) => type.group === group && type.version === version)
    .sort((a, b) => (a.resource < b.resource ? -1 : 1));
}

function resourceList(registry: Registry, group: string, version: string): Record<string, unknown> {
  const resources = typesOf(registry, group, version).flatMap((type) => [
    {
      name: type.resource,
      singularName: type.singular,
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: type.verbs,
      ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
      ...(type.categories.length > 0 ? { categories: type.categories } : {}),
    },
    ...subresourcesOf(type).map((sub) => ({
      name: `${type.resource}/${sub.name}`,
      singularName: "",
      namespaced: type.namespaced,
      ...(sub.version === "" ? {} : { group: sub.group, version: sub.version }),
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ]);
  const groupVersion = group === "" ? version : `${group}/${version}`;
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources };
}

interface Subresource {
  name: string;
  kind: string;
  group: string;
  version: string;
  verbs: readonly string[];
}

function subresourcesOf(type: ResourceType): readonly Subresource[] {
  if (!type.custom) return subresourceDetails.get(`${type.group}/${type.version}/${type.resource}`) ?? [];
  const verbs = ["get", "patch", "update"];
  return type.subresources.map((name) =>
    name === "scale"
      ? { name, kind: "Scale", group: "autoscaling", version: "v1", verbs }
      : { name, kind: type.kind, group: "", version: "", verbs },
  );
}

function aggregated(registry: Registry, core: boolean): ApiResponse {
  const groups: [string, string[]][] = core ? [["", ["v1"]]] : groupsOf(registry);
  const items = groups.map(([group, versions]) => ({
    metadata: { name: group, creationTimestamp: null },
    versions: versions.map((version) => ({
      version,
      freshness: "Current",
      resources: typesOf(registry, group, version).map((type) => ({
        resource: type.resource,
        responseKind: { group: type.group, version: type.version, kind: type.kind },
        scope: type.namespaced ? "Namespaced" : "Cluster",
        singularResource: type.singular,
        verbs: type.verbs,
        ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
        ...(type.categories.length > 0 ? { categories: type.categories } : {}),
        ...(subresourcesOf(type).length > 0
          ? {
              subresources: subresourcesOf(type).map((sub) => ({
                subresource: sub.name,
                responseKind: {
                  group: sub.version === "" ? type.group : sub.group,
                  version: sub.version === "" ? type.version : sub.version,
                  kind: sub.kind,
                },
                verbs: sub.verbs,
              })),
            }
          : {}),
      })),
    })),
  }));
  return json(
    { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items },
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  );
}
