import { randomUUID } from "node:crypto";
import { timestamp } from "@hawser/controller";
import { BUILTIN_VERSION, type KubeObject, refOf } from "@hawser/kube";
import { type Container, controllerOf, isReady, NODE, POD, type Pod, type PodCondition } from "./kinds.ts";
import { keyOf, splitKey, type Workbench } from "./manager.ts";
import { writeStatus } from "./pods-of.ts";

const START_MS = 500;
const STOP_MS = 100;
const NODES = ["node-1", "node-2", "node-3"];

/** `fail`: ends with exit code 1. `crash`: ends so again and again. `pull-error`: the image cannot be pulled. */
export const OUTCOME_ANNOTATION = "simulated.hawser.dev/outcome";
/** `true`: a container is ready after its probe's delay, and not as soon as it runs. */
export const REAL_DELAYS_ANNOTATION = "simulated.hawser.dev/real-delays";

/** Simulated nodes: they take the Pods that are assigned to them, pretend to start their containers, and let them go. Nothing runs. */
export async function simulatedNodes(bench: Workbench): Promise<void> {
  for (const [index, name] of NODES.entries()) {
    const exists = await bench.client.get({ ...NODE, namespace: "", name });
    if (!exists) await bench.client.create(nodeObject(bench, name, index));
  }
  const pods = bench.informer<Pod>(POD);
  let address = 0;
  const startedAt = new Map<string, number>();

  const controller = bench.run("kubelet", async (key) => {
    const pod = pods.get(...splitKey(key));
    if (!pod) return undefined;
    const uid = pod.metadata.uid ?? "";
    if (pod.metadata.deletionTimestamp !== undefined) return stop(pod);
    if (pod.spec.nodeName === undefined) return undefined;
    const { phase } = pod.status;
    if (phase === "Succeeded" || phase === "Failed") {
      startedAt.delete(uid);
      return undefined;
    }
    if (phase === "Running") return run(pod, startedAt.get(uid) ?? Date.parse(pod.status.startTime ?? ""));
    return start(pod, uid);
  });

  async function start(pod: Pod, uid: string): Promise<{ requeueAfter: number } | undefined> {
    const podIP = (pod.status.podIP as string | undefined) ?? nextAddress();
    if (pod.metadata.annotations?.[OUTCOME_ANNOTATION] === "pull-error") {
      await report(pod, podIP, (c) => waiting(c, "ImagePullBackOff", `Back-off pulling image "${c.image}"`));
      return { requeueAfter: 5_000 };
    }
    const missing = await missingReference(bench, pod);
    if (missing !== undefined) {
      await report(pod, podIP, (c) => waiting(c, "CreateContainerConfigError", missing));
      bench.events("kubelet").record(pod, { type: "Warning", reason: "Failed", message: `Error: ${missing}` });
      return { requeueAfter: 1_000 };
    }
    const now = bench.clock.now();
    const began = startedAt.get(uid) ?? now;
    startedAt.set(uid, began);
    const wait = began + START_MS - now;
    if (wait > 0) {
      await report(pod, podIP, (c) => waiting(c, "ContainerCreating"));
      return { requeueAfter: wait };
    }
    for (const container of pod.spec.containers) {
      bench.events("kubelet").record(pod, {
        type: "Normal",
        reason: "Started",
        message: `Container started (simulated): ${container.name}`,
      });
    }
    if (pod.metadata.annotations?.[OUTCOME_ANNOTATION] === "crash") {
      await report(pod, podIP, (c) => ({
        ...waiting(c, "CrashLoopBackOff", `back-off restarting failed container=${c.name}`),
        restartCount: 1,
      }));
      return undefined;
    }
    const times = timestamp(bench.clock);
    const readyAfter = readyDelay(pod, began) - now;
    await writeStatus(
      bench,
      pod,
      statusOf(pod, podIP, readyAfter > 0 ? "Unready" : "Running", (c) => ({
        ...container(c),
        ready: readyAfter <= 0,
        started: true,
        containerID: `simulated://${randomUUID()}`,
        state: { running: { startedAt: times } },
      })),
    );
    if (runsToEnd(pod)) return { requeueAfter: START_MS };
    return readyAfter > 0 ? { requeueAfter: readyAfter } : undefined;
  }

  async function becomeReady(pod: Pod, began: number): Promise<{ requeueAfter: number } | undefined> {
    if (isReady(pod)) return undefined;
    const wait = readyDelay(pod, began) - bench.clock.now();
    if (wait > 0) return { requeueAfter: wait };
    const statuses = pod.status.containerStatuses ?? [];
    const status = statusOf(pod, String(pod.status.podIP), "Running", (c) => ({
      ...statuses.find(({ name }) => name === c.name),
      ready: true,
    }));
    await writeStatus(bench, pod, status);
    return undefined;
  }

  async function run(pod: Pod, began: number): Promise<{ requeueAfter: number } | undefined> {
    if (!runsToEnd(pod)) return becomeReady(pod, began);
    const wait = began + 2 * START_MS - bench.clock.now();
    if (wait > 0) return { requeueAfter: wait };
    const failed = pod.metadata.annotations?.[OUTCOME_ANNOTATION] === "fail";
    const now = timestamp(bench.clock);
    const terminated = {
      exitCode: failed ? 1 : 0,
      reason: failed ? "Error" : "Completed",
      startedAt: pod.status.startTime,
      finishedAt: now,
    };
    await writeStatus(
      bench,
      pod,
      statusOf(pod, String(pod.status.podIP), failed ? "Failed" : "Succeeded", (c) => ({
        ...container(c),
        ready: false,
        started: false,
        state: { terminated },
      })),
    );
    return undefined;
  }

  async function stop(pod: Pod): Promise<{ requeueAfter: number } | undefined> {
    const grace = pod.metadata.deletionGracePeriodSeconds ?? 0;
    const asked = Date.parse(pod.metadata.deletionTimestamp ?? "") - grace * 1000;
    const wait = asked + Math.min(STOP_MS, grace * 1000) - bench.clock.now();
    // Deletion times are in whole seconds; the wait is never longer than the pretended stop.
    if (wait > 0) return { requeueAfter: Math.min(wait, STOP_MS) };
    startedAt.delete(pod.metadata.uid ?? "");
    if ((pod.metadata.finalizers ?? []).length > 0 && grace === 0) return undefined;
    await bench.client.delete(refOf(pod), {
      gracePeriodSeconds: 0,
      ...(pod.metadata.uid === undefined ? {} : { preconditions: { uid: pod.metadata.uid } }),
    });
    return undefined;
  }

  async function report(pod: Pod, podIP: string, of: (container: Container) => Record<string, unknown>): Promise<void> {
    await writeStatus(bench, pod, statusOf(pod, podIP, "Pending", of));
  }

  function statusOf(
    pod: Pod,
    podIP: string,
    state: Pod["status"]["phase"] | "Unready",
    of: (container: Container) => Record<string, unknown>,
  ): Record<string, unknown> {
    const now = timestamp(bench.clock);
    const condition = (type: string, status: boolean, reason?: string): PodCondition => {
      const before = pod.status.conditions?.find((c) => c.type === type);
      const value = status ? "True" : "False";
      return {
        type,
        status: value,
        lastProbeTime: null,
        lastTransitionTime: before?.status === value ? (before.lastTransitionTime ?? now) : now,
        ...(reason === undefined ? {} : { reason }),
      };
    };
    const ready = state === "Running";
    const phase = state === "Unready" ? "Running" : state;
    const why = ready
      ? undefined
      : phase === "Succeeded"
        ? "PodCompleted"
        : phase === "Failed"
          ? "PodFailed"
          : "ContainersNotReady";
    const inits = pod.spec.initContainers ?? [];
    const hostIP = nodeAddress(Math.max(0, NODES.indexOf(pod.spec.nodeName ?? "")));
    return {
      phase,
      qosClass: pod.status.qosClass,
      conditions: [
        condition("PodReadyToStartContainers", true),
        condition("Initialized", true),
        condition("Ready", ready, why),
        condition("ContainersReady", ready, why),
        condition("PodScheduled", true),
      ],
      hostIP,
      hostIPs: [{ ip: hostIP }],
      podIP,
      podIPs: [{ ip: podIP }],
      startTime: pod.status.startTime ?? now,
      observedGeneration: pod.metadata.generation,
      ...(inits.length > 0
        ? {
            initContainerStatuses: inits.map((c) => ({
              ...container(c),
              ready: true,
              state: { terminated: { exitCode: 0, reason: "Completed", startedAt: now, finishedAt: now } },
            })),
          }
        : {}),
      containerStatuses: pod.spec.containers.map(of),
    };
  }

  function nextAddress(): string {
    address++;
    return `10.244.${Math.floor(address / 250) % 256}.${(address % 250) + 2}`;
  }

  pods.addHandler({
    added: (pod) => controller.enqueue(keyOf(pod)),
    updated: (pod) => controller.enqueue(keyOf(pod)),
  });
}

