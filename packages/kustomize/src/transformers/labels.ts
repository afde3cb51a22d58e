import type { KubeObject } from "@hawser/kube";
import { isJsonObject } from "@hawser/kube";
import type { FieldSpec, LabelEntry } from "../load/kustomization.ts";
import type { ResourceSet } from "../resource-set.ts";
import { currentId } from "../resource.ts";
import { changeField, specMatches, splitPath } from "./field-path.ts";

const METADATA: FieldSpec[] = [{ path: "metadata/labels", create: true }];

const TEMPLATES: FieldSpec[] = [
  { version: "v1", kind: "ReplicationController", path: "spec/template/metadata/labels", create: true },
  ...["Deployment", "ReplicaSet", "DaemonSet"].map((kind) => ({
    kind,
    path: "spec/template/metadata/labels",
    create: true,
  })),
  { group: "apps", kind: "StatefulSet", path: "spec/template/metadata/labels", create: true },
  { group: "batch", kind: "Job", path: "spec/template/metadata/labels", create: true },
  { group: "batch", kind: "CronJob", path: "spec/jobTemplate/metadata/labels", create: true },
  { group: "batch", kind: "CronJob", path: "spec/jobTemplate/spec/template/metadata/labels", create: true },
];

const POD_SELECTORS = [
  "spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
  "spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
  "spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
  "spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
  "spec/topologySpreadConstraints/labelSelector/matchLabels",
];

/** Where labels select: with these, a change of labels changes what belongs together. */
const SELECTORS: FieldSpec[] = [
  { version: "v1", kind: "Service", path: "spec/selector", create: true },
  { version: "v1", kind: "ReplicationController", path: "spec/selector", create: true },
  ...["Deployment", "ReplicaSet", "DaemonSet"].map((kind) => ({
    kind,
    path: "spec/selector/matchLabels",
    create: true,
  })),
  { group: "apps", kind: "StatefulSet", path: "spec/selector/matchLabels", create: true },
  { group: "apps", kind: "StatefulSet", path: "spec/volumeClaimTemplates[]/metadata/labels", create: true },
  { group: "batch", kind: "Job", path: "spec/selector/matchLabels" },
  { group: "batch", kind: "CronJob", path: "spec/jobTemplate/spec/selector/matchLabels" },
  { group: "policy", kind: "PodDisruptionBudget", path: "spec/selector/matchLabels" },
  ...[
    "spec/podSelector/matchLabels",
    "spec/ingress/from/podSelector/matchLabels",
    "spec/egress/to/podSelector/matchLabels",
  ].map((path) => ({ group: "networking.k8s.io", kind: "NetworkPolicy", path })),
  ...POD_SELECTORS.flatMap((path) => [
    { group: "apps", kind: "Deployment", path: `spec/template/${path}` },
    { group: "apps", kind: "StatefulSet", path: `spec/template/${path}` },
  ]),
];

/** `commonLabels`: everywhere, selectors included. */
export function addCommonLabels(set: ResourceSet, labels: Record<string, string>): void {
  addPairs(set, labels, [...METADATA, ...TEMPLATES, ...SELECTORS]);
}

/** One entry of `labels`. */
export function addLabels(set: ResourceSet, entry: LabelEntry): void {
  const specs =
    entry.includeSelectors === true
      ? [...METADATA, ...TEMPLATES, ...SELECTORS]
      : [...METADATA, ...(entry.includeTemplates === true ? TEMPLATES : [])];
  addPairs(set, entry.pairs ?? {}, [...(entry.fields ?? []), ...specs]);
}

/** `commonAnnotations`: objects and pod templates. */
export function addAnnotations(set: ResourceSet, annotations: Record<string, string>): void {
  const specs = [...METADATA, ...TEMPLATES].map((spec) => ({
    ...spec,
    path: spec.path.replace(/labels$/, "annotations"),
  }));
  addPairs(set, annotations, specs);
}

function addPairs(set: ResourceSet, pairs: Record<string, string>, specs: readonly FieldSpec[]): void {
  if (Object.keys(pairs).length === 0) return;
  const paths = specs.map((spec) => ({ spec, path: splitPath(spec.path) }));
  for (const resource of set.list) {
    const id = currentId(resource);
    for (const { spec, path } of paths) {
      if (specMatches(spec, id)) addAt(resource.object, path, spec.create === true, pairs);
    }
  }
}

function addAt(object: KubeObject, path: readonly string[], create: boolean, pairs: Record<string, string>): void {
  changeAtMaps(object, path, create, (map) => Object.assign(map, pairs));
}

function changeAtMaps(
  object: unknown,
  path: readonly string[],
  create: boolean,
  change: (map: Record<string, unknown>) => void,
): void {
  // `name[]` walks a list and creates below its items, never the list itself.
  const at = path.findIndex((part) => part.endsWith("[]"));
  if (at >= 0) {
    changeField(object, [...path.slice(0, at), (path[at] ?? "").slice(0, -2)], false, (list) => {
      for (const item of Array.isArray(list) ? list : []) changeAtMaps(item, path.slice(at + 1), create, change);
      return list;
    });
    return;
  }
  changeField(object, path, create, (value) => {
    const map = isJsonObject(value) ? value : {};
    change(map);
    return map;
  });
}
