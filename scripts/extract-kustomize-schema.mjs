// Extracts what Kustomize knows of the kinds it has built in, into packages/kustomize/src/schema/builtin-schema.json:
// which kinds it knows at all, which of them live outside of namespaces, which lists merge, and by which keys.
//
//   node scripts/extract-kustomize-schema.mjs KUSTOMIZE
//
// KUSTOMIZE is the program. It does not print its schema, so it is asked by building: a kind that gets no namespace from
// `namespace:` is cluster-scoped; a list that keeps its element beside a patch's merges; a patch whose element differs in
// one field only, and is still merged into it, shows that the field is no key. Fields to ask about are those of today's
// Kubernetes (packages/kube/src/schema/builtin-kinds.json) under every version that a kind had.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const [program] = process.argv.slice(2);
if (!program) throw new Error("usage: extract-kustomize-schema.mjs KUSTOMIZE");
const { resources, schemas } = JSON.parse(
  fs.readFileSync(new URL("../packages/kube/src/schema/builtin-kinds.json", import.meta.url), "utf8"),
);
const OUT = new URL("../packages/kustomize/src/schema/builtin-schema.json", import.meta.url);
const VERSIONS = [
  "v1",
  "v1beta1",
  "v1beta2",
  "v1beta3",
  "v1alpha1",
  "v1alpha2",
  "v2",
  "v2beta1",
  "v2beta2",
  "v2alpha1",
];
/** Kinds that today's servers do not list any more, or never did. */
const EXTRA = [
  ["policy", "PodSecurityPolicy"],
  ["extensions", "PodSecurityPolicy"],
  ["extensions", "Ingress"],
  ["extensions", "Deployment"],
  ["extensions", "DaemonSet"],
  ["extensions", "ReplicaSet"],
  ["extensions", "NetworkPolicy"],
  ["", "ComponentStatus"],
  ["", "EphemeralContainers"],
  ["", "Status"],
  ["", "APIGroup"],
  ["", "DeleteOptions"],
  ["", "WatchEvent"],
  ["policy", "Eviction"],
  ["autoscaling", "Scale"],
  ["internal.apiserver.k8s.io", "StorageVersion"],
  ["storage.k8s.io", "CSIStorageCapacity"],
  ["storage.k8s.io", "VolumeAttributesClass"],
  ["node.k8s.io", "RuntimeClass"],
  ["networking.k8s.io", "ClusterCIDR"],
  ["networking.k8s.io", "IPAddress"],
  ["networking.k8s.io", "ServiceCIDR"],
  ["resource.k8s.io", "ResourceClass"],
  ["resource.k8s.io", "PodSchedulingContext"],
  ["auditregistration.k8s.io", "AuditSink"],
  ["settings.k8s.io", "PodPreset"],
  ["apiregistration.k8s.io", "APIService"],
  ["apiextensions.k8s.io", "CustomResourceDefinition"],
];

const kinds = new Map();
for (const [group, kind] of [...resources.map((one) => [one.group, one.kind]), ...EXTRA])
  for (const version of group === "" ? ["v1"] : VERSIONS)
    kinds.set(`${group === "" ? "" : `${group}/`}${version} ${kind}`, { group, version, kind });

