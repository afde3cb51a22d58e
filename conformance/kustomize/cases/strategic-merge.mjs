import { boat, deployment, on, service } from "../objects.mjs";

const merge = (object, patch, more = "") =>
  on([object], `patches:\n  - patch: |-\n${patch.trim().replaceAll(/^/gm, "      ")}\n${more}`);
const dep = (spec) =>
  merge(
    deployment,
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n${spec.trimEnd().replaceAll(/^/gm, "  ")}`,
  );
const pod = (spec) => dep(`template:\n  spec:\n${spec.trimEnd().replaceAll(/^/gm, "    ")}`);
const container = (text) => pod(`containers:\n  - name: web\n${text.trimEnd().replaceAll(/^/gm, "    ")}`);
const custom = (spec) => merge(boat, `apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: boat}\nspec: ${spec}`);

export const cases = {
  "a map is merged": dep("template: {metadata: {labels: {new: label}}}"),
  "a text is replaced": dep("replicas: 5\npaused: true"),
  "null takes away": dep("replicas: null\nselector: {matchLabels: null}"),
  "null takes away what is not there": dep("nothing: null\nalso: {nothing: null}"),
  "a tilde takes away": dep("replicas: ~"),
  "an empty value takes away": dep("replicas:"),
  "a map over a text": custom("{size: {big: true}}"),
  "a text over a map": custom("{engine: none}"),
  "a list over a map": custom("{engine: [a]}"),
  "a map over a list": custom("{crew: {name: x}}"),
  "a map over null": merge(
    boat.replace("size: 3", "size: null"),
    "{apiVersion: example.com/v1, kind: Boat, metadata: {name: boat}, spec: {size: {a: 1}}}",
  ),
  "an empty map over a map": custom("{engine: {}}"),
  "an empty map where there is nothing": custom("{fuel: {}}"),
  "an empty list over a list": custom("{ports: []}"),
  "an empty list where there is nothing": custom("{fuel: []}"),
  "an empty text over a text": custom("{size: ''}"),
  "a map that loses all": custom("{engine: {image: null, power: null}}"),
  "a map of nulls where there is nothing": custom("{fuel: {a: null}}"),
  "a map of maps of nulls": custom("{fuel: {a: {b: null}}}"),
  "lists of a custom kind are replaced": custom("{crew: [{name: ben, role: captain}], ports: [east]}"),
  "containers by name": pod("containers: [{name: side, image: new}, {name: third, image: third}]"),
  "a container in front": pod("containers: [{name: first, image: x}]"),
  "a container is taken away": pod("containers: [{name: side, $patch: delete}]"),
  "a container that is not there is taken away": pod("containers: [{name: nothing, $patch: delete}]"),
  "all containers are taken away": pod("containers: [{name: side, $patch: delete}, {name: web, $patch: delete}]"),
  "a container is replaced": pod("containers: [{name: web, image: only, $patch: replace}]"),
  "all containers are replaced": pod("containers: [{$patch: replace}, {name: only, image: x}]"),
  "the list of containers is taken away": pod("containers: [{$patch: delete}]"),
  "the list of containers is null": pod("containers: null"),
  "the list of containers is empty": pod("containers: []"),
  "a container without name": pod("containers: [{image: x}]"),
  "a container's name twice": pod("containers: [{name: web, image: x}, {name: web, args: [y]}]"),
  "a container's name is null": pod("containers: [{name: null, image: x}]"),
  "an unknown strategy": pod("containers: [{name: web, $patch: whatever}]"),
  "the merge strategy, said": pod("$patch: merge\nhostNetwork: true"),
  "a map is replaced": pod("$patch: replace\nhostNetwork: true"),
  "a map is taken away": dep("selector: {$patch: delete}"),
  "a map is replaced where there is nothing": dep("strategy: {$patch: replace, type: Recreate}"),
  "an unknown strategy of a map": dep("strategy: {$patch: other}"),
  "a directive that is a number": dep("strategy: {$patch: 1}"),
  "env by name": container("env: [{name: A, value: changed}, {name: NEW, value: x}]"),
  "env from a value to a reference": container(
    "env: [{name: A, value: null, valueFrom: {secretKeyRef: {name: s, key: k}}}]",
  ),
  "env from a value to a reference, both left": container(
    "env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]",
  ),
  "env is taken away": container("env: [{name: A, $patch: delete}]"),
  "ports by number and protocol": container(
    "ports: [{containerPort: 80, protocol: TCP, name: a}, {containerPort: 443, name: b}, {containerPort: 80, protocol: UDP, name: c}]",
  ),
  "ports by number only": container("ports: [{containerPort: 80, name: a}, {containerPort: 8080}]"),
  "ports as texts": container('ports: [{containerPort: "80", name: a}]'),
  "ports without number": container("ports: [{name: a}]"),
  "a port is taken away": container("ports: [{containerPort: 80, $patch: delete}]"),
  "a port is taken away by both keys": container("ports: [{containerPort: 443, protocol: TCP, $patch: delete}]"),
  "mounts by path": container("volumeMounts: [{name: other, mountPath: /c, readOnly: true}, {name: c, mountPath: /d}]"),
  "devices by path": container("volumeDevices: [{name: a, devicePath: /dev/a}]"),
  "args are replaced": container("args: [x]\ncommand: [y]"),
  "envFrom is replaced": container("envFrom: [{configMapRef: {name: x}}]"),
  "resources are merged": container("resources: {limits: {cpu: 1}, requests: {memory: 1Gi}}"),
  "volumes by name": pod("volumes: [{name: c, emptyDir: {}}, {name: d, emptyDir: {}}]"),
  "a volume changes its source": pod("volumes: [{name: c, configMap: null, emptyDir: {}}]"),
  "a volume is replaced": pod("volumes: [{name: c, $patch: replace, emptyDir: {}}]"),
  "tolerations are replaced": pod("tolerations: [{key: b}]"),
  "imagePullSecrets by name": pod("imagePullSecrets: [{name: a}]"),
  "hostAliases by ip": pod("hostAliases: [{ip: 1.1.1.1, hostnames: [a]}]"),
  "topologySpreadConstraints by two keys": merge(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {topologySpreadConstraints: [{topologyKey: zone, whenUnsatisfiable: DoNotSchedule, maxSkew: 1}, {topologyKey: host, whenUnsatisfiable: ScheduleAnyway, maxSkew: 1}]}\n",
    "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {topologySpreadConstraints: [{topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, maxSkew: 2}, {topologyKey: host, whenUnsatisfiable: ScheduleAnyway, maxSkew: 3}]}}",
  ),
  "initContainers and ephemeralContainers": pod(
    "initContainers: [{name: init, command: [x]}, {name: new}]\nephemeralContainers: [{name: debug, image: x}]",
  ),
  affinity: pod(
    "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}",
  ),
  "service ports": merge(
    service,
    "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 443, name: https}, {port: 80, targetPort: 8080}]}}",
  ),
  "service ports with protocol": merge(
    service,
    "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80, protocol: TCP, targetPort: 1}, {port: 80, protocol: UDP, targetPort: 2}]}}",
  ),
  "service ports that have protocols": merge(
    "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 53, protocol: TCP, name: tcp}, {port: 53, protocol: UDP, name: udp}]}\n",
    "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 53, protocol: UDP, targetPort: 5353}]}}",
  ),
  "service ports that have protocols, patch without": merge(
    "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 53, protocol: TCP, name: tcp}, {port: 53, protocol: UDP, name: udp}]}\n",
    "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 53, targetPort: 5353}]}}",
  ),
  "service ports, one with and one without protocol": merge(
    "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 53, name: plain}, {port: 53, protocol: UDP, name: udp}]}\n",
    "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 53, protocol: UDP, targetPort: 1}, {port: 53, targetPort: 2}]}}",
  ),
  "service account's secrets": merge(
    "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\nsecrets: [{name: x}]\nimagePullSecrets: [{name: x}]\n",
    "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}, secrets: [{name: y}], imagePullSecrets: [{name: y}]}",
  ),
  finalizers: merge(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, finalizers: [x, y]}\n",
    "{apiVersion: v1, kind: Service, metadata: {name: a, finalizers: [z, x]}}",
  ),
  "finalizers of a custom kind": merge(
    boat.replace("{name: boat}", "{name: boat, finalizers: [x, y]}"),
    "{apiVersion: example.com/v1, kind: Boat, metadata: {name: boat, finalizers: [z, x]}}",
  ),
  ownerReferences: merge(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, ownerReferences: [{uid: '1', name: x}, {uid: '2', name: y}]}\n",
    "{apiVersion: v1, kind: Service, metadata: {name: a, ownerReferences: [{uid: '2', controller: true}, {uid: '3', name: z}]}}",
  ),
  webhooks: merge(
    "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: {name: a}\nwebhooks: [{name: x.y.z, rules: [{operations: [CREATE]}], failurePolicy: Fail}]\n",
    "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: a}, webhooks: [{name: x.y.z, rules: [{operations: [UPDATE]}]}, {name: n.e.w}]}",
  ),
  "conditions of a status": merge(
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nstatus: {conditions: [{type: A, status: 'True'}, {type: B, status: 'True'}]}\n",
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, status: {conditions: [{type: B, status: 'False'}]}}",
  ),
  "rules of a role are replaced": merge(
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules: [{verbs: [get]}]\n",
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a}, rules: [{verbs: [list]}]}",
  ),
  "subjects of a binding are replaced": merge(
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: a}\nsubjects: [{name: x, kind: User}]\n",
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: a}, subjects: [{name: y, kind: User}]}",
  ),
  "rules of an ingress are replaced": merge(
    "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec: {rules: [{host: x}], tls: [{hosts: [x]}]}\n",
    "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a}, spec: {rules: [{host: y}], tls: [{hosts: [y]}]}}",
  ),
  "metrics of an autoscaler are replaced": merge(
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {metrics: [{type: Resource}]}\n",
    "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {metrics: [{type: Pods}]}}",
  ),
  "volumeClaimTemplates are replaced": merge(
    "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec: {volumeClaimTemplates: [{metadata: {name: x}, spec: {a: 1}}]}\n",
    "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {volumeClaimTemplates: [{metadata: {name: x}, spec: {b: 1}}]}}",
  ),
  "a kind of a version the schema lacks": merge(
    "apiVersion: apps/v9\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: x, image: y}]}}}\n",
    "{apiVersion: apps/v9, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{name: x, args: [y]}]}}}}",
  ),
  "a kind that came after the schema": merge(
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a, finalizers: [x]}\n",
    "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a, finalizers: [y]}}",
  ),
  "native sidecars of a newer Kubernetes": pod("resourceClaims: [{name: a, resourceClaimName: b}]"),
  "setElementOrder stays": container("$setElementOrder/env: [{name: B}, {name: A}]\nenv: [{name: A, value: x}]"),
  "retainKeys stays": pod("volumes: [{name: c, $retainKeys: [name, emptyDir], emptyDir: {}}]"),
  "deleteFromPrimitiveList stays": merge(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, finalizers: [x, y]}\n",
    "{apiVersion: v1, kind: Service, metadata: {name: a, $deleteFromPrimitiveList/finalizers: [x]}}",
  ),
  "an implicit null of the object": merge(
    "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: boat}\nspec:\n  a:\n  b: null\n  c: ~\n  d: {e: , f: 1}\n",
    "{apiVersion: example.com/v1, kind: Boat, metadata: {name: boat}, spec: {new: 1}}",
  ),
  "an implicit null below another key": merge(
    "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: boat}\nspec:\n  a:\nother:\n  b:\n  c: null\n",
    "{apiVersion: example.com/v1, kind: Boat, metadata: {name: boat}, spec: {new: 1}}",
  ),
  "implicit nulls in containers": merge(
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  labels:\nspec:\n  containers:\n  - name: a\n    resources:\n    args:\n  - name: b\n    env:\n",
    "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: x}]}}",
  ),
  "an element that becomes empty": pod(
    "containers: [{name: web, image: null, args: null, ports: null, env: null, envFrom: null, volumeMounts: null}]",
  ),
  "an empty element": pod("containers: [{}]"),
  "a null element": pod("containers: [null]"),
  "elements that are texts": pod("containers: [web]"),
  "numbers keep how they are written": custom("{size: 0x10, more: [0o17, 0644, 1_000, 1e3, .5, 1.50, +1]}"),
  "texts keep their quotes": custom(`{size: "3", text: 'yes', plain: yes, n: null, e: ""}`),
  "a text that was a number": custom(`{engine: {power: 90}}`),
  "a number that was a text": custom(`{size: "4"}`),
  "a date": custom("{size: 2020-01-01}"),
  "a block text": merge(
    boat,
    "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: boat}\nspec:\n  text: |\n    a\n    b\n  folded: >\n    a\n    b\n",
  ),
  "anchors of the patch": merge(
    boat,
    "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: boat}\nspec:\n  a: &x {k: v}\n  b: *x\n  c: {<<: *x, m: n}\n",
  ),
  "anchors of the object": merge(
    "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: boat}\nspec:\n  a: &x {k: v}\n  b: *x\n  c: {<<: *x, m: n}\n",
    "{apiVersion: example.com/v1, kind: Boat, metadata: {name: boat}, spec: {b: {k: changed}, c: {k: also}}}",
  ),
  "a key twice in the patch": custom("{size: 4, size: 5}"),
  "a key twice in the object": merge(
    boat.replace("size: 3", "size: 3\n  size: 4"),
    "{apiVersion: example.com/v1, kind: Boat, metadata: {name: boat}, spec: {new: 1}}",
  ),
  "keys that are numbers": custom("{1: a, 2: b, true: c, null: d}"),
  "prototype names": custom("{__proto__: {polluted: true}, constructor: {prototype: {polluted: true}}, toString: x}"),
  "two containers under one name": merge(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: x}, {name: a, image: y}]}\n",
    "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, args: [z]}]}}",
  ),
  "containers without names": merge(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{image: x}, {name: b, image: y}]}\n",
    "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: b, args: [z]}]}}",
  ),
  "names that are numbers": merge(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: 1, image: x}]}\n",
    '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: "1", args: [z]}]}}',
  ),
  "a deep path that is not there": custom("{a: {b: {c: {d: [1, {e: f}]}}}}"),
  "data of a config map": merge(
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: '1', b: '2'}\n",
    "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {a: null, b: x, c: 'true'}}",
  ),
  "order of keys in a patch": merge(
    service,
    "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {z: 1, a: {z: 1, b: 2}}}",
  ),
  "apiVersion is not changed": merge(
    deployment,
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {x: 1}}",
  ),
};
