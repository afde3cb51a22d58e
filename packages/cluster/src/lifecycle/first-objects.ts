import type { Client, KubeObject } from "@hawser/kube";

const object = (apiVersion: string, kind: string, name: string, rest: Record<string, unknown> = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
});

/** What every cluster has from its first second. Made once: what the user deletes stays deleted. */
const FIRST: readonly KubeObject[] = [
  ...["default", "kube-system", "kube-public", "kube-node-lease"].map((name) => object("v1", "Namespace", name)),
  object("storage.k8s.io/v1", "StorageClass", "standard", {
    metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "hawser.dev/simulated",
    reclaimPolicy: "Delete",
    volumeBindingMode: "Immediate",
  }),
  object("scheduling.k8s.io/v1", "PriorityClass", "system-cluster-critical", { value: 2_000_000_000 }),
  object("scheduling.k8s.io/v1", "PriorityClass", "system-node-critical", { value: 2_000_001_000 }),
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "kubernetes", namespace: "default", labels: { component: "apiserver", provider: "kubernetes" } },
    spec: { clusterIP: "10.96.0.1", ports: [{ name: "https", port: 443, targetPort: 6443 }] },
  },
];

export async function createFirstObjects(client: Client): Promise<void> {
  for (const first of FIRST) await client.create(first, { fieldManager: "kube-apiserver" });
}
