// `edit set`.
const file = "namespace: x\n";
const words = (command) => ["edit", "set", ...command.split(" ")];

const images =
  'images:\n- name: z\n  newName: q\n  newTag: "5"\n- name: b\n  digest: sha256:aaa\n- name: a\n  newTag: "1.0"\n  tagSuffix: -x\n';
const repeated =
  "images:\n- name: a\n  newName: b\n  newTag: t\n- name: a\n  newTag: u\n- name: A\n- newTag: q\n- name: a\n  digest: d\n";
const references = [
  ..."a=b c:1 d@sha256:xx e=f:1@sha256:yy z=y@dig reg:5000/x:2 r:5000/q r.io:5000/q/w:1 a= =a =a:1 = : @ :1 @x a:=b a@ a:".split(
    " ",
  ),
  ..."a=b: a=b@ a=b:1@ a=b:1:2 a:1:2 a@b@c a=b=c a:b=c a=b:1@x@y A=B:C a:t_.-x a:t/x a:t+x a=b:t/x a=r:5000/b".split(
    " ",
  ),
  ..."a=r:5000/b:t a=r:5000/b@sha256:abc r:5000/a=b * *:1 a=* a:* a@* a=*@* a=*:*@* a=*:1@sha256:x a:*@* a a.b a:1.0".split(
    " ",
  ),
  ..."a:yes a=:1 a=@x [a-z]+=b a.*=b:1 a@x=b a@b:c a=b@c:d/e@f a@d/e:f".split(" "),
  "",
  "a b",
  " a:1",
  'a:"1"',
];
const pairs = [
  ...'a:b a:b,c:d a a: :a a=1 a:1,b:true a:"c,d" a:"b a:b" a:""x"" a:\'b\' a:b:c : :: "a":b a::b A:b a.b/c:d a/:d /a:d -a:d a-:d'.split(
    " ",
  ),
  ...'a.b-/c:d a:" a:""" a:"" q/w/e:x a_b.c/d:x'.split(" "),
  "",
  "a b:c",
  "a:c d",
  " a:b",
  "a:b ",
];

const generators = (field) =>
  `namespace: x\n${field}:\n- name: ex\n  literals: [k=1, m=2]\n- name: ns\n  namespace: q\n  literals: [k=1]\n- name: nolit\n  files: [a]\n- name: eq\n  literals: ['m=2=3']\n`;

export const cases = [
  ...[
    "namespace",
    "namespace a",
    "namespace a b",
    "namespace Foo_",
    "nameprefix",
    "nameprefix -- -foo",
    "namesuffix -foo",
  ].map((command) => [file, ...words(command)]),
  ...[
    "namesuffix -- -foo",
    "namesuffix a b",
    "replicas",
    "replicas b",
    "image",
    "label",
    "annotation",
    "bogus",
    "",
  ].map((command) => [file, ...words(command)]),
  [file, "edit", "set", "namespace", ""],
  ...references.map((reference) => [file, "edit", "set", "image", reference]),
  ...["b:2", "z=*:6 a=*:*", "z=r:* b=n@* c=*:1 d:* e=*:* f=*@*", "z:1 z:2", "a:1 b:2 c:3"].map((command) => [
    images,
    ...words(`image ${command}`),
  ]),
  ...["z:1", "a:1", "a=*:*", "a=*@*", "a:1 a:2"].map((command) => [repeated, ...words(`image ${command}`)]),
  ["images:\n- name: a\n  newTag: 1.0\n", "edit", "set", "image", "b:2"],
  ...[
    "0x10",
    "010",
    "+5",
    " 5",
    "5 ",
    "1_000",
    "",
    "9223372036854775807",
    "9223372036854775808",
    "-5",
    "1e3",
    "1=2",
  ].map((count) => [file, "edit", "set", "replicas", `b=${count}`]),
  ...["=1", "b=5 a=0", "a=1 a=2"].map((command) => [
    "replicas:\n- name: z\n  count: 1\n- name: b\n  count: 4\n- name: b\n  count: 9\n",
    ...words(`replicas ${command}`),
  ]),
  ...["label", "annotation"].flatMap((kind) => pairs.map((pair) => [file, "edit", "set", kind, pair])),
  ["commonLabels: {a: x}\n", ...words("label a:b c:d a:e")],
  ["commonAnnotations: {a: x}\n", ...words("annotation a:b c:d")],
  ["labels:\n- pairs: {a: b}\n", ...words("label a:1")],
  ["labels:\n- pairs: {a: b}\n", ...words("label a:1 --without-selector")],
  ...[
    "",
    "bogus",
    "originAnnotations",
    "originAnnotations,managedByLabel",
    "managedByLabel x",
    "originAnnotations,",
    "a,b",
  ].map((options) => [
    "buildMetadata: [originAnnotations]\n",
    "edit",
    "set",
    "buildmetadata",
    ...options.split(" ").filter(Boolean),
  ]),
  ...["configmap", "secret"].flatMap((kind) =>
    [
      ...[
        "",
        "ex",
        "ex y",
        "ex --from-literal=k=9",
        "ex --from-literal=z=9",
        "ex --from-literal=k",
        "nope --from-literal=k=9",
      ],
      ...["ns --from-literal=k=9", "ns --namespace=q --from-literal=k=9", "ex --namespace=default --new-namespace=foo"],
      ...["ex --new-namespace=foo", "ns --namespace=q --new-namespace=foo", "ex --namespace=a --new-namespace=foo"],
      ...[
        "ex --namespace= --new-namespace=",
        "ex --from-file=x",
        "nolit --from-literal=k=1",
        "ex --new-namespace=default",
      ],
      ...["ex --from-literal==1", "ex --from-literal=k=1=2", "eq --from-literal=m=1", "nolit --new-namespace=foo"],
    ].map((command) => [
      generators(kind === "secret" ? "secretGenerator" : "configMapGenerator"),
      ...["edit", "set", kind, ...command.split(" ").filter(Boolean)],
    ]),
  ),
];
