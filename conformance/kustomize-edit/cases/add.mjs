// `edit add`.
const folder = {
  "a.yaml": "a: b\n",
  "b.yaml": "a: b\n",
  "c d.yaml": "a: b\n",
  "bad.yaml": "{{\n",
  "base/kustomization.yaml": "resources: []\n",
  "sub/x.yaml": "a: b\n",
  ".hidden.yaml": "a: b\n",
  empty: null,
  "e.env": "a=b\nc\n# d\n",
  "f.txt": "hi\n",
  "g.txt": "x\n",
};
const file = (text, name = JSON.stringify(text)) => ({ ...folder, name, "kustomization.yaml": text });
const words = (command) => ["edit", "add", ...command.split(" ").filter(Boolean)];
const listed = file(
  "namespace: x\ncomponents: [b.yaml]\ntransformers: [b.yaml]\ngenerators: [b.yaml]\nresources: [b.yaml, sub]\n",
  "lists",
);

const paths = [
  ...[
    "",
    "a.yaml",
    "a.yaml b.yaml",
    "a.yaml a.yaml",
    "*.yaml",
    "nope.yaml",
    "a.yaml nope.yaml",
    "nope*.yaml",
    "base",
    "sub",
  ],
  ...[
    "empty",
    "./a.yaml",
    "sub/*",
    "../case/a.yaml",
    "kustomization.yaml",
    "bad.yaml",
    "*",
    "a.yaml,b.yaml",
    "[ab].yaml",
  ],
  ...[
    "**/*.yaml",
    "base,sub",
    "[",
    "sub/",
    "./*",
    "./sub/../a.yaml",
    "sub/../*.yaml",
    "?.yaml",
    "*/",
    "*/*",
    ".*",
    "/nope/x",
  ],
];

const generator = [
  ...["", "x", "x y", "x --from-literal=a=b", "x --from-literal=a=b --from-literal=c=d,e", "x --from-literal=a"],
  ...[
    "x --from-literal==a",
    "x --from-literal=a=",
    "x --from-literal=a='b'",
    'x --from-literal=a="b"',
    "x --from-file=f.txt",
  ],
  ...[
    "x --from-file=k=f.txt",
    "x --from-file=nope",
    "x --from-file=k=nope",
    "x --from-file=sub",
    "x --from-file=k=sub",
  ],
  ...[
    "x --from-file=*.txt",
    "x --from-file=k=*.txt",
    "x --from-file=f.txt,g.txt",
    "x --from-file=f.txt --from-file=g.txt",
  ],
  ...["x --from-env-file=e.env", "x --from-env-file=nope", "x --from-env-file=e.env --from-literal=a=b"],
  ...[
    "x --from-env-file=e.env --from-file=f.txt",
    "x --from-file=f.txt --from-literal=q=1",
    "x --namespace ns --from-literal=a=b",
  ],
  ...[
    "x --disableNameSuffixHash --from-literal=a=b",
    "x --behavior=merge --from-literal=a=b",
    "x --behavior=foo --from-literal=a=b",
  ],
  ...[
    "x --type=foo --from-literal=a=b",
    "x --from-literal=a=b --from-literal=a=c",
    "ex --from-literal=k=2",
    "ex --from-literal=n=2",
  ],
  ...["ex --from-file=f.txt --namespace other", "ex --from-literal=n=2 --namespace default", "x --from-file==f.txt"],
  ...["x --from-file=a=b=c", "X_ --from-literal=a=b", "ex --from-literal=n=2 --behavior=merge", "x --from-file="],
  ...[
    "ex --from-literal=n=2 --disableNameSuffixHash",
    "ex --from-env-file=e.env",
    'x --from-file="f.txt"',
    'x --from-file="f.txt',
  ],
];

