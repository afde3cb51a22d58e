import { on } from "../objects.mjs";

const simple = (apiVersion, kind, name, more = "") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n${more}`;
const podSpec = `serviceAccountName: sa
serviceAccount: sa
priorityClassName: prio
runtimeClassName: run
imagePullSecrets: [{name: sec}, {name: other}]
initContainers: [{name: i, envFrom: [{configMapRef: {name: cm}}, {secretRef: {name: sec}}], env: [{name: e, valueFrom: {secretKeyRef: {name: sec, key: a}}}, {name: f, valueFrom: {configMapKeyRef: {name: cm, key: a}}}]}]
containers: [{name: c, envFrom: [{configMapRef: {name: cm}}, {secretRef: {name: sec}}], env: [{name: e, valueFrom: {configMapKeyRef: {name: cm, key: a}}}, {name: f, valueFrom: {secretKeyRef: {name: sec, key: a}}}]}]
ephemeralContainers: [{name: c, envFrom: [{configMapRef: {name: cm}}, {secretRef: {name: sec}}]}]
volumes:
  - {name: a, configMap: {name: cm}}
  - {name: b, secret: {secretName: sec}}
  - {name: c, projected: {sources: [{configMap: {name: cm}}, {secret: {name: sec}}, {serviceAccountToken: {path: x}}]}}
  - {name: d, persistentVolumeClaim: {claimName: pvc}}
  - {name: e, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast, volumeName: pv}}}}
  - {name: f, cephfs: {secretRef: {name: sec}}}
  - {name: g, azureFile: {secretName: sec}}
  - {name: h, csi: {nodePublishSecretRef: {name: sec}}}
  - {name: i, flexVolume: {secretRef: {name: sec}}}
  - {name: j, rbd: {secretRef: {name: sec}}}
  - {name: k, scaleIO: {secretRef: {name: sec}}}
  - {name: l, storageos: {secretRef: {name: sec}}}
  - {name: m, iscsi: {secretRef: {name: sec}}}
resourceClaims: [{name: x, resourceClaimTemplateName: rct}]
`;
const indent = (text, by) => text.replaceAll(/^(?=.)/gm, " ".repeat(by));
const workload = (apiVersion, kind) =>
  simple(
    apiVersion,
    kind,
    kind.toLowerCase(),
    `spec:\n  serviceName: svc\n  template:\n    spec:\n${indent(podSpec, 6)}  volumeClaimTemplates: [{metadata: {name: d}, spec: {storageClassName: fast, volumeName: pv}}]\n`,
  );
const referred = [
  simple("v1", "ConfigMap", "cm"),
  simple("v1", "Secret", "sec"),
  simple("v1", "ServiceAccount", "sa", "imagePullSecrets: [{name: sec}]\nsecrets: [{name: sec}]\n"),
  simple("v1", "Service", "svc"),
  simple(
    "v1",
    "PersistentVolumeClaim",
    "pvc",
    "spec: {volumeName: pv, storageClassName: fast, dataSource: {kind: PersistentVolumeClaim, name: pvc}}\n",
  ),
  simple(
    "v1",
    "PersistentVolume",
    "pv",
    "spec: {storageClassName: fast, claimRef: {name: pvc}, azureFile: {secretName: sec}, csi: {nodeStageSecretRef: {name: sec}}}\n",
  ),
  simple(
    "storage.k8s.io/v1",
    "StorageClass",
    "fast",
    "parameters: {adminSecretName: sec, userSecretName: sec, secretName: sec, restuserkey: sec}\n",
  ),
  simple("scheduling.k8s.io/v1", "PriorityClass", "prio"),
  simple("node.k8s.io/v1", "RuntimeClass", "run"),
  simple("networking.k8s.io/v1", "IngressClass", "class"),
  simple("apps/v1", "Deployment", "dep"),
  simple("apps/v1", "ReplicaSet", "dep"),
  simple("apps/v1", "StatefulSet", "dep"),
  simple("v1", "ReplicationController", "dep"),
  simple("rbac.authorization.k8s.io/v1", "Role", "role"),
  simple("rbac.authorization.k8s.io/v1", "ClusterRole", "role"),
];
const referring = [
  simple("v1", "Pod", "pod", `spec:\n${indent(podSpec, 2)}`),
  simple("v1", "PodTemplate", "pt", `template:\n  spec:\n${indent(podSpec, 4)}`),
  ...["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"].map((kind) => workload("apps/v1", kind)),
  workload("extensions/v1beta1", "Deployment"),
  workload("v1", "ReplicationController"),
  workload("batch/v1", "Job"),
  workload("serving.knative.dev/v1", "Service"),
  workload("example.com/v1", "Boat"),
  simple(
    "batch/v1",
    "CronJob",
    "cronjob",
    `spec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n${indent(podSpec, 10)}`,
  ),
  simple(
    "batch/v1beta1",
    "CronJob",
    "cronjob",
    `spec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n${indent(podSpec, 10)}`,
  ),
];
const hpa = (version, kind, target) =>
  simple(
    `autoscaling/${version}`,
    "HorizontalPodAutoscaler",
    `${version}-${kind.toLowerCase()}`,
    `spec: {scaleTargetRef: {apiVersion: ${target}, kind: ${kind}, name: dep}}\n`,
  );
const binding = (kind, ref, subjects, more = "") =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: b${more}}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ${ref}, name: role}\nsubjects: ${subjects}\n`;
const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ing
  annotations: {nginx.ingress.kubernetes.io/auth-secret: sec, nginx.ingress.kubernetes.io/auth-tls-secret: sec, nginx.ingress.kubernetes.io/fastcgi-params-configmap: cm, ingress.kubernetes.io/auth-secret: sec, other/secret: sec}
