// `edit remove`.
const words = (command) => ["edit", "remove", ...command.split(" ").filter(Boolean)];
const lists =
  "namespace: x\ntransformers: [a.yaml, b.yaml, base, sub/x.yaml]\nresources: [a.yaml, sub/x.yaml, ab.yaml, b.yaml]\n";
const patches =
  "patches:\n- path: a.yaml\n- path: a.yaml\n  target: {kind: D, name: x}\n- patch: foo\n- path: a.yaml\n- path: b\n  target: {}\n- path: c\n  options: {}\n- path: d\n  options: {allowNameChange: true}\n";
const pairs = "namespace: x\ncommonAnnotations:\n  a: x\n  c: d\n  d: e\ncommonLabels:\n  a: x\n  c: d\n  d: e\n";
const generators = (field) =>
  `namespace: x\n${field}:\n- name: ex\n  literals: [k=1, 'm=2=3']\n- name: ns\n  namespace: q\n  literals: [k=1]\n- name: dup\n  literals: [k=1]\n- name: dup\n  literals: [k=2]\n`;

export const cases = [
  ...["resource", "transformer"].flatMap((kind) => [
    ...[
      ...[
        "",
        "a.yaml",
        "a.yaml b.yaml",
        "*.yaml",
        "nope.yaml",
        "base",
        "./a.yaml",
        "a*",
        "sub/*",
        "a.yaml,b.yaml",
        "a.yaml nope",
      ],
      ...[
        "[",
        "x[",
        "a[]",
        "[a",
        "[]a]",
        "[a-]",
        "[-a]",
        "[^",
        "\\",
        "?.yaml",
        "{a,b}.yaml",
        "a\\.yaml",
        "**",
        "[^b].yaml",
      ],
      ...["[a-b].yaml", "*/*", "[\\a].yaml", "*b*", "a.yaml [", "*.*", "s*/x*l", "[b-a].yaml"],
    ].map((args) => [lists, ...words(`${kind} ${args}`)]),
    ["namespace: x\n", ...words(`${kind} a`)],
    ["namespace: x\n", ...words(`${kind} [`)],
    [`${kind}s: [a]\n`, ...words(`${kind} a`)],
  ]),
  ...["label", "annotation"].flatMap((kind) => [
    ...[
      "",
      "a",
      "b",
      "a,b",
      "b,a",
      "a b",
      "b -i",
      "a,q -i",
      "q --ignore-non-existence",
      "a:x",
      "c,d",
      "a,a",
      "a,c,d",
    ].map((args) => [pairs, ...words(`${kind} ${args}`)]),
    ["namespace: x\n", ...words(`${kind} a`)],
    ["namespace: x\n", ...words(`${kind} a -i`)],
    ["commonLabels: {}\ncommonAnnotations: {}\n", ...words(`${kind} a`)],
    ["labels:\n- pairs: {a: b}\n", ...words(`${kind} a`)],
  ]),
  ...["", "bogus", "originAnnotations", "originAnnotations,managedByLabel", "managedByLabel x", "managedByLabel"].map(
    (args) => ["buildMetadata: [originAnnotations, other]\n", ...words(`buildmetadata ${args}`)],
  ),
  ["namespace: x\n", ...words("buildmetadata managedByLabel")],
  ...[
    "",
    "--path a.yaml",
    "--path nope",
    "--path a.yaml --kind D --name x",
    "--patch foo",
    "--patch=[]",
    "--path a.yaml --patch b",
  ].map((args) => [patches, ...words(`patch ${args}`)]),
  ...["--kind X", "--path b", "--path c", "--path d", "--path a.yaml x"].map((args) => [
    patches,
    ...words(`patch ${args}`),
  ]),
  ["namespace: x\n", ...words("patch --path a.yaml")],
  ...["configmap", "secret"].flatMap((kind) => [
    ...["", "ex", "ex y", "ex,ns", "nope", "ex,nope", "nope,zz", "ns --namespace q", "ex --namespace default"].map(
      (args) => [generators(kind === "secret" ? "secretGenerator" : "configMapGenerator"), ...words(`${kind} ${args}`)],
    ),
    ...["ex --namespace q", "dup", "ex,ex", ",", "ex,", "nope,ex,other"].map((args) => [
      generators(kind === "secret" ? "secretGenerator" : "configMapGenerator"),
      ...words(`${kind} ${args}`),
    ]),
    ["namespace: x\n", ...words(`${kind} ex`)],
  ]),
];
