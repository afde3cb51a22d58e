import type { KubeObject } from "@hawser/kube";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ApplicationSet } from "../src/index.ts";
import {
  application,
  argoRef,
  configMapFile,
  eventually,
  REPOSITORY,
  type RunningArgocd,
  startArgocd,
} from "./running-argocd.ts";

let argocd: RunningArgocd;
beforeEach(async () => {
  argocd = await startArgocd();
  argocd.push({ "dev/a.yaml": configMapFile("a", "1"), "test/a.yaml": configMapFile("a", "2") });
});
afterEach(() => argocd.stop());

const LOCAL = "https://kubernetes.default.svc";
const set = (
  spec: object = {},
  metadata: object = {},
  elements: object[] = [{ env: "dev" }, { env: "test" }],
): KubeObject => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "ApplicationSet",
  metadata: { name: "shop", namespace: "argocd" },
  spec: {
    generators: [{ list: { elements } }],
    template: {
      metadata: { name: "shop-{{env}}", ...metadata },
      spec: {
        ...(application().spec as object),
        source: { repoURL: REPOSITORY, path: "{{env}}", targetRevision: "main" },
        destination: { server: LOCAL, namespace: "{{env}}" },
      },
    },
    ...spec,
  },
});
const setRef = argoRef("shop", "ApplicationSet");
const conditions = async (): Promise<string[]> =>
  ((await argocd.client.get<ApplicationSet>(setRef))?.status?.conditions ?? []).map(
    ({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`,
  );
const bothSynced = async (): Promise<string[]> => [await argocd.state("shop-dev"), await argocd.state("shop-test")];
const synced = ["Synced Healthy", "Synced Healthy"];

test("a set says that it is up to date", async () => {
  await argocd.client.create(set());
  await expect.poll(bothSynced, eventually).toEqual(synced);
  expect(await conditions()).toEqual([
    "ErrorOccurred=False ApplicationSetUpToDate: All applications have been generated successfully",
    "ParametersGenerated=True ParametersGenerated: Successfully generated parameters for all Applications",
    "ResourcesUpToDate=True ApplicationSetUpToDate: All applications have been generated successfully",
  ]);
});

test("Applications whose cluster or project is unknown are not made, the others are", async () => {
  const made = set({}, {}, [
    { env: "dev", cluster: LOCAL },
    { env: "prod", cluster: "production-cluster" },
    { env: "staging", cluster: "staging-cluster" },
  ]);
  (made.spec as unknown as ApplicationSet["spec"]).template.spec.destination.server = "{{cluster}}";
  await argocd.client.create(made);
  const message =
    'application destination spec is invalid: error getting cluster by server "staging-cluster": rpc error: code = NotFound desc = cluster "staging-cluster" not found (and 1 more)';
  await expect.poll(conditions, eventually).toContain(`ErrorOccurred=True ApplicationValidationError: ${message}`);
  await expect.poll(() => argocd.state("shop-dev"), eventually).toBe("Synced Healthy");
  expect(await argocd.app("shop-staging")).toBeUndefined();
});

test("a generated Application that was deleted by hand is made again, with all that it deploys", async () => {
  await argocd.client.create(set());
  await expect.poll(bothSynced, eventually).toEqual(synced);
  const uid = (await argocd.app("shop-dev"))?.metadata.uid;
  await argocd.client.delete(argoRef("shop-dev"));
  await expect
    .poll(async () => {
      const app = await argocd.app("shop-dev");
      return app?.metadata.uid !== uid && (await argocd.state("shop-dev"));
    }, eventually)
    .toBe("Synced Healthy");
  expect(await argocd.configMap("a", "dev")).toBe("1");
});

test("preserveResourcesOnDeletion: no finalizer, so what was deployed outlives the set", async () => {
  await argocd.client.create(set({ syncPolicy: { preserveResourcesOnDeletion: true } }));
  await expect.poll(bothSynced, eventually).toEqual(synced);
  expect((await argocd.app("shop-dev"))?.metadata.finalizers).toBeUndefined();
  await argocd.client.delete(setRef);
  await expect.poll(() => argocd.app("shop-dev"), eventually).toBeUndefined();
  expect(await argocd.configMap("a", "dev")).toBe("1");
});

test("without a finalizer in the template, deleting the set deletes what was deployed", async () => {
  await argocd.client.create(set());
  await expect.poll(bothSynced, eventually).toEqual(synced);
  await argocd.client.delete(setRef);
  await expect.poll(() => argocd.app("shop-dev"), eventually).toBeUndefined();
  await expect.poll(() => argocd.configMap("a", "dev"), eventually).toBeUndefined();
});

test("create-only: neither edits are undone nor Applications deleted, not even with the set", async () => {
  await argocd.client.create(set({ syncPolicy: { applicationsSync: "create-only" } }));
  await expect.poll(bothSynced, eventually).toEqual(synced);
  await argocd.patch(argoRef("shop-test"), { spec: { source: { path: "dev" } } });
  await argocd.patch(setRef, { spec: { generators: [{ list: { elements: [{ env: "dev" }, { env: "late" }] } }] } });
  await expect.poll(() => argocd.app("shop-late"), eventually).toBeDefined();
  expect((await argocd.app("shop-test"))?.spec.source?.path).toBe("dev");
  await argocd.client.delete(setRef);
  await expect.poll(() => argocd.client.get(setRef), eventually).toBeUndefined();
  await expect.poll(async () => (await argocd.app("shop-dev"))?.metadata.ownerReferences ?? [], eventually).toEqual([]);
  expect((await argocd.app("shop-dev"))?.metadata.deletionTimestamp).toBeUndefined();
});

test("create-update: edits are undone, elements that left stay", async () => {
  await argocd.client.create(set({ syncPolicy: { applicationsSync: "create-update" } }));
  await expect.poll(bothSynced, eventually).toEqual(synced);
  await argocd.patch(setRef, { spec: { generators: [{ list: { elements: [{ env: "dev" }] } }] } });
  await argocd.patch(argoRef("shop-dev"), { spec: { source: { path: "test" } } });
  await expect.poll(async () => (await argocd.app("shop-dev"))?.spec.source?.path, eventually).toBe("dev");
  expect((await argocd.app("shop-test"))?.metadata.deletionTimestamp).toBeUndefined();
});

test("two elements with one name are an error, and what was made before stays", async () => {
  await argocd.client.create(set());
  await expect.poll(bothSynced, eventually).toEqual(synced);
  await argocd.patch(setRef, { spec: { generators: [{ list: { elements: [{ env: "dev" }, { env: "dev" }] } }] } });
  await expect
    .poll(async () => (await conditions())[0], eventually)
    .toContain("ApplicationSet shop contains applications with duplicate name: shop-dev");
  expect(await argocd.app("shop-test")).toBeDefined();
});
