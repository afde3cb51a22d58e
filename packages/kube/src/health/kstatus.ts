import { gvkOf, type KubeObject } from "../object.ts";
import { isJsonObject } from "../patch/json-values.ts";

/** What kstatus says of an object, in its words. */
export interface KStatus {
  status: "Current" | "InProgress" | "Failed" | "Terminating";
  message: string;
}

type Loose = Record<string, unknown>;
const obj = (value: unknown): Loose => (isJsonObject(value) ? value : {});
const list = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(obj) : []);
const num = (value: unknown): number => (typeof value === "number" ? value : 0);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const current = (message: string): KStatus => ({ status: "Current", message });
const inProgress = (message: string): KStatus => ({ status: "InProgress", message });
const failed = (message: string): KStatus => ({ status: "Failed", message });

/** Has the cluster done what the object asks for? Reads the object alone, as Flux's health checks do. */
export function kstatus(object: KubeObject): KStatus {
  if (object.metadata.deletionTimestamp !== undefined) {
    return { status: "Terminating", message: "Resource scheduled for deletion" };
  }
  const status = obj(object.status);
  const conditions = list(status.conditions);
  const observed = status.observedGeneration;
  if (typeof observed === "number" && observed !== num(object.metadata.generation)) {
    return inProgress(
      `${object.kind} generation is ${num(object.metadata.generation)}, but latest observed generation is ${observed}`,
    );
  }
  const { group, kind } = gvkOf(object);
  const check = checks[`${group}/${kind}`];
  if (check) return check(object, obj(object.spec), status, conditions);

  const reconciling = conditionOf(conditions, "Reconciling");
  if (reconciling?.status === "True") return inProgress(text(reconciling.message));
  const stalled = conditionOf(conditions, "Stalled");
  if (stalled?.status === "True") return failed(text(stalled.message));
  const ready = conditionOf(conditions, "Ready");
  if (ready && ready.status !== "True") return inProgress(text(ready.message));
  return current("Resource is current");
}

function conditionOf(conditions: readonly Loose[], type: string): Loose | undefined {
  return conditions.find((condition) => condition.type === type);
}

type Check = (object: KubeObject, spec: Loose, status: Loose, conditions: readonly Loose[]) => KStatus;

