import { silentLogger } from "@hawser/controller";
import { createRenderer } from "@hawser/render";
import { createComparer, createLiveState } from "@hawser/sync";
import { memoryGit, startCluster } from "@hawser/testing";
import { expect, test } from "vitest";
import type { AppProject } from "../api/app-project.ts";
import type { Application } from "../api/application.ts";
import { argocdDefinitions, defaultProject } from "../crds/definitions.ts";
import { reconcileApplication } from "./reconcile.ts";

test("repositories are asked again after 120 s and up to 60 s more, and not before", async () => {
  const cluster = await startCluster();
  const client = cluster.client("argocd-controller");
  for (const object of argocdDefinitions) await client.create(object);
  await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } });
  await client.create({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "web", namespace: "argocd" },
    spec: {
      project: "default",
      source: { repoURL: "https://github.com/myorg/shop", path: "app", targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: "dev" },
    },
  });
  const git = memoryGit();
  let now = Date.parse("2026-01-01T00:00:00Z");
  const clock = { now: () => now, after: () => () => {} };
  const live = createLiveState({ client, clock });
  await live.whenSynced();
  const pass = async (): Promise<number | undefined> =>
    (
      await reconcileApplication("argocd", "web", {
        client,
        clientFor: () => client,
        git,
        renderer: createRenderer(),
        live,
        memory,
        clock,
        comparer: createComparer({ client }),
        logger: silentLogger,
        events: { record: () => {}, flush: () => Promise.resolve() },
        random: () => 0.5,
        projectNamed: () => defaultProject as unknown as AppProject,
        credentialsFor: () => Promise.resolve(undefined),
      })
    ).requeueAfter;
  const memory = new Map();
  const revision = async (): Promise<string | undefined> =>
    (
      await client.get<Application>({
        group: "argoproj.io",
        version: "v1alpha1",
        kind: "Application",
        namespace: "argocd",
        name: "web",
      })
    )?.status?.sync?.revision;

  const first = git.commit({ "app/a.yaml": "" });
  expect(await pass()).toBe(150_000);
  const second = git.commit({ "app/a.yaml": "", "app/b.yaml": "" });
  now += 149_000;
  expect(await pass()).toBe(1_000);
  expect(await revision()).toBe(first);
  now += 1_000;
  expect(await pass()).toBe(150_000);
  expect(await revision()).toBe(second);
  live.stop();
  await cluster.stop();
});
