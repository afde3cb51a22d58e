import { MapNode, type Node, type NodePlace, ScalarNode, SequenceNode } from "@hawser/goyaml";
import { describe, expect, test } from "vitest";
import { type FieldChange, fieldHistory, leafPaths, showPath } from "./field-history.ts";
import type { Change, Step } from "./step.ts";

const place = (file: string, line: number): NodePlace => ({ source: { file }, line, column: 1 });
const scalar = (text: string, at?: NodePlace): ScalarNode => new ScalarNode(text, "!!str", "plain", at);
const map = (fields: Record<string, Node>): MapNode =>
  new MapNode(
    Object.keys(fields).map((key) => scalar(key)),
    Object.values(fields),
  );
const list = (...items: Node[]): SequenceNode => new SequenceNode(items);
const step = (what: string, at?: NodePlace): Step => ({ what, place: at });

const shown = (history: readonly Change[], ...path: (string | number)[]): string[] =>
  fieldHistory(history, path).map(
    ({ step: { what }, place: at, before, after }) =>
      `${what} ${at ? `${at.source.file}:${at.line}` : "-"}: ${text(before)} -> ${text(after)}`,
  );
const text = (node: FieldChange["before"]): string =>
  node instanceof ScalarNode ? node.text : node ? node.kind : "none";

const base = map({
  replicas: scalar("1", place("base/web.yaml", 5)),
  containers: list(
    map({ name: scalar("web"), image: scalar("nginx:1", place("base/web.yaml", 9)) }),
    map({ name: scalar("log"), image: scalar("fluentd", place("base/web.yaml", 11)) }),
  ),
});
const read: Change = {
  step: step("resources[0]", place("base/kustomization.yaml", 2)),
  before: undefined,
  after: base,
};

describe("fieldHistory", () => {
  test("a field that nobody changed comes from its file", () => {
    expect(shown([read], "replicas")).toEqual(["resources[0] base/web.yaml:5: none -> 1"]);
  });

  test("a patch shows its own line, a transformer the entry that asked for it", () => {
    const patched = base.set("replicas", scalar("3", place("prod/replicas.yaml", 4)));
    const counted = patched.set("replicas", scalar("5"));
    const history: Change[] = [
      read,
      { step: step("patches[0]", place("prod/kustomization.yaml", 7)), before: base, after: patched },
      { step: step("replicas[0]", place("prod/kustomization.yaml", 9)), before: patched, after: counted },
    ];
    expect(shown(history, "replicas")).toEqual([
      "resources[0] base/web.yaml:5: none -> 1",
      "patches[0] prod/replicas.yaml:4: 1 -> 3",
      "replicas[0] prod/kustomization.yaml:9: 3 -> 5",
    ]);
  });

  test("an item is followed through a list that a patch reordered", () => {
    const [web, log] = (base.get("containers") as SequenceNode).items as [MapNode, MapNode];
    const after = base.set("containers", list(log.set("image", scalar("fluentd:2", place("p.yaml", 3))), web));
    const history: Change[] = [read, { step: step("patches[0]"), before: base, after }];
    expect(shown(history, "containers", 0, "image")).toEqual([
      "resources[0] base/web.yaml:11: none -> fluentd",
      "patches[0] p.yaml:3: fluentd -> fluentd:2",
    ]);
    expect(shown(history, "containers", 1, "image")).toEqual(["resources[0] base/web.yaml:9: none -> nginx:1"]);
  });

  test("what a step added begins there", () => {
    const after = base.set("paused", scalar("true", place("p.yaml", 8)));
    expect(shown([read, { step: step("patches[1]"), before: base, after }], "paused")).toEqual([
      "patches[1] p.yaml:8: none -> true",
    ]);
  });

  test("what a step removed ends with its removal", () => {
    const history: Change[] = [
      read,
      { step: step("patches[1]", place("k.yaml", 3)), before: base, after: base.without("replicas") },
    ];
    expect(shown(history, "replicas")).toEqual([
      "resources[0] base/web.yaml:5: none -> 1",
      "patches[1] k.yaml:3: 1 -> none",
    ]);
  });

  test("a field that never was has no history", () => {
    expect(shown([read], "missing", "field")).toEqual([]);
  });
});

test("paths are written as people write them", () => {
  expect(leafPaths(base).map(showPath)).toEqual([
    "replicas",
    "containers[0].name",
    "containers[0].image",
    "containers[1].name",
    "containers[1].image",
  ]);
  expect(showPath(["metadata", "annotations", "a.b/c"])).toBe("metadata.annotations[a.b/c]");
});
