import type { GroupVersionKind, KubeObject, LabelSelector } from "@hawser/kube";

// The fields of the built-in kinds that the controllers read and write; the API has checked their types.

export const POD: GroupVersionKind = { group: "", version: "v1", kind: "Pod" };
export const NODE: GroupVersionKind = { group: "", version: "v1", kind: "Node" };
export const NAMESPACE: GroupVersionKind = { group: "", version: "v1", kind: "Namespace" };
export const SERVICE: GroupVersionKind = { group: "", version: "v1", kind: "Service" };
export const DEPLOYMENT: GroupVersionKind = { group: "apps", version: "v1", kind: "Deployment" };
export const REPLICA_SET: GroupVersionKind = { group: "apps", version: "v1", kind: "ReplicaSet" };
export const STATEFUL_SET: GroupVersionKind = { group: "apps", version: "v1", kind: "StatefulSet" };
export const DAEMON_SET: GroupVersionKind = { group: "apps", version: "v1", kind: "DaemonSet" };
export const JOB: GroupVersionKind = { group: "batch", version: "v1", kind: "Job" };

export const CRON_JOB: GroupVersionKind = { group: "batch", version: "v1", kind: "CronJob" };

export interface Node extends KubeObject {
  spec: { unschedulable?: boolean };
}

export interface PodTemplate {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: PodSpec;
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  nodeName?: string;
  nodeSelector?: Record<string, string>;
  restartPolicy?: string;
  hostname?: string;
  subdomain?: string;
  [field: string]: unknown;
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  ports?: { name?: string; containerPort: number; protocol?: string }[];
  env?: { name: string; valueFrom?: { configMapKeyRef?: KeyRef; secretKeyRef?: KeyRef } }[];
  envFrom?: { configMapRef?: { name: string; optional?: boolean }; secretRef?: { name: string; optional?: boolean } }[];
  readinessProbe?: { initialDelaySeconds?: number };
}

export interface KeyRef {
  name: string;
  key: string;
  optional?: boolean;
}

export interface PodCondition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastProbeTime?: null;
}

export interface Pod extends KubeObject {
  spec: PodSpec;
  status: {
    phase: "Pending" | "Running" | "Succeeded" | "Failed";
    conditions?: PodCondition[];
    containerStatuses?: Record<string, unknown>[];
    podIP?: string;
    startTime?: string;
    [field: string]: unknown;
  };
}

export interface ReplicaSet extends KubeObject {
  spec: { replicas: number; selector: LabelSelector; template: PodTemplate; minReadySeconds?: number };
  status: ReplicaCounts & { observedGeneration?: number };
}

export interface ReplicaCounts {
  replicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  fullyLabeledReplicas?: number;
}

export interface Deployment extends KubeObject {
  spec: {
    replicas: number;
    selector: LabelSelector;
    template: PodTemplate;
    paused?: boolean;
    revisionHistoryLimit?: number;
    progressDeadlineSeconds?: number;
    minReadySeconds?: number;
    strategy: {
      type: string;
      rollingUpdate?: { maxSurge: number | string; maxUnavailable: number | string };
    };
  };
  status: Record<string, unknown>;
}

export interface StatefulSet extends KubeObject {
  spec: {
    replicas: number;
    serviceName?: string;
    selector: LabelSelector;
    template: PodTemplate;
    podManagementPolicy?: string;
    volumeClaimTemplates?: KubeObject[];
  };
  status: Record<string, unknown>;
}

export interface DaemonSet extends KubeObject {
  spec: { selector: LabelSelector; template: PodTemplate };
  status: Record<string, unknown>;
}

export interface Job extends KubeObject {
  spec: {
    parallelism?: number;
    completions?: number;
    backoffLimit?: number;
    suspend?: boolean;
    ttlSecondsAfterFinished?: number;
    selector: LabelSelector;
    template: PodTemplate;
  };
  status: { conditions?: PodCondition[]; succeeded?: number; failed?: number; active?: number; startTime?: string };
}

export interface CronJob extends KubeObject {
  spec: {
    schedule: string;
    timeZone?: string;
    suspend?: boolean;
    concurrencyPolicy?: "Allow" | "Forbid" | "Replace";
    startingDeadlineSeconds?: number;
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
    jobTemplate: { metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> }; spec: object };
  };
  status?: { lastScheduleTime?: string; lastSuccessfulTime?: string };
}

export interface Service extends KubeObject {
  spec: {
    type: string;
    selector?: Record<string, string>;
    clusterIP?: string;
    ports?: { name?: string; port: number; targetPort?: number | string; protocol?: string; appProtocol?: string }[];
  };
  status: { loadBalancer?: { ingress?: { ip: string }[] } };
}

export function isReady(pod: Pod): boolean {
  return (pod.status.conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True");
}

/** Neither ended nor on its way out. */
export function isActive(pod: Pod): boolean {
  return (
    pod.metadata.deletionTimestamp === undefined && pod.status.phase !== "Succeeded" && pod.status.phase !== "Failed"
  );
}

export function controllerOf(object: KubeObject): { kind: string; name: string; uid: string } | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true);
}
