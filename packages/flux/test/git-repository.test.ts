import { afterEach, beforeEach, expect, test } from "vitest";
import type { KubeObject } from "@hawser/kube";
import { configMap, eventually, type FluxFixture, repository, repositoryRef, startFlux, URL } from "./start-flux.ts";

let flux: FluxFixture;
beforeEach(async () => {
  flux = await startFlux();
});
afterEach(() => flux.stop());

const condition = async (type = "Ready"): Promise<string> => {
  const found = (await flux.repository())?.status?.conditions?.find((one) => one.type === type);
  return found ? `${found.status} ${found.reason}: ${found.message}` : "";
};
const files = { "a.yaml": configMap("a", "1") };
const request = (token: string): Promise<KubeObject> =>
  flux.client.patch(repositoryRef, {
    type: "merge",
    body: { metadata: { annotations: { "reconcile.fluxcd.io/requestedAt": token } } },
  });

test("a revision is reported as an artifact, with conditions and an event", async () => {
  const revision = flux.push(files);
  await flux.client.create(repository());
  const message = `stored artifact for revision '${revision}'`;
  await expect.poll(() => condition(), eventually).toBe(`True Succeeded: ${message}`);
  expect(await condition("ArtifactInStorage")).toBe(`True Succeeded: ${message}`);
  const found = await flux.repository();
  expect(found?.metadata.finalizers).toEqual(["finalizers.fluxcd.io"]);
  expect(found?.status?.observedGeneration).toBe(1);
  const file = `gitrepository/flux-system/shop/${revision.slice("main@sha1:".length)}.tar.gz`;
  expect(found?.status?.artifact).toMatchObject({ revision, path: file });
  expect(found?.status?.artifact?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  const events = async (): Promise<unknown[]> =>
    (await flux.client.list({ group: "", version: "v1", kind: "Event" }, { namespace: "flux-system" })).items.map(
      (event) => `${String(event.type)} ${String(event.reason)} ${String(event.message)}`,
    );
  await expect.poll(events, eventually).toContain("Normal NewArtifact stored artifact for commit 'test'");
});

test("a request is answered with its token; without a new commit nothing else changes", async () => {
  flux.push(files);
  await flux.client.create(repository());
  await expect.poll(() => condition(), eventually).toContain("True Succeeded");
  const before = (await flux.repository())?.status;
  await request("one");
  await expect.poll(async () => (await flux.repository())?.status?.lastHandledReconcileAt, eventually).toBe("one");
  expect((await flux.repository())?.status?.artifact).toEqual(before?.artifact);
  const next = `main@sha1:${flux.git.commit({})}`;
  await request("two");
  await expect.poll(async () => (await flux.repository())?.status?.artifact?.revision, eventually).toBe(next);
});

test.each<[string, object, string]>([
  [
    "a branch that is gone",
    { ref: { branch: "gone" } },
    `False GitOperationFailed: failed to checkout and determine revision: unable to clone '${URL}': couldn't find remote ref "refs/heads/gone"`,
  ],
  [
    "no branch: Flux takes master",
    { ref: null },
    `False GitOperationFailed: failed to checkout and determine revision: unable to clone '${URL}': couldn't find remote ref "refs/heads/master"`,
  ],
  [
    "a range that no tag lies in",
    { ref: { semver: ">=1.0.0" } },
    `False GitOperationFailed: failed to checkout and determine revision: unable to clone '${URL}': no match found for semver: >=1.0.0`,
  ],
  [
    "a Secret that is missing",
    { secretRef: { name: "token" } },
    `False AuthenticationFailed: failed to get secret 'flux-system/token': secrets "token" not found`,
  ],
])("%s is told, and mended", async (_name, spec, message) => {
  const revision = flux.push(files);
  await flux.client.create(repository(spec));
  await expect.poll(() => condition(), eventually).toBe(message);
  expect(await condition("FetchFailed")).toBe(message.replace("False", "True"));
  expect(await condition("Reconciling")).toContain("True ProgressingWithRetry");
  await flux.client.patch(repositoryRef, {
    type: "merge",
    body: { spec: { ref: { branch: "main", semver: null }, secretRef: null } },
  });
  await expect.poll(() => condition(), eventually).toBe(`True Succeeded: stored artifact for revision '${revision}'`);
  expect(await condition("FetchFailed")).toBe("");
  expect(await condition("Reconciling")).toBe("");
});

test("a name and a commit are revisions of their own", async () => {
  const commit = flux.push(files).slice("main@sha1:".length);
  await flux.client.create(repository({ ref: { name: "refs/heads/main" } }));
  const revision = async (): Promise<unknown> => (await flux.repository())?.status?.artifact?.revision;
  await expect.poll(revision, eventually).toBe(`refs/heads/main@sha1:${commit}`);
  await flux.client.patch(repositoryRef, { type: "merge", body: { spec: { ref: { name: null, commit } } } });
  await expect.poll(revision, eventually).toBe(`sha1:${commit}`);
});

test("a suspended one stays as it is, and can be deleted", async () => {
  const first = flux.push(files);
  await flux.client.create(repository());
  await expect.poll(() => condition(), eventually).toContain(first);
  await flux.client.patch(repositoryRef, { type: "merge", body: { spec: { suspend: true } } });
  await flux.client.create({ ...repository(), metadata: { name: "other", namespace: "flux-system" } });
  const next = flux.push({});
  const other = { ...repositoryRef, name: "other" };
  await expect.poll(async () => JSON.stringify((await flux.client.get(other))?.status), eventually).toContain(next);
  expect(await condition()).toContain(first);
  await flux.client.delete(repositoryRef);
  await expect.poll(() => flux.repository(), eventually).toBeUndefined();
});
