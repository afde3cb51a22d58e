// Extracts the built-in kinds from a real kube-apiserver into packages/kube/src/schema/builtin-kinds.json:
// names, types, formats, list types, merge keys, defaults, table columns; no prose.
//
//   node scripts/extract-builtin-kinds.mjs SERVER TOKEN
//
// SERVER is an empty kube-apiserver (https://…), TOKEN a bearer token that may do everything. Most defaults are
// Go code and not in the OpenAPI document: they are found by creating sample objects with dryRun=All and comparing
// the answers with the requests.
import fs from "node:fs";
import { Agent } from "undici";
import { sampleObjects } from "./sample-objects.mjs";

const [server, token] = process.argv.slice(2);
if (!server || !token) throw new Error("usage: extract-builtin-kinds.mjs SERVER TOKEN");
const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });

async function ask(path, { method = "GET", accept = "application/json", body } = {}) {
  const response = await fetch(server + path, {
    method,
    dispatcher,
    headers: { authorization: `Bearer ${token}`, accept, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = await response.json();
  if (response.status >= 400) throw new Error(`${method} ${path}: ${answer.message}`);
  return answer;
}

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const version = await ask("/version");
const groups = [
  ...(await ask("/api", { accept: aggregated })).items,
  ...(await ask("/apis", { accept: aggregated })).items,
];

const resources = [];
const schemas = {};
for (const group of groups) {
  for (const { version: groupVersion, resources: served } of group.versions) {
    const name = group.metadata?.name ?? "";
    const root = name === "" ? `api/${groupVersion}` : `apis/${name}/${groupVersion}`;
    const document = await ask(`/openapi/v3/${root}`);
    for (const [type, schema] of Object.entries(document.components?.schemas ?? {})) schemas[type] ??= compact(schema);
    for (const entry of served) resources.push(await readResource(name, groupVersion, root, entry));
  }
}

async function readResource(group, version, root, entry) {
  const resource = {
    group,
    version,
    kind: entry.responseKind?.kind ?? "",
    resource: entry.resource,
    singular: entry.singularResource ?? "",
    namespaced: entry.scope === "Namespaced",
    verbs: entry.verbs,
    ...(entry.shortNames ? { shortNames: entry.shortNames } : {}),
    ...(entry.categories ? { categories: entry.categories } : {}),
    ...(entry.subresources
      ? {
          subresources: entry.subresources.map(({ subresource, responseKind, verbs }) => ({
            name: subresource,
            kind: responseKind?.kind ?? "",
            group: responseKind?.group ?? "",
            version: responseKind?.version ?? "",
            verbs,
          })),
        }
      : {}),
  };
  if (entry.verbs.includes("list")) {
    const table = await ask(`/${root}/${entry.resource}`, { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" });
    resource.columns = table.columnDefinitions.map(({ name, type, format, priority }) => [
      name,
      type,
      format,
      priority,
    ]);
  }
  return resource;
}

/** A schema without prose and without the zero defaults that stand for "required" in Go. */
function compact(schema) {
  if (Array.isArray(schema)) return schema.map(compact);
  if (typeof schema !== "object" || schema === null) return schema;
  if (schema.allOf?.length === 1) return compact(schema.allOf[0]);
  const out = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "description") continue;
    if (key === "default" && isZero(value)) continue;
    if (key === "properties")
      out.properties = Object.fromEntries(Object.entries(value).map(([name, property]) => [name, compact(property)]));
    else if (key === "x-kubernetes-group-version-kind") out[key] = value;
    else out[key] = compact(value);
  }
  return out;
}

function isZero(value) {
  return (
    value === "" ||
    value === 0 ||
    value === false ||
    (typeof value === "object" && value !== null && Object.keys(value).length === 0)
  );
}

// Defaults by experiment.
const kinds = new Map(resources.map((r) => [`${r.group === "" ? "" : `${r.group}/`}${r.version}/${r.kind}`, r]));
const byGvk = new Map();
for (const [type, schema] of Object.entries(schemas)) {
  const gvks = schema["x-kubernetes-group-version-kind"] ?? [];
  if (gvks.length === 1)
    byGvk.set(`${gvks[0].group === "" ? "" : `${gvks[0].group}/`}${gvks[0].version}/${gvks[0].kind}`, type);
}
// No controller manager runs beside the server: the account that pods want is made here.
await ask("/api/v1/namespaces/default/serviceaccounts", {
  method: "POST",
  body: { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } },
}).catch((error) => {
  if (!error.message.includes("already exists")) throw error;
});
const defaults = new Map();
const varying = new Set();
for (const sample of sampleObjects) {
  const resource = kinds.get(`${sample.apiVersion}/${sample.kind}`);
  const type = byGvk.get(`${sample.apiVersion}/${sample.kind}`);
  if (!resource || !type) throw new Error(`no such kind: ${sample.apiVersion} ${sample.kind}`);
  const root = resource.group === "" ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const object = { ...sample, metadata: { name: "sample", ...sample.metadata } };
  const scope = resource.namespaced ? "/namespaces/default" : "";
  const answer = await ask(`${root}${scope}/${resource.resource}?dryRun=All`, { method: "POST", body: object });
  compare(object, answer, type, new Set(["metadata", "status", "apiVersion", "kind"]));
}

/** Records what the answer has and the request lacked, by the type that holds the field. */
function compare(sent, got, type, skip = new Set()) {
  const schema = schemas[type];
  for (const [name, property] of Object.entries(schema?.properties ?? {})) {
    if (skip.has(name)) continue;
    const key = `${type}\0${name}`;
    if (sent[name] === undefined) {
      const text = got[name] === undefined ? undefined : JSON.stringify(got[name]);
      if (defaults.has(key) && defaults.get(key) !== text) varying.add(key);
      else defaults.set(key, text);
    } else walk(sent[name], got[name], property);
  }
}

function walk(sent, got, schema) {
  const type = schema?.$ref?.split("/").pop();
  if (Array.isArray(sent)) sent.forEach((item, i) => walk(item, got?.[i], schema.items));
  else if (typeof sent === "object" && sent !== null && typeof got === "object" && got !== null) {
    if (type)
      compare(
        sent,
        got,
        type,
        type.endsWith(".ObjectMeta") ? new Set(Object.keys(schemas[type].properties)) : undefined,
      );
    else if (schema?.additionalProperties)
      for (const key of Object.keys(sent)) walk(sent[key], got[key], schema.additionalProperties);
  }
}

// What a sample's own content or an admission plugin put there is no default of the type.
const NO_DEFAULT = /core\.v1\.(NodeSpec\0taints|LimitRangeItem\0default|LimitRangeItem\0defaultRequest)$/;
for (const [key, text] of defaults) {
  if (text === undefined || varying.has(key) || NO_DEFAULT.test(key)) continue;
  const [type, name] = key.split("\0");
  schemas[type].properties[name].default = JSON.parse(text);
}
// What depends on other fields is code: packages/cluster/src/admission/dynamic-defaults.ts.
console.log("Fields whose default depends on others:");
for (const key of varying) console.log(`  ${key.replace("\0", ".")}`);

// Types that no served kind reaches are left out.
const needed = new Set();
const reach = (value) => {
  if (typeof value !== "object" || value === null) return;
  if (typeof value.$ref === "string") {
    const type = value.$ref.split("/").pop();
    if (!needed.has(type)) {
      needed.add(type);
      reach(schemas[type]);
    }
  }
  for (const part of Object.values(value)) reach(part);
};
for (const resource of resources) {
  const type = byGvk.get(`${resource.group === "" ? "" : `${resource.group}/`}${resource.version}/${resource.kind}`);
  if (type) {
    needed.add(type);
    reach(schemas[type]);
  }
}
for (const type of ["autoscaling.v1.Scale", "policy.v1.Eviction", "authentication.v1.TokenRequest", "core.v1.Binding"]
  .map((t) => `io.k8s.api.${t}`)
  .concat("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")) {
  if (schemas[type]) {
    needed.add(type);
    reach(schemas[type]);
  }
}

const table = {
  "//": `Made by scripts/extract-builtin-kinds.mjs from the answers of kube-apiserver ${version.gitVersion}: names, types, formats, list types, merge keys, defaults and table columns. Do not edit.`,
  version: version.gitVersion,
  resources: resources.sort((a, b) => (a.group + a.version + a.resource < b.group + b.version + b.resource ? -1 : 1)),
  schemas: Object.fromEntries(
    [...needed].sort((a, b) => (a < b ? -1 : 1)).map((type) => [type, shorten(schemas[type])]),
  ),
};

/** `$ref` and the group-version-kind list in short. */
function shorten(schema) {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/components/schemas/', '"$ref":"'));
}
const lines = [
  "{",
  `"//": ${JSON.stringify(table["//"])},`,
  `"version": ${JSON.stringify(table.version)},`,
  `"resources": [\n${table.resources.map((r) => JSON.stringify(r)).join(",\n")}\n],`,
  `"schemas": {\n${Object.entries(table.schemas)
    .map(([type, schema]) => `${JSON.stringify(type)}: ${JSON.stringify(schema)}`)
    .join(",\n")}\n}`,
  "}",
];
fs.writeFileSync("packages/kube/src/schema/builtin-kinds.json", `${lines.join("\n")}\n`);
await dispatcher.close();
