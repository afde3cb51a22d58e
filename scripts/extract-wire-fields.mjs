// Extracts the protobuf field numbers of the built-in types into packages/kube/src/protobuf/wire-fields.json: for each
// type its numbers, names and wire types; no prose. Clients such as `kubectl create` send built-in kinds in this form.
//
//   node scripts/extract-wire-fields.mjs FOLDER…
//
// FOLDERs are where the Go modules k8s.io/api, k8s.io/apimachinery, k8s.io/apiextensions-apiserver and
// k8s.io/kube-aggregator lie; their generated.proto files declare the fields.
import fs from "node:fs";
import path from "node:path";

const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error("usage: extract-wire-fields.mjs FOLDER…");
const table = JSON.parse(fs.readFileSync("packages/kube/src/schema/builtin-kinds.json", "utf8"));
const groupVersions = new Set(table.resources.map(({ group, version }) => `${group}/${version}`));

const messages = {};
for (const folder of folders) {
  for (const file of fs.readdirSync(folder, { recursive: true })) {
    if (path.basename(file) !== "generated.proto") continue;
    const place = path.dirname(path.join(folder, file));
    const sources = fs
      .readdirSync(place)
      .filter((name) => /types.*\.go$|^intstr\.go$/.test(name) && !name.includes("_test"));
    read(
      fs.readFileSync(path.join(folder, file), "utf8"),
      optionalFields(sources.map((name) => fs.readFileSync(path.join(place, name), "utf8")).join("\n")),
    );
  }
}

/** Numbers and truth values that are pointers in Go: their zero means something. As `Type.name`. */
function optionalFields(source) {
  const found = new Set();
  let type = "";
  for (const line of source.split("\n")) {
    type = /^type (\w+) struct/.exec(line)?.[1] ?? type;
    const field = /^\t\w+\s+\*(?:bool|int32|int64|\w+)\s+`json:"(\w+)[^"]*"\s+protobuf:"varint/.exec(line);
    if (field) found.add(`${type}.${field[1]}`);
  }
  return found;
}

function read(text, optional) {
  const scope = /^package (.+);/m.exec(text)?.[1] ?? "";
  let current;
  let typeName = "";
  for (const line of text.split("\n")) {
    const message = /^message (\w+) \{/.exec(line);
    if (message) {
      current = messages[`${scope}.${message[1]}`] = {};
      typeName = message[1];
    }
    const field = /^ {2}(optional|repeated|map<(\w+), *([\w.]+)>) (?:([\w.]+) )?(\w+) = (\d+);/.exec(line);
    if (!field || !current) continue;
    const [, label, , mapValue, type, name, number] = field;
    const target = mapValue ?? type;
    // Types of the same package are written without it; a leading dot is an absolute name.
    const full =
      /^[a-z]/.test(target) && !target.includes(".")
        ? target
        : target.startsWith(".")
          ? target.slice(1)
          : target.includes(".")
            ? target
            : `${scope}.${target}`;
    const form = mapValue
      ? "map"
      : label === "repeated"
        ? "list"
        : optional.has(`${typeName}.${name}`)
          ? "pointer"
          : undefined;
    current[number] = [name, full, ...(form ? [form] : [])];
  }
}

// Only what the served kinds reach.
const needed = new Map();
const need = (name) => {
  if (!messages[name] || needed.has(name)) return;
  needed.set(name, messages[name]);
  for (const [, type] of Object.values(messages[name])) need(type);
};
const scopes = new Set(
  Object.values(table.schemas)
    .flatMap((schema) => schema["x-kubernetes-group-version-kind"] ?? [])
    .map(({ kind }) => kind),
);
for (const name of Object.keys(messages)) {
  const kind = name.slice(name.lastIndexOf(".") + 1);
  const version = name.split(".").at(-2);
  if (scopes.has(kind) && [...groupVersions].some((gv) => gv.endsWith(`/${version}`)) && hasType(name)) need(name);
}
need("k8s.io.apimachinery.pkg.apis.meta.v1.DeleteOptions");
for (const kind of ["Scale", "Eviction"])
  for (const name of Object.keys(messages)) if (name.endsWith(`.v1.${kind}`)) need(name);

function hasType(name) {
  return (
    `io.${name}`.replace("io.k8s.io.", "io.k8s.") in table.schemas ||
    name.replace(/^k8s\.io\./, "io.k8s.") in table.schemas
  );
}

const sorted = Object.fromEntries([...needed].sort(([a], [b]) => (a < b ? -1 : 1)));
const header = `Made by scripts/extract-wire-fields.mjs from the generated.proto files of Kubernetes ${table.version}: numbers, names and types. Do not edit.`;
fs.mkdirSync("packages/kube/src/protobuf", { recursive: true });
fs.writeFileSync(
  "packages/kube/src/protobuf/wire-fields.json",
  `${JSON.stringify({ "//": header, messages: sorted })}\n`,
);
console.log(`${Object.keys(sorted).length} types`);
