import { formatLabelSelector, isJsonObject, type KubeObject, type LabelSelector } from "@hawser/kube";
import { age, humanDuration } from "./age.ts";

/** The cells of one kind, in the order of its columns. */
export type Cells = (object: KubeObject, now: number) => unknown[];

const NONE = "<none>";

// Objects come from anyone and are read leniently here: a missing field is an empty cell, never an error.
type Loose = Record<string, unknown>;
const obj = (value: unknown): Loose => (isJsonObject(value) ? value : {});
const list = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(obj) : []);
const text = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
const num = (value: unknown): number => (typeof value === "number" ? value : 0);
const orNone = (value: string): string => (value === "" ? NONE : value);
const born = (object: KubeObject, now: number): string => age(object.metadata.creationTimestamp, now);
const selector = (value: unknown): string => orNone(formatLabelSelector(obj(value) as LabelSelector));
const labelsText = (value: unknown): string =>
  orNone(
    Object.entries(obj(value))
      .map(([key, v]) => `${key}=${text(v)}`)
      .sort()
      .join(","),
  );
const containers = (object: KubeObject): [string, string] => {
  const found = list(obj(obj(obj(object.spec).template).spec).containers);
  return [found.map((c) => text(c.name)).join(","), found.map((c) => text(c.image)).join(",")];
};

