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

/** Name → files. A build that the real tool refuses must be refused. */
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
  // Images
  "image digest over tag": one("images: [{name: nginx, digest: 'sha256:cc'}]\n"),
  "image tag and digest": one("images: [{name: nginx, newTag: '3', digest: 'sha256:dd'}]\n"),
  "image tag over digest": one("images: [{name: reg.example.com:5000/side, newTag: '3'}]\n"),
  "image twice": one("images: [{name: nginx, newName: other}, {name: other, newTag: '9'}]\n"),
  "image by a part of its name": one("images: [{name: side, newTag: '9'}, {name: reg.example.com, newTag: '9'}]\n"),
  "image tag that looks like a number": one("images: [{name: nginx, newTag: '1.10'}]\n"),
  "images in many kinds": {
    ...files,
    "more.yaml": `apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {initContainers: [{name: i, image: "nginx:1"}], containers: [{name: a, image: nginx}]}}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: a, image: "nginx:1@sha256:aa"}], ephemeralContainers: [{name: e, image: "nginx:1"}]}
---
apiVersion: example.com/v1
kind: Anything
metadata: {name: x}
spec: {deep: {containers: [{image: "nginx:7"}], initContainers: [{image: nginx}], image: nginx}}
`,
    "kustomization.yaml": "resources: [more.yaml]\nimages: [{name: nginx, newTag: '2'}]\n",
  },

  // Replicas
  "replicas of many kinds": {
    ...files,
    "more.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec: {serviceName: web}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec: {replicas: 1}
---
apiVersion: example.com/v1
kind: Deployment
metadata: {name: web}
spec: {}
`,
    "kustomization.yaml": "resources: [more.yaml, deployment.yaml]\nreplicas: [{name: web, count: 0}]\n",
  },
  "replicas after a prefix": one("namePrefix: a-\nreplicas: [{name: web, count: 4}]\n"),
  "replicas by the new name": one("namePrefix: a-\nreplicas: [{name: a-web, count: 4}]\n"),

  // Generators
  "empty maps": { "kustomization.yaml": "configMapGenerator: [{name: none}]\nsecretGenerator: [{name: none}]\n" },
  "binary files": {
    "kustomization.yaml":
      "configMapGenerator: [{name: m, files: [utf8.txt, bin]}]\nsecretGenerator: [{name: s, files: [utf8.txt, bin]}]\n",
    "utf8.txt": "grüße ☃ 😀\n",
    bin: Buffer.from([0, 255, 254, 1, 2, 200]),
  },
  "env files": {
    "kustomization.yaml":
      "configMapGenerator: [{name: m, envs: [a.env, b.env]}]\nsecretGenerator: [{name: s, env: a.env}]\n",
    "a.env": "\ufeff# c\nA=1\n  B = x = y \n\nC='quoted'\nD=\"d\"\nE=\n",
    "b.env": "F=multi word # no comment\nG=${A}\n",
  },
  literals: {
    "kustomization.yaml": `configMapGenerator:
  - name: m
    literals: ["a=1", "b='q'", 'c="dq"', "d=x=y", "e=", "f='", "g=multi\\nline", "h=true", "i=0644", "j= lead", "k=trail ", "l=tab\\t"]
`,
  },
  "generated labels and annotations": {
    "kustomization.yaml": `configMapGenerator:
  - {name: m, literals: [a=1], options: {labels: {l: own}, annotations: {x: own}, immutable: true}}
  - {name: other, literals: [a=1], options: {disableNameSuffixHash: true}}
secretGenerator:
  - {name: s, literals: [a=1], type: kubernetes.io/dockerconfigjson, options: {labels: {z: own}}}
generatorOptions: {labels: {l: all, m: all}, annotations: {why: all}}
`,
  },
  "generated namespace": {
    "kustomization.yaml":
      "namespace: over\nconfigMapGenerator: [{name: m, namespace: a, literals: [a=1]}, {name: other, literals: [a=1]}]\n",
  },
  "generated same name in two namespaces": {
    "kustomization.yaml":
      "configMapGenerator: [{name: m, namespace: a, literals: [a=1]}, {name: m, namespace: b, literals: [a=2]}]\n",
  },
  "merge keeps what the overlay does not name": {
    "base/kustomization.yaml": `configMapGenerator:
  - {name: m, literals: [a=1, b=2], files: [f.txt], options: {labels: {base: "1"}, annotations: {note: base}}}
secretGenerator:
  - {name: s, literals: [a=1, b=2], type: example.com/one}
`,
    "base/f.txt": "f\n",
    "kustomization.yaml": `resources: [base]
configMapGenerator: [{name: m, behavior: merge, literals: [b=3, c=4], files: [f.txt], options: {labels: {over: "1"}, annotations: {note: over}}}]
secretGenerator: [{name: s, behavior: merge, literals: [b=3]}]
`,
    "f.txt": "g\n",
  },
  "replace forgets the rest": {
    "base/kustomization.yaml":
      "configMapGenerator: [{name: m, literals: [a=1, b=2], options: {labels: {base: '1'}}}]\n",
    "kustomization.yaml": "resources: [base]\nconfigMapGenerator: [{name: m, behavior: replace, literals: [c=3]}]\n",
  },
  "merge without hash in the base": {
    "base/kustomization.yaml":
      "configMapGenerator: [{name: m, literals: [a=1], options: {disableNameSuffixHash: true}}]\nnamePrefix: p-\n",
    "kustomization.yaml": "resources: [base]\nconfigMapGenerator: [{name: m, behavior: merge, literals: [b=2]}]\n",
  },
  "merge by the prefixed name": {
    "base/kustomization.yaml": "configMapGenerator: [{name: m, literals: [a=1]}]\nnamePrefix: p-\n",
    "kustomization.yaml": "resources: [base]\nconfigMapGenerator: [{name: p-m, behavior: merge, literals: [b=2]}]\n",
  },
  "merge into a plain object": {
    ...files,
    "cm.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, labels: {l: '1'}}\ndata: {a: '1'}\n",
    "kustomization.yaml": "resources: [cm.yaml]\nconfigMapGenerator: [{name: m, behavior: merge, literals: [b=2]}]\n",
  },
  "merge into nothing": { "kustomization.yaml": "configMapGenerator: [{name: m, behavior: merge, literals: [b=2]}]\n" },
  "create what exists": {
    "base/kustomization.yaml": "configMapGenerator: [{name: m, literals: [a=1]}]\n",
    "kustomization.yaml": "resources: [base]\nconfigMapGenerator: [{name: m, literals: [b=2]}]\n",
  },
  "generator key twice": { "kustomization.yaml": "configMapGenerator: [{name: m, literals: [a=1, a=2]}]\n" },
  "generator without name": { "kustomization.yaml": "configMapGenerator: [{literals: [a=1]}]\n" },
  "generator file that is missing": { "kustomization.yaml": "configMapGenerator: [{name: m, files: [nothing.txt]}]\n" },
  "literal without value": { "kustomization.yaml": "configMapGenerator: [{name: m, literals: [a]}]\n" },
  "patched generated map": {
    "kustomization.yaml": `configMapGenerator: [{name: m, literals: [a=1]}]
patches: [{patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {b: "2"}}'}]
`,
  },

  // References to what got a hash or a new name
  "references of all pod specs": {
    "kustomization.yaml": `resources: [pods.yaml]
namePrefix: p-
namespace: ns
configMapGenerator: [{name: cm, literals: [a=1]}]
secretGenerator: [{name: sec, literals: [a=1]}]
`,
    "pods.yaml": [
      "Deployment apps/v1",
      "StatefulSet apps/v1",
      "DaemonSet apps/v1",
      "ReplicaSet apps/v1",
      "ReplicationController v1",
      "Job batch/v1",
    ]
      .map((kind) => {
        const [k, v] = kind.split(" ");
        return `apiVersion: ${v}
kind: ${k}
metadata: {name: ${k.toLowerCase()}}
spec:
  serviceName: svc
  template:
    spec:
      serviceAccountName: sa
      serviceAccount: sa
      priorityClassName: prio
      imagePullSecrets: [{name: sec}, {name: other}]
      initContainers: [{name: i, envFrom: [{configMapRef: {name: cm}}], env: [{name: e, valueFrom: {secretKeyRef: {name: sec, key: a}}}]}]
      containers: [{name: c, envFrom: [{configMapRef: {name: cm}}, {secretRef: {name: sec}}], env: [{name: e, valueFrom: {configMapKeyRef: {name: cm, key: a}}}]}]
      volumes:
        - {name: a, configMap: {name: cm}}
        - {name: b, secret: {secretName: sec}}
        - {name: c, projected: {sources: [{configMap: {name: cm}}, {secret: {name: sec}}]}}
        - {name: d, persistentVolumeClaim: {claimName: pvc}}
`;
      })
      .join("---\n").concat(`---
apiVersion: v1
kind: ServiceAccount
metadata: {name: sa}
imagePullSecrets: [{name: sec}]
secrets: [{name: sec}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: pvc}
spec: {volumeName: pv, storageClassName: fast}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: pv}
spec: {storageClassName: fast, claimRef: {name: pvc}}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: prio}
---
apiVersion: v1
kind: Service
metadata: {name: svc}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ing, annotations: {nginx.ingress.kubernetes.io/auth-secret: sec}}
spec: {defaultBackend: {service: {name: svc, port: {number: 80}}}, tls: [{secretName: sec}], rules: [{http: {paths: [{backend: {service: {name: svc}}}]}}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: cron}
spec: {jobTemplate: {spec: {template: {spec: &pod {serviceAccountName: sa, priorityClassName: prio, containers: [{name: c, envFrom: [{configMapRef: {name: cm}}]}], volumes: [{name: s, secret: {secretName: sec}}, {name: p, persistentVolumeClaim: {claimName: pvc}}]}}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: pod}
spec: {serviceAccountName: sa, priorityClassName: prio, containers: [{name: c, envFrom: [{configMapRef: {name: cm}}]}], volumes: [{name: s, secret: {secretName: sec}}, {name: p, persistentVolumeClaim: {claimName: pvc}}]}
---
apiVersion: v1
kind: PodTemplate
metadata: {name: pt}
template: {spec: {serviceAccountName: sa, priorityClassName: prio, containers: [{name: c, envFrom: [{configMapRef: {name: cm}}]}], volumes: [{name: s, secret: {secretName: sec}}, {name: p, persistentVolumeClaim: {claimName: pvc}}]}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: hpa}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: deployment}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: pdb}
spec: {selector: {matchLabels: {app: x}}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: hook}
webhooks: [{name: h.example.com, clientConfig: {service: {name: svc, namespace: ns, path: /x}}}, {name: g.example.com, clientConfig: {service: {name: svc, namespace: default}}}]
`),
  },
  "references across two bases with one name": {
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`base/${name}`, text])),
    "base/kustomization.yaml": "resources: [deployment.yaml, rbac.yaml]" + generators,
    "a/kustomization.yaml": "resources: [../base]\nnamePrefix: a-\nnameSuffix: -x\n",
    "b/kustomization.yaml": "resources: [../base]\nnamePrefix: b-\n",
    "kustomization.yaml": "resources: [a, b]\nnamePrefix: top-\nnamespace: both\n",
  },
  "names that are not prefixed": {
    "kustomization.yaml": "resources: [r.yaml]\nnamePrefix: p-\nnameSuffix: -s\nnamespace: moved\n",
    "r.yaml": `apiVersion: v1
kind: Namespace
metadata: {name: ns}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.example.com}
spec: {group: example.com, conversion: {webhook: {clientConfig: {service: {name: s, namespace: d}}}}}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.example.com}
spec: {service: {name: s, namespace: d}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: cr}
---
apiVersion: v1
kind: Node
metadata: {name: n}
---
apiVersion: example.com/v1
kind: Boat
metadata: {name: b, namespace: old}
`,
  },

  // Labels
  "common labels everywhere": {
    "kustomization.yaml": "resources: [r.yaml]\ncommonLabels: {a: b}\ncommonAnnotations: {c: d}\n",
    "r.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: s}
spec:
  selector: {matchLabels: {app: s}}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {}}]
  template: {metadata: {labels: {app: s}}, spec: {affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: s}}}], preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {labelSelector: {matchLabels: {app: s}}}}]}}, topologySpreadConstraints: [{labelSelector: {matchLabels: {app: s}}}]}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec: {jobTemplate: {metadata: {labels: {x: y}}, spec: {template: {metadata: {labels: {x: y}}, spec: {}}}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec: {template: {spec: {}}}
---
apiVersion: v1
kind: Service
metadata: {name: without-selector}
spec: {}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: np}
spec: {podSelector: {matchLabels: {app: s}}, ingress: [{from: [{podSelector: {matchLabels: {app: s}}}]}], egress: [{to: [{podSelector: {}}]}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: pdb}
spec: {selector: {matchLabels: {app: s}}}
---
apiVersion: example.com/v1
kind: Boat
metadata: {name: b}
spec: {selector: {matchLabels: {app: s}}, template: {metadata: {labels: {app: s}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {}
`,
  },
  "labels without selectors": one("labels: [{pairs: {a: b, num: '1'}, includeTemplates: true}]\n"),
  "labels and common labels": one("labels: [{pairs: {app: from-labels}}]\ncommonLabels: {team: x}\n"),

  // Patches
  "patch with a selector by label": {
    "kustomization.yaml": `resources: [r.yaml]
patches:
  - {target: {labelSelector: "tier in (web, api),!skip"}, patch: "- {op: add, path: /data/a, value: label}"}
  - {target: {annotationSelector: "note=x"}, patch: "- {op: add, path: /data/b, value: annotation}"}
  - {target: {kind: ConfigMap, name: "one|two", namespace: ns.*}, patch: "- {op: add, path: /data/c, value: pattern}"}
  - {target: {group: "", version: v1, name: three}, patch: "- {op: add, path: /data/d, value: exact}"}
`,
    "r.yaml": ["one web ns1", "two api ns2", "three none ns3", "four web other"]
      .map((text) => {
        const [name, tier, namespace] = text.split(" ");
        return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}, labels: {tier: ${tier}${name === "four" ? ", skip: y" : ""}}, annotations: {note: ${name === "three" ? "x" : "z"}}}\ndata: {k: v}\n`;
      })
      .join("---\n"),
  },
  "patch file with many documents": {
    ...one("patches: [{path: p.yaml}]\n"),
    "p.yaml":
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort}\n",
  },
  "json patch operations": one(`patches:
  - target: {kind: Deployment, name: web}
    patch: |-
      - op: test
        path: /spec/template/spec/containers/0/name
        value: web
      - op: replace
        path: /spec/template/spec/containers/0/image
        value: nginx:json
      - op: add
        path: /spec/template/spec/containers/0/env/-
        value: {name: LAST, value: "x"}
      - op: add
        path: /spec/template/spec/containers/0/env/0
        value: {name: FIRST, value: "1"}
      - op: remove
        path: /spec/template/spec/containers/1
      - op: copy
        from: /metadata/name
        path: /spec/template/metadata/labels/copied
      - op: move
        from: /spec/template/metadata/labels/app
        path: /spec/template/metadata/labels/app~1moved
      - op: add
        path: /metadata/annotations
        value: {num: "1", tilde~x: "y"}
`),
  "json patch in JSON": one(
    `patches: [{target: {kind: Service}, patch: '[{"op": "add", "path": "/spec/type", "value": "NodePort"}]'}]\n`,
  ),
  "json patch numbers and booleans": one(`patches:
  - target: {kind: Service}
    patch: |-
      - {op: add, path: /spec/a, value: 1}
      - {op: add, path: /spec/b, value: 1.5}
      - {op: add, path: /spec/c, value: true}
      - {op: add, path: /spec/d, value: "true"}
      - {op: add, path: /spec/e, value: null}
      - {op: add, path: /spec/f, value: 1e3}
      - {op: add, path: /spec/g, value: yes}
      - {op: add, path: /spec/h, value: []}
`),
  "json patch test that fails": one(
    "patches: [{target: {kind: Service}, patch: '- {op: test, path: /spec/ports/0/port, value: 81}'}]\n",
  ),
  "json patch removal of what is missing": one(
    "patches: [{target: {kind: Service}, patch: '- {op: remove, path: /spec/nothing}'}]\n",
  ),
  "json patch replacement of what is missing": one(
    "patches: [{target: {kind: Service}, patch: '- {op: replace, path: /spec/nothing/deep, value: 1}'}]\n",
  ),
  "old json patches": one(`patchesJson6902:
  - target: {version: v1, kind: Service, name: web}
    patch: |-
      - {op: add, path: /spec/type, value: NodePort}
`),
  "old json patches of nothing": one(`patchesJson6902:
  - target: {version: v1, kind: Service, name: nobody}
    patch: |-
      - {op: add, path: /spec/type, value: NodePort}
`),
  "old strategic patches": {
    ...one(
      "patchesStrategicMerge:\n  - p.yaml\n  - |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web}\n    spec: {type: NodePort}\n",
    ),
    "p.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {paused: true}\n",
  },
  "patch of a target that does not match": one(
    "patches: [{target: {kind: Nothing}, patch: '{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {a: b}}'}]\n",
  ),
  "patch of a name before the prefix": {
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`base/${name}`, text])),
    "base/kustomization.yaml": "resources: [deployment.yaml, service.yaml]\nnamePrefix: b-\nnamespace: low\n",
    "kustomization.yaml": `resources: [base]
namePrefix: o-
patches:
  - patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2}}'
  - patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: b-web, namespace: low}, spec: {paused: true}}'
  - target: {kind: Service, name: web}
    patch: "- {op: add, path: /spec/type, value: NodePort}"
