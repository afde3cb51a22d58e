import { randomUUID } from "node:crypto";
import type { Clock } from "@hawser/controller";
import { type KubeObject, StatusError } from "@hawser/kube";
import { pickClusterIp, pickNodePort, type DefaultsContext } from "../admission/defaults.ts";
import type { Registry } from "../kinds/registry.ts";
import { qualifiedResource, type ResourceType } from "../kinds/resource-type.ts";
import type { ObjectStore } from "../store/object-store.ts";

/** What every request needs. */
export interface ApiContext extends DefaultsContext {
  store: ObjectStore;
  registry: Registry;
  clock: Clock;
  newUid(): string;
}

export function createContext(store: ObjectStore, registry: Registry, clock: Clock): ApiContext {
  const services = (): KubeObject[] => store.list("/services", "");
  const specOf = (object: KubeObject): Record<string, unknown> => (object.spec ?? {}) as Record<string, unknown>;
  return {
    store,
    registry,
    clock,
    newUid: () => randomUUID(),
    allocateClusterIp: () => {
      const taken = new Set(services().map((service) => specOf(service).clusterIP));
      return pickClusterIp((address) => taken.has(address));
    },
    allocateNodePort: () => {
      const taken = new Set(
        services().flatMap((service) =>
          ((specOf(service).ports ?? []) as { nodePort?: number }[]).map(({ nodePort }) => nodePort),
        ),
      );
      return pickNodePort((port) => taken.has(port));
    },
  };
}

/** Where a request goes to. */
export interface Target {
  type: ResourceType;
  namespace: string;
  name: string;
  subresource: string;
}

export function notFound(type: ResourceType, name: string): StatusError {
  return new StatusError("NotFound", `${qualifiedResource(type)} "${name}" not found`, {
    details: { name, ...(type.group === "" ? {} : { group: type.group }), kind: type.resource },
  });
}

/** The stored object of a target. Throws `NotFound`. */
export function stored({ store }: ApiContext, { type, namespace, name }: Target): KubeObject {
  const object = store.get(type.bucket, namespace, name);
  if (!object) throw notFound(type, name);
  return object;
}
