// The real tool remembers what objects were called in annotations of theirs, and patches meet them.
import { boat, configMap, deployment, on, overlay, service } from "../objects.mjs";

const json = (kind, ...operations) => `patches: [{target: {kind: ${kind}}, patch: '${JSON.stringify(operations)}'}]\n`;
const add = { op: "add", path: "/metadata/annotations/note", value: "x" };
const all = { op: "add", path: "/metadata/annotations", value: { note: "x" } };
const app = [deployment, service, configMap];
const noted = service.replace("{name: web}", "{name: web, annotations: {note: own}}");
const merge = (annotations, more = "") =>
  `patches: [{patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, annotations: ${annotations}}${more}}'}]\n`;
const texts =
  "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n    folded: >\n      a\n       b\n    literal: |\n      a\n       b\n    single: 'x'\n    number: 5\n    double: \"5\"\n    plain: a b\n    nothing:\n    date: 2020-01-01\n    yes: no\n  labels:\n    folded: >-\n      a\n      b\n    number: 5\n";

export const cases = {
  "an annotation is added where there are none": on([service], json("Service", add)),
  "an annotation is added to what a base renamed": overlay([service], "namePrefix: b-\n", json("Service", add)),
  "an annotation is added to what a base moved": overlay([service], "namespace: ns\n", json("Service", add)),
  "an annotation is added to what a base labelled": overlay(
    [service],
    "labels: [{pairs: {a: b}}]\n",
    json("Service", add),
  ),
  "an annotation is added to what a base patched": overlay(
    [service],
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {a: b}}'}]\n",
    json("Service", add),
  ),
  "an annotation is added to what a base patched by JSON": overlay(
    [service],
    json("Service", { op: "add", path: "/spec/x", value: 1 }),
    json("Service", add),
  ),
  "an annotation is added to what a base only names": overlay([service], "", json("Service", add)),
  "an annotation is added to what is generated": `configMapGenerator: [{name: m, literals: [a=1]}]\n${json("ConfigMap", add)}`,
  "an annotation is added to what is generated without hash": `configMapGenerator: [{name: m, literals: [a=1], options: {disableNameSuffixHash: true}}]\n${json("ConfigMap", add)}`,
  "an annotation is added with origins": on([service], `buildMetadata: [originAnnotations]\n${json("Service", add)}`),
  "an annotation is added with transformations": overlay(
    [service],
    "images: [{name: a, newTag: '1'}]\n",
    `buildMetadata: [transformerAnnotations]\n${json("Service", add)}`,
  ),
  "an annotation is added late": on(
    [service],
    `namePrefix: x-\npatchesJson6902: [{target: {version: v1, kind: Service, name: web}, patch: '${JSON.stringify([add])}'}]\n`,
  ),
  "an annotation is removed from what was renamed": overlay(
    [noted],
    "namePrefix: b-\n",
    json("Service", { op: "remove", path: "/metadata/annotations/note" }),
  ),
  "all annotations are replaced": overlay(app, "namePrefix: b-\n", json("ConfigMap", all)),
  "all annotations are replaced, then a reference": overlay(
    app,
    "namePrefix: b-\n",
    `${json("ConfigMap", all)}nameSuffix: -o\n`,
  ),
  "all annotations are replaced, then a patch by the old name": {
    ...overlay(app, "namePrefix: b-\n", json("ConfigMap", all)),
    "top/kustomization.yaml": `resources: [..]\n${merge("{}", ", data: {x: z}")}`,
  },
  "all annotations of a generated map are replaced": overlay(
    [deployment],
    `configMapGenerator: [{name: settings, literals: [a=1]}]\n`,
    json("ConfigMap", all),
  ),
  "all annotations are removed": overlay(
    app,
    "namePrefix: b-\n",
    json("ConfigMap", { op: "remove", path: "/metadata/annotations" }),
  ),
  "all annotations of a generated map are removed": `configMapGenerator: [{name: m, literals: [a=1]}]\n${json("ConfigMap", { op: "remove", path: "/metadata/annotations" })}`,
  "all annotations are removed by a merge": overlay(app, "namePrefix: b-\n", merge("null")),
  "all annotations are replaced by a merge": overlay(app, "namePrefix: b-\n", merge("{$patch: replace, note: x}")),
  "all annotations are deleted by a merge": overlay(app, "namePrefix: b-\n", merge("{$patch: delete}")),
  "all metadata is replaced by a merge": overlay(
    app,
    "namePrefix: b-\n",
    "patches: [{patch: '{apiVersion: v1, kind: ConfigMap, metadata: {$patch: replace, name: settings}}'}]\n",
  ),
  "all metadata is replaced by JSON": overlay(
    app,
    "namePrefix: b-\n",
    json("ConfigMap", { op: "replace", path: "/metadata", value: { name: "new" } }),
  ),
  "annotations are copied by JSON": overlay(
    app,
    "namePrefix: b-\n",
    json("ConfigMap", { op: "copy", from: "/metadata/annotations", path: "/copied" }),
  ),
  "annotations are moved by JSON": overlay(
    [noted],
    "namePrefix: b-\n",
    json("Service", { op: "move", from: "/metadata/annotations", path: "/moved" }),
  ),
  "annotations are tested by JSON": overlay(
    [noted],
    "namePrefix: b-\n",
    json("Service", { op: "test", path: "/metadata/annotations", value: { note: "own" } }),
  ),
  "metadata is copied by JSON": overlay(
    app,
    "namePrefix: b-\n",
    json("ConfigMap", { op: "copy", from: "/metadata", path: "/copied" }),
  ),
  "annotations are a replacement's source": overlay(
    [noted, boat],
    "namePrefix: b-\n",
    "replacements: [{source: {kind: Service, fieldPath: metadata.annotations}, targets: [{select: {kind: Boat}, fieldPaths: [spec.copied], options: {create: true}}]}]\n",
  ),
  "annotations are a replacement's source without a base": on(
    [noted, boat],
    "replacements: [{source: {kind: Service, fieldPath: metadata.annotations}, targets: [{select: {kind: Boat}, fieldPaths: [spec.copied], options: {create: true}}]}]\n",
  ),
  "metadata is a replacement's source": overlay(
    [service, boat],
    "namePrefix: b-\n",
    "replacements: [{source: {kind: Service, fieldPath: metadata}, targets: [{select: {kind: Boat}, fieldPaths: [spec.copied], options: {create: true}}]}]\n",
  ),
  "annotations are a replacement's target": overlay(
    app,
    "namePrefix: b-\n",
    "replacements: [{source: {kind: Service, fieldPath: spec.selector}, targets: [{select: {kind: ConfigMap}, fieldPaths: [metadata.annotations], options: {create: true}}]}]\n",
  ),
  "missing annotations are a replacement's source": on(
    [service, boat],
    "replacements: [{source: {kind: Service, fieldPath: metadata.annotations}, targets: [{select: {kind: Boat}, fieldPaths: [spec.copied], options: {create: true}}]}]\n",
  ),
  "annotations are a variable": overlay(
    [noted, deployment],
    "namePrefix: b-\n",
    "vars: [{name: V, objref: {apiVersion: v1, kind: Service, name: web}, fieldref: {fieldpath: metadata.annotations.note}}]\n",
  ),
  "an annotation selector of bookkeeping": overlay(
    app,
    "namePrefix: b-\n",
    `patches: [{target: {annotationSelector: internal.config.kubernetes.io/previousNames}, patch: '[{"op": "add", "path": "/hit", "value": true}]'}]\n`,
  ),
  "texts of annotations, untouched": on([texts], ""),
  "texts of annotations of what is renamed": on([texts], "namePrefix: x-\n"),
  "texts of annotations of what is moved": on([texts], "namespace: ns\n"),
  "texts of annotations of what is labelled": on([texts], "labels: [{pairs: {a: b}}]\n"),
  "texts of annotations of what is annotated": on([texts], "commonAnnotations: {a: b}\n"),
  "texts of annotations of what is patched": on(
    [texts],
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {a: b}}'}]\n",
  ),
  "texts of annotations of what is patched with a target": on(
    [texts],
    "patches: [{target: {kind: Service}, patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {a: b}}'}]\n",
  ),
  "texts of annotations of what is patched by JSON": on(
    [texts],
    json("Service", { op: "add", path: "/spec", value: {} }),
  ),
  "texts of annotations with origins": on([texts], "buildMetadata: [originAnnotations]\n"),
  "texts of annotations in a base": overlay([texts], "", ""),
  "texts of annotations in a component": {
    ...on([texts], "components: [part]\n"),
    "part/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nsortOptions: {order: fifo}\n",
  },
  "texts of annotations of what is referred to": on(
    [texts, "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: s}\nspec: {serviceName: web}\n"],
    "nameSuffix: -x\n",
  ),
  "texts of annotations with a name change allowed": on(
    [texts],
    "patches: [{target: {kind: Service}, options: {allowNameChange: true}, patch: '{apiVersion: v1, kind: Service, metadata: {name: new}}'}]\n",
  ),
  "texts of annotations, managed": on([texts], "buildMetadata: [managedByLabel]\n"),
  "texts of annotations beside replicas": on([texts, deployment], "replicas: [{name: web, count: 2}]\n"),
  "texts of annotations with an image": on([texts, deployment], "images: [{name: nginx, newTag: '2'}]\n"),
  "texts of annotations with a replacement": on(
    [texts, boat],
    "replacements: [{source: {kind: Boat, fieldPath: spec.size}, targets: [{select: {kind: Service}, fieldPaths: [spec.x], options: {create: true}}]}]\n",
  ),
  "empty annotations of what is renamed": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, annotations: {}, labels: {}}\n",
    "namePrefix: x-\n",
  ),
  "empty annotations that a patch adds": on(
    [service],
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {}, labels: {}}}'}]\n",
  ),
  "an annotation that a patch takes away, the last": on(
    [noted],
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {note: null}}}'}]\n",
  ),
  "an annotation that a patch takes away, the last of what was renamed": overlay(
    [noted],
    "namePrefix: b-\n",
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {note: null}}}'}]\n",
  ),
  "order of annotations": overlay(
    [service.replace("{name: web}", "{name: web, annotations: {z: a, a: z, m: m}}")],
    "namePrefix: b-\n",
    "commonAnnotations: {k: v}\n",
  ),
};
