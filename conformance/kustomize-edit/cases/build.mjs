// `build` into files.
const objects = (...list) => list.map((each) => `${each}\n`).join("---\n");
const pod = (name, namespace) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}${namespace ? `, namespace: ${namespace}` : ""}}`;
const given = (name, text, more = {}) => ({
  name,
  "kustomization.yaml": "resources: [o.yaml]\n",
  "o.yaml": text,
  out: null,
  ...more,
});
const several = objects(
  pod("a"),
  "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: Ab, namespace: q}",
  "apiVersion: example.com/v1\nkind: Foo\nmetadata: {name: a:b}",
  "apiVersion: v1\nkind: Namespace\nmetadata: {name: n}",
);

export const cases = [
  [given("several namespaces", several), "build", "-o", "out"],
  [
    given("one namespace", objects(pod("a", "z"), "apiVersion: v1\nkind: Namespace\nmetadata: {name: b}")),
    "build",
    "--output=out",
  ],
  [given("none", objects(pod("a"), pod("A"))), "build", "-o", "out"],
  [given("a name with a slash", objects(pod("a/b"))), "build", "-o", "out"],
  [given("a file", several), "build", "-o", "all.yaml"],
  [given("a file in a folder", several), "build", ".", "-o", "out/all.yaml"],
  [given("a file in no folder", several), "build", "-o", "none/all.yaml"],
  [given("no folder", several), "build", "-o", "none/"],
  [given("on the screen", several), "build", "-o", ""],
  [given("nothing", ""), "build", "-o", "all.yaml"],
  [given("nothing", ""), "build"],
  [given("an order", several), "build", "--reorder", "none"],
  [given("a label", several), "build", "--enable-managedby-label"],
  [
    given("flags of functions", several),
    "build",
    "--network",
    "--mount",
    "a=b",
    "-e",
    "a",
    "--env=b",
    "--as-current-user",
    "--enable-exec",
    "--network-name",
    "x",
    "--enable-alpha-plugins",
  ],
  [
    given("flags of helm", several),
    "build",
    "--helm-command",
    "x",
    "--helm-api-versions",
    "a",
    "--helm-kube-version",
    "1.30",
    "--helm-debug",
  ],
  [given("a chart", several, { "kustomization.yaml": "helmCharts: [{name: a}]\n" }), "build"],
  [
    given("a deprecated field", several, { "kustomization.yaml": "resources: [o.yaml]\ncommonLabels: {a: b}\n" }),
    "build",
  ],
  [given("a file outside", several, { "x/kustomization.yaml": "resources: [../o.yaml]\n" }), "build", "x"],
  [
    given("a file outside", several, { "x/kustomization.yaml": "resources: [../o.yaml]\n" }),
    "build",
    "x",
    "--load-restrictor",
    "LoadRestrictionsNone",
  ],
  [
    given("a var that nobody uses", several, {
      "kustomization.yaml": "resources: [o.yaml]\nvars:\n- {name: X, objref: {kind: Pod, name: a, apiVersion: v1}}\n",
    }),
    "build",
  ],
];
