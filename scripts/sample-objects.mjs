// Objects with as many optional branches as possible, each filled as little as possible: what the API server adds
// to them are its defaults. Two samples of one kind tell a fixed default from one that depends on other fields.
const probe = (action) => ({ ...action });
const podSpec = (more = {}) => ({ containers: [{ name: "c", image: "busybox:1" }], ...more });
const template = (more) => ({ metadata: { labels: { app: "x" } }, spec: podSpec(more) });
const selector = { matchLabels: { app: "x" } };
const metric = { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } };
const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };

const volumes = [
  { name: "v1", emptyDir: {} },
  { name: "v2", configMap: { name: "c" } },
  { name: "v3", secret: { secretName: "s" } },
  { name: "v4", hostPath: { path: "/x" } },
  { name: "v5", downwardAPI: { items: [{ path: "p", fieldRef: { fieldPath: "metadata.name" } }] } },
  {
    name: "v6",
    projected: {
      sources: [
        { serviceAccountToken: { path: "t" } },
        { configMap: { name: "c", items: [{ key: "a", path: "b" }] } },
        { secret: { name: "s" } },
      ],
    },
  },
  { name: "v7", persistentVolumeClaim: { claimName: "p" } },
  { name: "v8", iscsi: { targetPortal: "1.2.3.4", iqn: "iqn.2001-04.com.example:storage.kube.sys1.xyz", lun: 0 } },
  { name: "v10", rbd: { monitors: ["m"], image: "i" } },
  {
    name: "v11",
    ephemeral: {
      volumeClaimTemplate: { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } },
    },
  },
  { name: "v12", nfs: { server: "s", path: "/" } },
  { name: "v13", csi: { driver: "d.example.com" } },
  { name: "v14", scaleIO: { gateway: "g", system: "s", volumeName: "v", secretRef: { name: "x" } } },
  { name: "v15", image: { reference: "busybox:1" } },
];

const fullPod = podSpec({
  initContainers: [{ name: "i", image: "busybox:1" }],
  containers: [
    {
      name: "c",
      image: "busybox:1",
      ports: [{ containerPort: 80 }],
      env: [
        { name: "A", value: "b" },
        { name: "B", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "C", valueFrom: { resourceFieldRef: { resource: "limits.cpu" } } },
        { name: "D", valueFrom: { configMapKeyRef: { name: "c", key: "k" } } },
      ],
      livenessProbe: probe({ httpGet: { path: "/", port: 80 } }),
      readinessProbe: probe({ tcpSocket: { port: 80 } }),
      startupProbe: probe({ grpc: { port: 80 } }),
      lifecycle: { preStop: { httpGet: { port: 80 } }, postStart: { exec: { command: ["true"] } } },
      securityContext: {},
      resources: { requests: { cpu: "1" } },
      volumeMounts: [{ name: "v1", mountPath: "/v1" }],
    },
    { name: "d", image: "busybox:1", livenessProbe: probe({ exec: { command: ["true"] } }) },
  ],
  volumes,
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: selector },
  ],
  tolerations: [{ key: "x", operator: "Exists" }],
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, podAffinityTerm: { labelSelector: selector, topologyKey: "z" } },
      ],
    },
  },
});

