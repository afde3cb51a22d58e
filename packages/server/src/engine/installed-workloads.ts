import { randomBytes } from "node:crypto";
import { type Client, hasReason, type KubeObject, LAST_APPLIED } from "@hawser/kube";
import type { DataFolder } from "../data-folder/data-folder.ts";

const ARGOCD_IMAGE = "quay.io/argoproj/argocd:v3.6.0";
const DEX_IMAGE = "ghcr.io/dexidp/dex:v2.45.1";
const REDIS_IMAGE = "public.ecr.aws/docker/library/redis:8.10.1-alpine";
const FLUX_VERSION = "v2.9.0";
/** Says on each workload where its work is really done. */
const NOTE = { "hawser.dev/note": "simulated: the Hawser process does this workload's work" };

type Port = [name: string, port: number, targetPort?: number | string];

interface Component {
  name: string;
  component: string;
  kind: "Deployment" | "StatefulSet";
  container?: string;
  image: string;
  ports: { name?: string; containerPort: number }[];
  services: Record<string, Port[]>;
}

const ARGOCD: readonly Component[] = [
  argocd("argocd-application-controller", "StatefulSet", [{ containerPort: 8082 }], {
    "argocd-metrics": [["metrics", 8082]],
  }),
  argocd(
    "argocd-applicationset-controller",
    "Deployment",
    [
      { name: "webhook", containerPort: 7000 },
      { name: "metrics", containerPort: 8080 },
    ],
    {
      "argocd-applicationset-controller": [
        ["webhook", 7000, "webhook"],
        ["metrics", 8080, "metrics"],
      ],
    },
  ),
  {
    ...argocd("argocd-dex-server", "Deployment", [5556, 5557, 5558].map(port), {
      "argocd-dex-server": [
        ["http", 5556],
        ["grpc", 5557],
        ["metrics", 5558],
      ],
    }),
    container: "dex",
    image: DEX_IMAGE,
  },
  argocd("argocd-notifications-controller", "Deployment", [port(9001)], {
    "argocd-notifications-controller-metrics": [["metrics", 9001]],
  }),
  {
    ...argocd("argocd-redis", "Deployment", [port(6379)], { "argocd-redis": [["tcp-redis", 6379]] }),
    container: "redis",
    image: REDIS_IMAGE,
  },
  argocd("argocd-repo-server", "Deployment", [8081, 8084].map(port), {
    "argocd-repo-server": [
      ["server", 8081],
      ["metrics", 8084],
    ],
  }),
  argocd("argocd-server", "Deployment", [8080, 8083].map(port), {
    "argocd-server": [
      ["http", 80, 8080],
      ["https", 443, 8080],
    ],
    "argocd-server-metrics": [["metrics", 8083]],
  }),
];

const CONFIG_MAPS = [
  "argocd-cm",
  "argocd-cmd-params-cm",
  "argocd-gpg-keys-cm",
  "argocd-rbac-cm",
  "argocd-ssh-known-hosts-cm",
  "argocd-tls-certs-cm",
];

/** Makes the workloads of an installed Argo CD and Flux at the first start, and remembers that it did. */
export async function installOnce(folder: DataFolder, client: Client): Promise<void> {
  const { state } = folder;
  for (const [name, install] of [
    ["argocd", installArgocdWorkloads],
    ["flux", installFluxWorkloads],
  ] as const) {
    if (state.installed?.includes(name) === true) continue;
    await install(client);
    state.installed = [...(state.installed ?? []), name];
    folder.saveState();
  }
}

/** The workloads, Services and settings that an installed Argo CD has. Made once: what the user deletes stays deleted. */
async function installArgocdWorkloads(client: Client): Promise<void> {
  const partOf = { "app.kubernetes.io/part-of": "argocd" };
  const settings = CONFIG_MAPS.map((name) =>
    object("v1", "ConfigMap", "argocd", name, { "app.kubernetes.io/name": name, ...partOf }),
  );
  // The real install's repo server and redis refuse to start without it; a job makes it there.
  const redisPassword = object("v1", "Secret", "argocd", "argocd-redis", undefined, {
    type: "Opaque",
    stringData: { auth: randomBytes(16).toString("base64url") },
  });
  const workloads = ARGOCD.flatMap((component) => {
    const labels = { "app.kubernetes.io/name": component.name };
    const own = { ...labels, "app.kubernetes.io/component": component.component, ...partOf };
    return workload("argocd", component, { selector: labels, podLabels: labels, labels: own });
  });
  await createAll(client, [...settings, redisPassword, ...workloads]);
}

