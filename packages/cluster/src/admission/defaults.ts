import { randomInt } from "node:crypto";
import { isJsonObject, type KubeObject } from "@hawser/kube";
import type { ResourceType } from "../kinds/resource-type.ts";

type Loose = Record<string, unknown>;
const obj = (value: unknown): Loose => (isJsonObject(value) ? value : {});
const list = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(obj) : []);

/** What a default needs to know of the cluster. */
export interface DefaultsContext {
  /** A free address of the service network. */
  allocateClusterIp(): string;
  allocateNodePort(): number;
}

type Defaulter = (object: KubeObject, previous: KubeObject | undefined, context: DefaultsContext) => KubeObject;

/**
 * Fills in what depends on other fields, and so cannot stand in a schema. Runs after the schema's own defaults;
 * answers a copy where something was missing.
 */
export function applyDynamicDefaults(
  type: ResourceType,
  object: KubeObject,
  previous: KubeObject | undefined,
  context: DefaultsContext,
): KubeObject {
  const path = `${type.group}/${type.resource}`;
  const filled = defaulters[path]?.(object, previous, context) ?? object;
  const status = FIRST_STATUS[path];
  return status === undefined || filled.status !== undefined ? filled : { ...filled, status };
}

/** What these kinds report before anybody reported. */
const FIRST_STATUS: Record<string, Loose> = {
  "apps/deployments": {},
  "apps/replicasets": { replicas: 0 },
  "apps/statefulsets": { replicas: 0, availableReplicas: 0 },
  "apps/daemonsets": { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  "batch/jobs": {},
  "batch/cronjobs": {},
  "networking.k8s.io/ingresses": { loadBalancer: {} },
};

const withSpec = (object: KubeObject, extra: Loose): KubeObject => ({
  ...object,
  spec: { ...extra, ...obj(object.spec) },
});

const defaulters: Record<string, Defaulter> = {
  "/pods": (pod) => {
    const spec = podSpec(obj(pod.spec));
    return {
      ...pod,
      spec: {
        enableServiceLinks: true,
        preemptionPolicy: "PreemptLowerPriority",
        priority: 0,
        serviceAccount: spec.serviceAccountName ?? "default",
        serviceAccountName: "default",
        tolerations: [
          { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
          { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
        ],
        ...spec,
      },
      status: { phase: "Pending", qosClass: qosClass(spec), ...obj(pod.status) },
    };
  },
  "/podtemplates": template("template"),
  "/replicationcontrollers": template("spec", "template"),
  "apps/deployments": (deployment) => {
    const spec = obj(deployment.spec);
    const strategy = obj(spec.strategy);
    const filled = template("spec", "template")(deployment);
    if ((strategy.type ?? "RollingUpdate") !== "RollingUpdate") {
      // The schema's default of rollingUpdate belongs to the other strategy only.
      const { rollingUpdate, ...rest } = strategy;
      return isDefaultRolling(rollingUpdate) ? { ...filled, spec: { ...obj(filled.spec), strategy: rest } } : filled;
    }
    return {
      ...filled,
      spec: {
        ...obj(filled.spec),
        strategy: {
          type: "RollingUpdate",
          rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%", ...obj(strategy.rollingUpdate) },
        },
      },
    };
  },
  "apps/replicasets": template("spec", "template"),
  "apps/daemonsets": (set) => {
    const filled = template("spec", "template")(set);
    const strategy = obj(obj(set.spec).updateStrategy);
    if ((strategy.type ?? "RollingUpdate") !== "RollingUpdate") return filled;
    return {
      ...filled,
      spec: {
        ...obj(filled.spec),
        updateStrategy: {
          type: "RollingUpdate",
          rollingUpdate: { maxSurge: 0, maxUnavailable: 1, ...obj(strategy.rollingUpdate) },
        },
      },
    };
  },
  "apps/statefulsets": (set) => {
    const filled = template("spec", "template")(set);
    const spec = obj(filled.spec);
    const claims = list(spec.volumeClaimTemplates).map((claim) => ({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      ...claim,
      spec: { volumeMode: "Filesystem", ...obj(claim.spec) },
      status: { phase: "Pending", ...obj(claim.status) },
    }));
    return {
      ...filled,
      spec: {
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
        ...spec,
        ...(claims.length > 0 ? { volumeClaimTemplates: claims } : {}),
      },
    };
  },
  "batch/jobs": (job) => {
    const filled = template("spec", "template")(job);
    const spec = obj(filled.spec);
    const uid = job.metadata.uid ?? "";
    const base = {
      backoffLimit: 6,
      completionMode: "NonIndexed",
      manualSelector: undefined,
      podReplacementPolicy: "TerminatingOrFailed",
      suspend: false,
      ...(spec.completions === undefined && spec.parallelism === undefined ? { completions: 1 } : {}),
      parallelism: 1,
    };
    if (spec.manualSelector === true || uid === "" || spec.selector !== undefined)
      return { ...filled, spec: withoutUndefined({ ...base, ...spec }) };
    const labels = {
      "batch.kubernetes.io/controller-uid": uid,
      "batch.kubernetes.io/job-name": job.metadata.name,
      "controller-uid": uid,
      "job-name": job.metadata.name,
    };
    const pod = obj(spec.template);
    const podMeta = obj(pod.metadata);
    return {
      ...filled,
      metadata: filled.metadata,
      spec: withoutUndefined({
        ...base,
        ...spec,
        selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } },
        template: { ...pod, metadata: { ...podMeta, labels: { ...obj(podMeta.labels), ...labels } } },
      }),
    };
  },
  "batch/cronjobs": (cron) => {
    const spec = obj(cron.spec);
    const job = obj(spec.jobTemplate);
    const jobSpec = obj(job.spec);
    const pod = obj(jobSpec.template);
    return withSpec(
      {
        ...cron,
        spec: {
          ...spec,
          jobTemplate: { ...job, spec: { ...jobSpec, template: { ...pod, spec: podSpec(obj(pod.spec)) } } },
        },
      },
      { concurrencyPolicy: "Allow", failedJobsHistoryLimit: 1, successfulJobsHistoryLimit: 3, suspend: false },
    );
  },
  "/services": serviceDefaults,
  "/secrets": (secret) => {
    const { stringData, ...rest } = secret;
    if (!isJsonObject(stringData)) return { type: "Opaque", ...rest } as KubeObject;
    const encoded = Object.entries(stringData).map(([key, value]) => [
      key,
      Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64"),
    ]);
    return { type: "Opaque", ...rest, data: { ...obj(rest.data), ...Object.fromEntries(encoded) } } as KubeObject;
  },
  "autoscaling/horizontalpodautoscalers": (hpa) => {
    const spec = obj(hpa.spec);
    const behavior = isJsonObject(spec.behavior) ? spec.behavior : undefined;
    const up = {
      policies: [
        { type: "Pods", value: 4, periodSeconds: 15 },
        { type: "Percent", value: 100, periodSeconds: 15 },
      ],
      selectPolicy: "Max",
      stabilizationWindowSeconds: 0,
    };
    const down = { policies: [{ type: "Percent", value: 100, periodSeconds: 15 }], selectPolicy: "Max" };
    return withSpec(
      behavior
        ? {
            ...hpa,
            spec: {
              ...spec,
              behavior: {
                scaleUp: { ...up, ...obj(behavior.scaleUp) },
                scaleDown: { ...down, ...obj(behavior.scaleDown) },
              },
            },
          }
        : hpa,
      {
        minReplicas: 1,
        ...(spec.metrics === undefined
          ? {
              metrics: [
                {
                  type: "Resource",
                  resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
                },
              ],
            }
          : {}),
      },
    );
  },
  "networking.k8s.io/networkpolicies": (policy) => {
    const spec = obj(policy.spec);
    return withSpec(policy, {
      policyTypes: list(spec.egress).length > 0 ? ["Ingress", "Egress"] : ["Ingress"],
    });
  },
  "/namespaces": (ns) => ({
    ...ns,
    metadata: {
      ...ns.metadata,
      labels: { "kubernetes.io/metadata.name": ns.metadata.name, ...ns.metadata.labels },
    },
    spec: { finalizers: ["kubernetes"], ...obj(ns.spec) },
    status: { phase: "Active", ...obj(ns.status) },
  }),
  "/persistentvolumeclaims": (claim) => ({
    ...withSpec(claim, { volumeMode: "Filesystem" }),
    status: { phase: "Pending", ...obj(claim.status) },
  }),
  "apiextensions.k8s.io/customresourcedefinitions": (crd) => {
    const spec = obj(crd.spec);
    const names = obj(spec.names);
    const kind = typeof names.kind === "string" ? names.kind : "";
    return {
      ...crd,
      spec: {
        conversion: { strategy: "None" },
        ...spec,
        names: { listKind: `${kind}List`, singular: kind.toLowerCase(), ...names },
      },
    };
  },
};

function template(...path: string[]): (object: KubeObject) => KubeObject {
  const fill = (value: Loose, [head, ...rest]: string[]): Loose => {
    if (head === undefined) return { ...value, spec: podSpec(obj(value.spec)) };
    return isJsonObject(value[head]) ? { ...value, [head]: fill(value[head], rest) } : value;
  };
  return (object) => fill(object, path) as KubeObject;
}

function podSpec(spec: Loose): Loose {
  const containersOf = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((container: unknown) => {
          const filled: Loose = { imagePullPolicy: pullPolicy(obj(container).image), ...obj(container) };
          const ports = list(filled.ports);
          return spec.hostNetwork === true && ports.length > 0
            ? { ...filled, ports: ports.map((port) => ({ hostPort: port.containerPort, ...port })) }
            : filled;
        })
      : value;
  const result: Loose = { ...spec, containers: containersOf(spec.containers) };
  if (spec.initContainers !== undefined) result.initContainers = containersOf(spec.initContainers);
  if (typeof spec.serviceAccountName === "string" && spec.serviceAccount === undefined)
    result.serviceAccount = spec.serviceAccountName;
  return withoutUndefined(result);
}

/** `latest`, said or unsaid, is pulled always; a pinned image when it is not there. */
function pullPolicy(image: unknown): string {
  if (typeof image !== "string") return "IfNotPresent";
  if (image.includes("@")) return "IfNotPresent";
  const name = image.slice(image.lastIndexOf("/") + 1);
  const tag = name.includes(":") ? name.slice(name.indexOf(":") + 1) : "latest";
  return tag === "latest" ? "Always" : "IfNotPresent";
}

function qosClass(spec: Loose): string {
  const all = [...list(spec.containers), ...list(spec.initContainers)].map((c) => obj(c.resources));
  const empty = all.every((r) => Object.keys(obj(r.requests)).length + Object.keys(obj(r.limits)).length === 0);
  if (empty) return "BestEffort";
  const guaranteed = all.every((r) =>
    ["cpu", "memory"].every((name) => {
      const limit = obj(r.limits)[name];
      const request = obj(r.requests)[name] ?? limit;
      return limit !== undefined && request === limit;
    }),
  );
  return guaranteed ? "Guaranteed" : "Burstable";
}

function serviceDefaults(service: KubeObject, previous: KubeObject | undefined, context: DefaultsContext): KubeObject {
  const spec = { ...obj(service.spec) };
  const before = obj(previous?.spec);
  const type = spec.type ?? "ClusterIP";
  spec.type = type;
  spec.sessionAffinity ??= "None";
  const ports = list(spec.ports);
  if (type === "ExternalName") return { ...service, spec };
  // An update that leaves the address out keeps the one it has.
  spec.clusterIP = spec.clusterIP || before.clusterIP || context.allocateClusterIp();
  spec.clusterIPs ??= [spec.clusterIP];
  spec.internalTrafficPolicy ??= "Cluster";
  spec.ipFamilies ??= ["IPv4"];
  spec.ipFamilyPolicy ??= "SingleStack";
  const external = type === "NodePort" || type === "LoadBalancer";
  if (external) spec.externalTrafficPolicy ??= "Cluster";
  if (type === "LoadBalancer") spec.allocateLoadBalancerNodePorts ??= true;
  const kept = list(before.ports);
  spec.ports = ports.map((port) => {
    const filled: Loose = { protocol: "TCP", targetPort: port.port, ...port };
    if (external && filled.nodePort === undefined) {
      const old = kept.find((p) => p.port === port.port && (p.protocol ?? "TCP") === filled.protocol);
      filled.nodePort = old?.nodePort ?? context.allocateNodePort();
    }
    if (!external) delete filled.nodePort;
    return filled;
  });
  if (ports.length === 0) delete spec.ports;
  return { ...service, spec, status: { loadBalancer: {}, ...obj(service.status) } };
}

function isDefaultRolling(value: unknown): boolean {
  const rolling = obj(value);
  return value !== undefined && rolling.maxSurge === "25%" && rolling.maxUnavailable === "25%";
}

function withoutUndefined(object: Loose): Loose {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** A free address of 10.96.0.0/12 that `isTaken` does not know. */
export function pickClusterIp(isTaken: (address: string) => boolean): string {
  for (;;) {
    const address = `10.${96 + randomInt(16)}.${randomInt(256)}.${1 + randomInt(254)}`;
    if (!isTaken(address)) return address;
  }
}

/** A free port of 30000–32767. */
export function pickNodePort(isTaken: (port: number) => boolean): number {
  for (;;) {
    const port = 30_000 + randomInt(2_768);
    if (!isTaken(port)) return port;
  }
}
