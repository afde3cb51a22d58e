import { apiVersionOf, type GroupVersionKind, parseApiVersion } from "../object.ts";
import type { ApiRequest, ApiResource, ApiResponse } from "./client.ts";

/** Unknown kinds are looked up again at most once in this time. */
const REFRESH_INTERVAL_MS = 2_000;
const AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

/** What a server serves, asked once and remembered. */
export interface Discovery {
  resources(): Promise<readonly ApiResource[]>;
  refresh(): Promise<readonly ApiResource[]>;
  resourceFor(gvk: GroupVersionKind): Promise<ApiResource | undefined>;
  /** Kinds may have come: the next unknown one is looked up however recent the last look was. */
  expectNewKinds(): void;
}

export function createDiscovery(send: (request: ApiRequest) => Promise<ApiResponse>, now: () => number): Discovery {
  let known: Promise<{ list: readonly ApiResource[]; byKind: Map<string, ApiResource> }> | undefined;
  let askedAt = 0;

  const ask = (): NonNullable<typeof known> => {
    askedAt = now();
    const asked = discover(send).then((list) => ({
      list,
      byKind: new Map(list.map((resource) => [`${apiVersionOf(resource)}/${resource.kind}`, resource])),
    }));
    known = asked;
    // A failed discovery is not remembered.
    asked.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked;
  };

  return {
    resources: async () => (await (known ?? ask())).list,
    refresh: async () => (await ask()).list,
    expectNewKinds: () => {
      askedAt = Number.NEGATIVE_INFINITY;
    },
    async resourceFor(gvk) {
      const key = `${apiVersionOf(gvk)}/${gvk.kind}`;
      const found = (await (known ?? ask())).byKind.get(key);
      if (found || now() - askedAt < REFRESH_INTERVAL_MS) return found;
      return (await ask()).byKind.get(key);
    },
  };
}

async function discover(send: (request: ApiRequest) => Promise<ApiResponse>): Promise<ApiResource[]> {
  const answers = await Promise.all(
    ["/api", "/apis"].map(async (path) => (await send({ method: "GET", path, headers: { accept: AGGREGATED } })).json),
  );
  const found: ApiResource[] = [];
  for (const answer of answers) {
    const { kind } = answer as { kind: string };
    if (kind === "APIGroupDiscoveryList") found.push(...readAggregated(answer as AggregatedList));
    else found.push(...(await readClassic(send, answer as ClassicAnswer)));
  }
  return found;
}

interface AggregatedList {
  items: {
    metadata?: { name?: string };
    versions: {
      version: string;
      resources?: {
        resource: string;
        responseKind?: { kind: string; group?: string; version?: string };
        scope: "Namespaced" | "Cluster";
        singularResource?: string;
        verbs: string[];
        shortNames?: string[];
        categories?: string[];
        subresources?: { subresource: string }[];
      }[];
    }[];
  }[];
}

function readAggregated(list: AggregatedList): ApiResource[] {
  const found: ApiResource[] = [];
  for (const group of list.items) {
    for (const { version, resources } of group.versions) {
      for (const entry of resources ?? []) {
        if (!entry.responseKind || entry.responseKind.kind === "") continue;
        found.push({
          group: group.metadata?.name ?? "",
          version,
          kind: entry.responseKind.kind,
          resource: entry.resource,
          singular: entry.singularResource ?? "",
          namespaced: entry.scope === "Namespaced",
          verbs: entry.verbs,
          shortNames: entry.shortNames ?? [],
          categories: entry.categories ?? [],
          subresources: (entry.subresources ?? []).map(({ subresource }) => subresource),
        });
      }
    }
  }
  return found;
}

type ClassicAnswer =
  | { kind: "APIVersions"; versions: string[] }
  | { kind: "APIGroupList"; groups: { versions: { groupVersion: string }[] }[] };

interface ClassicResource {
  name: string;
  singularName?: string;
  kind: string;
  namespaced: boolean;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
}

async function readClassic(
  send: (request: ApiRequest) => Promise<ApiResponse>,
  answer: ClassicAnswer,
): Promise<ApiResource[]> {
  const groupVersions =
    answer.kind === "APIVersions"
      ? answer.versions
      : answer.groups.flatMap((group) => group.versions.map((v) => v.groupVersion));
  const lists = await Promise.all(
    groupVersions.map(async (groupVersion) => {
      const path = answer.kind === "APIVersions" ? `/api/${groupVersion}` : `/apis/${groupVersion}`;
      try {
        const { resources } = (await send({ method: "GET", path })).json as { resources?: ClassicResource[] };
        return readClassicList(groupVersion, resources ?? []);
      } catch {
        // One broken aggregated API must not hide all others.
        return [];
      }
    }),
  );
  return lists.flat();
}

function readClassicList(groupVersion: string, resources: readonly ClassicResource[]): ApiResource[] {
  const subresources = new Map<string, string[]>();
  for (const { name } of resources) {
    const [parent = "", subresource] = name.split("/");
    if (subresource !== undefined) subresources.set(parent, [...(subresources.get(parent) ?? []), subresource]);
  }
  return resources
    .filter(({ name }) => !name.includes("/"))
    .map((entry) => ({
      ...parseApiVersion(groupVersion),
      kind: entry.kind,
      resource: entry.name,
      singular: entry.singularName ?? "",
      namespaced: entry.namespaced,
      verbs: entry.verbs,
      shortNames: entry.shortNames ?? [],
      categories: entry.categories ?? [],
      subresources: subresources.get(entry.name) ?? [],
    }));
}