spec:
  ingressClassName: class
  tls: [{secretName: sec}]
  defaultBackend: {service: {name: svc}}
  backend: {serviceName: svc}
  rules: [{http: {paths: [{backend: {service: {name: svc, port: {number: 80}}}}, {backend: {serviceName: svc, servicePort: 80}}]}}]
`;
const webhook = (kind) =>
  simple(
    "admissionregistration.k8s.io/v1",
    kind,
    "hook",
    "webhooks: [{name: a, clientConfig: {service: {name: svc, namespace: old, path: /x}}}, {name: b, clientConfig: {service: {name: svc, namespace: default}}}, {name: c, clientConfig: {url: 'https://x'}}]\n",
  );
const rules = [
  simple(
    "rbac.authorization.k8s.io/v1",
    "Role",
    "reads",
    "rules: [{resources: [configmaps, secrets], resourceNames: [cm, sec, nothing, pv], verbs: [get]}]\n",
  ),
  simple(
    "rbac.authorization.k8s.io/v1",
    "ClusterRole",
    "reads",
    "rules: [{resources: [configmaps, secrets], resourceNames: [cm, sec, nothing, pv], verbs: [get]}]\n",
  ),
];

export const cases = {
  "of every pod spec, by prefix": on([...referred, ...referring], "namePrefix: p-\n"),
  "of every pod spec, by suffix and namespace": on([...referred, ...referring], "nameSuffix: -s\nnamespace: ns\n"),
  "to generated maps": on(
    [...referred.slice(2), ...referring, ingress, ...rules],
    "configMapGenerator: [{name: cm, literals: [a=1]}]\nsecretGenerator: [{name: sec, literals: [a=1]}]\n",
  ),
  "of autoscalers": on(
    [
      ...referred,
      ...["v1", "v2", "v2beta2"].flatMap((version) => [
        hpa(version, "Deployment", "apps/v1"),
        hpa(version, "StatefulSet", "apps/v1"),
        hpa(version, "ReplicaSet", "apps/v1"),
        hpa(version, "ReplicationController", "v1"),
        hpa(version, "Boat", "example.com/v1"),
      ]),
    ],
    "namePrefix: p-\n",
  ),
  "of an ingress": on(
    [...referred, ingress, ingress.replace("networking.k8s.io/v1", "extensions/v1beta1")],
    "namePrefix: p-\n",
  ),
  "of an ingress in a namespace": on([...referred, ingress], "nameSuffix: -s\nnamespace: ns\n"),
  "of webhooks, by name": on(
    [...referred, webhook("MutatingWebhookConfiguration"), webhook("ValidatingWebhookConfiguration")],
    "namePrefix: p-\n",
  ),
  "of webhooks, by namespace": on(
    [...referred, webhook("MutatingWebhookConfiguration"), webhook("ValidatingWebhookConfiguration")],
    "namespace: ns\n",
  ),
  "of webhooks to a service in their namespace": on(
    [simple("v1", "Service", "svc, namespace: old"), webhook("MutatingWebhookConfiguration")],
    "namespace: ns\nnamePrefix: p-\n",
  ),
  "of an APIService": on(
    [
      ...referred,
      simple(
        "apiregistration.k8s.io/v1",
        "APIService",
        "v1.example.com",
        "spec: {service: {name: svc, namespace: old}}\n",
      ),
    ],
    "namePrefix: p-\n",
  ),
  "of roles": on([...referred, ...rules], "namePrefix: p-\n"),
  "of roles in a namespace": on([...referred, ...rules], "namespace: ns\nnameSuffix: -s\n"),
  "of a RoleBinding to a Role": on(
    [...referred, binding("RoleBinding", "Role", "[{kind: ServiceAccount, name: sa}]")],
    "namePrefix: p-\nnamespace: ns\n",
  ),
  "of a RoleBinding to a ClusterRole": on(
    [...referred, binding("RoleBinding", "ClusterRole", "[{kind: ServiceAccount, name: sa, namespace: default}]")],
    "namePrefix: p-\nnamespace: ns\n",
  ),
  "of a ClusterRoleBinding": on(
    [
      ...referred,
      binding(
        "ClusterRoleBinding",
        "ClusterRole",
        "[{kind: ServiceAccount, name: sa, namespace: default}, {kind: ServiceAccount, name: sa, namespace: other}, {kind: ServiceAccount, name: default}, {kind: User, name: default}, {kind: User, name: sa}, {kind: Group, name: sa}]",
      ),
    ],
    "namePrefix: p-\nnamespace: ns\n",
  ),
  "of a binding without renaming": on(
    [
      ...referred,
      binding(
        "ClusterRoleBinding",
        "ClusterRole",
        "[{kind: ServiceAccount, name: sa, namespace: default}, {kind: ServiceAccount, name: sa}]",
      ),
    ],
    "namespace: ns\n",
  ),
  "of a binding to accounts of two namespaces": on(
    [
      simple("v1", "ServiceAccount", "sa, namespace: one"),
      simple("v1", "ServiceAccount", "sa, namespace: two"),
      binding(
        "ClusterRoleBinding",
        "ClusterRole",
        "[{kind: ServiceAccount, name: sa, namespace: one}, {kind: ServiceAccount, name: sa, namespace: two}]",
      ),
    ],
    "namePrefix: p-\n",
  ),
  "of a RoleBinding to an account elsewhere": on(
    [
      simple("v1", "ServiceAccount", "sa, namespace: one"),
      simple("rbac.authorization.k8s.io/v1", "Role", "role, namespace: two"),
      binding("RoleBinding", "Role", "[{kind: ServiceAccount, name: sa, namespace: one}]", ", namespace: two"),
    ],
    "namePrefix: p-\n",
  ),
  "across namespaces": on(
    [
      simple("v1", "ConfigMap", "cm, namespace: one"),
      simple("v1", "Pod", "pod, namespace: two", "spec: {volumes: [{configMap: {name: cm}}]}\n"),
      simple("v1", "Pod", "pod, namespace: one", "spec: {volumes: [{configMap: {name: cm}}]}\n"),
    ],
    "namePrefix: p-\n",
  ),
  "the same name in two namespaces": on(
    ["one", "two"].flatMap((namespace) => [
      simple("v1", "ConfigMap", `cm, namespace: ${namespace}`),
      simple("v1", "Pod", `pod, namespace: ${namespace}`, "spec: {volumes: [{configMap: {name: cm}}]}\n"),
    ]),
    "namePrefix: p-\n",
  ),
  "from the default namespace": on(
    [
      simple("v1", "ConfigMap", "cm, namespace: default"),
      simple("v1", "Pod", "pod", "spec: {volumes: [{configMap: {name: cm}}]}\n"),
    ],
    "namePrefix: p-\n",
  ),
  "to another version of the kind": on(
    [simple("rbac.authorization.k8s.io/v1beta1", "Role", "role"), binding("RoleBinding", "Role", "[]")],
    "namePrefix: p-\n",
  ),
  "to another group's kind": on(
    [
      simple("example.com/v1", "ConfigMap", "cm"),
      simple("v1", "Pod", "pod", "spec: {volumes: [{configMap: {name: cm}}]}\n"),
    ],
    "namePrefix: p-\n",
  ),
  "of a StatefulSet to its service": on(
    [simple("v1", "Service", "svc"), workload("apps/v1", "StatefulSet"), workload("apps/v1beta1", "StatefulSet")],
    "namePrefix: p-\n",
  ),
  "of a node": on(
    [...referred, simple("v1", "Node", "n", "spec: {configSource: {configMap: {name: cm}}}\n")],
    "namePrefix: p-\n",
  ),
  "of an admission policy": on(
    [
      simple("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "vap"),
      simple(
        "admissionregistration.k8s.io/v1",
        "ValidatingAdmissionPolicyBinding",
        "vapb",
        "spec: {policyName: vap}\n",
      ),
      simple("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy", "map"),
      simple("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicyBinding", "mapb", "spec: {policyName: map}\n"),
    ],
    "namePrefix: p-\nnamespace: ns\n",
  ),
  "that are odd": on(
    [
      simple("v1", "ConfigMap", '"12"'),
      simple(
        "v1",
        "Pod",
        "pod",
        "spec: {volumes: [{configMap: {name: 12}}, {configMap: {name: null}}, {configMap: {name: ''}}, {configMap: {}}, {configMap: null}, {}, null]}\n",
      ),
    ],
    "namePrefix: p-\n",
  ),
  "that are of the wrong shape": on(
    [simple("v1", "ConfigMap", "cm"), simple("v1", "Pod", "pod", "spec: {volumes: {configMap: {name: cm}}}\n")],
    "namePrefix: p-\n",
  ),
  "that are a list where a text goes": on(
    [simple("v1", "ConfigMap", "cm"), simple("v1", "Pod", "pod", "spec: {volumes: [{configMap: {name: [cm]}}]}\n")],
    "namePrefix: p-\n",
  ),
  "that keep their quotes": on(
    [
      simple("v1", "ConfigMap", "cm"),
      simple("v1", "Pod", "pod", "spec: {volumes: [{configMap: {name: \"cm\"}}, {configMap: {name: 'cm'}}]}\n"),
    ],
    "namePrefix: 1\n",
  ),
  "to a name that a patch changed": on(
    [simple("v1", "ConfigMap", "cm"), simple("v1", "Pod", "pod", "spec: {volumes: [{configMap: {name: cm}}]}\n")],
    "patches: [{target: {kind: ConfigMap}, options: {allowNameChange: true}, patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: changed}}'}]\n",
  ),
  "two candidates with one old name": {
    "kustomization.yaml": "resources: [one, two]\n",
    "one/kustomization.yaml": "resources: [o.yaml]\nnamePrefix: one-\n",
    "one/o.yaml": `${simple("v1", "ConfigMap", "cm")}---\n${simple("v1", "Pod", "pod", "spec: {volumes: [{configMap: {name: cm}}]}\n")}`,
    "two/kustomization.yaml": "resources: [o.yaml]\nnameSuffix: -two\n",
    "two/o.yaml": `${simple("v1", "ConfigMap", "cm")}---\n${simple("v1", "Pod", "pod", "spec: {volumes: [{configMap: {name: cm}}]}\n")}`,
  },
  "two candidates for one reference": {
    "kustomization.yaml": "resources: [one, two, o.yaml]\n",
    "one/kustomization.yaml": "resources: [o.yaml]\nnamePrefix: one-\n",
    "one/o.yaml": simple("v1", "ConfigMap", "cm"),
    "two/kustomization.yaml": "resources: [o.yaml]\nnamePrefix: two-\n",
    "two/o.yaml": simple("v1", "ConfigMap", "cm"),
    "o.yaml": simple("v1", "Pod", "pod", "spec: {volumes: [{configMap: {name: cm}}]}\n"),
  },
  "two candidates, alike in their ends": {
    "top/kustomization.yaml": "resources: [../one, ../two]\nnamePrefix: x-\n",
    "one/kustomization.yaml": "resources: [../base]\n",
    "two/kustomization.yaml": "resources: [../base]\nnamePrefix: two-\n",
    "base/kustomization.yaml": "resources: [o.yaml]\n",
    "base/o.yaml": `${simple("v1", "ConfigMap", "cm")}---\n${simple("v1", "Pod", "pod", "spec: {volumes: [{configMap: {name: cm}}]}\n")}`,
  },
};