const container = ({ name, image }: Container): Record<string, unknown> => ({
  name,
  image,
  imageID: `simulated://${image}`,
  restartCount: 0,
});

const waiting = (c: Container, reason: string, message?: string): Record<string, unknown> => ({
  ...container(c),
  ready: false,
  started: false,
  state: { waiting: { reason, ...(message === undefined ? {} : { message }) } },
});

/** A command that is not a server's ends: Jobs, hooks and `kubectl run` without a controller. */
function runsToEnd(pod: Pod): boolean {
  return (
    pod.spec.restartPolicy !== "Always" &&
    (controllerOf(pod) !== undefined ||
      pod.spec.containers.every(({ command, args }) => (command ?? args ?? []).length > 0))
  );
}

/** When the containers are ready: as soon as they run, unless an annotation asks for the delays of their probes. */
function readyDelay(pod: Pod, began: number): number {
  const started = began + START_MS;
  if (pod.metadata.annotations?.[REAL_DELAYS_ANNOTATION] !== "true") return started;
  const delays = pod.spec.containers.map(({ readinessProbe }) => (readinessProbe?.initialDelaySeconds ?? 0) * 1000);
  return started + Math.max(0, ...delays);
}

/** A ConfigMap, Secret or key that a container needs and that is not there, in the kubelet's words. */
async function missingReference(bench: Workbench, pod: Pod): Promise<string | undefined> {
  const namespace = pod.metadata.namespace ?? "";
  const keysOf = async (kind: string, name: string): Promise<Record<string, unknown> | undefined> => {
    const found: KubeObject | undefined = await bench.client.get({ group: "", version: "v1", kind, namespace, name });
    return found && { ...(found.data as object | undefined), ...(found.binaryData as object | undefined) };
  };
  for (const { env, envFrom } of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    for (const { valueFrom } of env ?? []) {
      for (const [kind, ref] of [
        ["ConfigMap", valueFrom?.configMapKeyRef],
        ["Secret", valueFrom?.secretKeyRef],
      ] as const) {
        if (!ref || ref.optional === true) continue;
        const data = await keysOf(kind, ref.name);
        if (!data) return `${kind.toLowerCase()} "${ref.name}" not found`;
        if (!(ref.key in data)) return `couldn't find key ${ref.key} in ${kind} ${namespace}/${ref.name}`;
      }
    }
    for (const { configMapRef, secretRef } of envFrom ?? []) {
      for (const [kind, ref] of [
        ["ConfigMap", configMapRef],
        ["Secret", secretRef],
      ] as const) {
        if (ref && ref.optional !== true && !(await keysOf(kind, ref.name)))
          return `${kind.toLowerCase()} "${ref.name}" not found`;
      }
    }
  }
  return undefined;
}

