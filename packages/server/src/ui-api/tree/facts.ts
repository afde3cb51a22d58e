import { gvkOf, type KubeObject } from "@hawser/kube";

interface Container {
  name: string;
  image?: string;
}
interface Loose {
  [field: string]: unknown;
}

const record = (value: unknown): Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {};
const records = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(record) : []);
const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const count = (value: unknown): number => (typeof value === "number" ? value : 0);
const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** Short facts about an object for one line; never a value of a Secret. */
export function factsOf(object: KubeObject): string[] {
  const { group, kind } = gvkOf(object);
  const facts = FACTS[`${group}/${kind}`]?.(record(object.spec), record(object.status), object) ?? [];
  return facts.filter((fact) => fact !== "");
}

/** How many of a workload's Pods are ready, for those that have Pods. */
export function readiness(object: KubeObject): { ready: number; wanted: number } | undefined {
  const { group, kind } = gvkOf(object);
  const [spec, status] = [record(object.spec), record(object.status)];
  switch (`${group}/${kind}`) {
    case "apps/Deployment":
    case "apps/StatefulSet":
    case "apps/ReplicaSet":
      return { ready: count(status.readyReplicas), wanted: count(spec.replicas ?? 1) };
    case "apps/DaemonSet":
      return { ready: count(status.numberReady), wanted: count(status.desiredNumberScheduled) };
    default:
      return undefined;
  }
}

/** The containers of a Pod or of a workload's template. */
export function containersOf(object: KubeObject): Container[] {
  const spec = record(object.spec);
  const pod = object.kind === "Pod" ? spec : record(record(spec.template).spec);
  return records(pod.containers).map(({ name, image }) => ({ name: text(name), image: text(image) }));
}

type Facts = (spec: Loose, status: Loose, object: KubeObject) => string[];

const workload: Facts = (_spec, _status, object) => {
  const { ready, wanted } = readiness(object) ?? { ready: 0, wanted: 0 };
  return [`${ready}/${wanted} Ready`, ...imagesOf(object)];
};

const FACTS: Record<string, Facts> = {
  "apps/Deployment": workload,
  "apps/StatefulSet": workload,
  "apps/DaemonSet": workload,
  "apps/ReplicaSet": (spec, status, object) => {
    const revision = object.metadata.annotations?.["deployment.kubernetes.io/revision"];
    return [...workload(spec, status, object), revision === undefined ? "" : `revision ${revision}`];
  },
  "/Pod": (_spec, status, object) => {
    const containers = records(status.containerStatuses);
    const ready = containers.filter((one) => one.ready === true).length;
    const restarts = containers.reduce((sum, one) => sum + count(one.restartCount), 0);
    const waiting = containers.map((one) => text(record(record(one.state).waiting).reason)).find((one) => one !== "");
    const phase = object.metadata.deletionTimestamp === undefined ? (waiting ?? text(status.phase)) : "Terminating";
    return [
      phase,
      `${ready}/${containersOf(object).length} Ready`,
      ...imagesOf(object),
      restarts === 0 ? "" : plural(restarts, "restart"),
    ];
  },
  "/Service": (spec) => [
    text(spec.type),
    text(spec.clusterIP),
    records(spec.ports)
      .map(({ port, protocol }) => `${text(port)}/${text(protocol) || "TCP"}`)
      .join(" "),
  ],
  "/ConfigMap": (_spec, _status, { data }) => [plural(Object.keys(record(data)).length, "key")],
  "/Secret": (_spec, _status, { data, type }) => [text(type), plural(Object.keys(record(data)).length, "key")],
  "/PersistentVolumeClaim": (spec, status) => [
    text(status.phase),
    text(record(record(spec.resources).requests).storage),
  ],
  "networking.k8s.io/Ingress": (spec) => records(spec.rules).map(({ host }) => text(host) || "*"),
  "batch/Job": (spec, status) => [`${count(status.succeeded)}/${count(spec.completions ?? 1)} completions`],
  "batch/CronJob": (spec) => [text(spec.schedule), spec.suspend === true ? "suspended" : ""],
  "autoscaling/HorizontalPodAutoscaler": (spec, status) => [
    `${count(status.currentReplicas)} of ${count(spec.minReplicas ?? 1)}–${count(spec.maxReplicas)}`,
  ],
};

/** `shopapi:v1.2.1`: the part of an image's name that tells versions apart. */
function imagesOf(object: KubeObject): string[] {
  return [...new Set(containersOf(object).map(({ image = "" }) => image.slice(image.lastIndexOf("/") + 1)))];
}
