import { expect, test } from "vitest";
import { detail, node } from "./testdata/detail.ts";
import { outline, treeMove } from "./outline.ts";

const tree = [
  node("Service", "web"),
  node("Deployment", "web", { health: "Progressing" }),
  node("ReplicaSet", "web-old", { parent: "Deployment/web", createdAt: "2026-11-25T10:00:00Z" }),
  node("ReplicaSet", "web-new", { parent: "Deployment/web", createdAt: "2026-11-25T11:00:00Z" }),
  node("Pod", "web-new-1", { parent: "ReplicaSet/web-new" }),
];
const shown = (toggled: string[] = []): string[] =>
  outline(detail({ tree }), toggled).map(({ level, key, hidden }) => `${level} ${key}${hidden ? ` +${hidden}` : ""}`);

test("the tree goes from Git down to the Pods, trouble and the newest first", () => {
  expect(shown()).toEqual([
    "1 source",
    "2 self",
    "3 Deployment/web",
    "4 ReplicaSet/web-new",
    "5 Pod/web-new-1",
    "4 ReplicaSet/web-old",
    "3 Service/web",
  ]);
});

test("a closed branch says how much it hides", () => {
  expect(shown(["Deployment/web"])).toEqual(["1 source", "2 self", "3 Deployment/web +3", "3 Service/web"]);
});

test("a large tree starts with its healthy branches closed, and opens them on demand", () => {
  const many = Array.from({ length: 70 }, (_, index) => node("ConfigMap", `c${index}`, { parent: "Service/web" }));
  const large = detail({ tree: [...tree, ...many] });
  expect(outline(large, []).map(({ key }) => key)).not.toContain("ConfigMap/c1");
  expect(outline(large, ["Service/web"]).map(({ key }) => key)).toContain("ConfigMap/c1");
  const trouble = detail({
    tree: [...tree, ...many, node("ConfigMap", "bad", { parent: "Service/web", health: "Degraded" })],
  });
  expect(outline(trouble, []).map(({ key }) => key)).toContain("ConfigMap/bad");
});

test("an owner that is not in the tree puts its children at the top", () => {
  const orphan = detail({ tree: [node("Pod", "alone", { parent: "Job/gone" })] });
  expect(outline(orphan, []).map(({ key }) => key)).toEqual(["source", "self", "Pod/alone"]);
});

test.each([
  ["self", "ArrowDown", { focus: "Deployment/web" }],
  ["self", "ArrowUp", { focus: "source" }],
  ["source", "ArrowUp", undefined],
  ["Service/web", "ArrowRight", undefined],
  ["Deployment/web", "ArrowRight", { focus: "ReplicaSet/web-new" }],
  ["Deployment/web", "ArrowLeft", { toggle: "Deployment/web" }],
  ["Pod/web-new-1", "ArrowLeft", { focus: "ReplicaSet/web-new" }],
  ["Pod/web-new-1", "End", { focus: "Service/web" }],
  ["Pod/web-new-1", "Home", { focus: "source" }],
])("from %s the key %s leads on", (from, key, want) => {
  expect(treeMove(outline(detail({ tree }), []), from, key)).toEqual(want);
});

test("the right arrow opens what is closed", () => {
  const rows = outline(detail({ tree }), ["Deployment/web"]);
  expect(treeMove(rows, "Deployment/web", "ArrowRight")).toEqual({ toggle: "Deployment/web" });
});
