import fs from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestHawser, type TestHawser } from "../../test/running-hawser.ts";
import type { RunningHawser } from "../start-hawser.ts";

const eventually = { timeout: 15_000, interval: 50 };
let running: TestHawser;
let hawser: RunningHawser;
let metricsUrl: string;

beforeAll(async () => {
  running = await startTestHawser({ mappings: [{ from: "https://github.com/MyOrg/", to: "embedded:" }] });
  ({ hawser } = running);
  const endpoints = fs.readFileSync(hawser.api.folder.path("endpoints.json"), "utf8");
  metricsUrl = (JSON.parse(endpoints) as { metrics: string }).metrics;
  const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
  await running.makeRepository("shop", { "app/a.yaml": configMap }, "First");
  await hawser.api.cluster.client("test").create({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "shop", namespace: "argocd" },
    spec: {
      project: "default",
      source: { repoURL: "https://github.com/MyOrg/shop.git", path: "app", targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: "default" },
      syncPolicy: { automated: {} },
    },
  });
});
afterAll(() => running.stop());

/** The samples of one metric, as `labels value` in the order of the page. */
async function samples(name: string): Promise<string[]> {
  const text = await (await fetch(metricsUrl)).text();
  return text.split("\n").flatMap((line) => (line.startsWith(`${name}{`) ? [line.slice(name.length)] : []));
}

const common = 'namespace="argocd",name="shop",project="default"';
const server = "https://kubernetes.default.svc";

test("an Application is shown as it is, with its syncs and passes", async () => {
  const info = `{${common},autosync_enabled="true",repo="https://github.com/myorg/shop",dest_server="${server}",dest_namespace="default",sync_status="Synced",health_status="Healthy",operation=""} 1`;
  await expect.poll(() => samples("argocd_app_info"), eventually).toEqual([info]);
  await expect
    .poll(() => samples("argocd_app_sync_total"), eventually)
    .toEqual([`{${common},dest_server="${server}",phase="Succeeded",dry_run="false"} 1`]);
  const request = `{${common},server="${server}",response_code="201",verb="Create",resource_kind="configmaps",resource_namespace="default",dry_run="false"} 1`;
  expect(await samples("argocd_app_k8s_request_total")).toContain(request);
  expect(await samples("argocd_app_reconcile_bucket")).toContainEqual(
    expect.stringMatching(/^\{le="0\.25",namespace="argocd",dest_server="https:\/\/kubernetes\.default\.svc"\} [1-9]/),
  );
  expect(await samples("workqueue_depth")).toContain(
    '{name="app_reconciliation_queue",controller="app_reconciliation_queue"} 0',
  );
});

test("the cluster is shown with its version, kinds and objects", async () => {
  expect(await samples("argocd_cluster_info")).toEqual([`{server="${server}",k8s_version="1.36",name="in-cluster"} 1`]);
  expect(await samples("argocd_cluster_connection_status")).toEqual([`{server="${server}",k8s_version="1.36"} 1`]);
  const [objects = ""] = await samples("argocd_cluster_api_resource_objects");
  expect(Number(objects.split(" ")[1])).toBeGreaterThan(5);
  expect(await samples("argocd_cluster_events_total")).toContainEqual(
    expect.stringContaining('group="argoproj.io",kind="Application"'),
  );
});

test("a deleted Application is not shown any more", async () => {
  await hawser.api.cluster.client("test").delete({
    group: "argoproj.io",
    version: "v1alpha1",
    kind: "Application",
    namespace: "argocd",
    name: "shop",
  });
  await expect.poll(() => samples("argocd_app_info"), eventually).toEqual([]);
});

test("pages of other sites are refused, other paths do not exist", async () => {
  expect((await fetch(metricsUrl, { headers: { origin: "https://evil.example" } })).status).toBe(403);
  expect((await fetch(new URL("/other", metricsUrl))).status).toBe(404);
});
