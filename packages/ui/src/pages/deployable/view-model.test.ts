import type { FieldDifference, ResourceDetail } from "@hawser/server";
import { expect, test } from "vitest";
import { detail, node } from "./testdata/detail.ts";
import {
  automationText,
  deletionPlan,
  differenceView,
  historyRows,
  mainViews,
  panelTabs,
  syncPlan,
} from "./view-model.ts";

function resource(differences: FieldDifference[], parts: Partial<ResourceDetail> = {}): ResourceDetail {
  return {
    node: node("Deployment", "web"),
    desired: "kind: Deployment",
    live: "kind: Deployment",
    comparable: { desired: "", live: "" },
    differences,
    events: [],
    containers: [],
    ...parts,
  };
}
const rule = "ignoreDifferences /spec/replicas";
const replicas = { path: "spec.replicas", desired: "2", live: "5", manager: "kubectl" };

test("a hidden difference is told with its rule, and does not count", () => {
  const view = differenceView(resource([{ ...replicas, ignoredBy: rule }]));
  expect(view.counted).toEqual([]);
  expect(view.ignored).toEqual([{ rule, fields: [{ ...replicas, ignoredBy: rule }] }]);
  expect(view.sentence).toBe("Every field that counts is as in Git.");
});

test.each<[string, ResourceDetail, string]>([
  ["drifted", resource([replicas]), "One field is not as in Git."],
  ["the same", resource([]), "As in Git."],
  ["missing", resource([], { live: "" }), "In Git, and not in the cluster yet."],
  [
    "made by its owner",
    resource([], { desired: "" }),
    "Not in Git: its owner made it, so there is nothing to compare.",
  ],
  [
    "left over",
    resource([], { desired: "", node: node("Service", "old", { willBePruned: true }) }),
    "In the cluster, and no longer in Git.",
  ],
])("an object that is %s is told so", (_name, object, sentence) => {
  expect(differenceView(object).sentence).toBe(sentence);
});

test("without prune a sync removes nothing, and says what it leaves", () => {
  const preview = { creates: [], changes: [], removes: [{ kind: "Service", namespace: "dev", name: "old" }] };
  expect(syncPlan(preview, false)).toMatchObject({
    sentence: "Everything is as in Git. A sync applies it once more and changes nothing.",
    groups: [{ tone: "still", objects: ["Service dev/old"] }],
  });
  expect(syncPlan(preview, true)).toMatchObject({
    sentence: "Creates 0, changes 0, removes 1.",
    groups: [{ verb: "Removes", objects: ["Service dev/old"] }],
  });
});

test("a deletion names what it removes and keeps", () => {
  const plan = deletionPlan({
    cascade: true,
    removes: [{ kind: "Deployment", namespace: "dev", name: "web" }],
    keeps: [{ kind: "Namespace", namespace: "", name: "dev" }],
    warning: "",
  });
  expect(plan).toEqual({
    sentence: "Removes 1 object, keeps 1.",
    label: "Delete, with 1 object",
    removes: ["Deployment dev/web"],
    keeps: ["Namespace dev"],
  });
});

test("history shows the newest first and marks what runs", () => {
  const entry = (id: number, finishedAt: string) => ({ id, revision: "a", finishedAt, initiatedBy: "admin" });
  const rows = historyRows([entry(0, "2026-11-25T10:00:00Z"), entry(1, "2026-11-25T11:00:00Z")]);
  expect(rows.map(({ entry: { id }, isCurrent }) => [id, isCurrent])).toEqual([
    [1, true],
    [0, false],
  ]);
});

test("only what exists is offered", () => {
  expect(mainViews(detail()).map(({ value }) => value)).toEqual(["tree", "history", "events", "conditions"]);
  const source = detail({ row: { ...detail().row, kind: "GitRepository" } });
  expect(mainViews(source).map(({ value }) => value)).not.toContain("history");
  expect(panelTabs(resource([])).map(({ value }) => value)).not.toContain("logs");
  expect(panelTabs(resource([], { containers: ["api"] })).map(({ value }) => value)).toContain("logs");
});

test.each([
  [{ enabled: true, prune: true, selfHeal: true }, "automatically, with prune and self-heal"],
  [{ enabled: true, prune: false, selfHeal: false }, "automatically"],
  [{ enabled: false, prune: false, selfHeal: false }, "by hand"],
])("automation %o reads as %s", (automated, text) => {
  expect(automationText(detail({ automated }))).toBe(text);
});
