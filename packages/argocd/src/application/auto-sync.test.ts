import { expect, test } from "vitest";
import type { Application, ResourceStatus } from "../api/application.ts";
import { decideAutoSync } from "./auto-sync.ts";
import type { ComparedState } from "./compare.ts";

const REVISION = "a".repeat(40);
const NOW = Date.parse("2026-01-01T00:10:00Z");
const source = { repoURL: "https://github.com/myorg/shop", path: "app" };

const compared = (resources: Partial<ResourceStatus>[]): ComparedState => ({
  sync: "OutOfSync",
  health: { status: "Healthy" },
  resources: resources.map((resource, index) => ({
    kind: "ConfigMap",
    name: `c${index}`,
    status: "OutOfSync",
    ...resource,
  })),
  owned: [],
  hidden: new Map(),
  images: [],
  errors: [],
  shared: [],
});
const app = (
  automated: object | undefined,
  last?: { phase: string; secondsAgo: number; attempts?: number },
): Application =>
  ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "web" },
    spec: { project: "default", source, destination: {}, syncPolicy: automated ? { automated } : {} },
    status: last
      ? {
          operationState: {
            phase: last.phase,
            message: "it broke",
            startedAt: "2026-01-01T00:00:00Z",
            finishedAt: new Date(NOW - last.secondsAgo * 1000).toISOString(),
            operation: { sync: { autoHealAttemptsCount: last.attempts ?? 0 } },
            syncResult: { revision: REVISION, source },
          },
        }
      : {},
  }) as unknown as Application;
const decide = (application: Application, state = compared([{}])): unknown =>
  decideAutoSync(application, state, REVISION, NOW);
const heal = { prune: true, selfHeal: true };

test.each<[string, Application, ComparedState | undefined, unknown]>([
  ["no policy", app(undefined), undefined, { kind: "none" }],
  ["switched off", app({ enabled: false }), undefined, { kind: "none" }],
  ["a new revision", app({}), undefined, { kind: "sync" }],
  ["only pruning is left, and pruning is off", app({}), compared([{ requiresPruning: true }]), { kind: "none" }],
  ["drift without selfHeal", app({}, { phase: "Succeeded", secondsAgo: 60 }), undefined, { kind: "none" }],
  [
    "the first drift is healed at once",
    app(heal, { phase: "Succeeded", secondsAgo: 0 }),
    undefined,
    { kind: "sync", operation: { sync: { autoHealAttemptsCount: 1, resources: [{ kind: "ConfigMap", name: "c0" }] } } },
  ],
  [
    "the second waits 2 s",
    app(heal, { phase: "Succeeded", secondsAgo: 0, attempts: 1 }),
    undefined,
    { kind: "later", afterMs: 2_000 },
  ],
  [
    "the third waits 6 s",
    app(heal, { phase: "Succeeded", secondsAgo: 1, attempts: 2 }),
    undefined,
    { kind: "later", afterMs: 5_000 },
  ],
  [
    "never longer than 300 s",
    app(heal, { phase: "Succeeded", secondsAgo: 0, attempts: 40 }),
    undefined,
    { kind: "later", afterMs: 300_000 },
  ],
  [
    "after its wait it is healed",
    app(heal, { phase: "Succeeded", secondsAgo: 2, attempts: 1 }),
    undefined,
    { kind: "sync", operation: { sync: { autoHealAttemptsCount: 2 } } },
  ],
  [
    "a revision that failed is not tried again",
    app(heal, { phase: "Failed", secondsAgo: 60 }),
    undefined,
    { kind: "none", condition: { type: "SyncError", message: `Failed last sync attempt to [${REVISION}]: it broke` } },
  ],
  [
    "everything would go",
    app(heal),
    compared([{ requiresPruning: true }]),
    {
      kind: "none",
      condition: {
        type: "SyncError",
        message: `Skipping sync attempt to ${REVISION}: auto-sync will wipe out all resources`,
      },
    },
  ],
  [
    "everything may go",
    app({ ...heal, allowEmpty: true }),
    compared([{ requiresPruning: true }]),
    { kind: "sync", operation: { sync: { prune: true }, retry: { limit: 5 } } },
  ],
])("%s", (_name, application, state, decision) => {
  expect(decide(application, state)).toMatchObject(decision as object);
});
