import { type FileTree, memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import { createRenderer } from "./create-renderer.ts";
import type { RemoteSources, Rendered } from "./index.ts";

const files = {
  "README.md": "one",
  "base/kustomization.yaml": "resources: [config.yaml]\n",
  "base/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\ndata: {value: a}\n",
  "base/NOTES.md": "not read",
  "overlays/dev/kustomization.yaml": "resources: [../../base]\nnamePrefix: dev-\n",
  "overlays/prod/kustomization.yaml": "resources: [../../base]\nnamePrefix: prod-\n",
  "plain/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain}\n",
};
const dev = { path: "overlays/dev" };
const plain = { path: "plain" };

test.each([
  ["nothing", {}, dev, true],
  ["a file elsewhere", { "README.md": "two" }, dev, true],
  ["a file that is not read, in a folder that is", { "base/NOTES.md": "changed" }, dev, true],
  ["the other overlay", { "overlays/prod/kustomization.yaml": "resources: [../../base]\n" }, dev, true],
  ["its own kustomization", { "overlays/dev/kustomization.yaml": "resources: [../../base]\n" }, dev, false],
  ["a file of the base", { "base/config.yaml": files["base/config.yaml"].replace("value: a", "value: b") }, dev, false],
  ["a file that was looked for and not there", { "overlays/dev/kustomization.yml": "" }, dev, false],
  ["a new file in a listed folder", { "plain/b.yaml": files["plain/a.yaml"] }, plain, false],
  ["a new file beside a listed folder", { "other/b.yaml": files["plain/a.yaml"] }, plain, true],
])("a result after a change of %s", async (_name, change, request, isKept) => {
  const renderer = createRenderer();
  const first = await renderer.render(memoryTree(files), request);
  const second = await renderer.render(memoryTree({ ...files, ...change }), request).catch(() => undefined);
  expect(second === first).toBe(isKept);
});

test("a renewed result says what the new tree says, and the old one is found again", async () => {
  const renderer = createRenderer();
  const changed = { ...files, "base/config.yaml": files["base/config.yaml"].replace("value: a", "value: b") };
  const first = await renderer.render(memoryTree(files), dev);
  expect((await renderer.render(memoryTree(changed), dev)).objects).toMatchObject([{ data: { value: "b" } }]);
  expect(await renderer.render(memoryTree(files), dev)).toBe(first);
});

test("requests that differ do not share a result", async () => {
  const renderer = createRenderer();
  const tree = memoryTree(files);
  await renderer.render(tree, dev);
  const { objects } = await renderer.render(tree, { ...dev, kustomize: { nameSuffix: "-x" } });
  expect(objects).toMatchObject([{ metadata: { name: "dev-config-x" } }]);
});

test("of an unchanged tree only the root is looked at", async () => {
  const renderer = createRenderer();
  await renderer.render(memoryTree(files), dev);
  const looked: string[] = [];
  await renderer.render(watched(memoryTree({ ...files }), looked), dev);
  expect(looked).toEqual([""]);
});

test("what was not asked for longest is dropped when too many objects are kept", async () => {
  const renderer = createRenderer({ maxObjects: 2 });
  const tree = memoryTree(files);
  const first = await renderer.render(tree, dev);
  expect(await renderer.render(tree, dev)).toBe(first);
  await renderer.render(tree, plain);
  expect(await renderer.render(tree, dev)).not.toBe(first);
});

test("what a kustomization names elsewhere is fetched, and a result stays as long as that is the same", async () => {
  const renderer = createRenderer();
  const tree = memoryTree({
    "kustomization.yaml": "resources: ['https://h.example/org/repo//base?ref=main', 'https://h.example/cm.yaml']\n",
  });
  const remotesAt = (commit: string, name: string): RemoteSources => ({
    repository: () => Promise.resolve({ tree: memoryTree(files), commit }),
    file: (url) =>
      Promise.resolve({
        status: url.endsWith(".yaml") ? 200 : 404,
        statusText: "",
        bytes: Buffer.from(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`),
      }),
  });
  const render = (remotes?: RemoteSources): Promise<Rendered> => renderer.render(tree, { path: "." }, "", remotes);
  const first = await render(remotesAt("a", "web"));
  expect(first.objects.map(({ metadata }) => metadata.name)).toEqual(["config", "web"]);
  expect(await render(remotesAt("a", "web"))).toBe(first);
  expect(await render(remotesAt("b", "web"))).not.toBe(first);
  const changed = await render(remotesAt("a", "other"));
  expect(changed.objects.map(({ metadata }) => metadata.name)).toEqual(["config", "other"]);
  await expect(render()).rejects.toThrow("may not read from");
});

/** The tree, with every path that is asked for noted. */
function watched(tree: FileTree, looked: string[]): FileTree {
  return {
    stat: (path) => (looked.push(path), tree.stat(path)),
    readFile: (path) => (looked.push(path), tree.readFile(path)),
    list: (path) => (looked.push(path), tree.list(path)),
  };
}
