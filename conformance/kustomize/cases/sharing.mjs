// The real tool writes one node of a value to many places; whoever changes it in one place changes it in all.
import { boat, configMap, deployment, on, overlay, service, statefulSet } from "../objects.mjs";

const app = [deployment, service, statefulSet];
const layered = (base, over, objects = app) => overlay(objects, base, over);
const both = "labels: [{pairs: {shared: base}, includeSelectors: true}]\n";
const smp = (kind, apiVersion, name, text) =>
  `patches: [{patch: '{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${name}}, ${text}}'}]\n`;
const replace = (source, select, fieldPath, create = false) =>
  `replacements: [{source: ${source}, targets: [{select: ${select}, fieldPaths: [${fieldPath}]${create ? ", options: {create: true}" : ""}}]}]\n`;
const two = [configMap, configMap.replace("name: settings", "name: other"), service, boat];

export const cases = {
  "labels of selectors, then labels": layered(both, "labels: [{pairs: {shared: over}}]\n"),
  "commonLabels, then labels": layered("commonLabels: {shared: base}\n", "labels: [{pairs: {shared: over}}]\n"),
  "labels of selectors, then labels with templates": layered(
    both,
    "labels: [{pairs: {shared: over}, includeTemplates: true}]\n",
  ),
  "labels of selectors, then labels of one field": layered(
    both,
    "labels: [{pairs: {shared: over}, fields: [{path: metadata/labels, kind: Deployment, create: true}]}]\n",
  ),
  "labels of selectors, then labels in one list": on(
    app,
    "labels: [{pairs: {shared: one}, includeSelectors: true}, {pairs: {shared: two}}]\n",
  ),
  "labels, then labels of selectors in one list": on(
    app,
    "labels: [{pairs: {shared: one}}, {pairs: {shared: two}, includeSelectors: true}]\n",
  ),
  "labels and commonLabels": on(
    app,
    "labels: [{pairs: {shared: one}, includeSelectors: true}]\ncommonLabels: {shared: two}\n",
  ),
  "labels of two keys with one value": layered(
    "labels: [{pairs: {a: same, b: same}, includeSelectors: true}]\n",
    "labels: [{pairs: {a: over}}]\n",
  ),
  "labels, then commonAnnotations": layered(both, "commonAnnotations: {shared: over}\n"),
  "commonAnnotations, then commonAnnotations": layered(
    "commonAnnotations: {shared: base}\n",
    "commonAnnotations: {shared: over}\n",
  ),
  "commonAnnotations, then a merge into one": layered(
    "commonAnnotations: {shared: base}\n",
    smp("Deployment", "apps/v1", "web", "spec: {template: {metadata: {annotations: {shared: merged}}}}"),
  ),
  "labels of selectors, then a merge into one": layered(
    both,
    smp("Deployment", "apps/v1", "web", "spec: {template: {metadata: {labels: {shared: merged}}}}"),
  ),
  "labels of selectors, then a merge of a number into one": layered(
    both,
    "patches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {shared: \"5\"}}}'}]\n",
  ),
  "labels of selectors, then a JSON patch of one": layered(
    both,
    `patches: [{target: {kind: Deployment}, patch: '[{"op": "replace", "path": "/metadata/labels/shared", "value": "json"}]'}]\n`,
  ),
  "labels of selectors, then a replacement into one": layered(
    both,
    replace("{kind: Service, fieldPath: metadata.name}", "{kind: Deployment}", "metadata.labels.shared"),
  ),
  "labels of selectors, then a replacement of a part": layered(
    both,
    "replacements: [{source: {kind: Service, fieldPath: metadata.name}, targets: [{select: {kind: Deployment}, fieldPaths: [metadata.labels.shared], options: {delimiter: s, index: 0}}]}]\n",
  ),
  "labels of selectors, then a deletion in one": layered(
    both,
    "patches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {shared: null}}}'}]\n",
  ),
  "labels of selectors in two bases": {
    "kustomization.yaml": "resources: [one, two]\nlabels: [{pairs: {shared: over}}]\n",
    "one/kustomization.yaml": `resources: [o.yaml]\n${both}`,
    "one/o.yaml": deployment,
    "two/kustomization.yaml": `resources: [o.yaml]\n${both}`,
    "two/o.yaml": service,
  },
  "labels of selectors in a component": {
    "kustomization.yaml": "resources: [o.yaml]\ncomponents: [part]\nlabels: [{pairs: {shared: over}}]\n",
    "o.yaml": app.join("---\n"),
    "part/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${both}`,
  },
  "labels over labels that were there": layered(
    "labels: [{pairs: {app: base}, includeSelectors: true}]\n",
    "labels: [{pairs: {app: over}}]\n",
  ),
  "a namespace, then a replacement into one": layered(
    "namespace: base\n",
    replace("{kind: Service, fieldPath: metadata.name}", "{kind: Deployment}", "metadata.namespace"),
  ),
  "a namespace, then a merge": layered("namespace: base\n", "namespace: over\n"),
  "a replacement into two, then one of them": on(
    two,
    `replacements:\n  - {source: {kind: Service, fieldPath: metadata.name}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a, data.new], options: {create: true}}]}\n  - {source: {kind: Boat, fieldPath: metadata.name}, targets: [{select: {name: other}, fieldPaths: [data.new]}]}\n`,
  ),
  "a replacement of a map into two, then one of them": on(
    two,
    `replacements:\n  - {source: {kind: Service, fieldPath: spec.selector}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.new], options: {create: true}}]}\n  - {source: {kind: Boat, fieldPath: metadata.name}, targets: [{select: {name: other}, fieldPaths: [data.new.app]}]}\n`,
  ),
  "a replacement of a map, then its source": on(
    two,
    `replacements:\n  - {source: {kind: Service, fieldPath: spec.selector}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.new], options: {create: true}}]}\n  - {source: {kind: Boat, fieldPath: metadata.name}, targets: [{select: {kind: Service}, fieldPaths: [spec.selector.app]}]}\n`,
  ),
  "a replacement of a map over a map, then its source": on(
    two,
    `replacements:\n  - {source: {kind: Service, fieldPath: spec.selector}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data]}]}\n  - {source: {kind: Boat, fieldPath: metadata.name}, targets: [{select: {kind: Service}, fieldPaths: [spec.selector.app]}]}\n`,
  ),
  "a merge into two, then a replacement into one": on(
    two,
    `patches: [{target: {kind: ConfigMap}, patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {new: {deep: merged}, a: text}}'}]\n${replace("{kind: Boat, fieldPath: metadata.name}", "{name: other}", "data.new.deep, data.a")}`,
  ),
  "a merge into two, then labels of one": on(
    two,
    `patches: [{target: {kind: ConfigMap}, patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: x, labels: {l: m}}}'}]\nlabels: [{pairs: {l: over}, fields: [{path: data/l, kind: Boat, create: true}]}]\n`,
  ),
  "a merge into two, then a merge into one": on(
    two,
    `patches:\n  - {target: {kind: ConfigMap}, patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {new: {deep: merged}, a: text}}'}\n  - {patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: other}, data: {new: {deep: again}, a: again}}'}\n`,
  ),
  "a merge of containers into two, then images": on(
    [deployment, deployment.replace("name: web\n", "name: web2\n")],
    `patches: [{target: {kind: Deployment}, patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}, spec: {template: {spec: {containers: [{name: new, image: "nginx:1"}]}}}}'}]\nreplacements: [{source: {kind: Deployment, name: web2, fieldPath: metadata.name}, targets: [{select: {name: web2}, fieldPaths: ["spec.template.spec.containers.[name=new].image"]}]}]\n`,
  ),
  "options of generators, then a merge into one": `configMapGenerator: [{name: a, literals: [x=same]}, {name: b, literals: [x=same]}]\ngeneratorOptions: {labels: {l: same}}\npatches: [{patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {l: merged}}, data: {x: merged}}'}]\n`,
  "replicas, then a replacement into one": on(
    [deployment, statefulSet.replace("name: db}", "name: web}")],
    `replicas: [{name: web, count: 4}]\n${replace("{kind: Deployment, fieldPath: metadata.name}", "{kind: StatefulSet}", "spec.replicas")}`,
  ),
  "replicas of two, then an overlay's of one": layered(
    "replicas: [{name: web, count: 4}]\n",
    "patches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 9}}'}]\n",
    [deployment, statefulSet.replace("name: db}", "name: web}")],
  ),
  "anchors, then labels": on(
    deployment
      .replace("labels: {app: web}\nspec", "labels: &l {app: web}\nspec")
      .replace("{matchLabels: {app: web}}", "{matchLabels: *l}"),
    "labels: [{pairs: {app: over}}]\n",
  ),
  "anchors, then a replacement": on(
    [boat.replace('power: "90"}', 'power: &p "90", again: *p}'), service],
    replace("{kind: Service, fieldPath: metadata.name}", "{kind: Boat}", "spec.engine.power"),
  ),
  "an image written twice": layered(
    "images: [{name: nginx, newName: mirror/nginx}]\n",
    replace("{kind: Service, fieldPath: metadata.name}", "{kind: Deployment}", "spec.template.spec.containers.0.image"),
  ),
};
