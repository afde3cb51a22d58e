import { block, boat, configMap, deployment, on, service } from "../objects.mjs";

const objects = [deployment, service, configMap, boat];
const plugin = (kind, text, name = "x") => `apiVersion: builtin\nkind: ${kind}\nmetadata: {name: ${name}}\n${text}`;
const transform = (kind, text, files = {}) =>
  on(objects, "transformers: [t.yaml]\n", { "t.yaml": plugin(kind, text), ...files });
const generate = (kind, text, files = {}) =>
  on(objects, "generators: [g.yaml]\n", { "g.yaml": plugin(kind, text), ...files });
const fn = (text) =>
  `apiVersion: example.com/v1\nkind: Fn\nmetadata:\n  name: fn\n  annotations:\n    config.kubernetes.io/function: ${block(text, 6)}\n`;

export const cases = {
  PrefixTransformer: transform("PrefixTransformer", "prefix: p-\nfieldSpecs: [{path: metadata/name}]\n"),
  "PrefixTransformer without fields": transform("PrefixTransformer", "prefix: p-\n"),
  "PrefixTransformer of other fields": transform(
    "PrefixTransformer",
    "prefix: p-\nfieldSpecs: [{path: spec/engine/image}]\n",
  ),
  SuffixTransformer: transform("SuffixTransformer", "suffix: -s\nfieldSpecs: [{path: metadata/name}]\n"),
  PrefixSuffixTransformer: transform(
    "PrefixSuffixTransformer",
    "prefix: p-\nsuffix: -s\nfieldSpecs: [{path: metadata/name}]\n",
  ),
  NamespaceTransformer: on(objects, "transformers: [t.yaml]\n", {
    "t.yaml":
      "apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: x, namespace: ns}\nfieldSpecs: [{path: metadata/namespace, create: true}]\n",
  }),
  "NamespaceTransformer, unset only": on(
    [service, configMap.replace("{name: settings}", "{name: settings, namespace: own}")],
    "transformers: [t.yaml]\n",
    {
      "t.yaml":
        "apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: x, namespace: ns}\nunsetOnly: true\nfieldSpecs: [{path: metadata/namespace, create: true}]\n",
    },
  ),
  ...Object.fromEntries(
    ["defaultOnly", "allServiceAccounts", "none", "other", "''"].map((mode) => [
      `NamespaceTransformer, subjects ${mode}`,
      on(
        [
          "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: x}\nsubjects: [{kind: ServiceAccount, name: default}, {kind: ServiceAccount, name: a}, {kind: ServiceAccount, name: b, namespace: own}, {kind: User, name: default}, {kind: Group, name: c}]\n",
        ],
        "transformers: [t.yaml]\n",
        {
          "t.yaml": `apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: x, namespace: ns}\nsetRoleBindingSubjects: ${mode}\nfieldSpecs: [{path: metadata/namespace, create: true}]\n`,
        },
      ),
    ]),
  ),
  LabelTransformer: transform(
    "LabelTransformer",
    "labels: {a: b}\nfieldSpecs: [{path: metadata/labels, create: true}, {kind: Boat, path: spec/labels, create: true}]\n",
  ),
  "LabelTransformer without fields": transform("LabelTransformer", "labels: {a: b}\n"),
  AnnotationsTransformer: transform(
    "AnnotationsTransformer",
    "annotations: {a: b}\nfieldSpecs: [{path: metadata/annotations, create: true}]\n",
  ),
  ImageTagTransformer: transform("ImageTagTransformer", "imageTag: {name: nginx, newTag: '9'}\n"),
  "ImageTagTransformer with fields": transform(
    "ImageTagTransformer",
    "imageTag: {name: motor, newTag: '9'}\nfieldSpecs: [{path: spec/engine/image}]\n",
  ),
  ReplicaCountTransformer: transform(
    "ReplicaCountTransformer",
    "replica: {name: web, count: 5}\nfieldSpecs: [{path: spec/replicas, create: true, kind: Deployment}]\n",
  ),
  PatchTransformer: transform(
    "PatchTransformer",
    'patch: \'[{"op": "add", "path": "/spec/hit", "value": true}]\'\ntarget: {kind: Service}\n',
  ),
  "PatchTransformer from a file": transform("PatchTransformer", "path: p.yaml\ntarget: {kind: Service}\n", {
    "p.yaml": "[{op: add, path: /spec/hit, value: true}]",
  }),
  "PatchTransformer that merges": transform(
    "PatchTransformer",
    `patch: ${block("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort}\n", 2)}\n`,
  ),
  PatchJson6902Transformer: transform(
    "PatchJson6902Transformer",
    'target: {version: v1, kind: Service, name: web}\njsonOp: \'[{"op": "add", "path": "/spec/hit", "value": true}]\'\n',
  ),
  "PatchJson6902Transformer from a file": transform(
    "PatchJson6902Transformer",
    "target: {version: v1, kind: Service, name: web}\npath: p.json\n",
    { "p.json": '[{"op": "add", "path": "/spec/hit", "value": true}]' },
  ),
  PatchStrategicMergeTransformer: transform("PatchStrategicMergeTransformer", "paths: [p.yaml]\n", {
    "p.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort}\n",
  }),
  "PatchStrategicMergeTransformer inline": transform(
    "PatchStrategicMergeTransformer",
    `patches: ${block("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort}\n", 2)}\n`,
  ),
  ReplacementTransformer: transform(
    "ReplacementTransformer",
    "replacements: [{source: {kind: Service, fieldPath: 'spec.ports.0.port'}, targets: [{select: {kind: Boat}, fieldPaths: [spec.size]}]}]\n",
  ),
  "ReplacementTransformer from a file": transform("ReplacementTransformer", "replacements: [{path: r.yaml}]\n", {
    "r.yaml":
      "source: {kind: Service, fieldPath: 'spec.ports.0.port'}\ntargets: [{select: {kind: Boat}, fieldPaths: [spec.size]}]\n",
  }),
  ValueAddTransformer: transform(
    "ValueAddTransformer",
    "value: added\ntargets: [{selector: {kind: Boat}, fieldPath: spec/engine/image, filePathPosition: 0}]\n",
  ),
  HashTransformer: transform("HashTransformer", ""),
  "NamespaceTransformer without namespace": transform("NamespaceTransformer", ""),
  SortOrderTransformer: transform("SortOrderTransformer", "sortOptions: {order: legacy}\n"),
  LegacyOrderTransformer: transform("LegacyOrderTransformer", ""),
  IAMPolicyGenerator: generate(
    "IAMPolicyGenerator",
    "cloud: gke\nkubernetesService: {namespace: n, name: k}\nserviceAccount: {name: g, projectId: p}\n",
  ),
  ConfigMapGenerator: generate("ConfigMapGenerator", "literals: [a=1]\nfiles: [f.txt]\n", { "f.txt": "f" }),
  "ConfigMapGenerator with a name of its own": generate(
    "ConfigMapGenerator",
    "name: own\nliterals: [a=1]\noptions: {labels: {a: b}}\n",
  ),
  "ConfigMapGenerator that merges": on([configMap], "generators: [g.yaml]\n", {
    "g.yaml": plugin("ConfigMapGenerator", "behavior: merge\nliterals: [c=3]\n", "settings"),
  }),
  SecretGenerator: generate("SecretGenerator", "literals: [a=1]\ntype: x/z\nenvs: [e.env]\n", { "e.env": "B=2\n" }),
  "SecretGenerator in a namespace": generate("SecretGenerator", "namespace: ns\nliterals: [a=1]\n"),
  "a generator among transformers": on(objects, "transformers: [t.yaml]\n", {
    "t.yaml": plugin("ConfigMapGenerator", "literals: [a=1]\n"),
  }),
  "a transformer among generators": on(objects, "generators: [t.yaml]\n", {
    "t.yaml": plugin("PrefixTransformer", "prefix: p-\n"),
  }),
  inline: on(
    objects,
    `transformers:\n  - ${block(plugin("PrefixTransformer", "prefix: p-\nfieldSpecs: [{path: metadata/name}]\n"), 4)}\ngenerators:\n  - ${block(plugin("ConfigMapGenerator", "literals: [a=1]\n"), 4)}\n`,
  ),
  "a folder": on(objects, "transformers: [ts]\n", {
    "ts/kustomization.yaml": "resources: [t.yaml]\n",
    "ts/t.yaml": plugin("PrefixTransformer", "prefix: p-\nfieldSpecs: [{path: metadata/name}]\n"),
  }),
  "a folder with prefixes of its own": on(objects, "transformers: [ts]\n", {
    "ts/kustomization.yaml": "resources: [t.yaml]\nnamePrefix: inner-\n",
    "ts/t.yaml": plugin("PrefixTransformer", "prefix: p-\nfieldSpecs: [{path: metadata/name}]\n"),
  }),
  "several in a file": on(objects, "transformers: [t.yaml]\n", {
    "t.yaml": `${plugin("PrefixTransformer", "prefix: p-\nfieldSpecs: [{path: metadata/name}]\n", "a")}---\n${plugin("SuffixTransformer", "suffix: -s\nfieldSpecs: [{path: metadata/name}]\n", "b")}`,
  }),
  "several files": on(objects, "transformers: [t.yaml, u.yaml]\n", {
    "t.yaml": plugin("PrefixTransformer", "prefix: p-\nfieldSpecs: [{path: metadata/name}]\n", "a"),
    "u.yaml": plugin("PrefixTransformer", "prefix: q-\nfieldSpecs: [{path: metadata/name}]\n", "b"),
  }),
  "two of one name": on(objects, "transformers: [t.yaml]\n", {
    "t.yaml": `${plugin("PrefixTransformer", "prefix: p-\n")}---\n${plugin("PrefixTransformer", "prefix: p-\n")}`,
  }),
  "an unknown built-in": transform("NothingTransformer", ""),
  "an unknown key": transform("PrefixTransformer", "prefixes: p-\nfieldSpecs: [{path: metadata/name}]\n"),
  "of another group": on(objects, "transformers: [t.yaml]\n", {
    "t.yaml": "apiVersion: example.com/v1\nkind: Mine\nmetadata: {name: x}\n",
  }),
  "a function in a container": on(objects, "transformers: [t.yaml]\n", {
    "t.yaml": fn("container:\n  image: example.com/fn:1\n"),
  }),
  "a function that is a program": on(objects, "transformers: [t.yaml]\n", {
    "t.yaml": fn("exec:\n  path: ./fn.sh\n"),
    "fn.sh": "#!/bin/sh\ncat\n",
  }),
  "a generator in a container": on(objects, "generators: [t.yaml]\n", {
    "t.yaml": fn("container:\n  image: example.com/fn:1\n"),
  }),
  "a validator in a container": on(objects, "validators: [t.yaml]\n", {
    "t.yaml": fn("container:\n  image: example.com/fn:1\n"),
  }),
  "a file that is missing": on(objects, "transformers: [t.yaml]\n"),
  "a validator that changes nothing": on(objects, "validators: [t.yaml]\n", {
    "t.yaml": plugin("PrefixTransformer", "prefix: ''\nfieldSpecs: [{path: metadata/name}]\n"),
  }),
  "a validator that changes": on(objects, "validators: [t.yaml]\n", {
    "t.yaml": plugin("LabelTransformer", "labels: {a: b}\nfieldSpecs: [{path: metadata/labels, create: true}]\n"),
  }),
  "a validator that marks": on(objects, "validators: [t.yaml]\n", {
    "t.yaml": plugin(
      "LabelTransformer",
      "labels: {validated-by: me}\nfieldSpecs: [{path: metadata/labels, create: true}]\n",
    ),
  }),
  "transformers come last": on(
    objects,
    "namePrefix: n-\ntransformers: [t.yaml]\nimages: [{name: nginx, newTag: '1'}]\n",
    { "t.yaml": plugin("ImageTagTransformer", "imageTag: {name: nginx, newTag: '9'}\n") },
  ),
  helmCharts: on(objects, "helmCharts: [{name: x, repo: 'https://example.com'}]\n"),
  "helmCharts and globals": on(
    objects,
    "helmGlobals: {chartHome: charts}\nhelmCharts: [{name: x, version: 1.0.0, releaseName: r, namespace: ns, valuesInline: {a: b}, valuesMerge: merge, includeCRDs: true, skipTests: true, apiVersions: [a], kubeVersion: '1.30', additionalValuesFiles: [v.yaml]}]\n",
  ),
  "helmCharts with an unknown key": on(objects, "helmCharts: [{name: x, chart: y}]\n"),
  helmChartInflationGenerator: on(
    objects,
    "helmChartInflationGenerator: [{chartName: x, chartRepoUrl: 'https://example.com'}]\n",
  ),
  "HelmChartInflationGenerator named": generate(
    "HelmChartInflationGenerator",
    "name: chart\nrepo: https://example.com\n",
  ),
};