/** Cells by `group/resource`. Kinds that are not listed show name and age. */
export const cellsByResource: Readonly<Record<string, Cells>> = {
  "/pods": (pod, now) => {
    const spec = obj(pod.spec);
    const status = obj(pod.status);
    const { ready, total, restarts, reason } = podSummary(pod, now);
    const gates = list(spec.readinessGates);
    return [
      pod.metadata.name,
      `${ready}/${total}`,
      reason,
      restarts,
      born(pod, now),
      orNone(text(status.podIP)),
      orNone(text(spec.nodeName)),
      orNone(text(status.nominatedNodeName)),
      gates.length === 0 ? NONE : `0/${gates.length}`,
    ];
  },
  "apps/deployments": (d, now) => {
    const status = obj(d.status);
    return [
      d.metadata.name,
      `${num(status.readyReplicas)}/${num(obj(d.spec).replicas)}`,
      num(status.updatedReplicas),
      num(status.availableReplicas),
      born(d, now),
      ...containers(d),
      selector(obj(d.spec).selector),
    ];
  },
  "apps/replicasets": (rs, now) => {
    const status = obj(rs.status);
    return [
      rs.metadata.name,
      num(obj(rs.spec).replicas),
      num(status.replicas),
      num(status.readyReplicas),
      born(rs, now),
      ...containers(rs),
      selector(obj(rs.spec).selector),
    ];
  },
  "apps/statefulsets": (set, now) => [
    set.metadata.name,
    `${num(obj(set.status).readyReplicas)}/${num(obj(set.spec).replicas)}`,
    born(set, now),
    ...containers(set),
  ],
  "apps/daemonsets": (set, now) => {
    const status = obj(set.status);
    return [
      set.metadata.name,
      num(status.desiredNumberScheduled),
      num(status.currentNumberScheduled),
      num(status.numberReady),
      num(status.updatedNumberScheduled),
      num(status.numberAvailable),
      labelsText(obj(obj(obj(set.spec).template).spec).nodeSelector),
      born(set, now),
      ...containers(set),
      selector(obj(set.spec).selector),
    ];
  },
  "batch/jobs": (job, now) => {
    const spec = obj(job.spec);
    const status = obj(job.status);
    const wanted = spec.completions;
    const start = Date.parse(text(status.startTime));
    const end = text(status.completionTime) === "" ? now : Date.parse(text(status.completionTime));
    const holds = (type: string): boolean =>
      list(status.conditions).some((c) => c.type === type && c.status === "True");
    const state = holds("Complete")
      ? "Complete"
      : holds("Failed")
        ? "Failed"
        : holds("Suspended")
          ? "Suspended"
          : "Running";
    return [
      job.metadata.name,
      state,
      `${num(status.succeeded)}/${typeof wanted === "number" ? wanted : 1}`,
      Number.isNaN(start) ? "" : humanDuration(end - start),
      born(job, now),
      ...containers(job),
      selector(spec.selector),
    ];
  },
  "batch/cronjobs": (cron, now) => {
    const spec = obj(cron.spec);
    const status = obj(cron.status);
    const pods = list(obj(obj(obj(obj(spec.jobTemplate).spec).template).spec).containers);
    return [
      cron.metadata.name,
      text(spec.schedule),
      orNone(text(spec.timeZone)),
      spec.suspend === true ? "True" : "False",
      list(status.active).length,
      text(status.lastScheduleTime) === "" ? NONE : age(text(status.lastScheduleTime), now),
      born(cron, now),
      pods.map((c) => text(c.name)).join(","),
      pods.map((c) => text(c.image)).join(","),
      NONE,
    ];
  },
  "/services": (service, now) => {
    const spec = obj(service.spec);
    const ports = list(spec.ports).map((p) =>
      p.nodePort === undefined
        ? `${text(p.port)}/${text(p.protocol)}`
        : `${text(p.port)}:${text(p.nodePort)}/${text(p.protocol)}`,
    );
    const ingress = list(obj(obj(service.status).loadBalancer).ingress).map((i) => text(i.ip) || text(i.hostname));
    const external = Array.isArray(spec.externalIPs) ? spec.externalIPs.map(text) : [];
    const type = text(spec.type);
    const address =
      type === "ExternalName"
        ? text(spec.externalName)
        : type === "LoadBalancer"
          ? [...ingress, ...external].join(",") || "<pending>"
          : orNone(external.join(","));
    return [
      service.metadata.name,
      type,
      orNone(text(spec.clusterIP)),
      address,
      orNone(ports.join(",")),
      born(service, now),
      labelsText(spec.selector),
    ];
  },
  "/endpoints": (e, now) => [
    e.metadata.name,
    orNone(
      list(e.subsets)
        .flatMap((s) => list(s.addresses).flatMap((a) => list(s.ports).map((p) => `${text(a.ip)}:${text(p.port)}`)))
        .slice(0, 3)
        .join(","),
    ),
    born(e, now),
  ],
  "discovery.k8s.io/endpointslices": (slice, now) => {
    const addresses = list(slice.endpoints).flatMap((e) => (Array.isArray(e.addresses) ? e.addresses.map(text) : []));
    return [
      slice.metadata.name,
      text(slice.addressType),
      list(slice.ports)
        .map((p) => text(p.port))
        .join(",") || "<unset>",
      addresses.length === 0
        ? "<unset>"
        : addresses.slice(0, 3).join(",") + (addresses.length > 3 ? ` + ${addresses.length - 3} more...` : ""),
      born(slice, now),
    ];
  },
  "networking.k8s.io/ingresses": (ingress, now) => {
    const spec = obj(ingress.spec);
    const hosts = list(spec.rules)
      .map((r) => text(r.host))
      .filter((h) => h !== "");
    return [
      ingress.metadata.name,
      orNone(text(spec.ingressClassName)),
      hosts.length === 0
        ? "*"
        : hosts.slice(0, 3).join(",") + (hosts.length > 3 ? ` + ${hosts.length - 3} more...` : ""),
      list(obj(obj(ingress.status).loadBalancer).ingress)
        .map((i) => text(i.ip) || text(i.hostname))
        .join(","),
      list(spec.tls).length > 0 ? "80, 443" : "80",
      born(ingress, now),
    ];
  },
  "networking.k8s.io/networkpolicies": (policy, now) => [
    policy.metadata.name,
    selector(obj(policy.spec).podSelector),
    born(policy, now),
  ],
  "networking.k8s.io/ingressclasses": (c, now) => [
    c.metadata.name,
    text(obj(c.spec).controller),
    orNone(text(obj(obj(c.spec).parameters).name)),
    born(c, now),
  ],
  "/namespaces": (ns, now) => [ns.metadata.name, text(obj(ns.status).phase), born(ns, now)],
  "/nodes": (node, now) => {
    const status = obj(node.status);
    const info = obj(status.nodeInfo);
    const ready = list(status.conditions).find((c) => c.type === "Ready")?.status === "True" ? "Ready" : "NotReady";
    const roles = Object.keys(node.metadata.labels ?? {})
      .filter((l) => l.startsWith("node-role.kubernetes.io/"))
      .map((l) => l.slice("node-role.kubernetes.io/".length));
    const address = (type: string): string =>
      orNone(text(list(status.addresses).find((a) => a.type === type)?.address));
    return [
      node.metadata.name,
      obj(node.spec).unschedulable === true ? `${ready},SchedulingDisabled` : ready,
      orNone(roles.join(",")),
      born(node, now),
      text(info.kubeletVersion),
      address("InternalIP"),
      address("ExternalIP"),
      text(info.osImage),
      text(info.kernelVersion),
      text(info.containerRuntimeVersion),
    ];
  },
  "/configmaps": (map, now) => [
    map.metadata.name,
    Object.keys(obj(map.data)).length + Object.keys(obj(map.binaryData)).length,
    born(map, now),
  ],
  "/secrets": (secret, now) => [
    secret.metadata.name,
    text(secret.type),
    Object.keys(obj(secret.data)).length,
    born(secret, now),
  ],
  "/serviceaccounts": (account, now) => [account.metadata.name, list(account.secrets).length, born(account, now)],
  "/events": eventCells,
  "events.k8s.io/events": eventCells,
  "autoscaling/horizontalpodautoscalers": (hpa, now) => {
    const spec = obj(hpa.spec);
    const status = obj(hpa.status);
    const current = list(status.currentMetrics);
    const targets = list(spec.metrics).map((metric, index) => {
      const resource = obj(metric.resource);
      const target = obj(resource.target);
      const now_ = obj(obj(obj(current[index]).resource).current).averageUtilization;
      return `${text(resource.name)}: ${now_ === undefined ? "<unknown>" : `${text(now_)}%`}/${text(target.averageUtilization) || text(target.averageValue)}${target.averageUtilization === undefined ? "" : "%"}`;
    });
    const target = obj(spec.scaleTargetRef);
    return [
      hpa.metadata.name,
      `${text(target.kind)}/${text(target.name)}`,
      orNone(targets.join(", ")),
      text(spec.minReplicas) || "<unset>",
      num(spec.maxReplicas),
      num(status.currentReplicas),
      born(hpa, now),
    ];
  },
  "policy/poddisruptionbudgets": (pdb, now) => {
    const spec = obj(pdb.spec);
    return [
      pdb.metadata.name,
      text(spec.minAvailable) || "N/A",
      text(spec.maxUnavailable) || "N/A",
      num(obj(pdb.status).disruptionsAllowed),
      born(pdb, now),
    ];
  },
  "/persistentvolumeclaims": (claim, now) => {
    const spec = obj(claim.spec);
    const status = obj(claim.status);
    return [
      claim.metadata.name,
      claim.metadata.deletionTimestamp === undefined ? text(status.phase) : "Terminating",
      text(spec.volumeName),
      text(obj(status.capacity).storage),
      accessModes(status.accessModes),
      text(spec.storageClassName),
      text(spec.volumeAttributesClassName) || "<unset>",
      born(claim, now),
      text(spec.volumeMode) || "Filesystem",
    ];
  },
  "/persistentvolumes": (volume, now) => {
    const spec = obj(volume.spec);
    const claim = obj(spec.claimRef);
    return [
      volume.metadata.name,
      text(obj(spec.capacity).storage),
      accessModes(spec.accessModes),
      text(spec.persistentVolumeReclaimPolicy),
      text(obj(volume.status).phase),
      claim.name === undefined ? "" : `${text(claim.namespace)}/${text(claim.name)}`,
      text(spec.storageClassName),
      text(spec.volumeAttributesClassName) || "<unset>",
      text(obj(volume.status).reason),
      born(volume, now),
      text(spec.volumeMode) || "Filesystem",
    ];
  },
  "storage.k8s.io/storageclasses": (c, now) => [
    c.metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true"
      ? `${c.metadata.name} (default)`
      : c.metadata.name,
    text(c.provisioner),
    text(c.reclaimPolicy),
    text(c.volumeBindingMode),
    c.allowVolumeExpansion === true,
    born(c, now),
  ],
  "scheduling.k8s.io/priorityclasses": (c, now) => [
    c.metadata.name,
    num(c.value),
    c.globalDefault === true,
    born(c, now),
    text(c.preemptionPolicy),
  ],
  "apiextensions.k8s.io/customresourcedefinitions": (crd) => [crd.metadata.name, crd.metadata.creationTimestamp ?? ""],
  "rbac.authorization.k8s.io/roles": (role) => [role.metadata.name, role.metadata.creationTimestamp ?? ""],
  "rbac.authorization.k8s.io/clusterroles": (role) => [role.metadata.name, role.metadata.creationTimestamp ?? ""],
  "rbac.authorization.k8s.io/rolebindings": bindingCells,
  "rbac.authorization.k8s.io/clusterrolebindings": bindingCells,
  "coordination.k8s.io/leases": (lease, now) => [
    lease.metadata.name,
    text(obj(lease.spec).holderIdentity),
    born(lease, now),
  ],
};

