import { memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import { build } from "../src/build.ts";

const base = {
  "base/kustomization.yaml": `resources: [deployment.yaml, service.yaml]
configMapGenerator:
  - name: settings
    literals: [level=info, mode=base]
`,
  "base/deployment.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:1.25
          envFrom: [{configMapRef: {name: settings}}]
`,
  "base/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n",
};
const overlay = (text: string, more: Record<string, string> = {}): ReturnType<typeof memoryTree> =>
  memoryTree({ ...base, ...more, "overlay/kustomization.yaml": `resources: [../base]\n${text}` });

// The hash and every byte are what the real tool prints for this tree.
test("an overlay is printed byte for byte", async () => {
  const tree = overlay(`namespace: shop
namePrefix: eu-
images: [{name: nginx, newTag: "1.27"}]
configMapGenerator: [{name: settings, behavior: merge, literals: [level=debug]}]
patches: [{target: {kind: Service}, patch: '[{"op": "add", "path": "/spec/type", "value": "NodePort"}]'}]
`);
  expect((await build(tree, "overlay")).yaml()).toBe(`apiVersion: v1
data:
  level: debug
  mode: base
kind: ConfigMap
metadata:
  name: eu-settings-48mtbffg4h
  namespace: shop
---
apiVersion: v1
kind: Service
metadata:
  name: eu-web
  namespace: shop
spec:
  selector:
    app: web
  type: NodePort
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: eu-web
  namespace: shop
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - envFrom:
        - configMapRef:
            name: eu-settings-48mtbffg4h
        image: nginx:1.27
        name: web
`);
});

test.each<[string, string, Record<string, string>, { code: string; message: string; file?: string; line?: number }]>([
  [
    "an unknown field",
    "namespace: x\ncolour: blue\n",
    {},
    { code: "invalid-kustomization", message: 'unknown field "colour"', file: "overlay/kustomization.yaml", line: 3 },
  ],
  [
    "an unknown nested field",
    "images:\n  - name: nginx\n    tag: x\n",
    {},
    { code: "invalid-kustomization", message: 'unknown field "tag"', file: "overlay/kustomization.yaml", line: 4 },
  ],
  [
    "broken YAML",
    "",
    { "base/service.yaml": "a: b\n c: d\n" },
    { code: "malformed-yaml", message: "MalformedYAMLError", file: "base/service.yaml", line: 2 },
  ],
  [
    "two objects with one identity",
    "",
    { "base/service.yaml": `${base["base/service.yaml"]}---\n${base["base/service.yaml"]}` },
    {
      code: "duplicate-id",
      message: "may not add resource with an already registered id: Service.v1.[noGrp]/web.[noNs]",
      file: "base/service.yaml",
      line: 6,
    },
  ],
  [
    "a missing file",
    "patches: [{path: nothing.yaml}]\n",
    {},
    {
      code: "not-found",
      message: "open overlay/nothing.yaml: no such file or directory",
      file: "overlay/kustomization.yaml",
      line: 2,
    },
  ],
  [
    "a missing resource",
    "",
    { "base/kustomization.yaml": "resources:\n  - service.yaml\n  - gone.yaml\n" },
    { code: "not-found", message: "accumulating resources from 'gone.yaml'", file: "base/kustomization.yaml", line: 3 },
  ],
  [
    "a missing file of a generator",
    "configMapGenerator:\n  - name: settings\n    files: [gone.conf]\n",
    {},
    { message: "gone.conf", file: "overlay/kustomization.yaml", line: 3 },
  ],
  [
    "an object without kind",
    "",
    { "base/service.yaml": "# one\n---\n\nmetadata: {name: x}\n" },
    { code: "malformed-yaml", message: "missing kind in object", file: "base/service.yaml", line: 4 },
  ],
  [
    "an unknown field of a patch's target",
    "patches:\n  - patch: '[]'\n    target:\n      knid: Service\n",
    {},
    {
      code: "invalid-kustomization",
      message: 'invalid Kustomization: json: unknown field "knid"',
      file: "overlay/kustomization.yaml",
      line: 5,
    },
  ],
  [
    "a patch file whose second document hits nothing",
    "patches: [{path: p.yaml}]\n",
    {
      "overlay/p.yaml":
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: nobody}\n",
    },
    { code: "patch", message: "no matches for Id Service.v1.[noGrp]/nobody.[noNs]", file: "overlay/p.yaml", line: 5 },
  ],
  [
    "replicas of nothing",
    "replicas:\n  - {name: nobody, count: 2}\n",
    {},
    { code: "transformer", message: "resource with name nobody", file: "overlay/kustomization.yaml", line: 3 },
  ],
  [
    "a file outside",
    "patches: [{path: ../base/service.yaml}]\n",
    {},
    { code: "security", message: "is not in or below", file: "overlay/kustomization.yaml", line: 2 },
  ],
  [
    "a cycle",
    "",
    { "base/kustomization.yaml": "resources: [../overlay]\n" },
    { code: "cycle", message: "cycle detected", file: "base/kustomization.yaml", line: 1 },
  ],
  [
    "a patch that hits nothing",
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: nobody}}'}]\n",
    {},
    {
      code: "patch",
      message: "no matches for Id Service.v1.[noGrp]/nobody.[noNs]",
      file: "overlay/kustomization.yaml",
    },
  ],
  [
    "a remote base",
    "components: []\n",
    { "base/kustomization.yaml": "resources: ['https://example.com/x.git']\n" },
    { code: "unsupported", message: "remote resources are not supported yet" },
  ],
  [
    "a merge into nothing",
    "secretGenerator: [{name: s, behavior: merge}]\n",
    {},
    { code: "generator", message: "does not exist; cannot merge or replace" },
  ],
])("%s is an error with its place", async (_name, text, files, want) => {
  const { message, ...place } = want;
  await expect(build(overlay(text, files), "overlay")).rejects.toMatchObject({
    ...place,
    message: expect.stringContaining(message),
  });
});

test("a hostile name does not leave the tree", async () => {
  await expect(
    build(memoryTree({ "kustomization.yaml": "resources: [../../etc/passwd]\n" }), ""),
  ).rejects.toMatchObject({ code: "security" });
});
