import { KustomizeError } from "./kustomize-error.ts";
import { allIds, currentId, describeId, idKey, type Resource, type ResourceId } from "./resource.ts";

/** Twenty folders that each name the one before twice, under two prefixes, are a million resources. */
const MAX_RESOURCES = 250_000;

/** The resources of a build in their order; no two share an id. Lookups by id and by earlier names go through an index. */
export class ResourceSet {
  #list: Resource[] = [];
  #keys: Set<string> | undefined;
  /** `kind|name` of every id that a resource has or had. */
  #byName: Map<string, Resource[]> | undefined;

  get list(): readonly Resource[] {
    return this.#list;
  }

  /** Throws where the id is taken. */
  append(resource: Resource): void {
    this.#keys ??= new Set(this.#list.map((other) => idKey(currentId(other))));
    const key = idKey(currentId(resource));
    if (this.#keys.has(key)) {
      throw new KustomizeError(
        "duplicate-id",
        `may not add resource with an already registered id: ${describeId(currentId(resource))}`,
      );
    }
    if (this.#list.length >= MAX_RESOURCES)
      throw new KustomizeError("security", `a build has more than ${MAX_RESOURCES} resources`);
    this.#keys.add(key);
    this.#list.push(resource);
    if (this.#byName) this.#index(resource);
  }

  /** Call after names, kinds or namespaces of resources changed, or resources went: the indexes are made anew when asked for. */
  changed(): void {
    this.#keys = undefined;
    this.#byName = undefined;
  }

  /** The first resource that shares its id with one before it. */
  firstConflict(): Resource | undefined {
    const keys = new Set<string>();
    for (const resource of this.#list) {
      const key = idKey(currentId(resource));
      if (keys.has(key)) return resource;
      keys.add(key);
    }
    this.#keys = keys;
    return undefined;
  }

  /** Puts other resources in the place of all. */
  replaceAll(list: readonly Resource[]): void {
    this.#list = [...list];
    this.changed();
  }

  /** Drops what a step emptied. */
  keep(wanted: (resource: Resource) => boolean): void {
    if (!this.#list.every(wanted)) this.replaceAll(this.#list.filter(wanted));
  }

  /** Those that have, or once had, an id of this kind and name for which `matches` holds; in their order. */
  withAnyId(kind: string, name: string, matches: (id: ResourceId) => boolean): Resource[] {
    if (!this.#byName) {
      this.#byName = new Map();
      for (const resource of this.#list) this.#index(resource);
    }
    return (this.#byName.get(`${kind}|${name}`) ?? []).filter((resource) => allIds(resource).some(matches));
  }

  #index(resource: Resource): void {
    const { kind, name } = currentId(resource);
    this.#enter(`${kind}|${name}`, resource);
    const { previous } = resource;
    for (let index = 0; index < previous.length; index++) {
      const id = previous[index] as ResourceId;
      if (id.name === name && id.kind === kind) continue;
      const isKnown = previous.slice(0, index).some((other) => other.name === id.name && other.kind === id.kind);
      if (!isKnown) this.#enter(`${id.kind}|${id.name}`, resource);
    }
  }

  #enter(key: string, resource: Resource): void {
    const known = this.#byName?.get(key);
    if (known) known.push(resource);
    else this.#byName?.set(key, [resource]);
  }
}
