import { timestamp } from "@hawser/controller";
import { type KubeObject, refOf } from "@hawser/kube";
import { keyOf, splitKey, type Workbench } from "./manager.ts";
import { writeStatus } from "./pods-of.ts";
import { addressFor } from "./services.ts";

const INGRESS = { group: "networking.k8s.io", version: "v1", kind: "Ingress" };
const CLAIM = { group: "", version: "v1", kind: "PersistentVolumeClaim" };
const AUTOSCALER = { group: "autoscaling", version: "v2", kind: "HorizontalPodAutoscaler" };
const SIMULATED_UTILIZATION = 10;

/** What a provider or metrics would fill in: Ingress addresses, volumes for claims, the state of autoscalers. */
export function providerControllers(bench: Workbench): void {
  const follow = (gvk: typeof INGRESS, reconcile: (object: KubeObject) => Promise<void>): void => {
    const informer = bench.informer<KubeObject>(gvk);
    const controller = bench.run(gvk.kind.toLowerCase(), async (key) => {
      const object = informer.get(...splitKey(key));
      if (object && object.metadata.deletionTimestamp === undefined) await reconcile(object);
    });
    informer.addHandler({ added: (o) => controller.enqueue(keyOf(o)), updated: (o) => controller.enqueue(keyOf(o)) });
  };

  follow(INGRESS, (ingress) =>
    writeStatus(bench, ingress, { loadBalancer: { ingress: [{ ip: addressFor(keyOf(ingress)) }] } }),
  );
  follow(CLAIM, (claim) => bindClaim(bench, claim));
  follow(AUTOSCALER, (hpa) => reportAutoscaler(bench, hpa));
}

async function bindClaim(bench: Workbench, claim: KubeObject): Promise<void> {
  const spec = (claim.spec ?? {}) as {
    volumeName?: string;
    accessModes?: string[];
    resources?: { requests?: Record<string, string> };
    storageClassName?: string;
    volumeMode?: string;
  };
  const volumeName = spec.volumeName ?? `pvc-${claim.metadata.uid ?? ""}`;
  const capacity = { storage: spec.resources?.requests?.storage ?? "1Gi" };
  if (spec.volumeName === undefined) {
    const { name, namespace, uid } = claim.metadata;
    await bench.client.create({
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: volumeName },
      spec: {
        capacity,
        accessModes: spec.accessModes ?? ["ReadWriteOnce"],
        persistentVolumeReclaimPolicy: "Delete",
        storageClassName: spec.storageClassName ?? "standard",
        volumeMode: spec.volumeMode ?? "Filesystem",
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
        csi: { driver: "hawser.dev/simulated", volumeHandle: volumeName },
      },
    });
    await bench.client.patch(
      { group: "", version: "v1", kind: "PersistentVolume", namespace: "", name: volumeName },
      { type: "merge", body: { status: { phase: "Bound" } } },
      { subresource: "status" },
    );
    await bench.client.patch(refOf(claim), { type: "merge", body: { spec: { volumeName } } });
  }
  await writeStatus(bench, claim, { phase: "Bound", accessModes: spec.accessModes ?? ["ReadWriteOnce"], capacity });
}

async function reportAutoscaler(bench: Workbench, hpa: KubeObject): Promise<void> {
  const spec = hpa.spec as {
    minReplicas?: number;
    maxReplicas: number;
    scaleTargetRef: { apiVersion: string; kind: string; name: string };
    metrics?: { type: string; resource?: { name: string } }[];
  };
  const { apiVersion, kind, name } = spec.scaleTargetRef;
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const ref = { group: group ?? "", version: version ?? "", kind, namespace: hpa.metadata.namespace ?? "", name };
  const now = timestamp(bench.clock);
  const old =
    (hpa.status as { conditions?: { type: string; status: string; lastTransitionTime: string }[] } | undefined)
      ?.conditions ?? [];
  const condition = (type: string, status: string, reason: string, message: string): Record<string, string> => {
    const before = old.find((c) => c.type === type);
    return {
      type,
      status,
      lastTransitionTime: before?.status === status ? before.lastTransitionTime : now,
      reason,
      message,
    };
  };
  const target = await bench.client.get(ref);
  if (!target) {
    await writeStatus(bench, hpa, {
      currentReplicas: 0,
      desiredReplicas: 0,
      conditions: [
        condition(
          "AbleToScale",
          "False",
          "FailedGetScale",
          `the HPA controller was unable to get the target's current scale: ${kind.toLowerCase()}s "${name}" not found`,
        ),
      ],
    });
    return;
  }
  const current = (target.spec as { replicas?: number }).replicas ?? 1;
  const bounded = Math.min(spec.maxReplicas, Math.max(spec.minReplicas ?? 1, current));
  // Zero replicas switch an autoscaler off, as they do in a real cluster.
  if (current !== 0 && bounded !== current)
    await bench.client.patch(ref, { type: "merge", body: { spec: { replicas: bounded } } });
  await writeStatus(bench, hpa, {
    currentReplicas: current,
    desiredReplicas: current === 0 ? 0 : bounded,
    currentMetrics: (spec.metrics ?? []).flatMap(({ type, resource }) =>
      type === "Resource" && resource
        ? [
            {
              type,
              resource: {
                name: resource.name,
                current: { averageUtilization: SIMULATED_UTILIZATION, averageValue: "10m" },
              },
            },
          ]
        : [],
    ),
    conditions: [
      condition("AbleToScale", "True", "ReadyForNewScale", "recommended size matches current size"),
      condition(
        "ScalingActive",
        "True",
        "ValidMetricFound",
        "the HPA was able to successfully calculate a replica count (simulated metrics)",
      ),
      condition("ScalingLimited", "False", "DesiredWithinRange", "the desired count is within the acceptable range"),
    ],
  });
}
