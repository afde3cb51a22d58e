import type { KubeObject } from "../object.ts";
import { gvkOf } from "../object.ts";
import { isJsonObject } from "../patch/json-values.ts";

export interface ArgoHealth {
  status: "Healthy" | "Progressing" | "Degraded" | "Suspended" | "Missing" | "Unknown";
  message?: string;
}

type Loose = Record<string, unknown>;
const obj = (value: unknown): Loose => (isJsonObject(value) ? value : {});
const list = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(obj) : []);
const num = (value: unknown): number => (typeof value === "number" ? value : 0);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const HEALTHY: ArgoHealth = { status: "Healthy" };
const progressing = (message: string): ArgoHealth => ({ status: "Progressing", message });
const degraded = (message: string): ArgoHealth => ({ status: "Degraded", message });

/** Health of one object by Argo CD's built-in checks, in its words; undefined for a kind that has none. */
export function argoHealth(object: KubeObject): ArgoHealth | undefined {
  if (
    object.metadata.deletionTimestamp !== undefined &&
    object.metadata.annotations?.["argocd.argoproj.io/hook"] === undefined
  ) {
    return progressing("Pending deletion");
  }
  const { group, kind } = gvkOf(object);
  return checks[`${group}/${kind}`]?.(object, obj(object.spec), obj(object.status));
}

