// Random objects: many kinds, all lists that merge, references between few names, scalars of every form.
import fc from "fast-check";
import { Plain } from "./random-yaml.mjs";

const record = (fields, requiredKeys = []) => fc.record(fields, { requiredKeys });
const plain = (...texts) => fc.constantFrom(...texts.map((text) => new Plain(text)));
const list = (arbitrary, maxLength = 3) => fc.array(arbitrary, { maxLength });

/** A scalar, in one of many forms. */
export const scalar = fc.oneof(
  {
    weight: 6,
    arbitrary: plain(
      "text",
      '"text"',
      "'text'",
      "5",
      '"5"',
      "'5'",
      "true",
      '"true"',
      "yes",
      "no",
      "1.5",
      "0644",
      "null",
      "~",
      '""',
      "a b c",
    ),
  },
  {
    weight: 2,
    arbitrary: plain(
      "0x1F",
      "1_000",
      "1e3",
      ".5",
      "1.0",
      "2020-01-01",
      "10:30",
      "0o17",
      "-0",
      "+1",
      "1e21",
      "123456789012345678901",
      "'it''s'",
      '"a\\nb\\n"',
      '"tab\\there"',
      '"😀"',
      "ä",
      '"a: b"',
      '"# c"',
      "a#b",
      '"- x"',
      "- 1".slice(2),
      "http://x/y",
      "$(V)",
      '"$(V):$(W)"',
      "!!str 5",
      "{{ a }}".replaceAll("{{ a }}", '"{{ a }}"'),
      '" lead"',
      '"trail "',
      "=",
      '"<<"',
      "off",
      "NULL",
      ".Inf".replace(".Inf", "Inf"),
    ),
  },
  {
    weight: 1,
    arbitrary: plain(
      "|\n  line 1\n  line 2",
      "|-\n  line 1\n   line 2",
      ">\n  folded\n  text\n\n  more",
      `"${"word ".repeat(25)}end"`,
      `${"long ".repeat(20)}plain`,
    ),
  },
);

/** Any value. */
export const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    {
      weight: 2,
      arbitrary: fc.dictionary(
        fc.constantFrom("a", "b", "name", "image", "containers", "deep", "z1", "z10", "Z"),
        tie("value"),
        { maxKeys: 3 },
      ),
    },
  ),
})).value;

const name = fc.constantFrom("web", "db", "settings", "token", "a");
const labels = fc.dictionary(fc.constantFrom("app", "team", "tier"), plain("one", "two", '"5"', "'true'"), {
  maxKeys: 2,
});
const image = plain(
  "nginx",
  "nginx:1.25",
  '"nginx:1@sha256:abc"',
  "reg:5000/app:v1",
  "postgres",
  "'mirror/nginx:3'",
  "docker.io/library/nginx",
);
const unique = (arbitrary, selector, maxLength = 3) => fc.uniqueArray(arbitrary, { selector, maxLength });

function container(isPatch) {
  const directive = isPatch ? { $patch: fc.constantFrom("delete", "replace", "merge") } : {};
  const nullable = (arbitrary) =>
    isPatch ? fc.oneof({ weight: 5, arbitrary }, { weight: 1, arbitrary: fc.constant(null) }) : arbitrary;
  return fc
    .tuple(
      record(
        {
          name: fc.constantFrom("web", "side", "log"),
          image: nullable(image),
          args: nullable(list(scalar)),
          command: list(plain("run", '"--x"', "5")),
          env: nullable(
            unique(
              record(
                {
                  name: fc.constantFrom("A", "B", "C"),
                  value: nullable(scalar),
                  valueFrom: record({
                    configMapKeyRef: record({ name, key: fc.constant("a") }, ["name"]),
                    secretKeyRef: record({ name, key: fc.constant("a") }, ["name"]),
                  }),
                },
                ["name"],
              ),
              (entry) => entry.name,
            ),
          ),
          envFrom: list(
            record({
              configMapRef: record({ name }, ["name"]),
              secretRef: record({ name }, ["name"]),
              prefix: plain("P_"),
            }),
            2,
          ),
          ports: nullable(
            list(
              record(
                {
                  containerPort: fc.constantFrom(80, 443, 53),
                  protocol: fc.constantFrom("TCP", "UDP"),
                  name: plain("http", "dns"),
                  hostPort: fc.constant(80),
                },
                ["containerPort"],
              ),
            ),
          ),
          volumeMounts: unique(
            record({ name: plain("data", "conf"), mountPath: fc.constantFrom("/a", "/b"), readOnly: fc.boolean() }, [
              "name",
              "mountPath",
            ]),
            (entry) => entry.mountPath,
          ),
          volumeDevices: unique(
            record({ name: plain("data"), devicePath: fc.constantFrom("/a", "/b") }, ["name", "devicePath"]),
            (entry) => entry.devicePath,
            2,
          ),
          resources: record({
            limits: record({ cpu: plain("1", '"1"', "500m", "0.5"), memory: plain("1Gi", "128974848") }),
            requests: nullable(record({ cpu: plain("1") })),
          }),
        },
        ["name"],
      ),
      isPatch ? fc.option(record(directive), { nil: {}, freq: 1 }) : fc.constant({}),
    )
    .map(([body, extra]) => ({ ...body, ...extra }));
}

