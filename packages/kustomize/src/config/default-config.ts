import type { FieldSpec, TransformerConfig } from "./transformer-config.ts";
import { mergeConfigs } from "./merge-configs.ts";
import { nameReferences } from "./name-references.ts";
import { varReferences } from "./var-references.ts";

/** Where kinds with pod templates have them. */
const WORKLOADS: readonly FieldSpec[] = [
  { kind: "ReplicationController", version: "v1", path: "spec/template" },
  { kind: "Deployment", path: "spec/template" },
  { kind: "ReplicaSet", path: "spec/template" },
  { kind: "DaemonSet", path: "spec/template" },
  { kind: "StatefulSet", group: "apps", path: "spec/template" },
  { kind: "Job", group: "batch", path: "spec/template" },
  { kind: "CronJob", group: "batch", path: "spec/jobTemplate" },
  { kind: "CronJob", group: "batch", path: "spec/jobTemplate/spec/template" },
];

function inTemplates(field: string): FieldSpec[] {
  return WORKLOADS.map((spec) => ({ ...spec, path: `${spec.path}/${field}`, create: true }));
}

const TERMS = ["podAffinity", "podAntiAffinity"].flatMap((kind) => [
  `affinity/${kind}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`,
  `affinity/${kind}/requiredDuringSchedulingIgnoredDuringExecution`,
]);

/** Fields of pod specs that select pods by their labels. */
function podSelectors(kind: string): FieldSpec[] {
  return [...TERMS, "topologySpreadConstraints"].map((path) => ({
    group: "apps",
    kind,
    path: `spec/template/spec/${path}/labelSelector/matchLabels`,
  }));
}

const templateLabels: readonly FieldSpec[] = [
  ...inTemplates("metadata/labels"),
  { kind: "StatefulSet", group: "apps", path: "spec/volumeClaimTemplates[]/metadata/labels", create: true },
];

const commonLabels: readonly FieldSpec[] = [
  { path: "metadata/labels", create: true },
  ...templateLabels,
  { kind: "Service", version: "v1", path: "spec/selector", create: true },
  { kind: "ReplicationController", version: "v1", path: "spec/selector", create: true },
  { kind: "Deployment", path: "spec/selector/matchLabels", create: true },
  { kind: "ReplicaSet", path: "spec/selector/matchLabels", create: true },
  { kind: "DaemonSet", path: "spec/selector/matchLabels", create: true },
  { kind: "StatefulSet", group: "apps", path: "spec/selector/matchLabels", create: true },
  ...podSelectors("Deployment"),
  ...podSelectors("StatefulSet"),
  { kind: "Job", group: "batch", path: "spec/selector/matchLabels" },
  { kind: "CronJob", group: "batch", path: "spec/jobTemplate/spec/selector/matchLabels" },
  { kind: "PodDisruptionBudget", group: "policy", path: "spec/selector/matchLabels" },
  ...["spec", "spec/ingress/from", "spec/egress/to"].map((path) => ({
    kind: "NetworkPolicy",
    group: "networking.k8s.io",
    path: `${path}/podSelector/matchLabels`,
  })),
];

/** What Kustomize changes unless `configurations` says otherwise. */
export const defaultConfig: TransformerConfig = mergeConfigs(
  {
    namePrefix: [{ path: "metadata/name" }],
    nameSuffix: [{ path: "metadata/name" }],
    namespace: [
      { kind: "Namespace", path: "metadata/name", create: true },
      { kind: "APIService", group: "apiregistration.k8s.io", path: "spec/service/namespace", create: true },
      {
        kind: "CustomResourceDefinition",
        group: "apiextensions.k8s.io",
        path: "spec/conversion/webhook/clientConfig/service/namespace",
      },
    ],
    commonLabels,
    labels: [{ path: "metadata/labels", create: true }],
    templateLabels,
    commonAnnotations: [
      { path: "metadata/annotations", create: true },
      // Of StatefulSets the group does not matter here, unlike for labels.
      ...inTemplates("metadata/annotations").map((spec) =>
        spec.kind === "StatefulSet" ? { ...spec, group: "" } : spec,
      ),
    ],
    nameReference: nameReferences,
    varReference: varReferences,
    images: ["", "spec/template/"].flatMap((at) => [
      { path: `${at}spec/containers[]/image` },
      { path: `${at}spec/initContainers[]/image` },
      { path: `${at}spec/volumes[]/image/reference` },
    ]),
    replicas: ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"].map((kind) => ({
      kind,
      path: "spec/replicas",
      create: true,
    })),
  },
  {},
);
