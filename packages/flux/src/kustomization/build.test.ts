import type { RemoteSources } from "@hawser/render";
import { memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import type { Kustomization } from "../api/kustomization.ts";
import { buildManifests, type Built } from "./build.ts";

const ks = {
  metadata: { name: "web", namespace: "flux-system" },
  spec: { path: "./app", prune: true, sourceRef: { kind: "GitRepository", name: "shop" } },
} as unknown as Kustomization;

const artifact = {
  treeId: "tree",
  tree: memoryTree({ "app/kustomization.yaml": "resources: ['https://h.example/org/repo//base?ref=main']\n" }),
};

function remotesAt(commit: string): RemoteSources {
  const tree = memoryTree({
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: at-${commit}}\n`,
  });
  return {
    repository: () => Promise.resolve({ tree, commit }),
    file: () => Promise.resolve({ status: 404, statusText: "Not Found", bytes: Buffer.from("") }),
  };
}

test("what is fetched is built again when it changes, though the source is the same", async () => {
  const build = (remotes?: RemoteSources, last?: Built): Promise<Built> =>
    buildManifests(ks, artifact, undefined, undefined, last, remotes);
  const first = await build(remotesAt("one"));
  expect(first.objects.map(({ metadata }) => metadata.name)).toEqual(["at-one"]);
  expect(await build(remotesAt("one"), first)).toBe(first);
  const second = await build(remotesAt("two"), first);
  expect(second.objects.map(({ metadata }) => metadata.name)).toEqual(["at-two"]);
  await expect(build()).rejects.toThrow("may not read from");
});
