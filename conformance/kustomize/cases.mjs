// One small tree per feature. Objects are ours; what they should become is asked of the real tool.
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: nginx:1.25
          ports: [{containerPort: 80, name: http}, {containerPort: 443}]
          env:
            - {name: A, value: "1"}
            - {name: B, valueFrom: {configMapKeyRef: {name: settings, key: b}}}
          envFrom: [{secretRef: {name: token}}]
        - name: side
          image: reg.example.com:5000/side@sha256:aaaa
      volumes: [{name: c, configMap: {name: settings}}]
`;
const service = `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;
const rbac = `apiVersion: v1
kind: ServiceAccount
metadata: {name: web}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web}
rules: [{apiGroups: [""], resources: [configmaps], resourceNames: [settings], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}
subjects: [{kind: ServiceAccount, name: web}, {kind: ServiceAccount, name: default}, {kind: User, name: default}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: web, namespace: default}]
`;
const others = `apiVersion: v1
kind: Namespace
metadata: {name: old}
---
apiVersion: example.com/v1
kind: Boat
metadata: {name: boat, labels: {}}
spec: {containers: [{image: nginx}], when: 2020-01-01, answer: yes, octal: 0644, empty: "", long: "${"word ".repeat(30)}"}
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: listed}, data: {a: "x\\ny\\n"}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {tls: [{secretName: token}], rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}
`;
const generators = `
configMapGenerator:
  - {name: settings, literals: [b=1, "q='quoted'", 'h=<&>'], files: [app.conf, other=app.conf], envs: [env.txt]}
secretGenerator:
  - {name: token, literals: [t=${"x".repeat(80)}]}
`;
const files = {
  "deployment.yaml": deployment,
  "service.yaml": service,
  "rbac.yaml": rbac,
  "others.yaml": others,
  "app.conf": "line 1\nline 2\n",
  "env.txt": "# comment\nX=1\n  Y=two words\nZ\n",
};
const all = "resources: [deployment.yaml, service.yaml, rbac.yaml, others.yaml]\n";
const one = (text) => ({ ...files, "kustomization.yaml": all + generators + text });

