import { hasReason, type KubeObject, refOf } from "@hawser/kube";
import { NAMESPACE } from "./kinds.ts";
import type { Workbench } from "./manager.ts";

/** Gives a new namespace its service account, and empties one that is to be deleted. */
export function namespaceController(bench: Workbench, caBundle: string): void {
  const namespaces = bench.informer<KubeObject>(NAMESPACE);
  const controller = bench.run("namespace", async (key) => {
    const name = key.slice(1);
    const namespace = namespaces.get("", name);
    if (!namespace) return undefined;
    if (namespace.metadata.deletionTimestamp === undefined) {
      await fill(name);
      return undefined;
    }
    const left = await empty(name);
    if (left > 0) return { requeueAfter: 100 };
    const spec = (namespace.spec ?? {}) as { finalizers?: string[] };
    const finalizers = (spec.finalizers ?? []).filter((finalizer) => finalizer !== "kubernetes");
    const path = `/api/v1/namespaces/${name}/finalize`;
    const current = await bench.client.get(refOf(namespace));
    if (current) await bench.client.raw({ method: "PUT", path, body: { ...current, spec: { ...spec, finalizers } } });
    return undefined;
  });

  async function fill(namespace: string): Promise<void> {
    const wanted: KubeObject[] = [
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } },
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "kube-root-ca.crt", namespace },
        data: { "ca.crt": caBundle },
      },
    ];
    for (const object of wanted) {
      if (await bench.client.get(refOf(object))) continue;
      try {
        await bench.client.create(object);
      } catch (error) {
        if (!hasReason(error, "AlreadyExists", "Forbidden", "NotFound")) throw error;
      }
    }
  }

  /** Deletes everything in it; answers how much is still there. */
  async function empty(namespace: string): Promise<number> {
    let left = 0;
    for (const resource of await bench.client.refreshResources()) {
      if (!resource.namespaced || !["list", "delete"].every((verb) => resource.verbs.includes(verb))) continue;
      const { items } = await bench.client.list(resource, { namespace });
      for (const object of items) {
        if (object.metadata.deletionTimestamp === undefined || resource.kind === "Pod")
          await bench.client.delete(refOf(object), { propagationPolicy: "Background" });
        if (await bench.client.get(refOf(object))) left++;
      }
    }
    return left;
  }

  namespaces.addHandler({
    added: (namespace) => controller.enqueue(`/${namespace.metadata.name}`),
    updated: (namespace) => controller.enqueue(`/${namespace.metadata.name}`),
  });
}
