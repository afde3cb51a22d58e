import type { FleetRow } from "@hawser/server";
import { expect, test } from "vitest";
import { type FleetFilter, NO_FILTER } from "../../navigation/route.ts";
import { fleetView, shortMessage, urgencyOf } from "./view-model.ts";

function row(name: string, parts: Partial<FleetRow> = {}): FleetRow {
  const kind = parts.kind ?? "Application";
  return {
    key: `${kind}/argocd/${name}`,
    kind,
    namespace: "argocd",
    name,
    sync: "Synced",
    health: "Healthy",
    message: "",
    revision: "a".repeat(40),
    repository: "https://github.com/myorg/shopapi-manifests.git",
    path: `overlays/${name}`,
    destinationNamespace: name,
    suspended: false,
    deleting: false,
    activity: "",
    changedAt: "2026-11-25T12:00:00Z",
    ...parts,
  };
}
const names = (rows: FleetRow[], filter: Partial<FleetFilter> = {}): string[] =>
  fleetView(rows, { ...NO_FILTER, ...filter }).rows.map(({ name }) => name);

test.each<[string, Partial<FleetRow>, string]>([
  ["degraded", { health: "Degraded" }, "attention"],
  ["out of sync and idle", { sync: "OutOfSync" }, "attention"],
  ["out of sync and being synced", { sync: "OutOfSync", activity: "Syncing wave 1 of 2" }, "moving"],
  ["progressing", { health: "Progressing" }, "moving"],
  ["out of sync while Pods start", { sync: "OutOfSync", health: "Progressing" }, "attention"],
  ["suspended on purpose", { suspended: true, sync: "OutOfSync" }, "well"],
  ["healthy", {}, "well"],
])("what is %s counts as %s", (_name, parts, urgency) => {
  expect(urgencyOf(row("a", parts))).toBe(urgency);
});

test("what needs attention comes first, the worst on top, the rest by kind and name", () => {
  const rows = [
    row("b"),
    row("set", { kind: "ApplicationSet" }),
    row("a"),
    row("drifted", { sync: "OutOfSync" }),
    row("busy", { activity: "Syncing" }),
    row("broken", { health: "Degraded" }),
  ];
  expect(names(rows)).toEqual(["broken", "drifted", "busy", "a", "b", "set"]);
  const view = fleetView(rows, NO_FILTER);
  expect(view.headline).toBe("2 of 6 need attention");
  expect(view.items.filter((item) => item.type === "heading").map((item) => `${item.title} ${item.count}`)).toEqual([
    "Needs attention 2",
    "In progress 1",
    "All well 3",
  ]);
});

test("filters narrow together; several states of one filter widen", () => {
  const rows = [
    row("dev", { health: "Degraded" }),
    row("staging", { sync: "OutOfSync", namespace: "team" }),
    row("production", { commit: { sha: "a", subject: "Update image to v2", author: "Ada", date: "" } }),
    row("source", { kind: "GitRepository" }),
  ];
  expect(names(rows, { states: ["Degraded", "OutOfSync"] })).toEqual(["dev", "staging"]);
  expect(names(rows, { states: ["Degraded", "OutOfSync"], namespace: "team" })).toEqual(["staging"]);
  expect(names(rows, { kinds: ["GitRepository"] })).toEqual(["source"]);
  expect(names(rows, { text: "IMAGE ada" })).toEqual(["production"]);
  expect(names(rows, { text: "nothing like it" })).toEqual([]);
});

test("a filter that matches nothing is still offered, so that it can be taken off", () => {
  const view = fleetView([row("a")], { ...NO_FILTER, kinds: ["Kustomization"], states: ["Degraded"] });
  expect(view.kinds).toContainEqual({ kind: "Kustomization", count: 0 });
  expect(view.states).toContainEqual({ state: "Degraded", count: 0 });
  expect(view.headline).toBe("One deployable, and it is well");
});

test.each([
  ["rpc error: code = Unknown desc = overlays/qa: app path does not exist", "overlays/qa: app path does not exist"],
  ["1 object differs from Git", "1 object differs from Git"],
])("of %s the end is shown", (message, short) => {
  expect(shortMessage(message)).toBe(short);
});