const checks: Record<string, (object: KubeObject, spec: Loose, status: Loose) => ArgoHealth> = {
  "apps/Deployment": (object, spec, status) => {
    const { name } = object.metadata;
    if (spec.paused === true) return { status: "Suspended", message: "Deployment is paused" };
    if (num(object.metadata.generation) > num(status.observedGeneration))
      return progressing("Waiting for rollout to finish: observed deployment generation less than desired generation");
    const progress = list(status.conditions).find((c) => c.type === "Progressing");
    if (progress?.reason === "ProgressDeadlineExceeded")
      return degraded(`Deployment "${name}" exceeded its progress deadline`);
    const [replicas, updated, all, available] = [
      num(spec.replicas ?? 1),
      num(status.updatedReplicas),
      num(status.replicas),
      num(status.availableReplicas),
    ];
    if (updated < replicas)
      return progressing(
        `Waiting for rollout to finish: ${updated} out of ${replicas} new replicas have been updated...`,
      );
    if (all > updated)
      return progressing(`Waiting for rollout to finish: ${all - updated} old replicas are pending termination...`);
    if (available < updated)
      return progressing(`Waiting for rollout to finish: ${available} of ${updated} updated replicas are available...`);
    return HEALTHY;
  },
  "apps/StatefulSet": (object, spec, status) => {
    if (num(object.metadata.generation) > num(status.observedGeneration))
      return progressing("Waiting for statefulset spec update to be observed...");
    if (num(status.readyReplicas) < num(spec.replicas ?? 1))
      return progressing(`Waiting for ${num(spec.replicas ?? 1) - num(status.readyReplicas)} pods to be ready...`);
    if (status.updateRevision !== status.currentRevision)
      return progressing(
        `waiting for statefulset rolling update to complete ${num(status.updatedReplicas)} pods at revision ${text(status.updateRevision)}...`,
      );
    return {
      status: "Healthy",
      message: `statefulset rolling update complete ${num(status.currentReplicas)} pods at revision ${text(status.currentRevision)}...`,
    };
  },
  "apps/DaemonSet": (object, _spec, status) => {
    if (num(object.metadata.generation) > num(status.observedGeneration))
      return progressing("Waiting for rollout to finish: observed daemon set generation less than desired generation");
    const [desired, updated, available] = [
      num(status.desiredNumberScheduled),
      num(status.updatedNumberScheduled),
      num(status.numberAvailable),
    ];
    if (updated < desired)
      return progressing(
        `Waiting for daemon set "${object.metadata.name}" rollout to finish: ${updated} out of ${desired} new pods have been updated...`,
      );
    if (available < desired)
      return progressing(
        `Waiting for daemon set "${object.metadata.name}" rollout to finish: ${available} of ${desired} updated pods are available...`,
      );
    return HEALTHY;
  },
  "apps/ReplicaSet": (object, spec, status) => {
    if (num(object.metadata.generation) > num(status.observedGeneration))
      return progressing("Waiting for rollout to finish: observed replica set generation less than desired generation");
    if (num(status.availableReplicas) < num(spec.replicas))
      return progressing(
        `Waiting for rollout to finish: ${num(status.availableReplicas)} out of ${num(spec.replicas)} new replicas are available...`,
      );
    return HEALTHY;
  },
  "/Pod": (object, spec, status) => {
    const waiting = list(status.containerStatuses)
      .map((c) => obj(obj(c.state).waiting))
      .filter((w) => /^Err|Error$|BackOff$/.test(text(w.reason)));
    if (text(spec.restartPolicy) === "Always" && waiting[0])
      return degraded(text(waiting[0].message) || text(waiting[0].reason));
    switch (text(status.phase)) {
      case "Succeeded":
        return HEALTHY;
      case "Failed":
        return degraded(text(status.message) || "Pod failed");
      case "Running": {
        if (text(spec.restartPolicy) !== "Always") return progressing("");
        const ready = list(status.conditions).some((c) => c.type === "Ready" && c.status === "True");
        return ready ? HEALTHY : progressing("");
      }
      default:
        return progressing(object.metadata.name);
    }
  },
  "batch/Job": (_object, spec, status) => {
    const holds = (type: string): Loose | undefined =>
      list(status.conditions).find((c) => c.type === type && c.status === "True");
    const failed = holds("Failed");
    if (failed) return degraded(text(failed.message));
    const complete = holds("Complete");
    if (complete) return { status: "Healthy", message: text(complete.message) };
    if (spec.suspend === true || holds("Suspended")) return { status: "Suspended", message: "Job is suspended" };
    return progressing("Job in progress");
  },
  "/Service": (_object, spec, status) => {
    if (text(spec.type) !== "LoadBalancer") return HEALTHY;
    return list(obj(status.loadBalancer).ingress).length > 0 ? HEALTHY : progressing("");
  },
  "networking.k8s.io/Ingress": (_object, _spec, status) =>
    list(obj(status.loadBalancer).ingress).length > 0 ? HEALTHY : progressing(""),
  "/PersistentVolumeClaim": (_object, _spec, status) => {
    const phase = text(status.phase);
    return phase === "Bound"
      ? HEALTHY
      : phase === "Lost"
        ? degraded("")
        : phase === "Pending"
          ? progressing("")
          : { status: "Unknown" };
  },
  "autoscaling/HorizontalPodAutoscaler": (_object, _spec, status) => {
    const conditions = list(status.conditions);
    const bad = conditions.find(
      (c) =>
        c.status === "False" &&
        ["AbleToScale", "ScalingActive"].includes(text(c.type)) &&
        text(c.reason).startsWith("Failed"),
    );
    if (bad) return degraded(text(bad.message));
    return conditions.some((c) => c.type === "AbleToScale" && c.status === "True")
      ? { status: "Healthy", message: text(conditions.find((c) => c.type === "AbleToScale")?.message) }
      : progressing("Waiting to Autoscale");
  },
  "apiregistration.k8s.io/APIService": (_object, _spec, status) => {
    const available = list(status.conditions).find((c) => c.type === "Available");
    return available?.status === "True"
      ? { status: "Healthy", message: `${text(available.reason)}: ${text(available.message)}` }
      : progressing(`${text(available?.reason)}: ${text(available?.message)}`);
  },
  "argoproj.io/Application": (_object, _spec, status) => {
    const health = obj(status.health);
    return text(health.status) === ""
      ? progressing("Waiting for application health")
      : ({
          status: text(health.status),
          ...(text(health.message) === "" ? {} : { message: text(health.message) }),
        } as ArgoHealth);
  },
};