export const cases = [
  ...["resource", "component", "transformer", "generator", "base"].flatMap((kind) =>
    paths.map((path) => [listed, ...words(`${kind} ${path}`)]),
  ),
  ...["nope", "base sub", "*.yaml", "nope* a.yaml", "kustomization.yaml"].map((path) => [
    listed,
    ...words(`resource --no-verify ${path}`),
  ]),
  [{ ...folder, name: "no file" }, ...words("resource a.yaml")],
  [{ ...folder, name: "no file" }, ...words("resource nope.yaml")],
  [{ ...folder, name: "no file" }, ...words("transformer nope.yaml")],
  [{ ...folder, name: "no file" }, ...words("configmap x --from-literal=a=b")],
  ...["", "a:b", "a:x", "c:d,e:f", "c:d e:f", "a", "a:", ":b", "c:x -f", "a:y -f", "a:y --force=false", "q:{x}"].map(
    (args) => ["namespace: x\ncommonLabels:\n  a: x\n", ...words(`label ${args}`)],
  ),
  ...["z:1", "a:1", "a:1 -f", "z:1 --include-templates"].map((args) => [
    "commonLabels:\n  a: x\n",
    ...words(`label ${args} --without-selector`),
  ]),
  ["namespace: x\n", ...words("label z:1 --include-templates")],
  ...[
    "labels:\n- pairs: {a: b}\n",
    "labels:\n- pairs: {a: b}\n- pairs: {c: d}\n",
    "labels:\n- pairs: {a: b}\n  includeSelectors: true\n",
    "labels:\n- pairs: {a: b}\n  includeTemplates: true\n",
    "labels:\n- pairs: {a: b}\n  includeTemplates: true\n- {}\n",
    "labels:\n- pairs: {a: b}\n  fields:\n  - path: x\n    create: true\n",
  ].flatMap((text) =>
    ["z:1", "a:1", "a:1 -f", "z:1 --include-templates", "a:1 --include-templates"].map((args) => [
      text,
      ...words(`label ${args} --without-selector`),
    ]),
  ),
  ...["", "a:b", "a:x", "c:d,e:f", "c:d e:f", "a", "a:", ":b", "a:y -f", "a/b:c/d:e"].map((args) => [
    "namespace: x\ncommonAnnotations:\n  a: x\n",
    ...words(`annotation ${args}`),
  ]),
  ...[
    "",
    "bogus",
    "originAnnotations",
    "managedByLabel",
    "originAnnotations,managedByLabel",
    "managedByLabel,managedByLabel",
  ].map((args) => ["buildMetadata: [originAnnotations, other]\n", ...words(`buildmetadata ${args}`)]),
  ["buildMetadata: [originAnnotations]\n", ...words("buildmetadata managedByLabel originAnnotations")],
  ...[
    ...["", "--path a.yaml", "--path nope", "--path a.yaml --kind D --name x", "--patch foo", "--patch=[] --kind=X"],
    ...["--path a.yaml --patch b", "--kind X", "a.yaml", "--path a.yaml x y", "--path a*.yaml", "--patch {}"],
    "--path a.yaml --group g --version v --kind k --name n --namespace ns --label-selector l=a --annotation-selector b",
  ].map((args) => [file("namespace: x\n"), ...words(`patch ${args}`)]),
  [file("namespace: x\n"), "edit", "add", "patch", "--patch", "- op: replace\n  path: /a\n  value: b", "--kind", "X"],
  [file("namespace: x\n"), "edit", "add", "patch", "--patch", "- op: replace\n  path: /a\n  value: b\n", "--kind", "X"],
  ...[
    "patches:\n- path: a.yaml\n",
    "patches:\n- path: a.yaml\n  target: {}\n",
    "patches:\n- path: a.yaml\n  options: {allowNameChange: true}\n",
    "patches:\n- path: a.yaml\n  target: {kind: X}\n",
  ].flatMap((text) =>
    ["--path a.yaml", "--path a.yaml --kind X"].map((args) => [file(text), ...words(`patch ${args}`)]),
  ),
  ...["configmap", "secret"].flatMap((kind) =>
    generator.map((args) => [
      file(
        `namespace: x\n${kind === "secret" ? "secretGenerator" : "configMapGenerator"}:\n- name: ex\n  literals: [k=1]\n`,
        kind,
      ),
      ...words(`${kind} ${args}`),
    ]),
  ),
  ["namespace: x\n", ...words("bogus x")],
];
