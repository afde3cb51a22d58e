import type { Client } from "@hawser/kube";
import { createRenderer } from "@hawser/render";
import { memoryTree } from "@hawser/source";
import { memoryGit } from "@hawser/testing";
import { expect, test } from "vitest";
import type { Application } from "../api/application.ts";
import { loadTargetState, type TargetStateDeps } from "./target-state.ts";

const source = { repoURL: "https://github.com/myorg/shop", path: "app" };
const app = {
  metadata: { name: "web", namespace: "argocd" },
  spec: { project: "default", source, destination: { namespace: "dev" } },
} as unknown as Application;

function depsOf(remotes?: TargetStateDeps["remotes"]): { deps: TargetStateDeps; commit: string } {
  const git = memoryGit();
  const commit = git.commit({ "app/kustomization.yaml": "resources: ['https://h.example/org/repo//base?ref=v1']\n" });
  const credentials = { username: "me", password: "secret" };
  return {
    commit,
    deps: {
      git,
      renderer: createRenderer(),
      client: { resources: () => Promise.resolve([]) } as unknown as Client,
      credentialsFor: (url) => Promise.resolve(url === source.repoURL ? credentials : undefined),
      ...(remotes ? { remotes } : {}),
    },
  };
}

test("what a kustomization names elsewhere is fetched in the name of the Application's repository", async () => {
  const asked: unknown[] = [];
  const base = memoryTree({
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: from-elsewhere}\n",
  });
  const { deps, commit } = depsOf({
    sources(own) {
      asked.push(own);
      return {
        repository: () => Promise.resolve({ tree: base, commit: "c0ffee" }),
        file: () => Promise.resolve({ status: 404, statusText: "Not Found", bytes: Buffer.from("") }),
      };
    },
    close: () => {},
  });
  const { objects } = await loadTargetState(app, source, commit, "web", deps);
  expect(objects.map(({ metadata }) => metadata.name)).toEqual(["from-elsewhere"]);
  expect(asked).toEqual([{ url: source.repoURL, credentials: { username: "me", password: "secret" } }]);
});

test("without remotes such names are refused", async () => {
  const { deps, commit } = depsOf();
  await expect(loadTargetState(app, source, commit, "web", deps)).rejects.toThrow("may not read from");
});
