import { block, boat, configMap, deployment, on, overlay, service } from "../objects.mjs";

const patch = (text) => `patches:\n  - patch: ${block(text, 6)}\n`;
const smp = (kind, name, more, version = "v1") =>
  `{apiVersion: ${version}, kind: ${kind}, metadata: {name: ${name}}, ${more}}`;
const servicePatch = smp("Service", "web", "spec: {type: NodePort}");
const three = ["a", "b", "ab"].map(
  (name) =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, labels: {app: ${name}, tier: x}, annotations: {note: ${name}}}\n`,
);
const target = (selector, op = "{op: add, path: /spec, value: {hit: true}}") =>
  `patches:\n  - target: ${selector}\n    patch: |-\n      - ${op}\n`;

export const cases = {
  inline: on([deployment, service], patch(servicePatch)),
  "from a file": on([deployment, service], "patches: [{path: p.yaml}]\n", { "p.yaml": servicePatch }),
  "from a JSON file": on([service], "patches: [{path: p.json}]\n", {
    "p.json": '{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"type":"NodePort"}}',
  }),
  "several documents": on(
    [deployment, service],
    patch(`${servicePatch}\n---\n${smp("Deployment", "web", "spec: {replicas: 3}", "apps/v1")}`),
  ),
  "several documents with a target": on([deployment, service], `patches: [{path: p.yaml, target: {kind: Service}}]\n`, {
    "p.yaml": `${servicePatch}\n---\n${servicePatch}\n`,
  }),
  "a list of objects": on([deployment, service], "patches: [{path: p.yaml}]\n", {
    "p.yaml": `apiVersion: v1\nkind: List\nitems: [${servicePatch}]\n`,
  }),
  "an empty file": on([service], "patches: [{path: p.yaml}]\n", { "p.yaml": "" }),
  "a file of comments": on([service], "patches: [{path: p.yaml}]\n", { "p.yaml": "# nothing\n\n" }),
  "a file of comments, with a target": on([service], "patches: [{path: p.yaml, target: {kind: Service}}]\n", {
    "p.yaml": "# nothing\n---\n",
  }),
  "a file that is missing": on([service], "patches: [{path: p.yaml}]\n"),
  "a file outside": {
    "top/kustomization.yaml": "resources: [o.yaml]\npatches: [{path: ../p.yaml}]\n",
    "top/o.yaml": service,
    "p.yaml": servicePatch,
  },
  "neither path nor text": on([service], "patches: [{target: {kind: Service}}]\n"),
  "both path and text": on([service], `patches: [{path: p.yaml, patch: 'a: b'}]\n`, { "p.yaml": servicePatch }),
  "text that is nothing": on([service], "patches: [{patch: just text}]\n"),
  "text that is bad YAML": on([service], "patches: [{patch: 'a: [b'}]\n"),
  "text without kind": on([service], "patches: [{patch: '{apiVersion: v1, metadata: {name: web}, spec: {a: b}}'}]\n"),
  "text without name": on([service], "patches: [{patch: '{apiVersion: v1, kind: Service, spec: {a: b}}'}]\n"),
  "text without name, with a target": on(
    [service],
    "patches: [{target: {kind: Service}, patch: '{apiVersion: v1, kind: Service, spec: {a: b}}'}]\n",
  ),
  "text without kind, with a target": on([service], "patches: [{target: {kind: Service}, patch: '{spec: {a: b}}'}]\n"),
  "matches nothing": on([service], patch(smp("Service", "nobody", "spec: {a: b}"))),
  "matches nothing by version": on([deployment], patch(smp("Deployment", "web", "spec: {replicas: 2}", "apps/v2"))),
  "matches nothing by namespace": on(
    [service],
    patch("{apiVersion: v1, kind: Service, metadata: {name: web, namespace: x}, spec: {a: b}}"),
  ),
  "matches the default namespace": on(
    [service],
    patch("{apiVersion: v1, kind: Service, metadata: {name: web, namespace: default}, spec: {a: b}}"),
  ),
  "matches several": {
    "kustomization.yaml": `resources: [one, two]\n${patch(servicePatch)}`,
    "one/kustomization.yaml": "resources: [o.yaml]\nnamePrefix: one-\n",
    "one/o.yaml": service,
    "two/kustomization.yaml": "resources: [o.yaml]\nnamePrefix: two-\n",
    "two/o.yaml": service,
  },
  "a target that matches nothing": on([service], target("{kind: Nothing}")),
  "an empty target": on(three, target("{}")),
  "by kind": on([deployment, service], target("{kind: Service}")),
  "by kind, a pattern": on([deployment, service, configMap], target("{kind: Service|ConfigMap}")),
  "by group and version": on(
    [deployment, service, boat],
    target("{group: apps, version: v1}", "{op: add, path: /spec/hit, value: yes}"),
  ),
  "by group, a pattern": on(
    [deployment, service, boat],
    target("{group: .*\\.com}", "{op: add, path: /spec/hit, value: yes}"),
  ),
  "by name": on(three, target("{name: a}")),
  "by name, a pattern": on(three, target("{name: a.*}")),
  "by name, a part": on(three, target("{name: 'b'}")),
  "by name, alternatives": on(three, target("{name: a|b}")),
  "by a bad pattern": on(three, target("{name: '('}")),
  "by a pattern with anchors": on(three, target("{name: ^a$}")),
  "by a pattern in any case": on(three, target("{name: (?i)A}")),
  "by namespace": on(
    [service, service.replace("{name: web}", "{name: web, namespace: ns}")],
    target("{namespace: ns}"),
  ),
  "by the default namespace": on(
    [service, service.replace("{name: web}", "{name: web, namespace: ns}")],
    target("{namespace: default}"),
  ),
  "by label": on(three, target("{labelSelector: app=a}")),
  "by labels": on(three, target("{labelSelector: 'app in (a,b),tier=x'}")),
  "by no label": on(three, target("{labelSelector: '!other'}")),
  "by label, not": on(three, target("{labelSelector: 'app!=a'}")),
  "by label, exists": on(three, target("{labelSelector: app}")),
  "by label, notin": on(three, target("{labelSelector: 'app notin (a, b)'}")),
  "by label, double equals": on(three, target("{labelSelector: 'app == a'}")),
  "by a bad label selector": on(three, target("{labelSelector: 'app=='}")),
  "by a bad label value": on(three, target("{labelSelector: 'app=a b'}")),
  "by annotation": on(three, target("{annotationSelector: note=b}")),
  "by an unknown selector": on(three, target("{labels: app=a}")),
  "by the old name": overlay(three, "namePrefix: x-\n", target("{name: a}")),
  "by the new name": overlay(three, "namePrefix: x-\n", target("{name: x-a}")),
  "by the old namespace": overlay(
    [service.replace("{name: web}", "{name: web, namespace: ns}")],
    "namespace: m\n",
    target("{namespace: ns}"),
  ),
  "by the new namespace": overlay(
    [service.replace("{name: web}", "{name: web, namespace: ns}")],
    "namespace: m\n",
    target("{namespace: m}"),
  ),
  "with a target, its own name does not count": on(
    three,
    `patches: [{target: {kind: Service}, patch: '{apiVersion: x/v9, kind: Whatever, metadata: {name: whatever, namespace: w}, spec: {hit: true}}'}]\n`,
  ),
  "with a target, labels are added": on(
    three,
    `patches: [{target: {name: a|b}, patch: '{apiVersion: v1, kind: Service, metadata: {name: x, labels: {tier: y, new: z}, annotations: {note: null}}}'}]\n`,
  ),
  renames: on(
    [deployment, configMap],
    `patches: [{target: {kind: ConfigMap}, options: {allowNameChange: true}, patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: renamed}}'}]\n`,
  ),
  "renames without leave": on(
    [deployment, configMap],
    `patches: [{target: {kind: ConfigMap}, patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: renamed}}'}]\n`,
  ),
  "renames without a target": on(
    [deployment, configMap],
    `patches: [{options: {allowNameChange: true}, patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {x: y}}'}]\n`,
  ),
  "changes the kind": on(
    [deployment, service],
    `patches: [{target: {kind: Deployment}, options: {allowKindChange: true}, patch: '{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: web}}'}]\n`,
  ),
  "changes the kind without leave": on(
    [deployment, service],
    `patches: [{target: {kind: Deployment}, patch: '{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: web}}'}]\n`,
  ),
  "changes the kind and the name": on(
    [deployment, service],
    `patches: [{target: {kind: Deployment}, options: {allowKindChange: true, allowNameChange: true}, patch: '{apiVersion: example.com/v1, kind: Boat, metadata: {name: boat}}'}]\n`,
  ),
  "renames two to one": on(
    three,
    `patches: [{target: {kind: Service}, options: {allowNameChange: true}, patch: '{apiVersion: v1, kind: Service, metadata: {name: same}}'}]\n`,
  ),
  "JSON renames": on(
    [deployment, configMap],
    target("{kind: ConfigMap}", "{op: replace, path: /metadata/name, value: renamed}"),
  ),
  "JSON renames, and a reference follows": on(
    [deployment, configMap],
    `${target("{kind: ConfigMap}", "{op: replace, path: /metadata/name, value: renamed}")}namePrefix: x-\n`,
  ),
  "JSON renames with leave": on(
    [deployment, configMap],
    `patches: [{target: {kind: ConfigMap}, options: {allowNameChange: true}, patch: '[{"op": "replace", "path": "/metadata/name", "value": "renamed"}]'}]\n`,
  ),
  "JSON changes the kind": on(
    [deployment],
    target("{kind: Deployment}", "{op: replace, path: /kind, value: DaemonSet}"),
  ),
  "JSON changes the namespace": on(
    [deployment, configMap],
    target("{kind: ConfigMap}", "{op: add, path: /metadata/namespace, value: n}"),
  ),
  "JSON removes the name": on([configMap], target("{kind: ConfigMap}", "{op: remove, path: /metadata/name}")),
  "JSON removes the kind": on([configMap], target("{kind: ConfigMap}", "{op: remove, path: /kind}")),
  "unknown options": on(
    [service],
    `patches: [{target: {kind: Service}, options: {other: true}, patch: '{apiVersion: v1, kind: Service, metadata: {name: x}}'}]\n`,
  ),
  "a patch of what another made": on(
    [service],
    `patches:\n  - {target: {kind: Service}, options: {allowNameChange: true}, patch: '{apiVersion: v1, kind: Service, metadata: {name: new}}'}\n  - {patch: '{apiVersion: v1, kind: Service, metadata: {name: new}, spec: {by: new}}'}\n  - {patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {old: by}}'}\n`,
  ),
  "one that deletes, then one for it": on(
    [service],
    `patches:\n  - {patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, $patch: delete}'}\n  - {patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {a: b}}'}\n`,
  ),
  "deletes by target": on(
    three,
    `patches: [{target: {name: a.*}, patch: '{apiVersion: v1, kind: Service, metadata: {name: x}, $patch: delete}'}]\n`,
  ),
  "deletes all": on(
    three,
    `patches: [{target: {kind: Service}, patch: '{apiVersion: v1, kind: Service, metadata: {name: x}, $patch: delete}'}]\n`,
  ),
  "patchesStrategicMerge, inline and from a file": on(
    [deployment, service],
    `patchesStrategicMerge:\n  - p.yaml\n  - ${block(servicePatch, 4)}\n`,
    { "p.yaml": smp("Deployment", "web", "spec: {replicas: 3}", "apps/v1") },
  ),
  "patchesStrategicMerge matches nothing": on(
    [service],
    "patchesStrategicMerge: ['{apiVersion: v1, kind: Service, metadata: {name: x}}']\n",
  ),
  "patchesStrategicMerge, a missing file": on([service], "patchesStrategicMerge: [p.yaml]\n"),
  "patchesStrategicMerge comes first": on(
    [service],
    `patches: [{patch: '${smp("Service", "web", "spec: {a: patches}")}'}]\npatchesStrategicMerge: ['${smp("Service", "web", "spec: {a: strategic, b: strategic}")}']\n`,
  ),
  "patchesStrategicMerge, a JSON patch": on(
    [service],
    'patchesStrategicMerge: [\'[{"op": "remove", "path": "/spec"}]\']\n',
  ),
  "patchesStrategicMerge, an empty file": on([service], "patchesStrategicMerge: [p.yaml]\n", { "p.yaml": "" }),
  "patchesStrategicMerge deletes": on(
    [deployment, service],
    `patchesStrategicMerge: ['{apiVersion: v1, kind: Service, metadata: {name: web}, $patch: delete}']\n`,
  ),
  "patchesStrategicMerge, an annotation that is null": on(
    [service.replace("{name: web}", "{name: web, annotations: {a: b}, labels: {a: b}}")],
    "patchesStrategicMerge: ['{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {a: null, new: ~}, labels: {a: null}}}']\n",
  ),
  "patchesStrategicMerge, annotations that are null": on(
    [service.replace("{name: web}", "{name: web, annotations: {a: b}, labels: {a: b}}")],
    "patchesStrategicMerge: ['{apiVersion: v1, kind: Service, metadata: {name: web, annotations: null, labels: null}}']\n",
  ),
  "an annotation that is null": on(
    [service.replace("{name: web}", "{name: web, annotations: {a: b}, labels: {a: b}}")],
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {a: null, new: ~}, labels: {a: null}}}'}]\n",
  ),
  patchesJson6902: on(
    [service],
    `patchesJson6902: [{target: {version: v1, kind: Service, name: web}, patch: '[{"op": "add", "path": "/spec/type", "value": "NodePort"}]'}, {target: {version: v1, kind: Service, name: web}, path: p.yaml}]\n`,
    { "p.yaml": "- {op: replace, path: /spec/ports/0/port, value: 81}\n" },
  ),
  "patchesJson6902 matches nothing": on(
    [service],
    `patchesJson6902: [{target: {version: v1, kind: Service, name: x}, patch: '[{"op": "add", "path": "/spec/type", "value": "NodePort"}]'}]\n`,
  ),
  "patchesJson6902 without target": on(
    [service],
    `patchesJson6902: [{patch: '[{"op": "add", "path": "/spec/type", "value": "NodePort"}]'}]\n`,
  ),
  "patchesJson6902 with an object": on(
    [service],
    `patchesJson6902: [{target: {kind: Service, name: web}, patch: '${servicePatch}'}]\n`,
  ),
  "patchesJson6902 comes late": on(
    [service],
    `namePrefix: x-\npatchesJson6902: [{target: {version: v1, kind: Service, name: web}, patch: '[{"op": "test", "path": "/metadata/name", "value": "x-web"}, {"op": "add", "path": "/spec/late", "value": true}]'}]\n`,
  ),
  "patchesJson6902 without text": on([service], `patchesJson6902: [{target: {kind: Service, name: web}}]\n`),
  "patchesJson6902 forgets the old name": {
    ...on(
      [deployment, configMap],
      `patchesJson6902: [{target: {version: v1, kind: ConfigMap, name: settings}, patch: '[{"op": "add", "path": "/metadata/name", "value": "new"}]'}]\n`,
    ),
    "top/kustomization.yaml": "resources: [../base]\nnamePrefix: x-\n",
    "base/kustomization.yaml": `resources: [objects.yaml]\npatchesJson6902: [{target: {version: v1, kind: ConfigMap, name: settings}, patch: '[{"op": "add", "path": "/metadata/name", "value": "new"}]'}]\n`,
    "base/objects.yaml": [deployment, configMap].join("---\n"),
  },
  "patchesJson6902 finds no annotations": on(
    [service],
    `patchesJson6902: [{target: {version: v1, kind: Service, name: web}, patch: '[{"op": "add", "path": "/metadata/annotations/x", "value": "z"}]'}]\n`,
  ),
  "comments of a patch": on(
    [service],
    `patches:\n  - patch: |-\n      # first\n      apiVersion: v1\n      kind: Service # kind\n      metadata: {name: web}\n      spec:\n        # inside\n        type: NodePort # after\n`,
  ),
};
