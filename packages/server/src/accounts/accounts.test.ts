import { startCluster } from "@hawser/testing";
import { expect, test } from "vitest";
import { openAccounts } from "./accounts.ts";

test("a new password takes the place of the old one and ends sessions, but not this machine's own token", async () => {
  const cluster = await startCluster();
  const client = cluster.client("argocd-server");
  await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } });
  const accounts = await openAccounts(client);
  const secret = (name: string): ReturnType<typeof client.get> =>
    client.get({ group: "", version: "v1", kind: "Secret", namespace: "argocd", name });
  const data = (await secret("argocd-initial-admin-secret"))?.data as Record<string, string>;
  const first = Buffer.from(data["password"] ?? "", "base64").toString("utf8");
  const session = (await accounts.login("admin", first)) ?? "";
  const own = await accounts.issue("admin");
  expect(await accounts.verify(session)).toBe("admin");

  expect(await accounts.changePassword("wrong", "another password")).toBe(false);
  expect(await accounts.changePassword(first, "another password")).toBe(true);
  expect(await accounts.login("admin", first)).toBeUndefined();
  expect(await accounts.login("admin", "another password")).toBeDefined();
  // Times in tokens are whole seconds: the password is made later than the session by hand.
  const later = new Date(Date.now() + 5_000).toISOString();
  await client.patch(
    { group: "", version: "v1", kind: "Secret", namespace: "argocd", name: "argocd-secret" },
    { type: "merge", body: { stringData: { "admin.passwordMtime": later } } },
  );
  expect(await accounts.verify(session)).toBeUndefined();
  expect(await accounts.verify(own)).toBe("admin");
  await cluster.stop();
});