/** A pod spec, or a patch for one. */
export function podSpec(isPatch) {
  const containers = unique(container(isPatch), (entry) => entry.name);
  const volumes = unique(
    record(
      {
        name: fc.constantFrom("data", "conf"),
        configMap: record({ name }, ["name"]),
        secret: record({ secretName: name }),
        emptyDir: fc.constant({}),
        persistentVolumeClaim: record({ claimName: name }),
        projected: record({ sources: list(record({ configMap: record({ name }), secret: record({ name }) }), 2) }),
        ...(isPatch ? { $patch: fc.constantFrom("delete", "replace") } : {}),
      },
      ["name"],
    ),
    (entry) => entry.name,
    2,
  );
  return fc
    .tuple(
      record({
        volumes,
        initContainers: containers,
        serviceAccountName: name,
        imagePullSecrets: unique(record({ name }, ["name"]), (entry) => entry.name, 2),
        tolerations: list(record({ key: plain("a", "b"), operator: plain("Exists") }), 2),
        hostAliases: unique(
          record({ ip: fc.constantFrom("1.1.1.1", "2.2.2.2"), hostnames: list(plain("a", "b"), 2) }, ["ip"]),
          (entry) => entry.ip,
          2,
        ),
        topologySpreadConstraints: list(
          record(
            {
              topologyKey: fc.constantFrom("zone", "host"),
              whenUnsatisfiable: fc.constantFrom("DoNotSchedule", "ScheduleAnyway"),
              maxSkew: fc.constantFrom(1, 2),
              labelSelector: record({ matchLabels: labels }),
            },
            ["topologyKey", "whenUnsatisfiable"],
          ),
          2,
        ),
        affinity: record({
          podAntiAffinity: record({
            preferredDuringSchedulingIgnoredDuringExecution: list(
              record({
                weight: fc.constant(1),
                podAffinityTerm: record({ labelSelector: record({ matchLabels: labels }) }),
              }),
              1,
            ),
          }),
        }),
        priorityClassName: name,
        hostNetwork: isPatch ? fc.constantFrom(true, null) : fc.boolean(),
        nodeSelector: isPatch ? fc.oneof(labels, fc.constant(null)) : labels,
      }),
      isPatch
        ? fc.option(containers, { nil: undefined, freq: 4 })
        : unique(container(false), (entry) => entry.name).filter((all) => all.length > 0),
    )
    .map(([spec, all]) => ({ ...spec, ...(all ? { containers: all } : {}) }));
}

const template = record({ metadata: record({ labels, annotations: labels }), spec: podSpec(false) }, ["spec"]);
const rules = list(
  record({
    apiGroups: list(plain('""', "apps"), 2),
    resources: list(plain("configmaps", "secrets"), 2),
    resourceNames: list(name, 2),
    verbs: fc.constant(["get"]),
  }),
  2,
);
const subjects = list(
  record(
    {
      kind: fc.constantFrom("ServiceAccount", "User", "Group"),
      name: fc.oneof(name, fc.constant("default")),
      namespace: fc.constantFrom("ns", "default", "other"),
    },
    ["kind", "name"],
  ),
);
const service = record({ name, namespace: fc.constantFrom("default", "ns"), path: plain("/x") }, ["name"]);
const backend = record({ service: record({ name, port: record({ number: fc.constant(80) }) }, ["name"]) });

