import { expect, test } from "vitest";
import type { ReplacementEntry } from "../load/kustomization-shape.ts";
import { replacementTransformer } from "./replacement.ts";
import { readSet, testContext, writeSet } from "./test-resources.ts";

const RESOURCES = `
{apiVersion: v1, kind: ConfigMap, metadata: {name: src}, data: {a: "5", b: x, n: 7, u: a.b.c, m: {k: v}, nul: null}}
---
apiVersion: x/v1
kind: Foo
metadata: {name: t1, labels: {app: one}}
spec:
  s: old
  q: "quoted"
  i: 3
  l: [1, 2]
  c: [{name: a, v: p}, {name: ab, v: q}]
  d: a-b-c
  js: '{"x": {"y": "1"}, "l": [1,2]}'
  ys: |
    # a comment
    x: {y: "1"} # another
  e: {}
---
{apiVersion: x/v1, kind: Foo, metadata: {name: t2}, spec: {s: old2}}
`;

async function replaced(entry: ReplacementEntry, files: Record<string, string> = {}): Promise<string> {
  const set = readSet(RESOURCES);
  await replacementTransformer(set, { replacements: [entry] }, testContext(files));
  return writeSet(set);
}

/** Copies from a field of the ConfigMap into one of the first Foo. */
function copy(from: string, to: string, options = {}): ReplacementEntry {
  return {
    source: { kind: "ConfigMap", name: "src", fieldPath: from },
    targets: [{ select: { kind: "Foo", name: "t1" }, fieldPaths: [to], options }],
  };
}

const cases: Record<string, readonly [entry: ReplacementEntry, want: string]> = {
  "a text stays a text": [copy("data.a", "spec.s"), '  s: "5"\n'],
  "a quoted text stays a text": [copy("data.n", "spec.q"), '  q: "7"\n'],
  "a number stays a number": [copy("data.a", "spec.i"), "  i: 5\n"],
  "what is made is what it looks like": [copy("data.a", "spec.new.x", { create: true }), "  new:\n    x: 5\n"],
  "a map takes the place of a map": [copy("data.m", "spec.e"), "  e:\n    k: v\n"],
  "an element is found by a pattern in a field": [copy("data.b", "spec.c.[name=^ab$].v"), "  - name: ab\n    v: x\n"],
  "all that fit are changed": [copy("data.b", "spec.c.[name=a].v"), "    v: x\n  - name: ab\n    v: x\n"],
  "all elements": [copy("data.b", "spec.c.*.v"), "    v: x\n  - name: ab\n    v: x\n"],
  "an index": [copy("data.n", "spec.l.1"), "  - 1\n  - 7\n"],
  "the index behind the last makes one": [copy("data.n", "spec.l.2", { create: true }), "  - 2\n  - 7\n"],
  "an element is made": [copy("data.b", "spec.c.[name=z].v", { create: true }), "  - name: z\n    v: x\n"],
  "a part of a text": [copy("data.b", "spec.d", { delimiter: "-", index: 1 }), "  d: a-x-c\n"],
  "a part before the first": [copy("data.b", "spec.d", { delimiter: "-", index: -1 }), "  d: x-a-b-c\n"],
  "a part behind the last": [copy("data.b", "spec.d", { delimiter: "-", index: 9 }), "  d: a-b-c-x\n"],
  "a field in a text that is JSON": [copy("data.b", "spec.js.x.y"), `  js: '{"l":[1,2],"x":{"y":"x"}}'\n`],
  "a field in a text that is YAML": [copy("data.b", "spec.ys.x.y"), '    # a comment\n    x: {y: "x"} # another\n'],
  "a value that is given": [
    { sourceValue: "99", targets: [{ select: { name: "t1" }, fieldPaths: ["spec.i"] }] },
    "  i: 99\n",
  ],
  "a part of the source": [
    {
      source: { kind: "ConfigMap", fieldPath: "data.u", options: { delimiter: ".", index: 2 } },
      targets: [{ select: { name: "t1" }, fieldPaths: ["spec.s"] }],
    },
    "  s: c\n",
  ],
  "targets by pattern, without those that are rejected": [
    {
      source: { kind: "ConfigMap", fieldPath: "data.b" },
      targets: [{ select: { kind: "F.*" }, reject: [{ name: ".1" }], fieldPaths: ["spec.s"] }],
    },
    "spec:\n  s: x\n",
  ],
};

test.each(Object.entries(cases))("%s", async (_name, [entry, want]) => {
  expect(await replaced(entry)).toContain(want);
});

const failures: Record<string, readonly [entry: ReplacementEntry, message: string]> = {
  "a field that is missing": [copy("data.a", "spec.zz"), 'unable to find field "spec.zz" in replacement target'],
  "a source's field that is missing": [
    copy("data.zz", "spec.s"),
    "fieldPath `data.zz` is missing for replacement source ConfigMap.[noVer].[noGrp]/src.[noNs]",
  ],
  "no source": [
    { source: { kind: "Zoo" }, targets: [{ select: { kind: "Foo" } }] },
    "nothing selected by Zoo.[noVer].[noGrp]/[noName].[noNs]",
  ],
  "several sources": [
    { source: { kind: "Foo" }, targets: [{ select: { kind: "Foo" } }] },
    "multiple matches for selector Foo.[noVer].[noGrp]/[noName].[noNs]",
  ],
  "no targets": [{ source: { kind: "Foo" } }, "replacements must specify a source and at least one target"],
  "a target that selects nothing in words": [
    { source: { kind: "ConfigMap" }, targets: [{ fieldPaths: ["spec.s"] }] },
    "target must specify resources to select",
  ],
  "two sources": [
    { source: { kind: "ConfigMap" }, sourceValue: "x", targets: [{ select: {} }] },
    "value and resource selectors are mutually exclusive",
  ],
  "an index out of range": [
    copy("data.n", "spec.l.9"),
    'unable to find field "spec.l.9" in replacement target: index 9 specified but only 2 elements found',
  ],
  "a part of what is no text": [
    copy("data.b", "spec.e", { delimiter: "-" }),
    "delimiter option can only be used with scalar nodes",
  ],
  "a pattern that is none": [
    copy("data.b", "spec.c.[name=(].v"),
    'unable to find field "spec.c.[name=(].v" in replacement target: error parsing regexp',
  ],
};

test.each(Object.entries(failures))("refuses %s", async (_name, [entry, message]) => {
  await expect(replaced(entry)).rejects.toThrow(message);
});

test("a file holds one or several", async () => {
  const one = "source: {kind: ConfigMap, fieldPath: data.b}\ntargets: [{select: {name: t1}, fieldPaths: [spec.s]}]";
  expect(await replaced({ path: "r.yaml" }, { "r.yaml": one })).toContain("  s: x\n");
  expect(await replaced({ path: "r.yaml" }, { "r.yaml": `- ${one.replaceAll("\n", "\n  ")}` })).toContain("  s: x\n");
  await expect(replaced({ path: "r.yaml" }, { "r.yaml": "hello" })).rejects.toThrow(
    "unsupported replacement type encountered within replacement path: string",
  );
});
