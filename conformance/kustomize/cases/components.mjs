import { configMap, deployment, service } from "../objects.mjs";

const head = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";
const part = (text, top = "", files = {}) => ({
  "kustomization.yaml": `resources: [o.yaml]\ncomponents: [part]\n${top}`,
  "o.yaml": [deployment, service, configMap].join("---\n"),
  "part/kustomization.yaml": head + text,
  ...files,
});

export const cases = {
  "patches what is there": part(
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort}}'}]\n",
  ),
  "adds a resource": part("resources: [r.yaml]\nnamePrefix: c-\n", "", {
    "part/r.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n",
  }),
  "prefixes all": part("namePrefix: c-\n", "namePrefix: t-\n"),
  "before the transformers of its parent": part(
    "replicas: [{name: web, count: 9}]\nimages: [{name: nginx, newTag: part}]\n",
    "replicas: [{name: web, count: 3}]\nimages: [{name: nginx, newTag: top}]\n",
  ),
  "generates and merges": part(
    "configMapGenerator: [{name: g, behavior: merge, literals: [b=2]}, {name: own, literals: [a=1]}]\n",
    "configMapGenerator: [{name: g, literals: [a=1]}]\n",
  ),
  "sets a namespace": part("namespace: ns\n"),
  "sets labels": part("commonLabels: {a: b}\nlabels: [{pairs: {c: d}, includeTemplates: true}]\n"),
  replaces: part(
    "replacements: [{source: {kind: ConfigMap, fieldPath: data.a}, targets: [{select: {kind: Service}, fieldPaths: [spec.new], options: {create: true}}]}]\n",
  ),
  "two, in their order": {
    ...part(""),
    "kustomization.yaml": "resources: [o.yaml]\ncomponents: [part, other]\n",
    "part/kustomization.yaml": `${head}nameSuffix: -one\nimages: [{name: nginx, newTag: one}]\n`,
    "other/kustomization.yaml": `${head}nameSuffix: -two\nimages: [{name: nginx, newTag: two}]\n`,
  },
  "in a component": {
    ...part("components: [../inner]\nnameSuffix: -outer\n"),
    "inner/kustomization.yaml": `${head}nameSuffix: -inner\n`,
  },
  "in two overlays": {
    "kustomization.yaml": "resources: [a, b]\n",
    "a/kustomization.yaml": "resources: [o.yaml]\ncomponents: [../part]\n",
    "a/o.yaml": service,
    "b/kustomization.yaml": "resources: [o.yaml]\ncomponents: [../part]\nnameSuffix: -b\n",
    "b/o.yaml": service,
    "part/kustomization.yaml": `${head}namePrefix: c-\n`,
  },
  twice: { ...part("nameSuffix: -x\n"), "kustomization.yaml": "resources: [o.yaml]\ncomponents: [part, part]\n" },
  "with bases": {
    ...part("resources: [../more]\nnamePrefix: c-\n"),
    "more/kustomization.yaml": "resources: [r.yaml]\nnamePrefix: m-\n",
    "more/r.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n",
  },
  "a patch that matches nothing": part(
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: nobody}}'}]\n",
  ),
  "built alone": { "kustomization.yaml": `${head}resources: [o.yaml]\nnamePrefix: c-\n`, "o.yaml": service },
  "built alone, with a component": {
    "kustomization.yaml": `${head}resources: [o.yaml]\ncomponents: [part]\n`,
    "o.yaml": service,
    "part/kustomization.yaml": `${head}namePrefix: p-\n`,
  },
  "as a resource": {
    "kustomization.yaml": "resources: [part]\n",
    "part/kustomization.yaml": `${head}namePrefix: c-\n`,
  },
  "an empty one": part(""),
  "an empty file": { ...part(""), "part/kustomization.yaml": "" },
  "a kustomization as a component": { ...part(""), "part/kustomization.yaml": "namePrefix: c-\n" },
  "a kustomization as a component, said": {
    ...part(""),
    "part/kustomization.yaml": "kind: Kustomization\nnamePrefix: c-\n",
  },
  "a file as a component": { ...part(""), "kustomization.yaml": "resources: [o.yaml]\ncomponents: [o.yaml]\n" },
  "one that is missing": { ...part(""), "kustomization.yaml": "resources: [o.yaml]\ncomponents: [nothing]\n" },
  "one with the version of a kustomization": {
    ...part(""),
    "part/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Component\nnamePrefix: c-\n",
  },
  "one without a version": { ...part(""), "part/kustomization.yaml": "kind: Component\nnamePrefix: c-\n" },
  "in a circle": { ...part("components: [../part]\n") },
  "one above": { "top/kustomization.yaml": "components: [..]\n", "kustomization.yaml": `${head}namePrefix: c-\n` },
  "no resources but a component's": {
    "kustomization.yaml": "components: [part]\n",
    "part/kustomization.yaml": `${head}resources: [r.yaml]\n`,
    "part/r.yaml": service,
  },
  "its options of generators are its own": part(
    "generatorOptions: {disableNameSuffixHash: true}\nconfigMapGenerator: [{name: a, literals: [a=1]}]\n",
    "configMapGenerator: [{name: b, literals: [a=1]}]\n",
  ),
  "its sort options do not count": part("sortOptions: {order: fifo}\n"),
  "its build metadata": part("buildMetadata: [originAnnotations]\n"),
  "transformers in it": part("transformers: [t.yaml]\n", "", {
    "part/t.yaml":
      "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: x}\nprefix: tr-\nfieldSpecs: [{path: metadata/name}]\n",
  }),
};
