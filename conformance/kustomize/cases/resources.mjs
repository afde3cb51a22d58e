import { boat, configMap, deployment, on, service } from "../objects.mjs";

const one = (kind, name, more = "") => `{apiVersion: v1, kind: ${kind}, metadata: {name: ${name}}${more}}\n`;
const files = { "a.yaml": one("Service", "a"), "b.yaml": one("Service", "b") };

export const cases = {
  "files in their order": {
    "kustomization.yaml": "sortOptions: {order: fifo}\nresources: [b.yaml, a.yaml]\n",
    ...files,
  },
  "the name .yml": { "kustomization.yml": "resources: [a.yaml]\n", ...files },
  "the name Kustomization": { Kustomization: "resources: [a.yaml]\n", ...files },
  "two kustomization files": { "kustomization.yaml": "resources: [a.yaml]\n", "kustomization.yml": "", ...files },
  "no kustomization file": { "top/a.yaml": one("Service", "a") },
  "an empty kustomization": "",
  "only comments": "# nothing\n",
  "no fields": "{}\n",
  "kind and version only": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
  "no resources": "resources: []\n",
  "a null field": "resources:\n",
  "keys in another case": { "kustomization.yaml": "Resources: [a.yaml]\nnameprefix: x-\nNAMESUFFIX: -y\n", ...files },
  "a key twice": { "kustomization.yaml": "namePrefix: x-\nresources: [a.yaml]\nnamePrefix: y-\n", ...files },
  "anchors in the kustomization": {
    "kustomization.yaml": "resources: &r [a.yaml]\ncommonAnnotations: &a {x: z}\nlabels: [{pairs: *a}]\n",
    ...files,
  },
  "metadata of the kustomization": {
    "kustomization.yaml": "metadata: {name: x, labels: {a: b}, annotations: {c: d}}\nresources: [a.yaml]\n",
    ...files,
  },
  "a yes where a boolean goes":
    "configMapGenerator: [{name: m, literals: [a=1]}]\ngeneratorOptions: {disableNameSuffixHash: yes, immutable: on}\n",
  "a number where a text goes": { "kustomization.yaml": "namePrefix: 1\nresources: [a.yaml]\n", ...files },
  "a boolean where a text goes": { "kustomization.yaml": "namespace: true\nresources: [a.yaml]\n", ...files },
  "bases are resources": {
    "kustomization.yaml": "bases: [base]\nresources: [a.yaml]\n",
    "base/kustomization.yaml": "resources: [b.yaml]\nnamePrefix: p-\n",
    "base/b.yaml": files["b.yaml"],
    ...files,
  },
  "several documents": on([one("Service", "a"), "", "# comment\n", "null\n", one("Service", "b")], ""),
  "a list in the middle": on(
    [
      one("Service", "a"),
      "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: m}}\n  - {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Secret, metadata: {name: s}}]}\n",
      one("Service", "b"),
    ],
    "sortOptions: {order: fifo}\n",
  ),
  "a list of its own kind": on(
    "apiVersion: v1\nkind: ConfigMapList\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: m}}]\n",
    "",
  ),
  "a list without items": on(["apiVersion: v1\nkind: BoatList\nspec: {a: 1}\n", configMap], ""),
  "a list with null items": on(["apiVersion: v1\nkind: List\nitems: null\n", configMap], ""),
  "a list with no items": on(["apiVersion: v1\nkind: List\nitems: []\n", configMap], ""),
  "an empty file": on([], "namePrefix: x-\n"),
  "a file with comments only": on("# nothing\n", ""),
  JSON: {
    "kustomization.yaml": "resources: [a.json]\n",
    "a.json": '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m"},"data":{"a":"\\u00e4\\n\\t","b":"<&>"}}',
  },
  "JSON with a surrogate pair": {
    "kustomization.yaml": "resources: [a.json]\n",
    "a.json": '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m"},"data":{"a":"\\ud83d\\ude00"}}',
  },
  "JSON with tabs": {
    "kustomization.yaml": "resources: [a.json]\n",
    "a.json": '{\n\t"apiVersion": "v1",\n\t"kind": "ConfigMap",\n\t"metadata": {"name": "m"}\n}\n',
  },
  "windows line ends": on(`${deployment}---\n${configMap}`.replaceAll("\n", "\r\n"), ""),
  "a byte order mark": on(`\ufeff${configMap}`, ""),
  "a byte order mark in the kustomization": { "kustomization.yaml": "\ufeffresources: [a.yaml]\n", ...files },
  "a document end": on(`${configMap}...\n---\n${service}`, ""),
  "a directive": on(`%YAML 1.2\n---\n${configMap}`, ""),
  "a marker with a comment": on(`--- # first\n${configMap}--- # second\n${service}`, ""),
  "no version": on("kind: Boat\nmetadata: {name: b}\nspec: {a: 1}\n", "namePrefix: x-\nnamespace: ns\n"),
  "a version without group": on(
    "apiVersion: apps\nkind: Deployment\nmetadata: {name: b}\n",
    "namePrefix: x-\nreplicas: [{name: b, count: 2}]\n",
  ),
  "no kind": on("apiVersion: v1\nmetadata: {name: b}\n", ""),
  "no name": on("apiVersion: v1\nkind: Service\nmetadata: {labels: {a: b}}\n", ""),
  "no metadata": on("apiVersion: v1\nkind: Service\n", ""),
  "an empty name": on("apiVersion: v1\nkind: Service\nmetadata: {name: ''}\n", ""),
  generateName: on("apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: x-}\n", ""),
  "a name that is a number": on("apiVersion: v1\nkind: Service\nmetadata: {name: 12}\n", "namePrefix: '1'\n"),
  "a kind that is a number": on("apiVersion: v1\nkind: 12\nmetadata: {name: a}\n", ""),
  "a text for a document": on("just text\n", ""),
  "a list for a document": on(`- ${one("Service", "a")}`, ""),
  "the same object twice": { "kustomization.yaml": "resources: [a.yaml, ./a.yaml]\n", ...files },
  "the same object twice in one file": on([one("Service", "a"), one("Service", "a")], ""),
  "the same name in two kinds": on([one("Service", "a"), one("ConfigMap", "a")], "namePrefix: x-\n"),
  "the same name in two versions": on(
    [
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n",
      "apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {name: a}\n",
    ],
    "",
  ),
  "the same name in two namespaces": on(
    [one("Service", "a, namespace: x"), one("Service", "a, namespace: y"), one("Service", "a")],
    "",
  ),
  "default is the empty namespace": on([one("Service", "a, namespace: default"), one("Service", "a")], ""),
  "a cluster kind in two namespaces": on(
    [
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a, namespace: x}\n",
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\n",
    ],
    "",
  ),
  "a custom kind in two namespaces": on([boat.replace("name: boat", "name: boat, namespace: x"), boat], ""),
  "an object of the base again": {
    "kustomization.yaml": "resources: [base, a.yaml]\n",
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": files["a.yaml"],
    ...files,
  },
  "one base by two names": {
    "kustomization.yaml": "resources: [one, two]\n",
    "one/kustomization.yaml": "resources: [../base]\nnamePrefix: one-\n",
    "two/kustomization.yaml": "resources: [../base]\nnamePrefix: two-\n",
    "base/kustomization.yaml": "resources: [objects.yaml]\n",
    "base/objects.yaml": `${deployment}---\n${service}---\n${configMap}`,
  },
  "one base twice": {
    "kustomization.yaml": "resources: [base, base]\n",
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": files["a.yaml"],
  },
  "a base beside": {
    "top/kustomization.yaml": "resources: [../base]\n",
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": files["a.yaml"],
  },
  "a base with a slash at its end": {
    "kustomization.yaml": "resources: [base/]\n",
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": files["a.yaml"],
  },
  "a base in itself": { "kustomization.yaml": "resources: [.]\n" },
  "a base above": { "top/kustomization.yaml": "resources: [..]\n", "kustomization.yaml": "resources: [top]\n" },
  "bases in a circle": {
    "top/kustomization.yaml": "resources: [../a]\n",
    "a/kustomization.yaml": "resources: [../b]\n",
    "b/kustomization.yaml": "resources: [../a]\n",
  },
  "a folder without kustomization": { "kustomization.yaml": "resources: [base]\n", "base/a.yaml": files["a.yaml"] },
  "a file that is missing": "resources: [nothing.yaml]\n",
  "a folder that is missing beside": "resources: [../nothing-here]\n",
  "a file outside": { "top/kustomization.yaml": "resources: [../a.yaml]\n", ...files },
  "a file outside, allowed": {
    "top/kustomization.yaml": "resources: [../a.yaml]\n",
    ...files,
    flags: ["--load-restrictor", "LoadRestrictionsNone"],
  },
  "an absolute file": "resources: [/etc/hostname]\n",
  "an absolute folder": "resources: [/etc]\n",
  "an empty entry": "resources: ['']\n",
  "a link to a file inside": { "kustomization.yaml": "resources: [l.yaml]\n", "l.yaml": { link: "a.yaml" }, ...files },
  "a link to a file outside": {
    "top/kustomization.yaml": "resources: [l.yaml]\n",
    "top/l.yaml": { link: "../a.yaml" },
    ...files,
  },
  "a link to a folder": {
    "kustomization.yaml": "resources: [l]\n",
    l: { link: "base" },
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": files["a.yaml"],
  },
  "a link to nothing": { "kustomization.yaml": "resources: [l.yaml]\n", "l.yaml": { link: "nothing" } },
  "a kustomization as a file": {
    "kustomization.yaml": "resources: [base/kustomization.yaml]\n",
    "base/kustomization.yaml": "resources: []\n",
  },
  "an unknown field": "resource: [a.yaml]\n",
  "an unknown kind": "kind: Something\nresources: []\n",
  "an unknown version": "apiVersion: kustomize.config.k8s.io/v1\nkind: Kustomization\nresources: []\n",
  "a component's version": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Kustomization\nresources: []\n",
  "a list where a text goes": "namePrefix: [a]\n",
  "a text where a list goes": "resources: a.yaml\n",
  "a map where a list goes": "resources: {a: b}\n",
  "a text where a map goes": "commonLabels: a\n",
  "a list for a kustomization": "- a\n",
  "a text for a kustomization": "hello\n",
  "two documents in a kustomization": { "kustomization.yaml": "resources: [a.yaml]\n---\nnamePrefix: x-\n", ...files },
  "local objects go": on(
    [
      configMap.replace(
        "metadata: {name: settings}",
        "metadata: {name: settings, annotations: {config.kubernetes.io/local-config: 'true'}}",
      ),
      service,
    ],
    "",
  ),
  "local objects that are not": on(
    ["'false'", "''", "'no'", "'False'"].map((value, index) =>
      one("Service", `s${index}, annotations: {config.kubernetes.io/local-config: ${value}}`),
    ),
    "",
  ),
  "local objects are referred to": on(
    [
      deployment,
      configMap.replace(
        "metadata: {name: settings}",
        "metadata: {name: settings, annotations: {config.kubernetes.io/local-config: 'true'}}",
      ),
    ],
    "namePrefix: x-\n",
  ),
  "an invalid name": on(one("Service", "'A b_c'"), "namePrefix: x-\n"),
  "labels that are null": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: null, annotations: null}\n",
    "",
  ),
  "labels that are empty": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {}, annotations: {}}\n",
    "namePrefix: x-\n",
  ),
  "labels that are numbers": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {a: 1, b: true, c: 1.5}, annotations: {a: 2, d: null}}\n",
    "namePrefix: x-\n",
  ),
  "a namespace that is null": on("apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: null}\n", ""),
  "creationTimestamp that is null": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, creationTimestamp: null}\nstatus: {loadBalancer: {}}\n",
    "",
  ),
  "bookkeeping annotations of others": on(
    one(
      "Service",
      "a, annotations: {internal.config.kubernetes.io/index: '3', config.kubernetes.io/index: '4', internal.config.kubernetes.io/path: p, config.kubernetes.io/path: q}",
    ),
    "",
  ),
  "a previous name in the annotations": on(
    one(
      "Service",
      "a, annotations: {internal.config.kubernetes.io/previousNames: b, internal.config.kubernetes.io/previousKinds: Service, internal.config.kubernetes.io/previousNamespaces: default}",
    ),
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: b}, spec: {x: 1}}'}]\n",
  ),
  "prototype names as keys": on(
    `${configMap.replace("data: {", 'data: {__proto__: "p", constructor: "c", toString: "t", hasOwnProperty: "h", ')}`,
    "commonAnnotations: {__proto__: a, constructor: b}\n",
  ),
};