function eventCells(event: KubeObject, now: number): unknown[] {
  const about = obj(event.involvedObject);
  const series = obj(event.series);
  const first = text(event.firstTimestamp) || text(event.eventTime);
  const last = text(series.lastObservedTime) || text(event.lastTimestamp) || first;
  const count = num(event.count) || num(series.count) || 1;
  const seen = age(last, now);
  const source = obj(event.source);
  return [
    count > 1 && first !== "" ? `${seen} (x${count} over ${age(first, now)})` : seen,
    text(event.type),
    text(event.reason),
    `${text(about.kind).toLowerCase()}/${text(about.name)}`,
    text(about.fieldPath),
    text(source.component) || text(event.reportingComponent),
    text(event.message).trim(),
    first === "" ? "<unknown>" : age(first, now),
    count,
    event.metadata.name,
  ];
}

function bindingCells(binding: KubeObject, now: number): unknown[] {
  const role = obj(binding.roleRef);
  const of = (kind: string): string =>
    list(binding.subjects)
      .filter((s) => s.kind === kind)
      .map((s) => (kind === "ServiceAccount" ? `${text(s.namespace)}/${text(s.name)}` : text(s.name)))
      .join(", ");
  return [
    binding.metadata.name,
    `${text(role.kind)}/${text(role.name)}`,
    born(binding, now),
    of("User"),
    of("Group"),
    of("ServiceAccount"),
  ];
}

