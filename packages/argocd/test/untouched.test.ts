import { realClock, silentLogger } from "@hawser/controller";
import type { Client } from "@hawser/kube";
import { createComparer, createLiveState } from "@hawser/sync";
import { memoryGit, startCluster } from "@hawser/testing";
import { expect, test } from "vitest";
import { type Application, applicationController, argocdDefinitions, defaultProject } from "../src/index.ts";

const eventually = { timeout: 15_000, interval: 20 };
const configMap = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {value: "${value}"}\n`;

/** The client, with a note of each request that is made through it. */
function noting(client: Client, requests: string[]): Client {
  return new Proxy(client, {
    get(target, method: keyof Client) {
      const call = target[method].bind(target) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        const [about] = args as [{ kind?: string; name?: string; metadata?: { name?: string } }];
        if (method !== "watch" && method !== "resources")
          requests.push(`${String(method)} ${about?.kind ?? ""} ${about?.name ?? about?.metadata?.name ?? ""}`);
        return call(...args);
      };
    },
  });
}

test("a commit costs an Application that it does not touch one status write, and nothing else", async () => {
  const cluster = await startCluster();
  const requests: string[] = [];
  const plain = cluster.client("test");
  const client = noting(cluster.client("argocd-controller"), requests);
  await plain.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } });
  for (const object of [...argocdDefinitions, defaultProject]) await plain.create(object);
  const git = memoryGit();
  const live = createLiveState({ client, clock: realClock });
  const applications = applicationController({
    client,
    live,
    git,
    comparer: createComparer({ client }),
    clock: realClock,
    logger: silentLogger,
    credentialsFor: () => Promise.resolve(undefined),
    random: () => 0,
  });
  const push = (touched: string): string => {
    const commit = git.commit({ "touched/a.yaml": configMap("a", touched), "other/b.yaml": configMap("b", "1") });
    applications.repositoryChanged(() => true);
    return commit;
  };
  const seen = async (commit: string): Promise<string[]> => {
    const { items } = await plain.list<Application>({
      group: "argoproj.io",
      version: "v1alpha1",
      kind: "Application",
    });
    return items
      .filter(({ status }) => status?.sync?.revision === commit && status.operationState?.phase === "Succeeded")
      .map(({ metadata, status }) => `${metadata.name} ${status?.sync?.status ?? ""} ${status?.health?.status ?? ""}`);
  };
  const both = ["other Synced Healthy", "touched Synced Healthy"];
  const first = push("1");
  for (const name of ["touched", "other"])
    await plain.create({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name, namespace: "argocd" },
      spec: {
        project: "default",
        source: { repoURL: "https://github.com/myorg/shop", path: name, targetRevision: "main" },
        destination: { server: "https://kubernetes.default.svc", namespace: "default" },
        syncPolicy: { automated: {} },
      },
    });
  await expect.poll(() => seen(first), eventually).toEqual(both);

  requests.length = 0;
  const second = push("2");
  await expect.poll(() => seen(second), eventually).toEqual(both);
  expect(requests).toContain("patch ConfigMap a");
  expect(requests.filter((request) => / (other|b)$/.test(request))).toEqual(["patch Application other"]);

  // What it did not look at for being untouched is looked at as soon as it changes.
  const b = { group: "", version: "v1", kind: "ConfigMap", namespace: "default", name: "b" };
  const uid = (await plain.get(b))?.metadata.uid;
  await plain.delete(b);
  await expect.poll(async () => (await plain.get(b))?.metadata.uid ?? uid, eventually).not.toBe(uid);
  await applications.stop();
  live.stop();
  await cluster.stop();
});
