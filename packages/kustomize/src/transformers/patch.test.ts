import { expect, test } from "vitest";
import { patchJson6902Transformer } from "./patch-json6902.ts";
import { patchStrategicMergeTransformer } from "./patch-strategic-merge.ts";
import { type PatchArgs, patchTransformer } from "./patch.ts";
import { readSet, testContext, writeSet } from "./test-resources.ts";

const RESOURCES = `
{apiVersion: x/v1, kind: Foo, metadata: {name: a, namespace: n1, labels: {l: m, k: j}}, spec: {a: 1}}
---
{apiVersion: x/v1, kind: Foo, metadata: {name: b, labels: {l: other}}, spec: {a: 1}}
---
{apiVersion: x/v1, kind: Bar, metadata: {name: c}}
`;

async function patched(args: PatchArgs, files: Record<string, string> = {}): Promise<string[]> {
  const set = readSet(RESOURCES);
  await patchTransformer(set, args, testContext(files));
  return writeSet(set).split("---\n");
}

const SMP = "{apiVersion: x/v1, kind: Foo, metadata: {name: a, namespace: n1}, spec: {q: 1}}";

test("a strategic merge finds its object by what it names", async () => {
  const [first, second] = await patched({ patch: SMP });
  expect(first).toContain("  q: 1\n");
  expect(second).not.toContain("q: 1");
});

test("a file may hold several", async () => {
  const other = "{apiVersion: x/v1, kind: Bar, metadata: {name: c}, z: 1}";
  const [first, , third] = await patched({ path: "p.yaml" }, { "p.yaml": `${SMP}\n---\n${other}` });
  expect([first, third]).toEqual([expect.stringContaining("q: 1"), expect.stringContaining("z: 1")]);
});

const targets: Record<string, readonly [target: object, touched: readonly number[]]> = {
  "a kind": [{ kind: "Foo" }, [0, 1]],
  "a pattern over the whole name": [{ name: "[ab]" }, [0, 1]],
  "no part of a name": [{ kind: "Fo" }, []],
  "the default namespace, where none is written": [{ namespace: "default", kind: "Foo" }, [1]],
  labels: [{ labelSelector: "l=m" }, [0]],
  "labels that are others": [{ labelSelector: "l!=m" }, [1, 2]],
  nothing: [{ kind: "Zoo" }, []],
};

test.each(Object.entries(targets))("a target selects %s", async (_name, [target, touched]) => {
  const texts = await patched({ target, patch: '[{"op":"add","path":"/touched","value":1}]' });
  expect(texts.flatMap((text, at) => (text.includes("touched") ? [at] : []))).toEqual(touched);
});

test("an object keeps what it is called, unless the options let it change", async () => {
  const patch = "{apiVersion: y/v1, kind: Zoo, metadata: {name: z, namespace: n8}, q: 1}";
  const target = { kind: "Bar" };
  const [, , kept] = await patched({ patch, target });
  expect(kept).toBe("apiVersion: x/v1\nkind: Bar\nmetadata:\n  name: c\nq: 1\n");
  const options = { allowNameChange: true, allowKindChange: true };
  const [, , changed] = await patched({ patch, target, options });
  expect(changed).toBe("apiVersion: x/v1\nkind: Zoo\nmetadata:\n  name: z\nq: 1\n");
});

test("labels of a patch with a target are texts, also null", async () => {
  const patch = "{kind: Foo, metadata: {name: z, labels: {l: null, n: 5}}}";
  const [first] = await patched({ patch, target: { name: "a" } });
  expect(first).toContain('    k: j\n    l: "null"\n    "n": "5"\n');
});

test("an object that a patch deletes is gone", async () => {
  const texts = await patched({ patch: SMP.replace("spec:", "$patch: delete, spec:") });
  expect(texts).toHaveLength(2);
});

const failures: Record<string, readonly [args: PatchArgs, message: string]> = {
  "path and patch": [{ path: "p", patch: "q" }, "patch and path can't be set at the same time"],
  "neither of them": [{ target: {} }, "must specify one of patch and path in"],
  "neither kind of patch": [{ patch: "hello" }, 'unable to parse SM or JSON patch from [patch: "hello"]'],
  "a JSON patch without a target": [
    { patch: '[{"op":"remove","path":"/a"}]' },
    'must specify a target for JSON patch [patch: "[{\\"op\\":\\"remove\\",\\"path\\":\\"/a\\"}]"]',
  ],
  "an object that is not there": [
    { patch: SMP.replace("name: a", "name: z") },
    'no resource matches strategic merge patch "Foo.v1.x/z.n1": no matches for Id Foo.v1.x/z.n1; failed to find unique target for patch Foo.v1.x/z.n1',
  ],
  "two merges with one target": [
    { patch: `${SMP}\n---\n${SMP}`, target: { kind: "Foo" } },
    "Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field",
  ],
  "a pattern that is none": [
    { patch: SMP, target: { kind: "[" } },
    'unable to find patch target "[.[noVer].[noGrp]/[noName].[noNs]:a=:l=" in `resources`: error parsing regexp: missing closing ]: `[)$`',
  ],
};

test.each(Object.entries(failures))("refuses %s", async (_name, [args, message]) => {
  await expect(patched(args)).rejects.toThrow(message);
});

test("errors of a patch's file name its line", async () => {
  const file = `# a comment\n\n${SMP.replace("name: a", "name: z")}`;
  await expect(patched({ path: "p.yaml" }, { "p.yaml": file })).rejects.toMatchObject({ file: "p.yaml", line: 3 });
});

test("patchesStrategicMerge takes texts and names of files", async () => {
  const set = readSet(RESOURCES);
  const other = "{apiVersion: x/v1, kind: Bar, metadata: {name: c}, z: 1}";
  await patchStrategicMergeTransformer(set, { paths: [SMP, "p.yaml"] }, testContext({ "p.yaml": other }));
  expect(writeSet(set)).toMatch(/q: 1[^]*z: 1/);
  await expect(
    patchStrategicMergeTransformer(set, { paths: ["p.yaml"] }, testContext({ "p.yaml": "# nothing" })),
  ).rejects.toThrow("patch appears to be empty; files=[p.yaml], Patch=");
});

test("patchesJson6902 needs the target's name", async () => {
  const set = readSet(RESOURCES);
  const jsonOp = "- {op: add, path: /touched, value: 1}";
  await expect(patchJson6902Transformer(set, { target: { kind: "Foo" }, jsonOp }, testContext())).rejects.toThrow(
    "must specify the target name",
  );
  await patchJson6902Transformer(set, { target: { kind: "Foo", name: "b" }, jsonOp }, testContext());
  expect(writeSet(set).match(/touched/g)).toHaveLength(1);
});
