import { currentId, effectiveNamespace, originalId, type Resource, type ResourceId } from "../resource.ts";

/** What stands for the namespace of what lives in none. */
const NOWHERE = "_non_namespaceable_";

/** What an object can see: its own namespace, some others, and what lives in none; undefined when it sees everything. */
export type Sight = ReadonlySet<string> | undefined;

/** What lives in no namespace sees everything. */
export function sightOf(from: ResourceId, others: readonly string[]): Sight {
  const namespace = effectiveNamespace(from);
  if (namespace === NOWHERE) return undefined;
  return new Set([namespace, NOWHERE, ...others.map((other) => (other === "" ? "default" : other))]);
}

/** Resources that once had one name and kind, and have another id now; sorted into namespaces when it pays. */
class Renamed {
  readonly all: Resource[] = [];
  #now: Map<string, Resource[]> | undefined;
  #first: Map<string, Resource[]> | undefined;

  /** By the namespace in which they are, in the order of the set. */
  get now(): ReadonlyMap<string, readonly Resource[]> {
    return (this.#now ??= grouped(this.all, currentId));
  }

  /** By the namespace in which they were at first. */
  get first(): ReadonlyMap<string, readonly Resource[]> {
    return (this.#first ??= grouped(this.all, originalId));
  }
}

/** Finds what was renamed by a name it had. */
export class RenamedIndex {
  readonly #renamed: readonly Resource[];
  readonly #byName = new Map<string, Renamed>();
  #byNameOnly: Map<string, Renamed> | undefined;
  /** For each namespace in which something was at first, those in which such things are. */
  readonly #moves = new Map<string, Set<string>>();
  readonly #order = new Map<Resource, number>();

  constructor(resources: readonly Resource[]) {
    this.#renamed = resources.filter(({ previous }) => previous.length > 0);
    for (const resource of resources) {
      const from = effectiveNamespace(originalId(resource));
      const moves = this.#moves.get(from);
      const to = effectiveNamespace(currentId(resource));
      if (moves) moves.add(to);
      else this.#moves.set(from, new Set([to]));
    }
    for (const [index, resource] of this.#renamed.entries()) {
      this.#order.set(resource, index);
      for (const { kind, name } of distinct(resource.previous)) add(this.#byName, `${kind}|${name}`, resource);
    }
  }

  get isEmpty(): boolean {
    return this.#renamed.length === 0;
  }

  /** Those in sight that had a name; no kind is any kind. */
  named(kind: string | undefined, name: string, sight: Sight): readonly Resource[] {
    const renamed = this.#find(kind, name);
    if (!renamed) return [];
    const { all } = renamed;
    if (!sight) return all;
    if (all.length === 1) return all.filter((one) => sight.has(effectiveNamespace(currentId(one))));
    const groups = [...sight].flatMap((namespace) => renamed.now.get(namespace) ?? []);
    return groups.length <= 1 ? groups : groups.sort((a, b) => this.#positionOf(a) - this.#positionOf(b));
  }

  /**
   * Those that a reference with a namespace means: what was in it at first; if nothing at all was, what is in it now.
   */
  inNamespace(kind: string | undefined, name: string, namespace: string, sight: Sight): readonly Resource[] {
    const renamed = this.#find(kind, name);
    if (!renamed) return [];
    const moved = this.#moves.get(namespace);
    const wasInhabited = moved !== undefined && (!sight || [...moved].some((now) => sight.has(now)));
    const found = (wasInhabited ? renamed.first : renamed.now).get(namespace) ?? [];
    return sight ? found.filter((resource) => sight.has(effectiveNamespace(currentId(resource)))) : found;
  }

  #find(kind: string | undefined, name: string): Renamed | undefined {
    if (kind !== undefined && kind !== "") return this.#byName.get(`${kind}|${name}`);
    if (!this.#byNameOnly) {
      this.#byNameOnly = new Map();
      for (const resource of this.#renamed)
        for (const had of new Set(resource.previous.map((id) => id.name))) add(this.#byNameOnly, had, resource);
    }
    return this.#byNameOnly.get(name);
  }

  #positionOf(resource: Resource): number {
    return this.#order.get(resource) ?? 0;
  }
}

/** Every pairing of the kinds and names that a resource had: which of its ids had which does not matter. */
function distinct(ids: readonly ResourceId[]): Pick<ResourceId, "kind" | "name">[] {
  const [first] = ids;
  if (first && ids.every(({ kind, name }) => kind === first.kind && name === first.name)) return [first];
  const names = new Set(ids.map(({ name }) => name));
  return [...new Set(ids.map(({ kind }) => kind))].flatMap((kind) => [...names].map((name) => ({ kind, name })));
}

function add(index: Map<string, Renamed>, key: string, resource: Resource): void {
  let renamed = index.get(key);
  if (!renamed) index.set(key, (renamed = new Renamed()));
  renamed.all.push(resource);
}

function grouped(resources: readonly Resource[], id: (resource: Resource) => ResourceId): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) push(groups, effectiveNamespace(id(resource)), resource);
  return groups;
}

function push(groups: Map<string, Resource[]>, key: string, resource: Resource): void {
  const group = groups.get(key);
  if (group) group.push(resource);
  else groups.set(key, [resource]);
}
