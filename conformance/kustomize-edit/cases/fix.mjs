// `edit fix`.
const pod =
  "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  labels: {a: x}\nspec:\n  containers:\n  - name: c\n    image: foo\n";
const patch = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  labels: {a: one}\n";
const withPod = (text) => ({ name: JSON.stringify(text), "kustomization.yaml": text, "s.yaml": pod, "p.yaml": patch });

export const cases = [
  "",
  "# x\n",
  "foo: 1\n",
  "resources: [s.yaml]\n",
  "resources: [s.yaml]\npatchesStrategicMerge: [p.yaml]\n",
  "resources: [s.yaml]\npatchesStrategicMerge: [p.yaml]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: p, labels: {a: two}}\n",
  "resources: [s.yaml]\npatchesStrategicMerge:\n- |-\n  apiVersion: v1\n  kind: Pod\n  metadata: {name: p, labels: {a: two}}\n",
  "resources: [s.yaml]\n# l\ncommonLabels: {a: b}\n",
  "resources: [s.yaml]\ncommonLabels: {a: b}\nlabels:\n- pairs: {c: d}\n",
  "commonLabels: {a: b}\nlabels:\n- pairs: {a: d}\n",
  "commonLabels: {a: b}\nlabels:\n- pairs: {a: d}\n  includeSelectors: true\n",
  "bases: [nope]\nresources: [s.yaml]\nimageTags:\n- name: a\n",
  "resources: [s.yaml]\nimageTags:\n- name: foo\n  newTag: v1\n",
  "resources: [s.yaml]\npatchesJson6902:\n- target: {version: v1, kind: Pod, name: p}\n  patch: |-\n    - {op: add, path: /metadata/labels/z, value: w}\n",
].map((text) => [withPod(text), "edit", "fix"]);

cases.push(
  [withPod("resources: [s.yaml]\n"), "edit", "fix", "--vars"],
  [withPod("resources: [s.yaml]\nvars: []\n"), "edit", "fix", "--vars"],
  [
    withPod("resources: [s.yaml]\nvars:\n- name: X\n  objref: {kind: Pod, name: p, apiVersion: v1}\n"),
    "edit",
    "fix",
    "--vars",
  ],
);
