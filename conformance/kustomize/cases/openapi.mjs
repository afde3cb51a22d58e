import { boat, deployment, on, service } from "../objects.mjs";

const gvk = (group, version, kind) => [{ group, version, kind }];
const schema = (definitions, paths = {}) =>
  JSON.stringify({ swagger: "2.0", info: { title: "x", version: "1" }, paths, definitions });
const boats = {
  "com.example.v1.Boat": {
    type: "object",
    "x-kubernetes-group-version-kind": gvk("example.com", "v1", "Boat"),
    properties: { spec: { $ref: "#/definitions/com.example.v1.BoatSpec" } },
  },
  "com.example.v1.BoatSpec": {
    type: "object",
    properties: {
      crew: {
        type: "array",
        items: { $ref: "#/definitions/com.example.v1.Sailor" },
        "x-kubernetes-patch-merge-key": "name",
        "x-kubernetes-patch-strategy": "merge",
      },
      ports: { type: "array", items: { type: "string" }, "x-kubernetes-patch-strategy": "merge" },
    },
  },
  "com.example.v1.Sailor": { type: "object", properties: { name: { type: "string" }, role: { type: "string" } } },
};
const boatPatch =
  "patches: [{patch: '{apiVersion: example.com/v1, kind: Boat, metadata: {name: boat}, spec: {crew: [{name: ben, age: 3}, {name: carl}], ports: [west, north]}}'}]\n";
const deploymentPatch =
  "patches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: web, image: new}]}}}}'}]\n";
const clusterPaths = {
  "/apis/example.com/v1/boats": {
    get: { "x-kubernetes-group-version-kind": gvk("example.com", "v1", "Boat")[0], "x-kubernetes-action": "list" },
  },
  "/apis/example.com/v1/boats/{name}": {
    get: { "x-kubernetes-group-version-kind": gvk("example.com", "v1", "Boat")[0], "x-kubernetes-action": "get" },
  },
};

export const cases = {
  "merge keys of a custom kind": on([boat], `openapi: {path: s.json}\n${boatPatch}`, { "s.json": schema(boats) }),
  "the built-in schema is gone": on([boat, deployment], `openapi: {path: s.json}\n${deploymentPatch}`, {
    "s.json": schema(boats),
  }),
  "the built-in schema by version": on([deployment], `openapi: {version: v1.21.2}\n${deploymentPatch}`),
  "another version": on([deployment], `openapi: {version: v1.20.0}\n${deploymentPatch}`),
  "a version that is odd": on([deployment], `openapi: {version: x}\n${deploymentPatch}`),
  "version and path": on([boat], `openapi: {version: v1.21.2, path: s.json}\n${boatPatch}`, {
    "s.json": schema(boats),
  }),
  "an empty one": on([deployment], `openapi: {}\n${deploymentPatch}`),
  "an unknown key": on([deployment], `openapi: {file: x}\n`),
  "a YAML file": on([boat], `openapi: {path: s.yaml}\n${boatPatch}`, {
    "s.yaml":
      "definitions:\n  com.example.v1.Boat:\n    x-kubernetes-group-version-kind: [{group: example.com, version: v1, kind: Boat}]\n    properties:\n      spec:\n        properties:\n          crew: {type: array, items: {type: object}, x-kubernetes-patch-merge-key: name, x-kubernetes-patch-strategy: merge}\n",
  }),
  "list map keys": on([boat], `openapi: {path: s.json}\n${boatPatch}`, {
    "s.json": schema({
      ...boats,
      "com.example.v1.BoatSpec": {
        properties: {
          crew: {
            type: "array",
            items: { type: "object" },
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name"],
          },
        },
      },
    }),
  }),
  "list map keys and a strategy": on([boat], `openapi: {path: s.json}\n${boatPatch}`, {
    "s.json": schema({
      ...boats,
      "com.example.v1.BoatSpec": {
        properties: {
          crew: {
            type: "array",
            items: { type: "object" },
            "x-kubernetes-patch-strategy": "merge",
            "x-kubernetes-list-map-keys": ["name", "role"],
          },
        },
      },
    }),
  }),
  "replaced by strategy": on([boat], `openapi: {path: s.json}\n${boatPatch}`, {
    "s.json": schema({
      ...boats,
      "com.example.v1.BoatSpec": {
        properties: {
          crew: {
            type: "array",
            items: { type: "object" },
            "x-kubernetes-patch-merge-key": "name",
            "x-kubernetes-patch-strategy": "replace",
          },
        },
      },
    }),
  }),
  "an empty file": on([boat], `openapi: {path: s.json}\n${boatPatch}`, { "s.json": "" }),
  "a file that is missing": on([boat], `openapi: {path: s.json}\n${boatPatch}`),
  "a file that is broken": on([boat], `openapi: {path: s.json}\n${boatPatch}`, { "s.json": "{" }),
  "a file that is something else": on([boat], `openapi: {path: s.json}\n${boatPatch}`, { "s.json": '{"a": 1}' }),
  "of a base": {
    "kustomization.yaml": `resources: [base]\n${boatPatch}`,
    "base/kustomization.yaml": "resources: [o.yaml]\nopenapi: {path: s.json}\n",
    "base/o.yaml": boat,
    "base/s.json": schema(boats),
  },
  "of the top wins": {
    "kustomization.yaml": `resources: [base]\nopenapi: {path: s.json}\n${boatPatch}`,
    "s.json": schema({}),
    "base/kustomization.yaml": "resources: [o.yaml]\nopenapi: {path: s.json}\n",
    "base/o.yaml": boat,
    "base/s.json": schema(boats),
  },
  "of two bases": {
    "kustomization.yaml": `resources: [one, two]\n${boatPatch}`,
    "one/kustomization.yaml": "resources: [o.yaml]\nopenapi: {path: s.json}\n",
    "one/o.yaml": service,
    "one/s.json": schema({}),
    "two/kustomization.yaml": `resources: [o.yaml]\nopenapi: {path: s.json}\n${boatPatch}`,
    "two/o.yaml": boat,
    "two/s.json": schema(boats),
  },
  "a kind that is cluster-scoped by its paths": on([boat], "openapi: {path: s.json}\nnamespace: ns\n", {
    "s.json": schema(boats, clusterPaths),
  }),
  "a built-in cluster kind with one's own schema": on(
    [boat, "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\n"],
    "openapi: {path: s.json}\nnamespace: ns\n",
    { "s.json": schema(boats) },
  ),
  "references in items": on([boat], `openapi: {path: s.json}\n${boatPatch}`, {
    "s.json": schema({
      ...boats,
      "com.example.v1.BoatSpec": { properties: { crew: { $ref: "#/definitions/com.example.v1.Crew" } } },
      "com.example.v1.Crew": {
        type: "array",
        items: { type: "object" },
        "x-kubernetes-patch-merge-key": "name",
        "x-kubernetes-patch-strategy": "merge",
      },
    }),
  }),
  "a reference to nothing": on([boat], `openapi: {path: s.json}\n${boatPatch}`, {
    "s.json": schema({
      ...boats,
      "com.example.v1.BoatSpec": { properties: { crew: { $ref: "#/definitions/nothing" } } },
    }),
  }),
};
