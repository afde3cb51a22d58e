import { boat, configMap, deployment, on, overlay, secret, service } from "../objects.mjs";

const config = (objects, text, config, files = {}) =>
  on(objects, `configurations: [c.yaml]\n${text}`, { "c.yaml": config, ...files });
const sailor =
  "apiVersion: example.com/v1\nkind: Sailor\nmetadata: {name: anna}\nspec: {boat: boat, settings: settings, list: [{ref: {name: settings}}], names: [settings, other], obj: {name: settings, namespace: default}}\n";

export const cases = {
  "an empty file": config([service], "namePrefix: x-\n", ""),
  "an empty map": config([service], "namePrefix: x-\n", "{}\n"),
  "a file that is missing": on([service], "configurations: [c.yaml]\n"),
  "an unknown key": config([service], "", "nameReferences: []\n"),
  "an unknown key in a field": config([service], "", "namePrefix: [{paths: a}]\n"),
  "a file that is no map": config([service], "", "- a\n"),
  "keys in another case": config([boat], "namePrefix: x-\n", "NamePrefix: [{Kind: Boat, Path: spec/engine/image}]\n"),
  namePrefix: config([boat], "namePrefix: x-\n", "namePrefix: [{kind: Boat, path: spec/engine/image}]\n"),
  nameSuffix: config([boat], "nameSuffix: -x\n", "nameSuffix: [{kind: Boat, path: spec/engine/image}]\n"),
  "namePrefix acts on suffixes too or not": config(
    [boat],
    "nameSuffix: -x\n",
    "namePrefix: [{kind: Boat, path: spec/engine/image}]\n",
  ),
  "namePrefix of a list": config([boat], "namePrefix: x-\n", "namePrefix: [{kind: Boat, path: spec/ports}]\n"),
  "namePrefix of elements": config([boat], "namePrefix: x-\n", "namePrefix: [{kind: Boat, path: spec/crew/name}]\n"),
  "namePrefix of a number": config([boat], "namePrefix: x-\n", "namePrefix: [{kind: Boat, path: spec/size}]\n"),
  "namePrefix of what is not there": config(
    [boat],
    "namePrefix: x-\n",
    "namePrefix: [{kind: Boat, path: spec/none, create: true}]\n",
  ),
  "namePrefix of a map": config([boat], "namePrefix: x-\n", "namePrefix: [{kind: Boat, path: spec/engine}]\n"),
  "namePrefix of the default again": config([boat], "namePrefix: x-\n", "namePrefix: [{path: metadata/name}]\n"),
  "namePrefix of the default with create": config(
    [boat],
    "namePrefix: x-\n",
    "namePrefix: [{path: metadata/name, create: true}]\n",
  ),
  "namePrefix of a kind that is skipped": config(
    ["apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\nspec: {x: y}\n"],
    "namePrefix: x-\n",
    "namePrefix: [{kind: Namespace, path: spec/x}]\n",
  ),
  nameReference: config(
    [boat, configMap, sailor],
    "namePrefix: x-\n",
    "nameReference: [{kind: ConfigMap, version: v1, fieldSpecs: [{kind: Sailor, path: spec/settings}, {kind: Sailor, path: spec/list/ref/name}, {kind: Sailor, path: spec/names}]}, {kind: Boat, fieldSpecs: [{kind: Sailor, path: spec/boat}]}]\n",
  ),
  "nameReference by group": config(
    [boat, configMap, sailor],
    "namePrefix: x-\n",
    "nameReference: [{kind: Boat, group: example.com, fieldSpecs: [{kind: Sailor, group: example.com, version: v1, path: spec/boat}]}]\n",
  ),
  "nameReference by another group": config(
    [boat, configMap, sailor],
    "namePrefix: x-\n",
    "nameReference: [{kind: Boat, group: other.com, fieldSpecs: [{kind: Sailor, path: spec/boat}]}]\n",
  ),
  "nameReference into a map": config(
    [configMap, sailor],
    "namePrefix: x-\nnamespace: ns\n",
    "nameReference: [{kind: ConfigMap, fieldSpecs: [{kind: Sailor, path: spec/obj}]}]\n",
  ),
  "nameReference into a map without name": config(
    [configMap, sailor],
    "namePrefix: x-\n",
    "nameReference: [{kind: ConfigMap, fieldSpecs: [{kind: Sailor, path: spec}]}]\n",
  ),
  "nameReference to what is generated": config(
    [sailor],
    "configMapGenerator: [{name: settings, literals: [a=1]}]\n",
    "nameReference: [{kind: ConfigMap, fieldSpecs: [{kind: Sailor, path: spec/settings}]}]\n",
  ),
  "nameReference with create": config(
    [configMap, sailor],
    "namePrefix: x-\n",
    "nameReference: [{kind: ConfigMap, fieldSpecs: [{kind: Sailor, path: spec/none, create: true}]}]\n",
  ),
  "nameReference of a hash to a custom kind": config(
    [boat, sailor],
    "nameSuffix: -x\n",
    "nameReference: [{kind: Boat, fieldSpecs: [{path: spec/boat}]}]\n",
  ),
  commonLabels: config(
    [boat],
    "commonLabels: {a: b}\n",
    "commonLabels: [{kind: Boat, path: spec/selector, create: true}, {kind: Boat, path: spec/none}]\n",
  ),
  commonAnnotations: config(
    [boat],
    "commonAnnotations: {a: b}\n",
    "commonAnnotations: [{kind: Boat, path: spec/notes, create: true}]\n",
  ),
  labels: config(
    [boat, deployment],
    "labels: [{pairs: {a: b}}]\n",
    "labels: [{kind: Boat, path: spec/labels, create: true}]\n",
  ),
  templateLabels: config(
    [boat, deployment],
    "labels: [{pairs: {a: b}, includeTemplates: true}]\n",
    "templateLabels: [{kind: Boat, path: spec/labels, create: true}]\n",
  ),
  namespace: config([boat], "namespace: ns\n", "namespace: [{kind: Boat, path: spec/engine/ns, create: true}]\n"),
  "namespace of a cluster kind": config(
    ["apiVersion: v1\nkind: Node\nmetadata: {name: a}\nspec: {x: y}\n"],
    "namespace: ns\n",
    "namespace: [{kind: Node, path: spec/x}]\n",
  ),
  images: config([boat], "images: [{name: motor, newTag: '2'}]\n", "images: [{kind: Boat, path: spec/engine/image}]\n"),
  replicas: config([boat], "replicas: [{name: boat, count: 9}]\n", "replicas: [{kind: Boat, path: spec/size}]\n"),
  varReference: config(
    [service, boat.replace("motor:1", "$(X)")],
    "vars: [{name: X, objref: {apiVersion: v1, kind: Service, name: web}}]\n",
    "varReference: [{kind: Boat, path: spec/engine/image}]\n",
  ),
  "a path with an escaped slash": config(
    [boat.replace("{name: boat}", "{name: boat, annotations: {a.b/c: motor}}")],
    "namePrefix: x-\n",
    String.raw`namePrefix: [{kind: Boat, path: 'metadata/annotations/a.b\/c'}]
`,
  ),
  "a path with a list that is named": config(
    [boat],
    "namePrefix: x-\n",
    "namePrefix: [{kind: Boat, path: 'spec/crew[]/role'}]\n",
  ),
  "a path with a list that is named and is none": config(
    [boat],
    "namePrefix: x-\n",
    "namePrefix: [{kind: Boat, path: 'spec/engine[]/image'}]\n",
  ),
  "a path that creates": config(
    [boat],
    "commonLabels: {a: b}\n",
    "commonLabels: [{kind: Boat, path: spec/a/b/c, create: true}]\n",
  ),
  "a path that creates below a list": config(
    [boat],
    "commonLabels: {a: b}\n",
    "commonLabels: [{kind: Boat, path: spec/crew/labels, create: true}]\n",
  ),
  "a path through a text": config(
    [boat],
    "commonLabels: {a: b}\n",
    "commonLabels: [{kind: Boat, path: spec/size/x, create: true}]\n",
  ),
  "a path with a slash in front": config(
    [boat],
    "namePrefix: x-\n",
    "namePrefix: [{kind: Boat, path: /spec/engine/image}]\n",
  ),
  "an empty path": config([boat], "namePrefix: x-\n", "namePrefix: [{kind: Boat}]\n"),
  "a create that contradicts": config(
    [boat],
    "commonLabels: {a: b}\n",
    "commonLabels: [{path: metadata/labels, create: false}]\n",
  ),
  "of a base acts above": overlay([boat], "configurations: [c.yaml]\n", "namePrefix: x-\n", {
    "base/c.yaml": "namePrefix: [{kind: Boat, path: spec/engine/image}]\n",
  }),
  "of one base acts on another": {
    "kustomization.yaml": "resources: [one, two]\nnamePrefix: x-\n",
    "one/kustomization.yaml": "configurations: [c.yaml]\nresources: [o.yaml]\n",
    "one/c.yaml": "namePrefix: [{kind: Boat, path: spec/engine/image}]\n",
    "one/o.yaml": service,
    "two/kustomization.yaml": "resources: [o.yaml]\n",
    "two/o.yaml": boat,
  },
  "of an overlay does not act below": overlay([boat], "namePrefix: x-\n", "configurations: [c.yaml]\n", {
    "c.yaml": "namePrefix: [{kind: Boat, path: spec/engine/image}]\n",
  }),
  "two files": on([boat], "namePrefix: x-\nconfigurations: [c.yaml, d.yaml]\n", {
    "c.yaml": "namePrefix: [{kind: Boat, path: spec/engine/image}]\n",
    "d.yaml": "namePrefix: [{kind: Boat, path: spec/engine/power}, {kind: Boat, path: spec/engine/image}]\n",
  }),
  "of a component": {
    "kustomization.yaml": "resources: [o.yaml]\ncomponents: [part]\nnamePrefix: x-\n",
    "o.yaml": boat,
    "part/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nconfigurations: [c.yaml]\n",
    "part/c.yaml": "namePrefix: [{kind: Boat, path: spec/engine/image}]\n",
  },
  "secrets of a custom field": config(
    [secret, "apiVersion: example.com/v1\nkind: Door\nmetadata: {name: d}\nspec: {key: {secret: token}}\n"],
    "nameSuffix: -x\n",
    "nameReference: [{kind: Secret, version: v1, fieldSpecs: [{path: spec/key/secret, kind: Door}]}]\n",
  ),
  "a JSON file": config([boat], "namePrefix: x-\n", '{"namePrefix": [{"kind": "Boat", "path": "spec/engine/image"}]}'),
};
