import { memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import { build, type BuildOptions } from "./build.ts";
import { createBuildCache } from "./build-cache.ts";

const files: Record<string, string> = {
  "base/kustomization.yaml": "resources: [web.yaml]\nconfigMapGenerator: [{name: settings, files: [level.txt]}]\n",
  "base/level.txt": "info",
  "base/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1}\n",
  "extra/kustomization.yaml": "kind: Component\npatches: [{path: scale.yaml}]\n",
  "extra/scale.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n",
  "labels/kustomization.yaml": "resources: [label.yaml]\n",
  "labels/label.yaml":
    "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: x}\nlabels: {team: a}\nfieldSpecs: [{path: metadata/labels, create: true}]\n",
  "dev/kustomization.yaml": "resources: [../base]\nnamePrefix: dev-\ncomponents: [../extra]\n",
  "prod/kustomization.yaml": "resources: [../base]\nnamePrefix: prod-\ntransformers: [../labels]\n",
  "all/kustomization.yaml": "resources: [../dev, ../prod]\nlabels: [{pairs: {app: shop}}]\n",
};

const yaml = async (changed: Record<string, string>, options: BuildOptions = {}): Promise<string> =>
  (await build(memoryTree({ ...files, ...changed }), "all", options)).yaml();

test.each<[what: string, changed: Record<string, string>]>([
  ["nothing", {}],
  ["a resource of the base", { "base/web.yaml": (files["base/web.yaml"] ?? "").replace("replicas: 1", "replicas: 7") }],
  ["a file of a generator", { "base/level.txt": "debug" }],
  ["a kustomization on the way", { "dev/kustomization.yaml": "resources: [../base]\nnamePrefix: test-\n" }],
  ["a patch of a component", { "extra/scale.yaml": (files["extra/scale.yaml"] ?? "").replace("2", "9") }],
  [
    "what a folder of transformers says",
    { "labels/label.yaml": (files["labels/label.yaml"] ?? "").replace("team: a", "team: b") },
  ],
  ["the top", { "all/kustomization.yaml": "resources: [../prod]\n" }],
])("a build with what an earlier one left is as without it, when %s changed", async (_what, changed) => {
  const cache = createBuildCache();
  await yaml({}, { cache });
  expect(await yaml(changed, { cache })).toBe(await yaml(changed));
  expect(await yaml({}, { cache })).toBe(await yaml({}));
});

test("a second kustomization file in a folder that was built is still an error", async () => {
  const cache = createBuildCache();
  await yaml({}, { cache });
  await expect(yaml({ "base/Kustomization": "resources: []\n" }, { cache })).rejects.toThrow(
    "Found multiple kustomization files",
  );
});

test("what a build leaves is not another one's when options differ", async () => {
  const cache = createBuildCache();
  await yaml({}, { cache });
  const traced = await build(memoryTree(files), "all", { cache, trace: true });
  expect(traced.resources.every(({ history = [] }) => history.length > 0)).toBe(true);
});