function nodeAddress(index: number): string {
  return `10.0.0.${index + 1}`;
}

function nodeObject(bench: Workbench, name: string, index: number): KubeObject {
  const now = timestamp(bench.clock);
  const condition = (type: string, status: string, reason: string, message: string): Record<string, string> => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  });
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        type: "simulated",
      },
      annotations: { "simulated.hawser.dev/node": "containers do not run on this node" },
    },
    spec: { podCIDR: `10.244.${index}.0/24`, podCIDRs: [`10.244.${index}.0/24`] },
    status: {
      capacity: { cpu: "32", memory: "256Gi", pods: "1000" },
      allocatable: { cpu: "32", memory: "256Gi", pods: "1000" },
      addresses: [
        { type: "InternalIP", address: nodeAddress(index) },
        { type: "Hostname", address: name },
      ],
      conditions: [
        condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "simulated"),
        condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "simulated"),
        condition("PIDPressure", "False", "KubeletHasSufficientPID", "simulated"),
        condition("Ready", "True", "KubeletReady", "simulated node is ready"),
      ],
      nodeInfo: {
        machineID: name,
        systemUUID: name,
        bootID: name,
        kernelVersion: "simulated",
        osImage: "Hawser simulated node",
        containerRuntimeVersion: "simulated://1",
        kubeletVersion: BUILTIN_VERSION,
        kubeProxyVersion: BUILTIN_VERSION,
        operatingSystem: "linux",
        architecture: "amd64",
      },
    },
  };
}