`,
  },
  "patch with both path and text": one("patches: [{path: p.yaml, patch: 'a: b'}]\n"),
  "patch that is nothing": one("patches: [{patch: 'just text'}]\n"),
  "patch file that is missing": one("patches: [{path: nothing.yaml}]\n"),
  "strategic patch of lists": one(`patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        template:
          spec:
            volumes:
              - {name: c, emptyDir: {}, configMap: null}
              - {name: new, emptyDir: {}}
            tolerations: [{key: a}, {key: b}]
            containers:
              - name: web
                command: [a, b]
                volumeMounts: [{name: c, mountPath: /c}]
                envFrom: [{configMapRef: {name: settings}}]
              - {name: side, $patch: delete}
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        template:
          spec:
            tolerations: [{key: c}]
            containers:
              - {name: web, command: [c], volumeMounts: [{name: d, mountPath: /c}, {name: c, mountPath: /d}]}
`),
  "strategic patch of ports": one(`patches:
  - patch: |-
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {ports: [{port: 80, targetPort: 8080}, {port: 443, name: tls}]}
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec: {template: {spec: {containers: [{name: web, ports: [{containerPort: 443, name: tls}, {containerPort: 80, protocol: UDP}]}]}}}
`),
  "strategic patch with directives": one(`patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        template:
          spec:
            $setElementOrder/containers: [{name: side}, {name: web}]
            containers:
              - {name: side, image: s}
              - {name: web, $retainKeys: [name, image], image: kept}
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec: {selector: {$patch: replace, matchLabels: {only: this}}}
`),
  "changes of kind by patch": one(`patches:
  - options: {allowKindChange: true}
    target: {kind: Deployment}
    patch: |-
      - {op: replace, path: /kind, value: StatefulSet}