export const sampleObjects = [
  { apiVersion: "v1", kind: "Pod", spec: podSpec() },
  { apiVersion: "v1", kind: "Pod", spec: fullPod },
  {
    apiVersion: "v1",
    kind: "Pod",
    spec: { ...podSpec({ hostNetwork: true }), containers: [{ name: "c", image: "busybox" }] },
  },
  { apiVersion: "v1", kind: "PodTemplate", template: template() },
  { apiVersion: "v1", kind: "ReplicationController", spec: { selector: { app: "x" }, template: template() } },
  { apiVersion: "v1", kind: "Service", spec: { ports: [{ port: 80 }] } },
  { apiVersion: "v1", kind: "Service", spec: { type: "NodePort", ports: [{ port: 80 }], selector: { a: "b" } } },
  { apiVersion: "v1", kind: "Service", spec: { type: "LoadBalancer", ports: [{ port: 81 }] } },
  { apiVersion: "v1", kind: "Service", spec: { type: "ExternalName", externalName: "x.example.com" } },
  { apiVersion: "v1", kind: "Service", spec: { clusterIP: "None", ports: [{ port: 80 }] } },
  {
    apiVersion: "v1",
    kind: "Service",
    spec: { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: {} }, ports: [{ port: 80 }] },
  },
  { apiVersion: "v1", kind: "Secret", data: {} },
  { apiVersion: "v1", kind: "ConfigMap", data: {} },
  { apiVersion: "v1", kind: "Namespace" },
  { apiVersion: "v1", kind: "Endpoints", subsets: [{ addresses: [{ ip: "1.2.3.4" }], ports: [{ port: 80 }] }] },
  { apiVersion: "v1", kind: "LimitRange", spec: { limits: [{ type: "Container", max: { cpu: "1" } }] } },
  { apiVersion: "v1", kind: "ResourceQuota", spec: { hard: { cpu: "1" } } },
  {
    apiVersion: "v1",
    kind: "PersistentVolume",
    spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], hostPath: { path: "/x" } },
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  },
  { apiVersion: "v1", kind: "Node", spec: {} },
  { apiVersion: "v1", kind: "ServiceAccount" },
  { apiVersion: "apps/v1", kind: "Deployment", spec: { selector, template: template() } },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    spec: { selector, template: template(), strategy: { type: "RollingUpdate" } },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    spec: { selector, template: template(), strategy: { type: "RollingUpdate", rollingUpdate: {} } },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    spec: { selector, template: template(), strategy: { type: "Recreate" } },
  },
  { apiVersion: "apps/v1", kind: "ReplicaSet", spec: { selector, template: template() } },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    spec: {
      serviceName: "s",
      selector,
      template: template(),
      volumeClaimTemplates: [
        {
          metadata: { name: "d" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      ],
    },
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    spec: {
      serviceName: "s",
      selector,
      template: template(),
      updateStrategy: { type: "RollingUpdate", rollingUpdate: {} },
      persistentVolumeClaimRetentionPolicy: {},
    },
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    spec: { serviceName: "s", selector, template: template(), updateStrategy: { type: "OnDelete" } },
  },
  { apiVersion: "apps/v1", kind: "DaemonSet", spec: { selector, template: template() } },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    spec: { selector, template: template(), updateStrategy: { type: "RollingUpdate", rollingUpdate: {} } },
  },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    spec: { selector, template: template(), updateStrategy: { type: "OnDelete" } },
  },
  { apiVersion: "batch/v1", kind: "Job", spec: { template: { spec: podSpec({ restartPolicy: "Never" }) } } },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    spec: {
      completions: 3,
      completionMode: "Indexed",
      parallelism: 2,
      template: { spec: podSpec({ restartPolicy: "OnFailure" }) },
      podFailurePolicy: undefined,
    },
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    spec: { schedule: "* * * * *", jobTemplate: { spec: { template: { spec: podSpec({ restartPolicy: "Never" }) } } } },
  },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "x" }, maxReplicas: 3 },
  },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "x" },
      maxReplicas: 3,
      metrics: [metric],
      behavior: { scaleUp: { policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] }, scaleDown: {} },
    },
  },
  {
    apiVersion: "autoscaling/v1",
    kind: "HorizontalPodAutoscaler",
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "x" }, maxReplicas: 3 },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    spec: {
      rules: [
        {
          http: {
            paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "s", port: { number: 80 } } } }],
          },
        },
      ],
      tls: [{ hosts: ["a"] }],
    },
  },
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", spec: { podSelector: {} } },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    spec: { podSelector: {}, egress: [{ ports: [{ port: 53 }] }], ingress: [{ ports: [{ port: 80 }] }] },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    spec: { controller: "x.example.com/y", parameters: { kind: "K", name: "n" } },
  },
  { apiVersion: "policy/v1", kind: "PodDisruptionBudget", spec: { minAvailable: 1, selector } },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
  },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", rules: [] },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" },
    subjects: [{ kind: "ServiceAccount", name: "s", namespace: "default" }],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "r" },
    subjects: [{ kind: "ServiceAccount", name: "s", namespace: "default" }],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    roleRef: { kind: "ClusterRole", name: "r", apiGroup: "rbac.authorization.k8s.io" },
    subjects: [{ kind: "User", name: "s", apiGroup: "rbac.authorization.k8s.io" }],
  },
  { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", provisioner: "x.example.com" },
  { apiVersion: "storage.k8s.io/v1", kind: "CSIDriver", metadata: { name: "x.example.com" }, spec: {} },
  { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", value: 1 },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    webhooks: [
      {
        name: "a.example.com",
        clientConfig: { service: { name: "s", namespace: "n" } },
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        rules: [rule],
      },
    ],
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    webhooks: [
      {
        name: "a.example.com",
        clientConfig: { service: { name: "s", namespace: "n" } },
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        rules: [rule],
      },
    ],
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: "true" }] },
  },
  {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { name: "v1.x.example.com" },
    spec: {
      group: "x.example.com",
      version: "v1",
      groupPriorityMinimum: 1000,
      versionPriority: 10,
      service: { name: "s", namespace: "n" },
      insecureSkipTLSVerify: true,
    },
  },
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    addressType: "IPv4",
    endpoints: [{ addresses: ["1.2.3.4"] }],
    ports: [{ port: 80 }],
  },
  { apiVersion: "coordination.k8s.io/v1", kind: "Lease", spec: {} },
  {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "xs.example.com" },
    spec: {
      group: "example.com",
      names: { kind: "X", plural: "xs" },
      scope: "Namespaced",
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
    },
  },
  {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "ys.example.com" },
    spec: {
      group: "example.com",
      conversion: {
        strategy: "Webhook",
        webhook: { conversionReviewVersions: ["v1"], clientConfig: { service: { name: "s", namespace: "n" } } },
      },
      names: { kind: "Y", plural: "ys" },
      scope: "Namespaced",
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
    },
  },
];
