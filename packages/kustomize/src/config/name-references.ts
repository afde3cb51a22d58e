import type { FieldSpec, NameBackReferences } from "./transformer-config.ts";

type Carrier = readonly [kind: string, spec: string];

const POD_SPECS: readonly Carrier[] = [
  ["Pod", "spec"],
  ["PodTemplate", "template/spec"],
  ["Deployment", "spec/template/spec"],
  ["ReplicaSet", "spec/template/spec"],
  ["DaemonSet", "spec/template/spec"],
  ["StatefulSet", "spec/template/spec"],
  ["Job", "spec/template/spec"],
  ["CronJob", "spec/jobTemplate/spec/template/spec"],
];
/** Of what is not ConfigMap and Secret, the list knows ReplicationControllers, but not ReplicaSets and PodTemplates. */
const WITH_CONTROLLERS: readonly Carrier[] = [
  ...POD_SPECS.filter(([kind]) => kind !== "ReplicaSet" && kind !== "PodTemplate"),
  ["ReplicationController", "spec/template/spec"],
];

const inPods = (carriers: readonly Carrier[], fields: readonly string[]): FieldSpec[] =>
  carriers.flatMap(([kind, spec]) => fields.map((field) => ({ kind, path: `${spec}/${field}` })));
/** Pods of other groups have no ConfigMaps and Secrets, though they may have all else. */
const inCorePods = (fields: readonly string[]): FieldSpec[] =>
  inPods(POD_SPECS, fields).map((spec) => (spec.kind === "Pod" ? { ...spec, version: "v1" } : spec));
const at = (kind: string, ...paths: string[]): FieldSpec[] => paths.map((path) => ({ kind, path }));
const containers = (...fields: string[]): string[] =>
  ["containers", "initContainers"].flatMap((list) => fields.map((field) => `${list}/${field}`));

const SCALED = ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"];

/** Written from the field list that the documentation gives; each row is one way in which objects name each other. */
export const nameReferences: readonly NameBackReferences[] = [
  ...SCALED.map((kind) => ({ kind, fieldSpecs: at("HorizontalPodAutoscaler", "spec/scaleTargetRef/name") })),
  {
    kind: "ConfigMap",
    version: "v1",
    fieldSpecs: [
      ...inCorePods([
        "volumes/configMap/name",
        "volumes/projected/sources/configMap/name",
        ...containers("env/valueFrom/configMapKeyRef/name", "envFrom/configMapRef/name"),
      ]),
      ...at("Node", "spec/configSource/configMap"),
      ...at("Role", "rules/resourceNames"),
      ...at("ClusterRole", "rules/resourceNames"),
      ...at("Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"),
    ],
  },
  {
    kind: "Secret",
    version: "v1",
    fieldSpecs: [
      ...inCorePods([
        "volumes/secret/secretName",
        "volumes/projected/sources/secret/name",
        "imagePullSecrets/name",
        ...containers("env/valueFrom/secretKeyRef/name", "envFrom/secretRef/name"),
      ]),
      ...at("ServiceAccount", "imagePullSecrets/name"),
      ...at(
        "Ingress",
        "spec/tls/secretName",
        ...[
          "ingress.kubernetes.io\\/auth-secret",
          "nginx.ingress.kubernetes.io\\/auth-secret",
          "nginx.ingress.kubernetes.io\\/auth-tls-secret",
        ].map((key) => `metadata/annotations/${key}`),
      ),
      ...at("Role", "rules/resourceNames"),
      ...at("ClusterRole", "rules/resourceNames"),
      ...at(
        "StorageClass",
        "parameters/adminSecretName",
        "parameters/userSecretName",
        "parameters/secretName",
        "parameters/secretRef",
      ),
      ...at("PersistentVolume", "spec/azureFile/secretName"),
      {
        kind: "Service",
        group: "serving.knative.dev",
        version: "v1",
        path: "spec/template/spec/containers/env/valueFrom/secretKeyRef/name",
      },
    ],
  },
  {
    kind: "Service",
    version: "v1",
    fieldSpecs: [
      { kind: "StatefulSet", group: "apps", path: "spec/serviceName" },
      ...at(
        "Ingress",
        "spec/rules/http/paths/backend/serviceName",
        "spec/backend/serviceName",
        "spec/rules/http/paths/backend/service/name",
        "spec/defaultBackend/service/name",
      ),
      { kind: "APIService", group: "apiregistration.k8s.io", path: "spec/service/name" },
      ...at("ValidatingWebhookConfiguration", "webhooks/clientConfig/service"),
      ...at("MutatingWebhookConfiguration", "webhooks/clientConfig/service"),
    ],
  },
  {
    kind: "ValidatingAdmissionPolicy",
    group: "admissionregistration.k8s.io",
    fieldSpecs: at("ValidatingAdmissionPolicyBinding", "spec/policyName"),
  },
  { kind: "Role", group: "rbac.authorization.k8s.io", fieldSpecs: at("RoleBinding", "roleRef/name") },
  {
    kind: "ClusterRole",
    group: "rbac.authorization.k8s.io",
    fieldSpecs: [...at("RoleBinding", "roleRef/name"), ...at("ClusterRoleBinding", "roleRef/name")],
  },
  {
    kind: "ServiceAccount",
    version: "v1",
    fieldSpecs: [
      { kind: "RoleBinding", group: "rbac.authorization.k8s.io", path: "subjects" },
      { kind: "ClusterRoleBinding", group: "rbac.authorization.k8s.io", path: "subjects" },
      ...inPods(WITH_CONTROLLERS, ["serviceAccountName"]),
    ],
  },
  {
    kind: "PersistentVolumeClaim",
    version: "v1",
    fieldSpecs: inPods(WITH_CONTROLLERS, ["volumes/persistentVolumeClaim/claimName"]),
  },
  {
    kind: "PersistentVolume",
    version: "v1",
    fieldSpecs: [...at("PersistentVolumeClaim", "spec/volumeName"), ...at("ClusterRole", "rules/resourceNames")],
  },
  {
    kind: "StorageClass",
    group: "storage.k8s.io",
    version: "v1",
    fieldSpecs: [
      ...at("PersistentVolume", "spec/storageClassName"),
      ...at("PersistentVolumeClaim", "spec/storageClassName"),
      ...at("StatefulSet", "spec/volumeClaimTemplates/spec/storageClassName"),
    ],
  },
  {
    kind: "PriorityClass",
    group: "scheduling.k8s.io",
    version: "v1",
    fieldSpecs: inPods(WITH_CONTROLLERS, ["priorityClassName"]),
  },
];