/** Kind → version and what it has beside its metadata. */
const kinds = {
  Deployment: [
    "apps/v1",
    {
      spec: record(
        {
          replicas: plain("1", '"1"', "0x2"),
          selector: record({ matchLabels: labels }),
          template,
          strategy: record({ type: plain("Recreate") }),
        },
        ["template"],
      ),
    },
  ],
  StatefulSet: [
    "apps/v1",
    {
      spec: record(
        {
          replicas: fc.nat(3),
          serviceName: name,
          template,
          volumeClaimTemplates: list(
            record(
              {
                metadata: record({ name, labels }, ["name"]),
                spec: record({ storageClassName: name, volumeName: name }),
              },
              ["metadata"],
            ),
            2,
          ),
        },
        ["template"],
      ),
    },
  ],
  DaemonSet: ["apps/v1", { spec: record({ template, selector: record({ matchLabels: labels }) }, ["template"]) }],
  ReplicaSet: ["apps/v1", { spec: record({ template, replicas: fc.nat(2) }, ["template"]) }],
  ReplicationController: ["v1", { spec: record({ template, selector: labels }, ["template"]) }],
  Job: ["batch/v1", { spec: record({ template, selector: record({ matchLabels: labels }) }, ["template"]) }],
  CronJob: [
    "batch/v1",
    {
      spec: record(
        { schedule: plain('"* * * * *"'), jobTemplate: record({ spec: record({ template }, ["template"]) }, ["spec"]) },
        ["jobTemplate"],
      ),
    },
  ],
  Pod: ["v1", { spec: podSpec(false) }],
  PodTemplate: ["v1", { template }],
  Service: [
    "v1",
    {
      spec: record({
        selector: labels,
        type: plain("NodePort"),
        ports: list(
          record(
            {
              port: fc.constantFrom(80, 443),
              protocol: fc.constantFrom("TCP", "UDP"),
              name: plain("http", "dns"),
              targetPort: scalar,
            },
            ["port"],
          ),
        ),
      }),
    },
  ],
  ConfigMap: ["v1", { data: fc.dictionary(fc.constantFrom("a", "b", "c.txt", "d"), scalar, { maxKeys: 3 }) }],
  Secret: [
    "v1",
    { data: fc.dictionary(fc.constantFrom("a", "b"), plain("eA==", '"eQ=="'), { maxKeys: 2 }), type: plain("Opaque") },
  ],
  ServiceAccount: [
    "v1",
    { secrets: list(record({ name }, ["name"]), 2), imagePullSecrets: list(record({ name }, ["name"]), 2) },
  ],
  Role: ["rbac.authorization.k8s.io/v1", { rules }],
  ClusterRole: ["rbac.authorization.k8s.io/v1", { rules }],
  RoleBinding: [
    "rbac.authorization.k8s.io/v1",
    {
      roleRef: record(
        { apiGroup: fc.constant("rbac.authorization.k8s.io"), kind: fc.constantFrom("Role", "ClusterRole"), name },
        ["apiGroup", "kind", "name"],
      ),
      subjects,
    },
  ],
  ClusterRoleBinding: [
    "rbac.authorization.k8s.io/v1",
    {
      roleRef: record({ apiGroup: fc.constant("rbac.authorization.k8s.io"), kind: fc.constant("ClusterRole"), name }, [
        "kind",
        "name",
      ]),
      subjects,
    },
  ],
  Ingress: [
    "networking.k8s.io/v1",
    {
      spec: record({
        tls: list(record({ secretName: name, hosts: list(plain("a.b"), 1) }), 2),
        defaultBackend: backend,
        rules: list(
          record({
            host: plain("a.b", '"*.b"'),
            http: record({ paths: list(record({ path: plain("/"), backend }), 2) }),
          }),
          2,
        ),
        ingressClassName: name,
      }),
    },
  ],
  HorizontalPodAutoscaler: [
    "autoscaling/v2",
    {
      spec: record({
        maxReplicas: fc.nat(5),
        scaleTargetRef: record(
          { apiVersion: fc.constant("apps/v1"), kind: fc.constantFrom("Deployment", "StatefulSet"), name },
          ["kind", "name"],
        ),
      }),
    },
  ],
  NetworkPolicy: [
    "networking.k8s.io/v1",
    {
      spec: record({
        podSelector: record({ matchLabels: labels }),
        ingress: list(
          record({
            from: list(
              record({
                podSelector: record({ matchLabels: labels }),
                namespaceSelector: record({ matchLabels: labels }),
              }),
              2,
            ),
          }),
          1,
        ),
        egress: list(record({ to: list(record({ podSelector: record({ matchLabels: labels }) }), 2) }), 1),
      }),
    },
  ],
  PodDisruptionBudget: [
    "policy/v1",
    { spec: record({ selector: record({ matchLabels: labels }), minAvailable: plain("1", "50%") }) },
  ],
  PersistentVolumeClaim: ["v1", { spec: record({ volumeName: name, storageClassName: name }) }],
  PersistentVolume: ["v1", { spec: record({ storageClassName: name, azureFile: record({ secretName: name }) }) }],
  StorageClass: ["storage.k8s.io/v1", { parameters: record({ secretName: name, adminSecretName: name }) }],
  Namespace: ["v1", { spec: record({ finalizers: list(plain("kubernetes"), 1) }) }],
  CustomResourceDefinition: [
    "apiextensions.k8s.io/v1",
    {
      spec: record({
        group: plain("example.com"),
        conversion: record({ webhook: record({ clientConfig: record({ service }) }) }),
      }),
    },
  ],
  APIService: ["apiregistration.k8s.io/v1", { spec: record({ service, group: plain("x") }) }],
  MutatingWebhookConfiguration: [
    "admissionregistration.k8s.io/v1",
    { webhooks: list(record({ name: plain("a.b.c", "d.e.f"), clientConfig: record({ service }) }, ["name"]), 2) },
  ],
  Boat: [
    "example.com/v1",
    {
      spec: record({
        size: scalar,
        settings: name,
        replicas: fc.nat(3),
        crew: list(record({ name: plain("anna", "ben"), role: scalar }), 2),
        engine: record({ image: plain("motor:1", '"nginx:7"', "$(V)"), power: scalar }),
        ports: list(scalar),
        containers: list(record({ name: plain("x"), image }), 2),
        extra: value,
      }),
    },
  ],
};

