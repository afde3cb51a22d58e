import type { FieldSpec } from "./transformer-config.ts";

const POD_SPECS = [
  ["CronJob", "spec/jobTemplate/spec/template/spec"],
  ["DaemonSet", "spec/template/spec"],
  ["Deployment", "spec/template/spec"],
  ["Job", "spec/template/spec"],
  ["StatefulSet", "spec/template/spec"],
  ["Pod", "spec"],
  ["ReplicaSet", "spec/template/spec"],
] as const;

const CONTAINER_FIELDS = ["args", "command", "env/value", "volumeMounts/mountPath"];

/** Fields in which `$(NAME)` stands for the value of a var. */
export const varReferences: readonly FieldSpec[] = [
  ...POD_SPECS.flatMap(([kind, spec]) => [
    ...["containers", "initContainers"].flatMap((list) =>
      CONTAINER_FIELDS.map((field) => ({ kind, path: `${spec}/${list}/${field}` })),
    ),
  ]),
  ...POD_SPECS.filter(([kind]) => kind !== "CronJob" && kind !== "StatefulSet").map(([kind, spec]) => ({
    kind,
    path: `${spec}/volumes/nfs/server`,
  })),
  { kind: "PersistentVolume", path: "spec/nfs/server" },
  { kind: "StatefulSet", path: "spec/volumeClaimTemplates/spec/nfs/server" },
  { kind: "Deployment", path: "spec/template/metadata/annotations" },
  { kind: "Ingress", path: "spec/rules/host" },
  { kind: "Ingress", path: "spec/tls/hosts" },
  { kind: "Ingress", path: "spec/tls/secretName" },
  { kind: "Service", path: "spec/ports/port" },
  { kind: "Service", path: "spec/ports/targetPort" },
  { path: "metadata/labels" },
  { path: "metadata/annotations" },
];