/** Name → files. */
export const cases = {
  plain: one(""),
  namespace: one("namespace: shop\n"),
  "prefix and suffix": one("namePrefix: a-\nnameSuffix: -z\n"),
  "prefix and namespace": one("namePrefix: a-\nnamespace: shop\n"),
  commonLabels: one("commonLabels: {team: x, num: '1'}\n"),
  labels: one(
    "labels: [{pairs: {a: b}}, {pairs: {c: d}, includeTemplates: true}, {pairs: {e: f}, includeSelectors: true}]\n",
  ),
  commonAnnotations: one("commonAnnotations: {note: 'true'}\n"),
  "label fields": one("labels: [{pairs: {a: b}, fields: [{kind: Boat, path: spec/meta/labels, create: true}]}]\n"),
  images: one(
    "images: [{name: nginx, newTag: '2'}, {name: reg.example.com:5000/side, newName: mirror/side, digest: 'sha256:bb'}]\n",
  ),
  "image suffix": one("images: [{name: nginx, tagSuffix: -x}]\n"),
  "image pattern": one("images: [{name: ngin., newName: other}]\n"),
  replicas: one("replicas: [{name: web, count: 4}]\n"),
  "replicas of nothing": one("replicas: [{name: nobody, count: 4}]\n"),
  "strategic merge": one(`patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, annotations: {p: q}}
      spec:
        replicas: 2
        template:
          spec:
            containers:
              - {name: new, image: new}
              - name: web
                env: [{name: A, value: "2"}, {name: B, $patch: delete}, {name: C, value: c}]
                ports: [{containerPort: 80, name: changed}]
`),
  "strategic delete": one(
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, $patch: delete}'}]\n",
  ),
  "strategic replace": one(
    "patches: [{target: {kind: Deployment}, patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: any}, spec: {template: {spec: {containers: [{$patch: replace}, {name: only, image: o}]}}}}'}]\n",
  ),
  "strategic null": one(
    "patches: [{target: {kind: Service}, patch: '{apiVersion: v1, kind: Service, metadata: {name: any}, spec: {selector: null, type: NodePort}}'}]\n",
  ),
  "patch of nothing": one("patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: nobody}}'}]\n"),
  "custom kind merge": one(
    "patches: [{patch: '{apiVersion: example.com/v1, kind: Boat, metadata: {name: boat}, spec: {containers: [{image: x}], extra: {deep: 1}}}'}]\n",
  ),
  "json patch": one(`patches:
  - target: {kind: Deployment|Service, name: w.*}
    patch: |-
      - {op: add, path: /metadata/annotations, value: {x: 'yes', z: "2"}}
      - {op: add, path: /metadata/labels, value: {l: m}}
`),
  "json patch file": {
    ...one(
      "patches: [{target: {labelSelector: 'nothing=here'}, path: p.yaml}, {target: {kind: Service}, path: p.yaml}]\n",
    ),
    "p.yaml": "- op: replace\n  path: /spec/ports/0/port\n  value: 8080\n",
  },
  "json patch of a missing path": one(
    "patches: [{target: {kind: Service}, patch: '[{op: remove, path: /spec/nothing}]'}]\n",
  ),
  "old patch fields": {
    ...one(
      "patchesStrategicMerge: [p.yaml]\npatchesJson6902: [{target: {version: v1, kind: Service, name: web}, patch: '[{op: add, path: /spec/type, value: NodePort}]'}]\n",
    ),
    "p.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {paused: true}\n",
  },
  "rename by patch": one(
    "patches: [{options: {allowNameChange: true}, target: {kind: Service}, patch: '{apiVersion: v1, kind: Service, metadata: {name: renamed}}'}]\n",
  ),
  "no hash": one("generatorOptions: {disableNameSuffixHash: true, labels: {g: h}, immutable: true}\n"),
  "sort fifo": one("sortOptions: {order: fifo}\n"),
  "unknown field": one("colour: blue\n"),
  replacement: one(`replacements:
  - source: {kind: Service, name: web, fieldPath: "spec.ports.0.port"}
    targets:
      - {select: {kind: Deployment}, fieldPaths: ["spec.template.spec.containers.[name=web].env.[name=A].value"]}
      - {select: {kind: Boat}, fieldPaths: [spec.made.here], options: {create: true}}
  - source: {kind: Deployment, name: web, fieldPath: "spec.template.spec.containers.0.image", options: {delimiter: ":", index: 1}}
    targets: [{select: {kind: Boat}, fieldPaths: [spec.containers.0.image], options: {delimiter: "/", index: 1}}]
`),
  overlay: {
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`base/${name}`, text])),
    "base/kustomization.yaml": all + generators + "namePrefix: b-\n",
    "kustomization.yaml": `resources: [base]
namespace: shop
nameSuffix: -o
configMapGenerator: [{name: settings, behavior: merge, literals: [b=2, c=3]}]
secretGenerator: [{name: token, behavior: replace, literals: [u=1], type: kubernetes.io/x}]
patches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 7}}'}]
images: [{name: nginx, newTag: over}]
`,
  },
  component: {
    ...one("components: [part]\nnamePrefix: x-\n"),
    "part/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {from: part}\nreplicas: [{name: web, count: 9}]\n",
  },
  "two bases": {
    "a/kustomization.yaml": "resources: [../base]\nnamespace: one\n",
    "b/kustomization.yaml": "resources: [../base]\nnamespace: two\nnamePrefix: p-\n",
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`base/${name}`, text])),
    "base/kustomization.yaml": "resources: [deployment.yaml, service.yaml]" + generators,
    "kustomization.yaml": "resources: [a, b]\nnameSuffix: -s\n",
  },
  "same id twice": { ...files, "kustomization.yaml": "resources: [service.yaml, service.yaml]\n" },
  "missing file": { ...files, "kustomization.yaml": "resources: [nothing.yaml]\n" },
  "broken yaml": { "bad.yaml": "a: b\n c: d\n", "kustomization.yaml": "resources: [bad.yaml]\n" },
  cycle: { "kustomization.yaml": "resources: [a]\n", "a/kustomization.yaml": "resources: [../]\n" },
  outside: { "kustomization.yaml": "resources: [../other.yaml]\n" },
  empty: { "kustomization.yaml": "resources: []\n" },
};