/** The controllers of Flux that Hawser does the work of, as `flux install` makes them. */
async function installFluxWorkloads(client: Client): Promise<void> {
  const labels = {
    "app.kubernetes.io/instance": "flux-system",
    "app.kubernetes.io/part-of": "flux",
    "app.kubernetes.io/version": FLUX_VERSION,
  };
  const ports = [
    { name: "http-prom", containerPort: 8080 },
    { name: "healthz", containerPort: 9440 },
  ];
  const flux = (name: string, version: string, extra: Partial<Component> = {}): KubeObject[] => {
    const own = { ...labels, "app.kubernetes.io/component": name };
    const component: Component = {
      name,
      component: name,
      kind: "Deployment",
      container: "manager",
      image: `ghcr.io/fluxcd/${name}:${version}`,
      ports,
      services: {},
      ...extra,
    };
    return workload("flux-system", component, {
      selector: { app: name },
      podLabels: { app: name, ...own },
      labels: { ...own, "control-plane": "controller" },
    });
  };
  await createAll(client, [
    object("v1", "Namespace", "", "flux-system", labels),
    ...flux("source-controller", "v1.9.0", {
      ports: [{ name: "http", containerPort: 9090 }, ...ports],
      services: { "source-controller": [["http", 80, "http"]] },
    }),
    ...flux("kustomize-controller", "v1.9.0"),
  ]);
}

function argocd(
  name: string,
  kind: Component["kind"],
  ports: Component["ports"],
  services: Component["services"],
): Component {
  const component = name.replace(/^argocd-/, "");
  return { name, component, kind, image: ARGOCD_IMAGE, ports, services };
}

function port(containerPort: number): { containerPort: number } {
  return { containerPort };
}

function workload(
  namespace: string,
  { name, kind, container, image, ports, services }: Component,
  marks: {
    selector: Record<string, string>;
    podLabels: Record<string, string>;
    labels: Record<string, string>;
  },
): KubeObject[] {
  const { selector, podLabels, labels } = marks;
  const running = object("apps/v1", kind, namespace, name, labels, {
    spec: {
      ...(kind === "StatefulSet" ? { serviceName: name } : {}),
      replicas: 1,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: podLabels },
        spec: {
          serviceAccountName: name,
          containers: [{ name: container ?? name, image, ports }],
        },
      },
    },
  });
  running.metadata.annotations = NOTE;
  return [
    object("v1", "ServiceAccount", namespace, name, labels),
    ...Object.entries(services).map(([serviceName, servicePorts]) =>
      object("v1", "Service", namespace, serviceName, labels, {
        spec: {
          selector,
          ports: servicePorts.map(([portName, number, targetPort]) => ({
            name: portName,
            port: number,
            protocol: "TCP",
            targetPort: targetPort ?? number,
          })),
        },
      }),
    ),
    running,
  ];
}

function object(
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  labels?: Record<string, string>,
  rest: Record<string, unknown> = {},
): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === "" ? {} : { namespace }), ...(labels ? { labels } : {}) },
    ...rest,
  };
}

async function createAll(client: Client, objects: readonly KubeObject[]): Promise<void> {
  for (const made of objects) {
    try {
      await client.create(appliedOnce(made), { fieldManager: "hawser" });
    } catch (error) {
      // A start that was killed halfway, or an installation that the user brought along.
      if (!hasReason(error, "AlreadyExists")) throw error;
    }
  }
}

/** Marked as `kubectl apply` marks it, so that the real manifests can be applied on top without a warning for each. */
function appliedOnce(made: KubeObject): KubeObject {
  if (made.kind === "Secret") return made;
  const annotations = {
    ...made.metadata.annotations,
    [LAST_APPLIED]: `${JSON.stringify(made)}\n`,
  };
  return { ...made, metadata: { ...made.metadata, annotations } };
}
