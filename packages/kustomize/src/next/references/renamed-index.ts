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

/** Resources that once had one name and kind, and have another id now. */
class Renamed {
  /** By the namespace in which they are, in the order of the set. */
  readonly now = new Map<string, Resource[]>();
  /** By the namespace in which they were at first. */
  readonly first = new Map<string, Resource[]>();
  readonly order = new Map<Resource, number>();

  add(resource: Resource): void {
    this.order.set(resource, this.order.size);
    push(this.now, effectiveNamespace(currentId(resource)), resource);
    push(this.first, effectiveNamespace(originalId(resource)), resource);
  }
}

/** Finds what was renamed by a name it had. */
export class RenamedIndex {
  readonly #byName = new Map<string, Renamed>();
  /** For each namespace in which something was at first, those in which such things are. */
  readonly #moves = new Map<string, Set<string>>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      const from = effectiveNamespace(originalId(resource));
      const moves = this.#moves.get(from) ?? new Set<string>();
      this.#moves.set(from, moves.add(effectiveNamespace(currentId(resource))));
      if (resource.previous.length === 0) continue;
      const names = new Set(resource.previous.map(({ name }) => name));
      const kinds = new Set(["", ...resource.previous.map(({ kind }) => kind)]);
      for (const name of names) for (const kind of kinds) this.#add(`${kind}|${name}`, resource);
    }
  }

  get isEmpty(): boolean {
    return this.#byName.size === 0;
  }

  /** Those in sight that had a name; no kind is any kind. */
  named(kind: string | undefined, name: string, sight: Sight): readonly Resource[] {
    const renamed = this.#byName.get(`${kind ?? ""}|${name}`);
    if (!renamed) return [];
    if (!sight) return [...renamed.order.keys()];
    const groups = [...sight].flatMap((namespace) => renamed.now.get(namespace) ?? []);
    return groups.length <= 1 ? groups : groups.sort((a, b) => orderOf(renamed, a) - orderOf(renamed, b));
  }

  /**
   * Those that a reference with a namespace means: what was in it at first; if nothing at all was, what is in it now.
   */
  inNamespace(kind: string | undefined, name: string, namespace: string, sight: Sight): readonly Resource[] {
    const renamed = this.#byName.get(`${kind ?? ""}|${name}`);
    if (!renamed) return [];
    const moved = this.#moves.get(namespace);
    const wasInhabited = moved !== undefined && (!sight || [...moved].some((now) => sight.has(now)));
    const found = (wasInhabited ? renamed.first : renamed.now).get(namespace) ?? [];
    return sight ? found.filter((resource) => sight.has(effectiveNamespace(currentId(resource)))) : found;
  }

  #add(key: string, resource: Resource): void {
    let renamed = this.#byName.get(key);
    if (!renamed) this.#byName.set(key, (renamed = new Renamed()));
    renamed.add(resource);
  }
}

function orderOf(renamed: Renamed, resource: Resource): number {
  return renamed.order.get(resource) ?? 0;
}

function push(groups: Map<string, Resource[]>, key: string, resource: Resource): void {
  const group = groups.get(key);
  if (group) group.push(resource);
  else groups.set(key, [resource]);
}