`),
  "patch of a custom kind with lists": {
    "r.yaml":
      "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: b}\nspec: {crew: [{name: a, role: x}, {name: b}], tags: [1, 2]}\n",
    "kustomization.yaml": `resources: [r.yaml]
patches: [{patch: '{apiVersion: example.com/v1, kind: Boat, metadata: {name: b}, spec: {crew: [{name: a, rank: 1}], tags: [3], gone: null}}'}]
`,
  },

  // Components and replacements
  "components in order": {
    ...one("components: [one, two]\nnamespace: top\n"),
    "one/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [cm.yaml]
configMapGenerator: [{name: settings, behavior: merge, literals: [b=component]}]
patches: [{target: {kind: Deployment}, patch: "- {op: add, path: /spec/replicas, value: 5}"}]
`,
    "one/cm.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\n",
    "two/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: two-\nimages: [{name: nginx, newTag: two}]\nlabels: [{pairs: {two: 'yes'}}]\n",
  },
  "component as a resource": {
    "kustomization.yaml": "resources: [part]\n",
    "part/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n",
  },
  "component with content as a resource": {
    "kustomization.yaml": "resources: [part]\n",
    "part/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {a: b}\n",
  },
  "kustomization with content as a component": {
    "kustomization.yaml": "components: [part]\n",
    "part/kustomization.yaml": "kind: Kustomization\ncommonAnnotations: {a: b}\n",
  },
  "nothing but a kind": {
    "kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
  },
  "nothing but null": { "kustomization.yaml": "resources:\n" },
  "nothing but a namespace": { "kustomization.yaml": "namespace: x\n" },
  "nothing but patches": { "kustomization.yaml": "patches: []\n" },
  "base that is empty": {
    "kustomization.yaml": "resources: [base]\nnamePrefix: x\n",
    "base/kustomization.yaml": "resources: []\n",
  },
  "absolute patch": one("patches: [{path: /etc/hostname}]\n"),
  "kustomization as a component": {
    "kustomization.yaml": "components: [part]\n",
    "part/kustomization.yaml": "kind: Kustomization\n",
  },
  "replacement of parts": one(`replacements:
  - source: {kind: ConfigMap, name: listed, fieldPath: data.a}
    targets:
      - {select: {kind: Boat}, fieldPaths: [metadata.annotations.copied, 'metadata.annotations.[a.b/c]'], options: {create: true}}
  - source: {kind: Deployment, name: web}
    targets: [{select: {kind: HorizontalPodAutoscaler}, fieldPaths: [metadata.name]}]
  - source: {kind: Deployment, name: web, fieldPath: spec.template.spec.containers}
    targets: [{select: {kind: Boat}, fieldPaths: [spec.containers]}]
  - source: {kind: Deployment, name: web, fieldPath: spec.template.spec.containers.0.image, options: {delimiter: ":"}}
    targets:
      - {select: {kind: Deployment}, reject: [{name: nobody}], fieldPaths: ["spec.template.spec.containers.*.image"], options: {delimiter: "@", index: 9}}
`),
  "replacement file": {
    ...one("replacements: [{path: r.yaml}]\n"),
    "r.yaml":
      "source: {kind: Service, name: web, fieldPath: metadata.name}\ntargets: [{select: {kind: Boat}, fieldPaths: [spec.empty]}]\n",
  },
  "replacement of a generated name": one(`replacements:
  - source: {kind: ConfigMap, name: settings, fieldPath: metadata.name}
    targets: [{select: {kind: Boat}, fieldPaths: [spec.name], options: {create: true}}]
`),
  "replacement from nothing": one(
    "replacements: [{source: {kind: Nothing}, targets: [{select: {kind: Boat}, fieldPaths: [spec.when]}]}]\n",
  ),
  "replacement of a missing field": one(
    "replacements: [{source: {kind: Service, name: web, fieldPath: spec.nothing}, targets: [{select: {kind: Boat}, fieldPaths: [spec.when]}]}]\n",
  ),
  "replacement into a missing field": one(
    "replacements: [{source: {kind: Service, name: web}, targets: [{select: {kind: Boat}, fieldPaths: [spec.nothing]}]}]\n",
  ),

  // What YAML may hold
  "odd texts": {
    "kustomization.yaml": "resources: [r.yaml]\n",
    "r.yaml": `apiVersion: v1
kind: ConfigMap
metadata: {name: odd}
data:
  yes: "yes"
  number: "12"
  octal: "0644"
  float: "1.0"
  exp: "1e3"
  null_: "null"
  tilde: "~"
  date: "2020-01-01"
  time: "10:30"
  colon: "a: b"
  hash: "a #b"
  dash: "- a"
  star: "*a"
  quote: "it's"
  dquote: 'say "x"'
  back: 'a\\b'
  tab: "a\\tb"
  emoji: "😀"
  trailing: "a "
  leading: " a"
  block: |
    one
      two
    three
  strip: |-
    one
    two
  keep: |+
    one

  folded: >
    one
    two

    three
  empty: ""
  spaceline: "a\\n \\nb"
  long: "${"lorem ipsum ".repeat(20)}"
  url: http://example.com:80/?a=b&c=d
  template: "{{ .Values.x }}"
  equals: "="
  merge: "<<"
  percent: "%a"
  at: "@a"
  tick: "\`a"
  question: "? a"
  "quoted key": v
  "123": v
  "true": v
`,
  },
  "anchors and merges": {
    "kustomization.yaml": "resources: [r.yaml]\n",
    "r.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: a, labels: &l {x: y}}\ndata: {<<: *l, z: '1'}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata:\n  <<: {p: q}\n  p: own\n",
  },
  "JSON resource": {
    "kustomization.yaml": "resources: [r.json]\n",
    "r.json": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "j"}, "data": {"a": "1"}}',
  },
  "comments and empty documents": {
    "kustomization.yaml": "# top\nresources:\n  # one\n  - r.yaml # two\n",
    "r.yaml": "# first\n---\n---\n# nothing\n---\napiVersion: v1 # c\nkind: ConfigMap\nmetadata: {name: c}\n---\n",
  },
  "field names in another case": { ...files, "kustomization.yaml": "Resources: [service.yaml]\nNAMEPREFIX: p-\n" },
  "kustomization.yml": { ...files, "kustomization.yml": "resources: [service.yaml]\n" },
  "file called Kustomization": { ...files, Kustomization: "resources: [service.yaml]\n" },
  "local config": {
    "kustomization.yaml": "resources: [r.yaml]\n",
    "r.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {config.kubernetes.io/local-config: 'true'}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, annotations: {config.kubernetes.io/local-config: 'false'}}\n",
  },
  "managed by": { ...files, "kustomization.yaml": "resources: [service.yaml]\nbuildMetadata: [managedByLabel]\n" },

  // Refused
  "two kustomization files": {
    ...files,
    "kustomization.yml": "resources: []\n",
    "kustomization.yaml": "resources: []\n",
  },
  "no kustomization file": { "base/r.yaml": "", "kustomization.yaml": "resources: [base]\n" },
  "empty kustomization file": { "kustomization.yaml": "" },
  "broken kustomization": { "kustomization.yaml": "resources: [a\nnamespace: b\n" },
  "unknown nested field": one("images: [{name: nginx, tag: '2'}]\n"),
  "unknown field of a patch": one("patches: [{target: {kind: Service}, ptach: x}]\n"),
  "unknown field of a target": one("patches: [{target: {knid: Service}, patch: '- {op: add, path: /a, value: b}'}]\n"),
  "resources as a text": { "kustomization.yaml": "resources: service.yaml\n" },
  "number as a namespace": { "kustomization.yaml": "namespace: 12\n" },
  "label that is a number": one("commonLabels: {a: 1}\n"),
  "replica count as a text": one("replicas: [{name: web, count: three}]\n"),
  "name that YAML 1.1 takes for a boolean": {
    "kustomization.yaml": "configMapGenerator: [{name: n, literals: [a=1]}]\n",
  },
  "wrong kind": { "kustomization.yaml": "kind: Deployment\n" },
  "wrong apiVersion": { "kustomization.yaml": "apiVersion: v1\nkind: Kustomization\n" },
  "object without kind": {
    "kustomization.yaml": "resources: [r.yaml]\n",
    "r.yaml": "apiVersion: v1\nmetadata: {name: a}\n",
  },
  "object without name": {
    "kustomization.yaml": "resources: [r.yaml]\n",
    "r.yaml": "apiVersion: v1\nkind: ConfigMap\n",
  },
  "tab in a file": { "kustomization.yaml": "resources: [r.yaml]\n", "r.yaml": "a:\n\tb: c\n" },
  "text as an object": { "kustomization.yaml": "resources: [r.yaml]\n", "r.yaml": "just text\n" },
  "same id in two files": {
    "kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
    "a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
    "b.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\n",
  },
  "same id by namespace": {
    "kustomization.yaml": "resources: [a.yaml]\nnamespace: one\n",
    "a.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: x}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: y}\n",
  },
  "same id from two bases": {
    "a/kustomization.yaml": "configMapGenerator: [{name: m, literals: [a=1]}]\n",
    "b/kustomization.yaml": "configMapGenerator: [{name: m, literals: [b=1]}]\n",
    "kustomization.yaml": "resources: [a, b]\n",
  },
  "base above": {
    "a/b/kustomization.yaml": "resources: [..]\n",
    "a/kustomization.yaml": "resources: [b]\n",
    "kustomization.yaml": "resources: [a]\n",
  },
  "itself as a base": { "kustomization.yaml": "resources: [.]\n" },
  "file outside the root": {
    "other.yaml": service,
    "top/kustomization.yaml": "resources: [../other.yaml]\n",
    "kustomization.yaml": "resources: [top]\n",
  },
  "absolute base": { "kustomization.yaml": "resources: [/etc]\n" },
  "same id twice": { ...files, "kustomization.yaml": "resources: [service.yaml, service.yaml]\n" },
  "missing file": { ...files, "kustomization.yaml": "resources: [nothing.yaml]\n" },
  "broken yaml": { "bad.yaml": "a: b\n c: d\n", "kustomization.yaml": "resources: [bad.yaml]\n" },
  cycle: { "kustomization.yaml": "resources: [a]\n", "a/kustomization.yaml": "resources: [../]\n" },
  outside: { "kustomization.yaml": "resources: [../other.yaml]\n" },
  empty: { "kustomization.yaml": "resources: []\n" },
};
