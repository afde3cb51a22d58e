import { memoryTree } from "@hawser/source";
import { describe, expect, test } from "vitest";
import { build } from "../build.ts";
import { explain, type ExplainedChange, findResource, type Location } from "./explain.ts";

const tree = memoryTree({
  "base/kustomization.yaml": `resources: [web.yaml]
configMapGenerator:
  - name: settings
    literals: [level=info]
`,
  "base/web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: log
          image: fluentd
        - name: web
          image: nginx:1.25
          envFrom: [{configMapRef: {name: settings}}]
`,
  "prod/kustomization.yaml": `resources: [../base]
namePrefix: shop-
patches:
  - path: scale.yaml
  - target: {kind: Deployment}
    patch: |-
      - op: remove
        path: /spec/template/spec/containers/0/image
images:
  - name: nginx
    newTag: "1.27"
replicas:
  - name: web
    count: 5
`,
  "prod/scale.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: web
          command: [serve]
`,
});

const why = async (name: string, path: string): Promise<string[]> => {
  const { resources } = await build(tree, "prod", { trace: true });
  const [kind = "", object = ""] = name.split("/");
  return explain(findResource(resources, { kind, name: object }), path).flatMap(({ path: at, changes }) =>
    changes.map((change) => `${at} ${line(change)}`),
  );
};
const line = ({ what, at, configuredAt, before, after }: ExplainedChange): string =>
  `${what} ${shown(at)} (${shown(configuredAt)}): ${JSON.stringify(before) ?? "none"} -> ${JSON.stringify(after) ?? "none"}`;
const shown = (at: Location | undefined): string => (at ? `${at.file}:${at.line}` : "-");

describe("a traced build tells", () => {
  test("the base, the patch and the transformer of a number", async () => {
    expect(await why("Deployment/web", "spec.replicas")).toEqual([
      "spec.replicas resources[0] base/web.yaml:5 (base/kustomization.yaml:1): none -> 1",
      "spec.replicas patches[0] prod/scale.yaml:5 (prod/kustomization.yaml:4): 1 -> 3",
      "spec.replicas replicas[0] prod/kustomization.yaml:13 (-): 3 -> 5",
    ]);
  });

  test("the image of a container that one patch moved and another removed", async () => {
    expect(await why("deployment/shop-web", "spec.template.spec.containers[name=web].image")).toEqual([
      'spec.template.spec.containers[0].image resources[0] base/web.yaml:12 (base/kustomization.yaml:1): none -> "nginx:1.25"',
      'spec.template.spec.containers[0].image patches[1] prod/kustomization.yaml:5 (-): "nginx:1.25" -> none',
    ]);
  });

  test("that a reference followed a name with its prefix and its hash", async () => {
    const changes = await why("Deployment/web", "spec.template.spec.containers[0].envFrom[0].configMapRef.name");
    expect(changes.map((one) => one.replace(/-[a-z0-9]{10}"/, '-HASH"'))).toEqual([
      'spec.template.spec.containers[0].envFrom[0].configMapRef.name resources[0] base/web.yaml:13 (base/kustomization.yaml:1): none -> "settings"',
      'spec.template.spec.containers[0].envFrom[0].configMapRef.name nameReference - (-): "settings" -> "shop-settings-HASH"',
    ]);
  });
});

test("names and fields that are not there are errors with those that are", async () => {
  await expect(why("Deployment/nobody", "spec")).rejects.toThrow(
    "Deployment/nobody is not in the result: there are Deployment/shop-web",
  );
  await expect(why("Deployment/web", "spec.replicsa")).rejects.toThrow(
    "Deployment/shop-web has no field spec.replicsa; beside it there are replicas, template",
  );
  await expect(why("Deployment/web", "spec.template.spec.containers[name=x].image")).rejects.toThrow(
    "spec.template.spec.containers has no item with name=x; there are web, log",
  );
});

test("a build without tracing keeps no history", async () => {
  const { resources } = await build(tree, "prod");
  expect(resources.every(({ history }) => history === undefined)).toBe(true);
});