/** Builds objects with a patch for each; answers what became of them. */
function build(probes, kustomization = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "schema-probe-"));
  try {
    const answers = [];
    for (let at = 0; at < probes.length; at += 400) {
      const batch = probes.slice(at, at + 400);
      const name = (index) => `p${index}`;
      const text = (side) =>
        batch
          .filter((probe) => probe[side])
          .map((probe, index) => {
            const { metadata, ...rest } = probe[side];
            return JSON.stringify({ ...header(probe.gvk), metadata: { name: name(index), ...metadata }, ...rest });
          })
          .join("\n---\n");
      fs.writeFileSync(path.join(folder, "r.yaml"), text("object"));
      if (batch[0].patch) fs.writeFileSync(path.join(folder, "p.yaml"), text("patch"));
      const patches = batch[0].patch ? { patches: [{ path: "p.yaml" }] } : {};
      const top = { resources: ["r.yaml"], sortOptions: { order: "fifo" }, ...patches, ...kustomization };
      fs.writeFileSync(path.join(folder, "kustomization.yaml"), JSON.stringify(top));
      const out = execFileSync(program, ["build", folder], { maxBuffer: 1 << 28, encoding: "utf8" });
      answers.push(...out.split(/^---\n/m));
    }
    if (answers.length !== probes.length) throw new Error(`${answers.length} answers to ${probes.length} questions`);
    return answers;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function header({ group, version, kind }) {
  return { apiVersion: group === "" ? version : `${group}/${version}`, kind };
}

const all = [...kinds.values()];
const clusterScoped = [];
build(
  all.map((gvk) => ({ gvk, object: {} })),
  { namespace: "probe" },
).forEach((answer, index) => {
  // Two spaces: an APIService gets the namespace in another place, too.
  if (!/^ {2}namespace: probe$/m.test(answer)) clusterScoped.push(all[index]);
});

const known = [];
build(
  all.map((gvk) => ({
    gvk,
    object: { metadata: { finalizers: ["one"] } },
    patch: { metadata: { finalizers: ["two"] } },
  })),
).forEach((answer, index) => {
  if (answer.includes("- one")) known.push(all[index]);
});

function typeOf({ group, kind }) {
  const fits = Object.entries(schemas).filter(([, schema]) =>
    (schema["x-kubernetes-group-version-kind"] ?? []).some((one) => one.kind === kind),
  );
  const same = fits.find(([, schema]) => schema["x-kubernetes-group-version-kind"].some((one) => one.group === group));
  return (same ?? fits[0])?.[1] ?? byName(kind);
}

function byName(kind) {
  const name = Object.keys(schemas).find((one) => one.endsWith(`.${kind}`));
  return name === undefined ? undefined : schemas[name];
}

const resolve = (schema) => (schema?.$ref === undefined ? schema : schemas[schema.$ref]);

/** The lists of a type that are reached through maps only: their paths, and what their items are. */
function listsOf(schema, at = [], seen = []) {
  const found = [];
  for (const [field, value] of Object.entries(resolve(schema)?.properties ?? {})) {
    const type = resolve(value);
    if (seen.includes(type)) continue;
    if (type?.type === "array")
      found.push({ path: [...at, field], items: type.items, keys: value["x-kubernetes-list-map-keys"] ?? [] });
    else if (type?.properties) found.push(...listsOf(type, [...at, field], [...seen, type]));
  }
  return found;
}

const scalarsOf = (schema) =>
  Object.entries(resolve(schema)?.properties ?? {})
    .filter(([, value]) => !["array", "object"].includes(resolve(value)?.type))
    .map(([field]) => field);

/** Wraps a list into its object. `around` are the merging lists on the way, each with an element that both sides share. */
function place(steps, list) {
  return steps.reduceRight(
    (inner, step) => (typeof step === "string" ? { [step]: inner } : [{ ...step, ...inner }]),
    list,
  );
}

const trees = new Map(known.map((gvk) => [gvk, {}]));
let open = known.flatMap((gvk) => {
  const lists = listsOf(typeOf(gvk));
  // Fields that all objects have, also those of kinds whose types are not known here.
  if (!lists.some(({ path: one }) => one[0] === "metadata"))
    lists.push(...listsOf({ properties: { metadata: { $ref: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" } } }));
  return lists.map((list) => ({ gvk, ...list, steps: list.path, tree: trees.get(gvk) }));
});
while (open.length > 0) {
  const isObject = (list) => resolve(list.items)?.properties !== undefined;
  const element = (list, text, changed) =>
    isObject(list)
      ? {
          ...Object.fromEntries(scalarsOf(list.items).map((field) => [field, field === changed ? "probe-two" : text])),
          marker: text,
        }
      : text;
  const merged = build(
    open.map((list) => ({
      gvk: list.gvk,
      object: place(list.steps, [element(list, "probe-one")]),
      patch: place(list.steps, [element(list, "probe-two")]),
    })),
  );
  const merging = open.filter((list, index) => merged[index].includes("probe-one"));
  const questions = merging.filter(isObject).flatMap((list) => scalarsOf(list.items).map((field) => ({ list, field })));
  const asked = build(
    questions.map(({ list, field }) => ({
      gvk: list.gvk,
      object: place(list.steps, [{ ...element(list, "probe-one"), marker: "probe-before" }]),
      patch: place(list.steps, [{ ...element(list, "probe-one", field), marker: "probe-after" }]),
    })),
  );
  const keys = new Map(merging.map((list) => [list, []]));
  questions.forEach(({ list, field }, index) => {
    if (asked[index].includes("probe-before")) keys.get(list).push(field);
  });
  open = merging.flatMap((list) => {
    const found = keys.get(list).toSorted((a, b) => list.keys.indexOf(a) - list.keys.indexOf(b));
    const items = {};
    let at = list.tree;
    for (const field of list.path.slice(0, -1)) at = at[field] ??= {};
    at[list.path.at(-1)] = [found, items];
    if (!isObject(list)) return [];
    const shared = Object.fromEntries(found.map((key) => [key, "shared"]));
    return listsOf(list.items).map((inner) => ({
      ...inner,
      gvk: list.gvk,
      tree: items,
      steps: [...list.steps, shared, ...inner.path],
    }));
  });
}

// Equal subtrees are written once.
const types = [];
const numbers = new Map();
function number(tree) {
  const compact = Object.fromEntries(
    Object.entries(tree).map(([field, value]) => [
      field,
      Array.isArray(value)
        ? Object.keys(value[1]).length > 0
          ? [value[0], number(value[1])]
          : [value[0]]
        : number(value),
    ]),
  );
  const text = JSON.stringify(compact);
  if (!numbers.has(text)) numbers.set(text, types.push(compact) - 1);
  return numbers.get(text);
}
const label = ({ group, version, kind }) => `${group === "" ? "" : `${group}/`}${version} ${kind}`;
const table = {
  "//": "Made by scripts/extract-kustomize-schema.mjs. A type maps fields to a type (of a map) or to [keys, type of the items] (of a list that merges).",
  clusterScoped: clusterScoped.map(label),
  kinds: Object.fromEntries(known.map((gvk) => [label(gvk), number(trees.get(gvk))])),
  types,
};
fs.writeFileSync(OUT, `${JSON.stringify(table)}\n`);
