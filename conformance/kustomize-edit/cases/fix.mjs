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

const service = "apiVersion: v1\nkind: Service\nmetadata: {name: svc, namespace: n1}\n";
const oneVar = "vars:\n- name: S\n  objref: {kind: Service, name: svc, apiVersion: v1}\n";
const withVars = (objects, kustomization, more = {}) => [
  {
    name: JSON.stringify([objects, kustomization]),
    "kustomization.yaml": kustomization,
    "svc.yaml": service,
    "o.yaml": objects,
    ...more,
  },
  "edit",
  "fix",
  "--vars",
];
const settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: n1, annotations: {a.b/c: $(S)}}\n";
const both = `resources: [o.yaml, svc.yaml]\n${oneVar}`;

for (const value of [
  "pre-$(S)-post",
  "$(S)/$(S)",
  "$(S)$(S)",
  "pre$(S)",
  "http://$(S).ns:80",
  "$$(S)",
  "a/b/$(S)",
  "$(T)",
])
  cases.push(withVars(`${settings}data: {a: "${value}"}\n`, both));
cases.push(
  withVars(`# $(S)\n${settings}data: {$(S): $(S)} # $(S)\n`, both),
  withVars(`${settings}data: {b.c: $(S)}\n`, both),
  withVars(`${settings}---\n${settings.replace("name: c", "name: d")}`, both),
  withVars(
    settings,
    `${both}replacements:\n- source: {kind: Service, name: svc}\n  targets: [{select: {kind: ConfigMap}, fieldPaths: [metadata.annotations.x], options: {create: true}}]\n`,
  ),
  withVars(
    settings,
    `resources: [o.yaml, svc.yaml, base]\npatches: [{path: p.yaml}, {path: p2.yaml, target: {kind: ConfigMap}}]\n${oneVar}`,
    {
      "base/kustomization.yaml": "resources: [b.yaml]\n",
      "base/b.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata: {a: $(S)}\n",
      "p.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: n1}\ndata: {b: $(S)}\n",
      "p2.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {b2: $(S)}\n",
    },
  ),
  withVars(`apiVersion: v1\nkind: List\nitems:\n- ${settings.trim().replaceAll("\n", "\n  ")}\n`, both),
);
