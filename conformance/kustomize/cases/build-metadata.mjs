import { configMap, deployment, on, overlay, service } from "../objects.mjs";

const layered = (metadata, base = "", over = "") =>
  overlay(
    [deployment, service],
    `configMapGenerator: [{name: settings, literals: [b=1]}]\n${base}`,
    `${over}buildMetadata: [${metadata}]\n`,
  );
const plugin =
  "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: mine, namespace: here}\nprefix: p-\nfieldSpecs: [{path: metadata/name}]\n";
const generator = "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: gen}\nliterals: [a=1]\n";
const every = `namePrefix: a-
nameSuffix: -z
namespace: ns
labels: [{pairs: {l: m}}]
commonLabels: {c: d}
commonAnnotations: {e: f}
images: [{name: nginx, newTag: '2'}]
replicas: [{name: web, count: 3}]
patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort}}'}]
patchesStrategicMerge: ['{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {other: x}}']
patchesJson6902: [{target: {version: v1, kind: Service, name: web}, patch: '[{"op": "add", "path": "/spec/json", "value": 1}]'}]
replacements: [{source: {kind: Service, fieldPath: spec.other}, targets: [{select: {kind: Deployment}, fieldPaths: [spec.other], options: {create: true}}]}]
`;

export const cases = {
  originAnnotations: layered("originAnnotations"),
  "originAnnotations of a generator":
    "configMapGenerator: [{name: m, literals: [a=1]}]\nsecretGenerator: [{name: s}]\nbuildMetadata: [originAnnotations]\n",
  "originAnnotations of a merge": overlay(
    [service],
    "configMapGenerator: [{name: settings, literals: [b=1]}]\n",
    "configMapGenerator: [{name: settings, behavior: merge, literals: [c=1]}]\nbuildMetadata: [originAnnotations]\n",
  ),
  "originAnnotations of a replace": overlay(
    [service],
    "configMapGenerator: [{name: settings, literals: [b=1]}]\n",
    "configMapGenerator: [{name: settings, behavior: replace, literals: [c=1]}]\nbuildMetadata: [originAnnotations]\n",
  ),
  "originAnnotations of a plugin": on([service], "generators: [g.yaml]\nbuildMetadata: [originAnnotations]\n", {
    "g.yaml": generator,
  }),
  "originAnnotations of an inline plugin": on(
    [service],
    `generators: ['${generator.replaceAll("\n", "\n\n  ")}']\nbuildMetadata: [originAnnotations]\n`,
  ),
  "originAnnotations of a base beside": {
    "top/kustomization.yaml": "resources: [../base]\nbuildMetadata: [originAnnotations]\n",
    "base/kustomization.yaml": "resources: [sub/o.yaml]\n",
    "base/sub/o.yaml": service,
  },
  "originAnnotations of a component": {
    "kustomization.yaml": "resources: [o.yaml]\ncomponents: [part]\nbuildMetadata: [originAnnotations]\n",
    "o.yaml": service,
    "part/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [r.yaml]\nnamePrefix: c-\n",
    "part/r.yaml": configMap,
  },
  "originAnnotations in the base only": overlay([service], "buildMetadata: [originAnnotations]\n", ""),
  "originAnnotations beside others": on(
    [service.replace("{name: web}", "{name: web, annotations: {a: b}}")],
    "buildMetadata: [originAnnotations]\n",
  ),
  "originAnnotations that are there already": on(
    [service.replace("{name: web}", "{name: web, annotations: {config.kubernetes.io/origin: 'path: elsewhere'}}")],
    "buildMetadata: [originAnnotations]\n",
  ),
  "originAnnotations that are there and are not asked for": on(
    [
      service.replace(
        "{name: web}",
        "{name: web, annotations: {config.kubernetes.io/origin: 'path: elsewhere', alpha.config.kubernetes.io/transformations: x}}",
      ),
    ],
    "",
  ),
  transformerAnnotations: layered("transformerAnnotations", "namePrefix: b-\n", every),
  "transformerAnnotations of all transformers": on(
    [deployment, service],
    `${every}buildMetadata: [transformerAnnotations]\n`,
  ),
  "transformerAnnotations of a plugin": on(
    [service],
    "transformers: [t.yaml]\nbuildMetadata: [transformerAnnotations]\n",
    { "t.yaml": plugin },
  ),
  "transformerAnnotations of nothing": on([service], "buildMetadata: [transformerAnnotations]\n"),
  "transformerAnnotations of what changes nothing": on(
    [service],
    "images: [{name: nginx, newTag: '2'}]\nbuildMetadata: [transformerAnnotations]\n",
  ),
  both: layered("originAnnotations, transformerAnnotations", "namePrefix: b-\n", "nameSuffix: -o\n"),
  managedByLabel: layered("managedByLabel"),
  "managedByLabel over another": on(
    [service.replace("{name: web}", "{name: web, labels: {app.kubernetes.io/managed-by: me}}")],
    "buildMetadata: [managedByLabel]\n",
  ),
  "managedByLabel in the base only": overlay([service], "buildMetadata: [managedByLabel]\n", ""),
  "managedByLabel of templates": on([deployment], "buildMetadata: [managedByLabel]\n"),
  all: layered("managedByLabel, originAnnotations, transformerAnnotations", "", every),
  "an unknown one": on([service], "buildMetadata: [other]\n"),
  "an empty list": on([service], "buildMetadata: []\n"),
  "one twice": on([service], "buildMetadata: [managedByLabel, managedByLabel]\n"),
  "a text": on([service], "buildMetadata: managedByLabel\n"),
};
