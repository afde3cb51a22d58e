import { createHash } from "node:crypto";
import { jsonEqual, type KubeObject, refOf } from "@hawser/kube";
import { isReady, type Pod, POD, SERVICE, type Service } from "./kinds.ts";
import { keyOf, splitKey, type Workbench } from "./manager.ts";
import { ownerReference, writeStatus } from "./pods-of.ts";

/** Keeps Endpoints and an EndpointSlice for each Service, and gives load balancers an address. */
export function serviceController(bench: Workbench): void {
  const services = bench.informer<Service>(SERVICE);
  const pods = bench.informer<Pod>(POD);
  const controller = bench.run("endpoints", async (key) => {
    const service = services.get(...splitKey(key));
    if (!service || service.metadata.deletionTimestamp !== undefined) return;
    if (service.spec.type === "LoadBalancer") {
      await writeStatus(bench, service, { loadBalancer: { ingress: [{ ip: addressFor(key), ipMode: "VIP" }] } });
    }
    if (!service.spec.selector || service.spec.type === "ExternalName") return;
    const backends = pods
      .list(service.metadata.namespace)
      .filter(
        (pod) =>
          pod.status.podIP !== undefined &&
          pod.status.phase !== "Succeeded" &&
          pod.status.phase !== "Failed" &&
          selects(service, pod),
      )
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    await writeSlice(bench, service, backends);
    await writeEndpoints(bench, service, backends);
  });
  const concerned = (pod: Pod): void => {
    for (const service of services.list(pod.metadata.namespace))
      if (selects(service, pod)) controller.enqueue(keyOf(service));
  };
  pods.addHandler({
    added: concerned,
    updated: (pod, old) => {
      if (jsonEqual(summary(pod), summary(old))) return;
      concerned(old);
      concerned(pod);
    },
    deleted: concerned,
  });
  services.addHandler({ added: (s) => controller.enqueue(keyOf(s)), updated: (s) => controller.enqueue(keyOf(s)) });
}

/** A documentation address, the same for the same object at every start. */
export function addressFor(key: string): string {
  const [a = 0, b = 0] = createHash("sha256").update(key).digest();
  return `198.${18 + (a & 1)}.${b}.${(a >> 1) + 1}`;
}

function summary(pod: Pod): unknown {
  return [
    pod.metadata.labels,
    pod.status.podIP,
    pod.status.phase,
    isReady(pod),
    pod.metadata.deletionTimestamp !== undefined,
  ];
}

function selects(service: Service, pod: Pod): boolean {
  const selector = Object.entries(service.spec.selector ?? {});
  return selector.length > 0 && selector.every(([key, value]) => pod.metadata.labels?.[key] === value);
}

function portsOf(service: Service, pod: Pod | undefined): Record<string, unknown>[] {
  return (service.spec.ports ?? []).flatMap(({ name, port, targetPort, protocol, appProtocol }) => {
    const named = typeof targetPort === "string";
    const found = named
      ? pod?.spec.containers.flatMap((c) => c.ports ?? []).find((p) => p.name === targetPort)?.containerPort
      : targetPort;
    if (named && found === undefined) return [];
    return [
      {
        name: name ?? "",
        port: found ?? port,
        protocol: protocol ?? "TCP",
        ...(appProtocol === undefined ? {} : { appProtocol }),
      },
    ];
  });
}

async function writeSlice(bench: Workbench, service: Service, backends: readonly Pod[]): Promise<void> {
  const namespace = service.metadata.namespace ?? "";
  const name = `${service.metadata.name}-${createHash("sha256")
    .update(service.metadata.uid ?? "")
    .digest("hex")
    .slice(0, 5)}`;
  const wanted = {
    addressType: "IPv4",
    endpoints: backends.map((pod) => ({
      addresses: [pod.status.podIP],
      conditions: {
        ready: isReady(pod) && pod.metadata.deletionTimestamp === undefined,
        serving: isReady(pod),
        terminating: pod.metadata.deletionTimestamp !== undefined,
      },
      nodeName: pod.spec.nodeName,
      targetRef: { kind: "Pod", name: pod.metadata.name, namespace, uid: pod.metadata.uid },
    })),
    ports: portsOf(service, backends[0]),
  };
  const gvk = { group: "discovery.k8s.io", version: "v1", kind: "EndpointSlice" };
  await write(bench, { ...gvk, namespace, name }, wanted, {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name,
      namespace,
      labels: {
        ...service.metadata.labels,
        "kubernetes.io/service-name": service.metadata.name,
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
      },
      ownerReferences: [ownerReference(service)],
    },
  });
}

async function writeEndpoints(bench: Workbench, service: Service, backends: readonly Pod[]): Promise<void> {
  const { name, namespace = "", labels } = service.metadata;
  const address = (pod: Pod): Record<string, unknown> => ({
    ip: pod.status.podIP,
    nodeName: pod.spec.nodeName,
    targetRef: { kind: "Pod", name: pod.metadata.name, namespace, uid: pod.metadata.uid },
  });
  const up = backends.filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined).map(address);
  const down = backends.filter((pod) => !isReady(pod) && pod.metadata.deletionTimestamp === undefined).map(address);
  const subset = {
    ...(up.length > 0 ? { addresses: up } : {}),
    ...(down.length > 0 ? { notReadyAddresses: down } : {}),
    ports: portsOf(service, backends[0]),
  };
  const wanted = { subsets: up.length + down.length > 0 ? [subset] : [] };
  await write(bench, { group: "", version: "v1", kind: "Endpoints", namespace, name }, wanted, {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { name, namespace, ...(labels ? { labels } : {}), ownerReferences: [] },
  });
}

async function write(
  bench: Workbench,
  ref: ReturnType<typeof refOf>,
  wanted: Record<string, unknown>,
  base: KubeObject,
): Promise<void> {
  const current = await bench.client.get(ref);
  if (!current) await bench.client.create({ ...base, ...wanted });
  else if (Object.entries(wanted).some(([field, value]) => !jsonEqual(current[field] ?? [], value))) {
    await bench.client.patch(ref, { type: "merge", body: wanted });
  }
}
