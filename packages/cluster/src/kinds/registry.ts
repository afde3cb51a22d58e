import { apiVersionOf, builtinResources, builtinSchema, type GroupVersionKind } from "@hawser/kube";
import { type CustomResourceDefinition, typesOf } from "./custom-resource.ts";
import type { ResourceType } from "./resource-type.ts";

/** Built-in kinds whose changes of spec are counted; others have no generation. */
const COUNTED = new Set([
  "apps/deployments",
  "apps/replicasets",
  "apps/statefulsets",
  "apps/daemonsets",
  "batch/jobs",
  "batch/cronjobs",
  "/replicationcontrollers",
  "/pods",
  "networking.k8s.io/ingresses",
  "networking.k8s.io/networkpolicies",
  "networking.k8s.io/ingressclasses",
  "policy/poddisruptionbudgets",
  "discovery.k8s.io/endpointslices",
  "scheduling.k8s.io/priorityclasses",
  "flowcontrol.apiserver.k8s.io/flowschemas",
  "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations",
  "apiextensions.k8s.io/customresourcedefinitions",
  "admissionregistration.k8s.io/mutatingwebhookconfigurations",
  "admissionregistration.k8s.io/validatingwebhookconfigurations",
  "admissionregistration.k8s.io/validatingadmissionpolicies",
  "admissionregistration.k8s.io/validatingadmissionpolicybindings",
]);
/** Kinds that two groups or versions serve from one place. */
const SHARED_BUCKETS: Record<string, { bucket: string; version: string }> = {
  "events.k8s.io/events": { bucket: "/events", version: "v1" },
  "autoscaling/horizontalpodautoscalers": { bucket: "autoscaling/horizontalpodautoscalers", version: "v2" },
};

/** The kinds that a cluster serves: the built-in ones, and those of its CustomResourceDefinitions. */
export class Registry {
  readonly #byPath = new Map<string, ResourceType>();
  readonly #byKind = new Map<string, ResourceType>();
  readonly #custom = new Map<string, ResourceType[]>();
  /** Counts changes, so that documents made from it can be remembered. */
  version = 0;

  constructor() {
    for (const resource of builtinResources) {
      const path = `${resource.group}/${resource.resource}`;
      const shared = SHARED_BUCKETS[path];
      this.#add({
        ...resource,
        bucket: shared?.bucket ?? path,
        storageVersion: shared?.version ?? resource.version,
        schema: builtinSchema(resource),
        customColumns: undefined,
        hasStatus: resource.subresources.includes("status"),
        scale: resource.subresources.includes("scale")
          ? { specReplicas: ".spec.replicas", statusReplicas: ".status.replicas", labelSelector: ".spec.selector" }
          : undefined,
        countsGenerations: COUNTED.has(path),
        custom: false,
      });
    }
  }

  all(): Iterable<ResourceType> {
    return this.#byPath.values();
  }

  byPath(group: string, version: string, resource: string): ResourceType | undefined {
    return this.#byPath.get(`${group}/${version}/${resource}`);
  }

  byKind(gvk: GroupVersionKind): ResourceType | undefined {
    return this.#byKind.get(`${apiVersionOf(gvk)}/${gvk.kind}`);
  }

  /** Serves what a definition says, instead of what it said before. */
  define(crd: CustomResourceDefinition): void {
    this.undefine(crd.metadata.name);
    const types = typesOf(crd);
    this.#custom.set(crd.metadata.name, types);
    for (const type of types) this.#add(type);
  }

  undefine(name: string): void {
    for (const type of this.#custom.get(name) ?? []) {
      this.#byPath.delete(`${type.group}/${type.version}/${type.resource}`);
      this.#byKind.delete(`${apiVersionOf(type)}/${type.kind}`);
    }
    this.#custom.delete(name);
    this.version++;
  }

  #add(type: ResourceType): void {
    this.#byPath.set(`${type.group}/${type.version}/${type.resource}`, type);
    this.#byKind.set(`${apiVersionOf(type)}/${type.kind}`, type);
    this.version++;
  }
}
