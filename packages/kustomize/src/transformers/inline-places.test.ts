import { memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import { build } from "../build.ts";
import { KustomizeError } from "../kustomize-error.ts";

const OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}\n";

async function failure(kustomization: string): Promise<[line: number | undefined, column: number | undefined]> {
  const tree = memoryTree({
    "kustomization.yaml": `resources: [settings.yaml]\n${kustomization}`,
    "settings.yaml": OBJECT,
  });
  const error: unknown = await build(tree, "").then(
    () => "builds",
    (why: unknown) => why,
  );
  if (!(error instanceof KustomizeError)) throw new Error(`expected a KustomizeError, got ${String(error)}`);
  expect(error.file).toBe("kustomization.yaml");
  return [error.line, error.column];
}

test.each<[name: string, kustomization: string, line: number, column: number]>([
  [
    "an object that is nowhere",
    "patches:\n  - patch: |-\n      apiVersion: v1\n      kind: ConfigMap\n      metadata: {name: other}\n",
    4,
    7,
  ],
  [
    "the second object of a block",
    "patches:\n  - patch: |\n\n      apiVersion: v1\n      kind: ConfigMap\n      metadata: {name: settings}\n      ---\n      kind: Pod\n      metadata: {name: none}\n",
    9,
    7,
  ],
  ["text that is no YAML", "patches:\n  - patch: |-\n      kind: Pod\n      data: a: b\n", 5, 14],
  ["a patch in quotes", 'patches:\n  - {patch: "kind: Pod\\nmetadata: {name: x}"}\n', 3, 13],
  ["patchesStrategicMerge", "patchesStrategicMerge:\n  - |-\n    kind: Pod\n    metadata: {name: x}\n", 4, 5],
  [
    "patchesJson6902",
    "patchesJson6902:\n  - target: {version: v1, kind: ConfigMap, name: settings}\n    patch: |-\n      - op: add\n        path: a: b\n",
    6,
    16,
  ],
  [
    "a patch within an inline plugin",
    "transformers:\n  - |-\n    apiVersion: builtin\n    kind: PatchTransformer\n    metadata: {name: p}\n    patch: |-\n      kind: Pod\n      metadata: {name: x}\n",
    8,
    7,
  ],
])("an error in %s is shown in the kustomization", async (_name, kustomization, line, column) => {
  expect(await failure(kustomization)).toEqual([line, column]);
});

test("a value from an inline patch is traced to its line", async () => {
  const tree = memoryTree({
    "kustomization.yaml": `resources: [settings.yaml]
patches:
  - patch: |-
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data:
        a: c
`,
    "settings.yaml": OBJECT,
  });
  const { resources } = await build(tree, "", { trace: true });
  const place = resources[0]?.node.get("data");
  expect(place?.kind === "map" && place.get("a")?.place).toMatchObject({ line: 8, column: 12 });
});
