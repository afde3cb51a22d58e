import type { Draft } from "./metaschemas.ts";

/** A schema that cannot be used at all. */
export class SchemaError extends Error {
  override name = "SchemaError";
}

/** A part of a document that has an address of its own. */
export interface Resource {
  url: string;
  root: unknown;
  draft: Draft;
  anchors: Map<string, unknown>;
  dynamicAnchors: Map<string, unknown>;
  /** `$recursiveAnchor` of draft 2019. */
  isRecursive: boolean;
}

/** A schema with the resource that it stands in. */
export interface Located {
  schema: unknown;
  resource: Resource;
}

/** Keywords whose value is no schema, whatever it looks like. */
const OPAQUE = new Set(["const", "enum", "default", "examples"]);

const MAX_POINTER = 50_000;

/** Schemas by their addresses. */
export class Documents {
  /** `urn:` addresses that nothing here has: they stand for anything. */
  readonly unresolved: Set<string> = new Set();
  readonly #resources = new Map<string, Resource>();
  readonly #owners = new Map<object, Resource>();
  readonly #pointers = new Map<object, string>();

  /** Takes in a document with all resources in it. */
  add(url: string, root: unknown, draft: Draft): Resource {
    const resource = this.#resource(url, root, draft);
    this.#scan(root, resource, root, "");
    return resource;
  }

  /** The resource in which a part of a document stands. */
  ownerOf(schema: unknown): Resource | undefined {
    return typeof schema === "object" && schema !== null ? this.#owners.get(schema) : undefined;
  }

  /** Where in its resource a schema stands. */
  pointerOf(schema: unknown): string {
    return (typeof schema === "object" && schema !== null ? this.#pointers.get(schema) : undefined) ?? "";
  }

  /** What a reference points at, from somewhere in a resource. Throws `SchemaError`; undefined for an `urn:`. */
  resolve(reference: string, from: Resource): Located | undefined {
    const [address, fragment] = splitFragment(absolute(reference, from.url));
    const resource = this.#resources.get(address);
    if (!resource) {
      if (address.startsWith("urn:")) {
        this.unresolved.add(address);
        return undefined;
      }
      throw new SchemaError(`failing loading ${JSON.stringify(address)}: schemas from elsewhere are not loaded`);
    }
    if (fragment === "") return { schema: resource.root, resource };
    if (fragment.startsWith("/")) return this.#atPointer(resource, fragment);
    const schema = resource.anchors.get(fragment) ?? resource.dynamicAnchors.get(fragment);
    if (schema === undefined)
      throw new SchemaError(
        `anchor in ${JSON.stringify(`${address}#${fragment}`)} not found in schema ${JSON.stringify(address)}`,
      );
    return { schema, resource };
  }

  #atPointer(resource: Resource, pointer: string): Located {
    let schema: unknown = resource.root;
    let owner = resource;
    for (const part of pointer.slice(1).split("/")) {
      const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
      const container = schema;
      schema = undefined;
      if (Array.isArray(container)) schema = /^(0|[1-9]\d*)$/.test(key) ? container[Number(key)] : undefined;
      else if (typeof container === "object" && container !== null && Object.hasOwn(container, key))
        schema = (container as Record<string, unknown>)[key];
      if (schema === undefined)
        throw new SchemaError(`json-pointer in ${JSON.stringify(`${resource.url}#${pointer}`)} not found`);
      owner = this.ownerOf(schema) ?? owner;
    }
    return { schema, resource: owner };
  }

  #resource(url: string, root: unknown, draft: Draft): Resource {
    const resource: Resource = {
      url,
      root,
      draft,
      anchors: new Map(),
      dynamicAnchors: new Map(),
      isRecursive: fieldOf(root, "$recursiveAnchor") === true,
    };
    this.#resources.set(url, resource);
    return resource;
  }

  #scan(node: unknown, owner: Resource, root: unknown, pointer: string): void {
    if (pointer.length > MAX_POINTER) throw new SchemaError("the schema is nested too deep");
    if (Array.isArray(node)) {
      for (const [index, item] of node.entries()) this.#scan(item, owner, root, `${pointer}/${index}`);
      return;
    }
    if (typeof node !== "object" || node === null) return;
    let resource = owner;
    const id = fieldOf(node, owner.draft === 4 ? "id" : "$id");
    if (typeof id === "string") {
      const [address, fragment] = splitFragment(absolute(id, owner.url));
      if (address !== owner.url && address !== "") {
        resource = node === root ? owner : this.#resource(address, node, owner.draft);
        if (node === root) {
          owner.url = address;
          this.#resources.set(address, owner);
        }
      }
      if (fragment !== "" && !fragment.startsWith("/")) resource.anchors.set(fragment, node);
    }
    this.#owners.set(node, resource);
    const here = resource === owner ? pointer : "";
    this.#pointers.set(node, here);
    const anchor = fieldOf(node, "$anchor");
    if (typeof anchor === "string") resource.anchors.set(anchor, node);
    const dynamic = fieldOf(node, "$dynamicAnchor");
    if (typeof dynamic === "string") resource.dynamicAnchors.set(dynamic, node);
    for (const [key, value] of Object.entries(node)) {
      const part = key.replaceAll("~", "~0").replaceAll("/", "~1");
      if (!OPAQUE.has(key)) this.#scan(value, resource, root, `${here}/${part}`);
    }
  }
}

function fieldOf(node: unknown, key: string): unknown {
  return typeof node === "object" && node !== null && Object.hasOwn(node, key)
    ? (node as Record<string, unknown>)[key]
    : undefined;
}

function absolute(reference: string, base: string): string {
  if (reference.startsWith("#")) return base + reference;
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}

function splitFragment(address: string): [address: string, fragment: string] {
  const hash = address.indexOf("#");
  if (hash < 0) return [address, ""];
  const fragment = address.slice(hash + 1);
  try {
    return [address.slice(0, hash), decodeURIComponent(fragment)];
  } catch {
    return [address.slice(0, hash), fragment];
  }
}