function accessModes(modes: unknown): string {
  const short: Record<string, string> = {
    ReadWriteOnce: "RWO",
    ReadOnlyMany: "ROX",
    ReadWriteMany: "RWX",
    ReadWriteOncePod: "RWOP",
  };
  return Array.isArray(modes) ? modes.map((mode) => short[text(mode)] ?? text(mode)).join(",") : "";
}

/** What the first columns of `kubectl get pods` say: a waiting or ended container speaks before the phase. */
export function podSummary(
  pod: KubeObject,
  now: number,
): { ready: number; total: number; restarts: string; reason: string } {
  const status = obj(pod.status);
  const statuses = list(status.containerStatuses);
  let reason = text(status.reason) || text(status.phase) || "Pending";
  let restarts = 0;
  let lastRestart = 0;
  let ready = 0;
  let initializing = false;
  const inits = list(status.initContainerStatuses);
  for (const [index, init] of inits.entries()) {
    restarts += num(init.restartCount);
    const { terminated, waiting } = obj(init.state) as { terminated?: unknown; waiting?: unknown };
    if (terminated !== undefined && num(obj(terminated).exitCode) === 0) continue;
    const waitingReason = text(obj(waiting).reason);
    if (terminated !== undefined)
      reason = `Init:${text(obj(terminated).reason) || `ExitCode:${num(obj(terminated).exitCode)}`}`;
    else if (waitingReason !== "" && waitingReason !== "PodInitializing") reason = `Init:${waitingReason}`;
    else reason = `Init:${index}/${inits.length}`;
    initializing = true;
    break;
  }
  if (!initializing) {
    restarts = 0;
    let running = false;
    for (const container of [...statuses].reverse()) {
      restarts += num(container.restartCount);
      const ended = Date.parse(text(obj(obj(container.lastState).terminated).finishedAt));
      if (ended > lastRestart) lastRestart = ended;
      const state = obj(container.state);
      const waiting = text(obj(state.waiting).reason);
      const terminated = state.terminated === undefined ? undefined : obj(state.terminated);
      if (waiting !== "") reason = waiting;
      else if (terminated) reason = text(terminated.reason) || `ExitCode:${num(terminated.exitCode)}`;
      else if (container.ready === true && state.running !== undefined) {
        running = true;
        ready++;
      }
    }
    if (reason === "Completed" && running) reason = "Running";
  }
  if (pod.metadata.deletionTimestamp !== undefined) reason = "Terminating";
  return {
    ready,
    total: list(obj(pod.spec).containers).length,
    restarts: lastRestart > 0 ? `${restarts} (${humanDuration(now - lastRestart)} ago)` : String(restarts),
    reason,
  };
}
