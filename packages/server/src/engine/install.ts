import { argocdDefinitions, defaultProject } from "@hawser/argocd";
import { FLUX_NAMESPACE, fluxDefinitions } from "@hawser/flux";
import { type Client, type KubeObject, refOf } from "@hawser/kube";

/** Makes what an installed Argo CD has: its kinds, its namespace, its default project. What is there already stays. */
export async function installArgocd(client: Client): Promise<void> {
  const namespace: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } };
  await createMissing(client, [...argocdDefinitions, namespace, defaultProject]);
}

/** Makes what an installed Flux has: its kinds and its namespace. What is there already stays. */
export async function installFlux(client: Client): Promise<void> {
  const labels = {
    "app.kubernetes.io/instance": FLUX_NAMESPACE,
    "app.kubernetes.io/part-of": "flux",
    "pod-security.kubernetes.io/warn": "restricted",
    "pod-security.kubernetes.io/warn-version": "latest",
  };
  const namespace: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: FLUX_NAMESPACE, labels } };
  await createMissing(client, [...fluxDefinitions, namespace]);
}

async function createMissing(client: Client, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) {
    if (await client.get(refOf(object))) continue;
    await client.create(object, { fieldManager: "hawser" });
  }
}
