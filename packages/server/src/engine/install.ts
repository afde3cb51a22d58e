import { argocdDefinitions, defaultProject } from "@hawser/argocd";
import { type Client, type KubeObject, refOf } from "@hawser/kube";

/** Makes what an installed Argo CD has: its kinds, its namespace, its default project. What is there already stays. */
export async function installArgocd(client: Client): Promise<void> {
  const namespace: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } };
  for (const object of [...argocdDefinitions, namespace, defaultProject]) {
    if (await client.get(refOf(object))) continue;
    await client.create(object, { fieldManager: "hawser" });
  }
}
