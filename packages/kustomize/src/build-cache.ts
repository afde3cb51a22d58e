import type { MapNode } from "@hawser/goyaml";
import type { Accumulated } from "./build-scope.ts";
import type { Kustomization } from "./load/kustomization.ts";
import type { ReadLog } from "./load/read-log.ts";
import type { Resource } from "./resource.ts";
import type { OpenApiSchema } from "./schema/open-api-schema.ts";

/** What is kept of texts, in their characters, and of bases, in their resources. */
const MAX_TEXT = 8 * 1024 * 1024;
const MAX_RESOURCES = 100_000;

/**
 * What one build leaves to the next: parsed files by their content, what folders came to as long as nothing that was
 * read for them is another, and what steps made of objects. All of it may be forgotten at any moment.
 */
export interface BuildCache {
  /** The objects of files, by path and content. */
  readonly objects: LimitedCache<readonly MapNode[]>;
  readonly kustomizations: LimitedCache<Kustomization>;
  readonly bases: LimitedCache<KeptBase>;
  readonly derived: DerivedNodes;
  /** What the references of objects followed last. */
  readonly followed: WeakMap<MapNode, FollowedReferences>;
}

/** What the kustomization of a folder came to, and what was read for it. */
export interface KeptBase {
  readonly result: Accumulated;
  readonly log: ReadLog;
  readonly schema: OpenApiSchema;
}

export function createBuildCache(): BuildCache {
  return {
    objects: new LimitedCache(MAX_TEXT),
    kustomizations: new LimitedCache(MAX_TEXT),
    bases: new LimitedCache(MAX_RESOURCES),
    derived: new DerivedNodes(),
    followed: new WeakMap(),
  };
}

/** A map that forgets what was not used for longest when its entries weigh more than a limit. */
export class LimitedCache<V> {
  readonly #limit: number;
  readonly #entries = new Map<string, { readonly value: V; readonly weight: number }>();
  #weight = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V, weight: number): void {
    this.#weight += weight - (this.#entries.get(key)?.weight ?? 0);
    this.#entries.delete(key);
    this.#entries.set(key, { value, weight });
    for (const [oldest, { weight: freed }] of this.#entries) {
      if (this.#weight <= this.#limit) break;
      this.#entries.delete(oldest);
      this.#weight -= freed;
    }
  }
}

/** What a step made of a resource that shared no scalars before. */
export type DerivedNode = Pick<Resource, "node" | "shared">;

/**
 * Remembers what a step made of an object, so that it makes the identical node again: what comes after it then knows by
 * identity that nothing changed.
 */
export class DerivedNodes {
  readonly #bySteps = new WeakMap<object, WeakMap<MapNode, DerivedNode>>();

  /** `step` is an object that stands for the step and all that its result depends on, the same one in every build. */
  get(step: object, node: MapNode): DerivedNode | undefined {
    return this.#bySteps.get(step)?.get(node);
  }

  set(step: object, node: MapNode, made: DerivedNode): void {
    let nodes = this.#bySteps.get(step);
    if (!nodes) this.#bySteps.set(step, (nodes = new WeakMap()));
    nodes.set(node, made);
  }
}

/** What references of an object followed, and what it became. */
export interface FollowedReferences {
  readonly answers: string;
  readonly node: MapNode;
}
