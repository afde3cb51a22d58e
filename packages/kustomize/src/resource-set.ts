import { KustomizeError } from "./kustomize-error.ts";
import { allIds, currentId, describeId, idKey, type Resource, type ResourceId } from "./resource.ts";

/** The resources of a build in their order; no two share an id. */
export class ResourceSet {
  #list: Resource[] = [];
  #keys: Set<string> | undefined;

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
    this.#keys.add(key);
    this.#list.push(resource);
  }

  /** Call after names, kinds or namespaces changed. Throws where two became one. */
  renamed(what: string): void {
    const keys = new Set<string>();
    for (const resource of this.#list) {
      const key = idKey(currentId(resource));
      if (keys.has(key)) {
        throw new KustomizeError("duplicate-id", `${what} produces ID conflict: ${describeId(currentId(resource))}`);
      }
      keys.add(key);
    }
    this.#keys = keys;
  }

  replaceAll(list: Resource[]): void {
    this.#list = list;
    this.#keys = undefined;
  }

  remove(resource: Resource): void {
    this.replaceAll(this.#list.filter((other) => other !== resource));
  }

  /** Those that are, or once were, called this. */
  matchingAnyId(matches: (id: ResourceId) => boolean): Resource[] {
    return this.#list.filter((resource) => allIds(resource).some(matches));
  }
}
