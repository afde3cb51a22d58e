import { startCluster } from "@hawser/testing";
import { expect, test } from "vitest";
import { repositoryCredentials } from "./repository-credentials.ts";

test("a repository's own Secret wins over the longest template of its URL", async () => {
  const cluster = await startCluster({ workloads: false });
  const client = cluster.client("test");
  const secret = (name: string, type: string, stringData: Record<string, string>): Promise<unknown> =>
    client.create({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace: "argocd", labels: { "argocd.argoproj.io/secret-type": type } },
      stringData,
    });
  await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } });
  await client.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-ssh-known-hosts-cm", namespace: "argocd" },
    data: { ssh_known_hosts: "example.com ssh-ed25519 AAAA" },
  });
  await secret("all", "repo-creds", { url: "https://example.com/", username: "all", password: "a" });
  await secret("org", "repo-creds", { url: "https://example.com/org", bearerToken: "t" });
  await secret("own", "repository", { url: "https://example.com/org/own.git", username: "own", insecure: "true" });
  await secret("ssh", "repo-creds", { url: "git@example.com:", sshPrivateKey: "KEY" });

  const found = (url: string): Promise<unknown> => repositoryCredentials(client, url);
  expect(await found("https://example.com/x/y")).toEqual({ username: "all", password: "a" });
  expect(await found("https://example.com/org/other")).toEqual({ bearerToken: "t" });
  expect(await found("https://example.com/org/own")).toEqual({ username: "own", insecure: true, ignoreHostKey: true });
  expect(await found("git@example.com:a.git")).toEqual({
    sshPrivateKey: "KEY",
    sshKnownHosts: "example.com ssh-ed25519 AAAA",
  });
  expect(await found("https://elsewhere.example/x")).toBeUndefined();
  await cluster.stop();
});