const checks: Record<string, Check> = {
  "apps/Deployment": (_object, spec, status, conditions) => {
    const progress = conditionOf(conditions, "Progressing");
    if (progress?.reason === "ProgressDeadlineExceeded") return failed("Progress deadline exceeded");
    if (Object.keys(status).length === 0) return inProgress("Deployment generation is not observed yet");
    const wanted = num(spec.replicas ?? 1);
    const [all, updated, ready, available] = [
      num(status.replicas),
      num(status.updatedReplicas),
      num(status.readyReplicas),
      num(status.availableReplicas),
    ];
    if (wanted > all) return inProgress(`replicas: ${all}/${wanted}`);
    if (wanted > updated) return inProgress(`Updated: ${updated}/${wanted}`);
    if (all > wanted) return inProgress(`Pending termination: ${all - wanted}`);
    if (updated > available) return inProgress(`Available: ${available}/${updated}`);
    if (wanted > ready) return inProgress(`Ready: ${ready}/${wanted}`);
    if (conditionOf(conditions, "Available")?.status !== "True") return inProgress("Deployment not Available");
    return current(`Deployment is available. Replicas: ${all}`);
  },
  "apps/StatefulSet": (_object, spec, status) => {
    if (obj(spec.updateStrategy).type === "OnDelete")
      return current("StatefulSet is using the ondelete update strategy");
    const wanted = num(spec.replicas ?? 1);
    const partition = num(obj(obj(spec.updateStrategy).rollingUpdate).partition);
    if (wanted > num(status.replicas)) return inProgress(`Replicas: ${num(status.replicas)}/${wanted}`);
    if (wanted > num(status.readyReplicas)) return inProgress(`Ready: ${num(status.readyReplicas)}/${wanted}`);
    if (num(status.replicas) > wanted) return inProgress(`Pending termination: ${num(status.replicas) - wanted}`);
    if (partition > 0) {
      if (num(status.updatedReplicas) < wanted - partition)
        return inProgress(`updated: ${num(status.updatedReplicas)}/${wanted - partition}`);
      return current(`Partition rollout complete. updated: ${num(status.updatedReplicas)}`);
    }
    if (status.currentRevision !== status.updateRevision)
      return inProgress("Waiting for updated revision to match current");
    return current(`All replicas scheduled as expected. Replicas: ${num(status.replicas)}`);
  },
  "apps/DaemonSet": (_object, _spec, status) => {
    if (status.observedGeneration === undefined) return inProgress("DaemonSet generation is not observed yet");
    const wanted = num(status.desiredNumberScheduled);
    const [scheduled, updated, available, ready] = [
      num(status.currentNumberScheduled),
      num(status.updatedNumberScheduled),
      num(status.numberAvailable),
      num(status.numberReady),
    ];
    if (wanted > scheduled) return inProgress(`Current: ${scheduled}/${wanted}`);
    if (wanted > updated) return inProgress(`Updated: ${updated}/${wanted}`);
    if (wanted > available) return inProgress(`Available: ${available}/${wanted}`);
    if (wanted > ready) return inProgress(`Ready: ${ready}/${wanted}`);
    return current(`All replicas scheduled as expected. Replicas: ${wanted}`);
  },
  "apps/ReplicaSet": (_object, spec, status, conditions) => {
    const failure = conditionOf(conditions, "ReplicaFailure");
    if (failure?.status === "True") return inProgress("Replica Failure condition. Check Pods");
    const wanted = num(spec.replicas ?? 1);
    const [all, available, ready] = [num(status.replicas), num(status.availableReplicas), num(status.readyReplicas)];
    if (wanted > all) return inProgress(`Replicas: ${all}/${wanted}`);
    if (wanted > available) return inProgress(`Available: ${available}/${wanted}`);
    if (wanted > ready) return inProgress(`Ready: ${ready}/${wanted}`);
    if (all > wanted) return inProgress(`Pending termination: ${all - wanted}`);
    return current(`ReplicaSet is available. Replicas: ${all}`);
  },
  "/Pod": (_object, _spec, status, conditions) => {
    const crashing = list(status.containerStatuses).find(
      (container) => obj(obj(container.state).waiting).reason === "CrashLoopBackOff",
    );
    switch (text(status.phase)) {
      case "Succeeded":
        return current("Pod has completed successfully");
      case "Failed":
        return failed("Pod has completed, but not successfully");
      case "Running":
        if (conditionOf(conditions, "Ready")?.status === "True") return current("Pod is Ready");
        return crashing
          ? failed(`Containers in CrashLoop state: ${text(crashing.name)}`)
          : inProgress("Pod is running but is not Ready");
      case "Pending":
        return conditionOf(conditions, "PodScheduled")?.reason === "Unschedulable"
          ? failed("Pod could not be scheduled")
          : inProgress("Pod is in the Pending phase");
      default:
        return inProgress("Pod phase not available");
    }
  },
  // Flux asks for a Job that has ended, where kstatus itself is content with one that has started.
  "batch/Job": (_object, spec, status, conditions) => {
    const failure = conditionOf(conditions, "Failed");
    if (failure?.status === "True")
      return failed(`Job Failed. failed: ${num(status.failed)}/${num(spec.completions ?? 1)}`);
    if (conditionOf(conditions, "Complete")?.status === "True")
      return current(`Job Completed. succeeded: ${num(status.succeeded)}/${num(spec.completions ?? 1)}`);
    return inProgress(status.startTime === undefined ? "Job not started" : "Job in progress");
  },
  "batch/CronJob": () => current("Resource is always ready"),
  "/Service": (_object, spec, status) => {
    if (text(spec.type) !== "LoadBalancer") return current("Service is ready");
    return list(obj(status.loadBalancer).ingress).length > 0 || text(spec.clusterIP) !== ""
      ? current("Service is ready")
      : inProgress("ClusterIP not set. Service is not ready");
  },
  "/PersistentVolumeClaim": (_object, _spec, status) =>
    status.phase === "Bound" ? current("PVC is Bound") : inProgress("PVC is not Bound"),
  "policy/PodDisruptionBudget": (_object, _spec, status) =>
    status.currentHealthy === undefined
      ? inProgress("Budget not observed yet")
      : num(status.currentHealthy) >= num(status.desiredHealthy)
        ? current(`AllowedDisruptions has been computed. Disruptions: ${num(status.disruptionsAllowed)}`)
        : inProgress(`Budget not met: ${num(status.currentHealthy)}/${num(status.desiredHealthy)}`),
  "/Namespace": (_object, _spec, status) =>
    status.phase === "Terminating"
      ? { status: "Terminating", message: "Namespace is terminating" }
      : current("Resource is current"),
  "apiextensions.k8s.io/CustomResourceDefinition": (_object, _spec, _status, conditions) => {
    const refused = conditionOf(conditions, "NamesAccepted");
    if (refused?.status === "False") return failed(text(refused.message));
    const established = conditionOf(conditions, "Established");
    if (established?.status === "True") return current("CRD is established");
    return established?.status === "False" && established.reason !== "Installing"
      ? failed(text(established.message))
      : inProgress("Install in progress");
  },
};
