import { expect, test } from "vitest";
import type { KubeObject } from "../object.ts";
import { kstatus } from "./kstatus.ts";

const object = (apiVersion: string, kind: string, spec: object, status: object, metadata: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: "web", namespace: "shop", generation: 2, ...metadata },
  spec,
  status,
});
const available = [{ type: "Available", status: "True" }];
const rolledOut = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };

test.each<[string, KubeObject, string]>([
  [
    "a deployment that is rolled out",
    object("apps/v1", "Deployment", { replicas: 2 }, { ...rolledOut, conditions: available }),
    "Current",
  ],
  [
    "a generation that was not observed",
    object("apps/v1", "Deployment", { replicas: 2 }, { ...rolledOut, observedGeneration: 1 }),
    "InProgress",
  ],
  [
    "replicas that are not available",
    object("apps/v1", "Deployment", { replicas: 2 }, { ...rolledOut, availableReplicas: 1 }),
    "InProgress",
  ],
  [
    "a deadline that is over",
    object(
      "apps/v1",
      "Deployment",
      {},
      { observedGeneration: 2, conditions: [{ type: "Progressing", reason: "ProgressDeadlineExceeded" }] },
    ),
    "Failed",
  ],
  [
    "an object that is being deleted",
    object("v1", "ConfigMap", {}, {}, { deletionTimestamp: "2026-01-01T00:00:00Z" }),
    "Terminating",
  ],
  ["a job that runs", object("batch/v1", "Job", {}, { startTime: "2026-01-01T00:00:00Z" }), "InProgress"],
  [
    "a job that is complete",
    object("batch/v1", "Job", {}, { conditions: [{ type: "Complete", status: "True" }] }),
    "Current",
  ],
  [
    "a custom resource that is not ready",
    object("example.com/v1", "Shop", {}, { conditions: [{ type: "Ready", status: "False" }] }),
    "InProgress",
  ],
  [
    "a custom resource that stalled",
    object("example.com/v1", "Shop", {}, { conditions: [{ type: "Stalled", status: "True" }] }),
    "Failed",
  ],
  ["an object without a status", object("v1", "ConfigMap", {}, {}), "Current"],
])("%s", (_name, given, want) => {
  expect(kstatus(given).status).toBe(want);
});