/** Plans of objects. */
export const randomObject = fc.oneof(
  ...Object.entries(kinds).map(([kind, [apiVersion, fields]]) => ({
    weight: ["Deployment", "Boat", "Service", "ConfigMap", "StatefulSet"].includes(kind) ? 4 : 1,
    arbitrary: fc.record({
      apiVersion: fc.constant(apiVersion),
      kind: fc.constant(kind),
      metadata: record(
        {
          name,
          namespace: fc.constantFrom("ns", "default", "other"),
          labels,
          annotations: labels,
          finalizers: list(plain("x/1", "x/2"), 2),
          ownerReferences: unique(record({ uid: fc.constantFrom("u1", "u2"), name }, ["uid"]), (entry) => entry.uid, 2),
        },
        ["name"],
      ),
      body: record(
        fields,
        Object.keys(fields).filter((field) => field !== "secrets" && field !== "imagePullSecrets"),
      ),
    }),
  })),
);

const clusterKinds = new Set([
  "ClusterRole",
  "ClusterRoleBinding",
  "PersistentVolume",
  "StorageClass",
  "Namespace",
  "CustomResourceDefinition",
  "APIService",
  "MutatingWebhookConfiguration",
]);

/** The object of a plan. Where kinds have no namespaces, none is written. */
export function objectOf({ apiVersion, kind, metadata: { namespace, ...metadata }, body }) {
  return { apiVersion, kind, metadata: { ...metadata, ...(clusterKinds.has(kind) ? {} : { namespace }) }, ...body };
}
