import { deployment, on, overlay } from "../objects.mjs";

const map = (text) => `configMapGenerator: [{name: m, ${text}}]\n`;
const secret = (text) => `secretGenerator: [{name: s, ${text}}]\n`;
const base = (text, over, files = {}) => ({
  "base/kustomization.yaml": text,
  "kustomization.yaml": `resources: [base]\n${over}`,
  ...files,
});

export const cases = {
  "nothing in it": `${map("literals: []")}${secret("literals: []")}`,
  "only a name": "configMapGenerator: [{name: m}]\nsecretGenerator: [{name: s}]\n",
  literals: `configMapGenerator:
  - name: m
    literals: ["a=1", "b='q'", 'c="dq"', "d=x=y", "e=", "f='", "g=multi\\nline", "h=true", "i=0644", "j= lead", "k=trail ", "l=tab\\t", "m=''", 'n=""', "o='a", "p='a\\"", "q=\\"'x'\\"", "r= 'x'", " s=x", "t =x"]
secretGenerator: [{name: s, literals: ["a=1", "b='q'", "c=ä☃😀"]}]
`,
  "a literal without equals": map("literals: [a]"),
  "a literal that starts with equals": map("literals: ['=a']"),
  "a literal that is empty": map("literals: ['']"),
  "a literal that is a number": map("literals: [1]"),
  "a key twice in literals": map("literals: [a=1, a=2]"),
  "a key twice, file and literal": { "kustomization.yaml": map("literals: [f.txt=1], files: [f.txt]"), "f.txt": "x" },
  "a secret's key twice": secret("literals: [a=1, a=2]"),
  "odd keys": map("literals: ['a b=1', 'ä=2', '../x=3', '=4']"),
  "more odd keys": map("literals: ['a b=1', 'ä=2', '../x=3', '.=4', '..=5', 'A_b.c-d=6']"),
  "keys that look like numbers": map("literals: [1=a, 2=b, 10=c, 0x1=d, 1.5=e, null=f, ~=g, 2020-01-01=h]"),
  "keys that look like booleans": map("literals: [y=a, n=b, yes=c, no=d, true=e, on=f]"),
  files: {
    "kustomization.yaml": map("files: [f.txt, key=f.txt, dir/g.txt, x.y=dir/g.txt, ./f2.txt]"),
    "f.txt": "f\n",
    "f2.txt": "f2",
    "dir/g.txt": "g\n\n",
  },
  "a file with two equals": { "kustomization.yaml": map("files: [a=b=c]"), "b=c": "x" },
  "a file with an empty key": { "kustomization.yaml": map("files: [=f.txt]"), "f.txt": "x" },
  "a file with an empty name": map("files: [a=]"),
  "a file that is missing": map("files: [nothing.txt]"),
  "a file that is a folder": { "kustomization.yaml": map("files: [dir]"), "dir/f.txt": "x" },
  "a file that is outside": { "top/kustomization.yaml": map("files: [../f.txt]"), "f.txt": "x" },
  "a file that is outside, allowed": {
    "top/kustomization.yaml": map("files: [../f.txt]"),
    "f.txt": "x",
    flags: ["--load-restrictor", "LoadRestrictionsNone"],
  },
  "a file of a Windows machine": { "kustomization.yaml": map("files: [f.txt]"), "f.txt": "a\r\nb\r\n" },
  "a file with a byte order mark": { "kustomization.yaml": map("files: [f.txt]"), "f.txt": "\ufeffa\n" },
  "empty files": { "kustomization.yaml": `${map("files: [f.txt]")}${secret("files: [f.txt]")}`, "f.txt": "" },
  "binary files": {
    "kustomization.yaml": `${map("files: [bin, text.txt]")}${secret("files: [bin, text.txt]")}`,
    bin: Buffer.from([0, 255, 254, 1, 2, 200]),
    "text.txt": "grüße ☃ 😀\n",
  },
  "a zero byte is text": { "kustomization.yaml": map("files: [bin]"), bin: Buffer.from([65, 0, 66]) },
  "control characters": { "kustomization.yaml": map("files: [bin]"), bin: Buffer.from([65, 7, 27, 66, 127]) },
  "long binary files": {
    "kustomization.yaml": `${map("files: [bin]")}${secret("files: [bin]")}`,
    bin: Buffer.from(Array.from({ length: 200 }, (_, index) => (index * 7 + 128) % 256)),
  },
  "secrets of every length around a line": `secretGenerator:\n${[50, 51, 52, 53, 54, 104, 105, 106].map((length) => `  - {name: s${length}, literals: [a=${"x".repeat(length)}]}`).join("\n")}\n`,
  envs: {
    "kustomization.yaml": `${map("envs: [a.env, b.env]")}${secret("env: a.env")}`,
    "a.env": "\ufeff# c\nA=1\n  B = x = y \n\nC='quoted'\nD=\"d\"\nE=\n\t F=tab\n#G=1\n  # H=1\n",
    "b.env": "I=multi word # no comment\nJ=${A}\nK=a=b\nL=\\n\r\nM=x\r\n",
  },
  "env and envs": { "kustomization.yaml": map("env: a.env, envs: [b.env]"), "a.env": "A=1\n", "b.env": "B=1\n" },
  "an env file with a name only": { "kustomization.yaml": map("envs: [a.env]"), "a.env": "HAWSER_SURELY_UNSET\n" },
  "an env file with a bad name": { "kustomization.yaml": map("envs: [a.env]"), "a.env": "1 x=2\n" },
  "an env file with an empty name": { "kustomization.yaml": map("envs: [a.env]"), "a.env": "=2\n" },
  "an env file with names of all kinds": {
    "kustomization.yaml": map("envs: [a.env]"),
    "a.env": "a.b=1\nc-d=2\n_e=3\n4f=5\n",
  },
  "an env file that is no text": {
    "kustomization.yaml": map("envs: [a.env]"),
    "a.env": Buffer.from([65, 61, 255, 10]),
  },
  "an env file that is missing": map("envs: [a.env]"),
  "a key twice in an env file": { "kustomization.yaml": map("envs: [a.env]"), "a.env": "A=1\nA=2\n" },
  "all sources": {
    "kustomization.yaml": map("literals: [l=1], files: [f.txt], envs: [a.env]"),
    "f.txt": "f",
    "a.env": "E=1\n",
  },
  "a name with a namespace": map("namespace: ns, literals: [a=1]"),
  "a namespace and a namespace": `namespace: over\n${map("namespace: ns, literals: [a=1]")}${secret("literals: [a=1]")}`,
  "one name in two namespaces":
    "configMapGenerator: [{name: m, namespace: a, literals: [a=1]}, {name: m, namespace: b, literals: [a=2]}]\n",
  "one name twice": "configMapGenerator: [{name: m, literals: [a=1]}, {name: m, literals: [a=2]}]\n",
  "one name twice, merged":
    "configMapGenerator: [{name: m, literals: [a=1]}, {name: m, behavior: merge, literals: [b=2]}]\n",
  "no name": "configMapGenerator: [{literals: [a=1]}]\n",
  "a secret without name": "secretGenerator: [{literals: [a=1]}]\n",
  "types of secrets":
    "secretGenerator: [{name: a, type: kubernetes.io/tls, literals: [tls.crt=x, tls.key=y]}, {name: b, type: ''}, {name: c, type: kubernetes.io/dockerconfigjson, literals: ['.dockerconfigjson={}']}]\n",
  "types change no hash": "secretGenerator: [{name: a, type: x/y, literals: [a=1]}, {name: b, literals: [a=1]}]\n",
  options: `configMapGenerator:
  - {name: m, literals: [a=1], options: {labels: {l: own}, annotations: {x: own}, immutable: true}}
  - {name: other, literals: [a=1], options: {disableNameSuffixHash: true}}
secretGenerator: [{name: s, literals: [a=1], options: {labels: {z: own}}}]
generatorOptions: {labels: {l: all, m: all}, annotations: {why: all}}
`,
  "options for all": `${map("literals: [a=1]")}${secret("literals: [a=1]")}generatorOptions: {disableNameSuffixHash: true, labels: {g: h}, immutable: true, annotations: {note: "1"}}\n`,
  "options that contradict": `${map("literals: [a=1], options: {disableNameSuffixHash: false, immutable: false}")}generatorOptions: {disableNameSuffixHash: true, immutable: true}\n`,
  "options with odd label values": `${map("literals: [a=1], options: {labels: {a: '1', b: 'true', c: '', d: 'null'}}")}`,
  "options of a base stay there": base(
    `${map("literals: [a=1]")}generatorOptions: {labels: {from: base}}\n`,
    `${secret("literals: [a=1]")}generatorOptions: {labels: {from: over}}\n`,
  ),
  merge: base(
    `configMapGenerator: [{name: m, literals: [a=1, b=2], options: {labels: {base: "1", both: base}, annotations: {note: base}}}]\nsecretGenerator: [{name: s, literals: [a=1, b=2], type: x/y}]\n`,
    `configMapGenerator: [{name: m, behavior: merge, literals: [b=3, c=4], options: {labels: {over: "1", both: over}, annotations: {note: over}}}]\nsecretGenerator: [{name: s, behavior: merge, literals: [b=3]}]\n`,
  ),
  replace: base(
    `configMapGenerator: [{name: m, literals: [a=1, b=2], options: {labels: {base: "1"}}}]\nsecretGenerator: [{name: s, literals: [a=1], type: x/y}]\n`,
    `configMapGenerator: [{name: m, behavior: replace, literals: [c=3]}]\nsecretGenerator: [{name: s, behavior: replace, literals: [b=3]}]\n`,
  ),
  "merge into labels that are no texts": {
    "cm.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, labels: {a: 5, b: true, c: null, d: ~, e: 1e3, f: 0x1F, g: 2020-01-01, h: , i: 1.0}}\ndata: {x: 1, y: null}\n",
    "kustomization.yaml": `resources: [cm.yaml]\n${map("behavior: merge, literals: [z=1]")}`,
  },
  "merge binary into text": base(map("literals: [bin=text, other=1]"), map("behavior: merge, files: [bin]"), {
    bin: Buffer.from([255, 0, 200]),
  }),
  "merge text into binary": base(map("files: [bin]"), map("behavior: merge, literals: [bin=text]"), {
    "base/bin": Buffer.from([255, 0, 200]),
  }),
  "merge with immutable": base(
    map("literals: [a=1], options: {immutable: true}"),
    map("behavior: merge, literals: [b=1]"),
  ),
  "merge immutable onto mutable": base(
    map("literals: [a=1]"),
    map("behavior: merge, literals: [b=1], options: {immutable: true}"),
  ),
  "merge without hash in the base": base(
    `${map("literals: [a=1], options: {disableNameSuffixHash: true}")}namePrefix: p-\n`,
    map("behavior: merge, literals: [b=2]"),
  ),
  "merge without hash in the overlay": base(
    map("literals: [a=1]"),
    map("behavior: merge, literals: [b=2], options: {disableNameSuffixHash: true}"),
  ),
  "merge by the name with prefix": base(
    `${map("literals: [a=1]")}namePrefix: p-\n`,
    "configMapGenerator: [{name: p-m, behavior: merge, literals: [b=2]}]\n",
  ),
  "merge by the name without prefix": base(
    `${map("literals: [a=1]")}namePrefix: p-\n`,
    `${map("behavior: merge, literals: [b=2]")}nameSuffix: -s\n`,
  ),
  "merge in a namespace": base(
    `${map("literals: [a=1]")}namespace: ns\n`,
    map("namespace: ns, behavior: merge, literals: [b=2]"),
  ),
  "merge without its namespace": base(
    `${map("literals: [a=1]")}namespace: ns\n`,
    map("behavior: merge, literals: [b=2]"),
  ),
  "merge into another namespace": base(
    `${map("namespace: ns, literals: [a=1]")}`,
    map("behavior: merge, literals: [b=2]"),
  ),
  "merge into the default namespace": base(
    `${map("namespace: default, literals: [a=1]")}`,
    map("behavior: merge, literals: [b=2]"),
  ),
  "merge when both change the namespace": base(
    `${map("literals: [a=1]")}namespace: ns\n`,
    `${map("behavior: merge, literals: [b=2]")}namespace: o\n`,
  ),
  "merge into a plain object": on(
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, labels: {l: '1'}}\ndata: {a: '1'}\n",
    map("behavior: merge, literals: [b=2]"),
  ),
  "replace a plain object": on(
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, labels: {l: '1'}}\ndata: {a: '1'}\n",
    map("behavior: replace, literals: [b=2]"),
  ),
  "merge into numbers": on(
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: 1, b: true, c: null, d: {x: y}}\n",
    map("behavior: merge, literals: [b=2]"),
  ),
  "merge a plain secret": on(
    "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {x: y}\ntype: a/b\n",
    secret("behavior: merge, literals: [b=2]"),
  ),
  "merge into nothing": map("behavior: merge, literals: [b=2]"),
  "replace nothing": map("behavior: replace, literals: [b=2]"),
  "create what exists": base(map("literals: [a=1]"), map("literals: [b=2]")),
  "create what exists, said": base(map("literals: [a=1]"), map("behavior: create, literals: [b=2]")),
  "an unknown behavior": map("behavior: whatever, literals: [b=2]"),
  "a behavior in capitals": base(map("literals: [a=1]"), map("behavior: MERGE, literals: [b=2]")),
  "an unknown field": map("literal: [b=2]"),
  "a merge among two of a name": {
    "kustomization.yaml": `resources: [one, two]\n${map("behavior: merge, literals: [b=2]")}`,
    "one/kustomization.yaml": `${map("literals: [a=1]")}namePrefix: one-\n`,
    "two/kustomization.yaml": `${map("literals: [a=1]")}namePrefix: two-\n`,
  },
  "three levels of merge": {
    "kustomization.yaml": `resources: [mid]\nnameSuffix: -t\n${map("behavior: merge, literals: [c=3]")}`,
    "mid/kustomization.yaml": `resources: [../base]\nnamePrefix: mid-\n${map("behavior: merge, literals: [b=2]")}`,
    "base/kustomization.yaml": `${map("literals: [a=1]")}namePrefix: base-\n`,
  },
  "a patched map has the hash of the patch": `${map("literals: [a=1]")}patches: [{patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {b: "2"}}'}]\n`,
  "labels change no hash": {
    "kustomization.yaml": "resources: [one, two]\n",
    "one/kustomization.yaml": `${map("literals: [a=1]")}namePrefix: one-\n`,
    "two/kustomization.yaml": `${map("literals: [a=1]")}namePrefix: two-\ncommonLabels: {a: b}\nnamespace: ns\n`,
  },
  "hashes of odd content": `configMapGenerator:
  - {name: a, literals: ["c=<x>&y", n=12, "u=é☃"]}
  - {name: b, literals: ["a=\\u2028\\u2029", "b=\\\\", 'c="x"y"', "d=\\x01\\x1f", "e=\\t\\r\\n", "f=😀"]}
  - {name: c, literals: ["b=1", "a=2", "B=3", "A=4", "k10=5", "k9=6"]}
secretGenerator: [{name: d, literals: ["c=<x>&y"]}, {name: e}]
`,
  "references follow": on(
    [deployment],
    `configMapGenerator: [{name: settings, literals: [b=1]}]\nsecretGenerator: [{name: token, literals: [t=1]}]\nnamePrefix: p-\n`,
  ),
  "references follow, out of a base": overlay(
    [deployment],
    `configMapGenerator: [{name: settings, literals: [b=1]}]\nnamePrefix: p-\n`,
    `secretGenerator: [{name: token, literals: [t=1]}]\nconfigMapGenerator: [{name: settings, behavior: merge, literals: [c=1]}]\n`,
  ),
  "a generated map beside a custom kind of its name": on(
    "apiVersion: example.com/v1\nkind: ConfigMap\nmetadata: {name: m}\n",
    map("literals: [a=1]"),
  ),
  "order of generated objects": {
    "kustomization.yaml": `sortOptions: {order: fifo}\nresources: [s.yaml]\nsecretGenerator: [{name: z}, {name: a}]\nconfigMapGenerator: [{name: z}, {name: a}]\n`,
    "s.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n",
  },
};
