import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { directoryTree, type FileTree, memoryTree } from "@hawser/source";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "./build.ts";
import { KustomizeError } from "./kustomize-error.ts";

const MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, labels: {app: x}}\ndata: {a: b}\n";
const POD = `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: "${"a".repeat(60)}!"}]}\n`;

/** The message of a build that must fail, or its output. */
async function outcome(tree: FileTree, folder = ""): Promise<string> {
  try {
    return (await build(tree, folder)).yaml();
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    return `error: ${error.message}`;
  }
}

function outcomeOf(kustomization: string, files: Record<string, string> = {}): Promise<string> {
  return outcome(memoryTree({ "kustomization.yaml": kustomization, "settings.yaml": MAP, "pod.yaml": POD, ...files }));
}

const RESOURCES = "resources: [settings.yaml]\n";

/** Each level is nine times the one before. */
function aliasBomb(levels: number): string {
  const lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < levels; i++)
    lines.push(
      `l${i}: &l${i} [${Array(9)
        .fill(`*l${i - 1}`)
        .join(", ")}]`,
    );
  return `${lines.join("\n")}\n`;
}

function indented(text: string, by = "  "): string {
  return text.replaceAll(/^/gm, by).trimEnd();
}

const DEEP_FLOW = "[".repeat(10_001) + "]".repeat(10_001);
const DEEP_MAPS = "{a: ".repeat(10_001) + "1" + "}".repeat(10_001);

describe("texts that grow", () => {
  test.each<[name: string, kustomization: string, files: Record<string, string>, says: RegExp]>([
    [
      "aliases of aliases in a resource",
      "resources: [bomb.yaml]",
      { "bomb.yaml": `${MAP}${aliasBomb(12)}` },
      /excessive aliasing/,
    ],
    ["aliases of aliases in the kustomization", `${aliasBomb(12)}${RESOURCES}`, {}, /excessive aliasing/],
    [
      "aliases of aliases in an inline patch",
      `${RESOURCES}patches:\n- patch: |-\n${indented(`${MAP}${aliasBomb(12)}`, "    ")}\n`,
      {},
      /unable to parse SM or JSON patch/,
    ],
    [
      "aliases of aliases in a JSON patch",
      `${RESOURCES}patches:\n- target: {kind: ConfigMap}\n  path: p.yaml\n`,
      { "p.yaml": `- {op: add, path: /x, value: 1}\n- ${aliasBomb(12).replaceAll("\n", "\n  ")}` },
      /unable to parse SM or JSON patch/,
    ],
    [
      "merges of merges",
      "resources: [bomb.yaml]",
      {
        "bomb.yaml": `${MAP}m0: &m0 {a: 1}\n${Array.from({ length: 30 }, (_, i) => `m${i + 1}: &m${i + 1}\n  k${i}: [*m${i}, *m${i}]\n  <<: *m${i}\n`).join("")}`,
      },
      /excessive aliasing/,
    ],
    ["levels of lists in a resource", "resources: [deep.yaml]", { "deep.yaml": `${MAP}x: ${DEEP_FLOW}\n` }, /depth/],
    ["levels of maps in a resource", "resources: [deep.yaml]", { "deep.yaml": `${MAP}x: ${DEEP_MAPS}\n` }, /depth/],
    ["levels of the kustomization", `x: ${DEEP_FLOW}\n`, {}, /depth/],
    [
      "levels of a patch",
      `${RESOURCES}patches: [{path: p.yaml}]`,
      { "p.yaml": `${MAP}x: ${DEEP_MAPS}\n` },
      /unable to parse SM or JSON patch/,
    ],
    [
      "levels of a JSON patch",
      `${RESOURCES}patches: [{path: p.json, target: {kind: ConfigMap}}]`,
      { "p.json": `[{"op": "add", "path": "/x", "value": ${DEEP_FLOW}}]` },
      /unable to parse SM or JSON patch/,
    ],
    ["levels of an openapi file", `${RESOURCES}openapi: {path: o.json}`, { "o.json": DEEP_FLOW }, /./],
    ["levels of a crds file", `${RESOURCES}crds: [o.json]`, { "o.json": DEEP_FLOW }, /loading CRDs/],
    ["levels of a configuration", `${RESOURCES}configurations: [o.yaml]`, { "o.yaml": `x: ${DEEP_FLOW}` }, /./],
  ])("%s end in an error", async (_name, kustomization, files, says) => {
    const result = await outcomeOf(kustomization, files);
    expect(result.slice(0, 7)).toBe("error: ");
    expect(result).toMatch(says);
  });

  test("a file beyond the limit is refused before it is parsed", async () => {
    const tree = memoryTree({
      "kustomization.yaml": "resources: [big.yaml]",
      "big.yaml": `#${"x".repeat(64 * 2 ** 20)}`,
    });
    expect(await outcome(tree)).toMatch(/larger than the limit/);
  });
});

describe("files that lead back", () => {
  test.each<[name: string, files: Record<string, string>, says: RegExp]>([
    ["a base that is itself", { "a/kustomization.yaml": "resources: [.]" }, /cycle detected/],
    [
      "bases of each other",
      { "a/kustomization.yaml": "resources: [../b]", "b/kustomization.yaml": "resources: [../a]" },
      /cycle detected/,
    ],
    [
      "components of each other",
      {
        "a/kustomization.yaml": "components: [../b]",
        "b/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncomponents: [../c]",
        "c/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncomponents: [../b]",
      },
      /cycle detected/,
    ],
    [
      "a base that is above",
      { "kustomization.yaml": "resources: [a]", "a/kustomization.yaml": "resources: [..]" },
      /cycle detected/,
    ],
    [
      "transformers that are their own kustomization",
      { "a/kustomization.yaml": "namePrefix: x\ntransformers: [../a]" },
      /cycle detected/,
    ],
    [
      "a replacement file that names another",
      {
        "a/kustomization.yaml": "resources: [s.yaml]\nreplacements: [{path: r.yaml}]",
        "a/s.yaml": MAP,
        "a/r.yaml": "- path: r.yaml\n",
      },
      /./,
    ],
  ])("%s", async (_name, files, says) => {
    const result = await outcome(memoryTree(files), "a");
    expect(result.slice(0, 7)).toBe("error: ");
    expect(result).toMatch(says);
  });
});

describe("paths that leave", () => {
  const FIELDS: readonly ((path: string) => string)[] = [
    (name) => `resources: [${name}]`,
    (name) => `components: [${name}]`,
    (name) => `${RESOURCES}patches: [{path: ${name}}]`,
    (name) => `${RESOURCES}patchesStrategicMerge: [${name}]`,
    (name) => `${RESOURCES}patchesJson6902: [{path: ${name}, target: {kind: ConfigMap, version: v1, name: settings}}]`,
    (name) => `configMapGenerator: [{name: m, files: [${name}]}]`,
    (name) => `configMapGenerator: [{name: m, envs: [${name}]}]`,
    (name) => `secretGenerator: [{name: m, files: [k=${name}]}]`,
    (name) => `${RESOURCES}replacements: [{path: ${name}}]`,
    (name) => `${RESOURCES}configurations: [${name}]`,
    (name) => `${RESOURCES}crds: [${name}]`,
    (name) => `${RESOURCES}openapi: {path: ${name}}`,
    (name) => `${RESOURCES}transformers: [${name}]`,
    (name) => `generators: [${name}]`,
    (name) => `${RESOURCES}validators: [${name}]`,
  ];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-hostile-"));

  beforeAll(() => {
    fs.mkdirSync(path.join(folder, "tree/app"), { recursive: true });
    fs.writeFileSync(path.join(folder, "secret.yaml"), MAP.replace("a: b", "a: treasure"));
    fs.writeFileSync(path.join(folder, "tree/app/settings.yaml"), MAP);
    fs.writeFileSync(path.join(folder, "tree/beside.yaml"), MAP.replace("a: b", "a: treasure"));
    fs.symlinkSync("../../secret.yaml", path.join(folder, "tree/app/link.yaml"));
    fs.symlinkSync(path.join(folder, "secret.yaml"), path.join(folder, "tree/app/absolute.yaml"));
    fs.symlinkSync("../beside.yaml", path.join(folder, "tree/app/sideways.yaml"));
    fs.symlinkSync("loop.yaml", path.join(folder, "tree/app/loop.yaml"));
    fs.symlinkSync("../..", path.join(folder, "tree/app/up"));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  test.each(
    [
      "link.yaml",
      "absolute.yaml",
      "sideways.yaml",
      "loop.yaml",
      "up/secret.yaml",
      "../beside.yaml",
      "../../secret.yaml",
      "../../../../../../../../../../etc/passwd",
      "/etc/passwd",
      "/",
      "file:///etc/passwd",
    ].map((name) => [name]),
  )("%s gives nothing away, whichever field names it", async (name) => {
    for (const field of FIELDS) {
      fs.writeFileSync(path.join(folder, "tree/app/kustomization.yaml"), field(name));
      const result = await outcome(directoryTree(path.join(folder, "tree")), "app");
      expect(result.slice(0, 7), field(name)).toBe("error: ");
      expect(result).not.toMatch(/treasure|root:x/);
    }
  });
});

describe("names that mean something to the language", () => {
  const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "valueOf"];

  test.each(NAMES.map((name) => [name]))("%s is an ordinary name", async (name) => {
    const key = JSON.stringify(name);
    const output = await outcomeOf(
      `resources: [settings.yaml, own.yaml]
commonAnnotations: {${key}: annotated}
labels: [{pairs: {${key}: labelled}}]
configMapGenerator:
- {name: made, literals: ["${name}=written"], options: {disableNameSuffixHash: true, labels: {${key}: made}}}
patches:
- patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {${name}: merged}}'
- target: {name: own}
  patch: '[{"op": "add", "path": "/data/${name}x", "value": {"${name}": "added"}}, {"op": "test", "path": "/data/${name}", "value": "there"}]'
replacements:
- source: {kind: ConfigMap, name: own, fieldPath: data.${name}}
  targets: [{select: {name: made}, fieldPaths: [data.${name}], options: {create: true}}]
`,
      { "own.yaml": `{apiVersion: v1, kind: ConfigMap, metadata: {name: own}, data: {${key}: there}}` },
    );
    expect(output).not.toMatch(/^error/);
    for (const value of ["annotated", "labelled", "merged", "there"])
      expect(output).toMatch(new RegExp(`^ +${name}: ${value}$`, "m"));
    expect(output).toMatch(new RegExp(`^ +${name}x:\n +${name}: added$`, "m"));
    expect(({} as Record<string, unknown>)["added"]).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test.each(NAMES.map((name) => [name]))("%s is no field of anything", async (name) => {
    expect(await outcomeOf(`${RESOURCES}${name}: {a: b}`)).toMatch(/^error: .*unknown field/);
    expect(await outcomeOf(`${RESOURCES}images: [{name: a, ${name}: b}]`)).toMatch(/^error: .*unknown field/);
    expect(await outcomeOf(`${RESOURCES}configurations: [c.yaml]`, { "c.yaml": `${name}: []` })).toMatch(/^error/);
  });

  test.each(NAMES.map((name) => [name]))("%s is an ordinary kind, and name of an object", async (name) => {
    const output = await outcomeOf("namePrefix: p-\nresources: [own.yaml]\nreplicas: [{name: x, count: 1}]", {
      "own.yaml": `{apiVersion: ${name}/v1, kind: ${name}, metadata: {name: ${name}, namespace: ${name}}}`,
      "x.yaml": "",
    });
    expect(output).toMatch(/^error: resource with name x does not match/);
    const built = await outcomeOf("namePrefix: p-\nresources: [own.yaml]\n", {
      "own.yaml": `{apiVersion: ${name}/v1, kind: ${name}, metadata: {name: ${name}, namespace: ${name}}}`,
    });
    expect(built).toContain(`name: p-${name}\n`);
    expect(built).toContain(`namespace: ${name}\n`);
  });

  test("a var may have any name that is a name", async () => {
    const output = await outcomeOf(
      `resources: [settings.yaml, pod.yaml]
vars:
- {name: constructor, objref: {apiVersion: v1, kind: ConfigMap, name: settings}}
patches:
- patch: '{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: web, args: ["$(constructor)", "$(toString)", "$(__proto__)"]}]}}'
`,
    );
    expect(output).toContain("- settings\n    - $(toString)\n    - $(__proto__)\n");
  });
});

describe("patches that match nothing", () => {
  test.each<[name: string, field: string, says: RegExp]>([
    ["a strategic merge", "patches: [{patch: '{kind: Pod, metadata: {name: none}}'}]", /^error: no resource matches/],
    ["with a target", "patches: [{target: {kind: Pod}, patch: '- {op: remove, path: /spec}'}]", /^apiVersion: v1/],
    [
      "a path of JSON",
      "patches: [{target: {kind: ConfigMap}, patch: '- {op: remove, path: /none/at/all}'}]",
      /^error: .*\/none/,
    ],
    ["an empty patch", "patches: [{target: {kind: ConfigMap}, patch: ''}]", /^error: [^]*must specify one of/],
    [
      "patchesJson6902",
      "patchesJson6902: [{target: {kind: Pod, version: v1, name: none}, patch: '- {op: remove, path: /spec}'}]",
      /./,
    ],
  ])("%s", async (_name, field, says) => {
    expect(await outcomeOf(RESOURCES + field)).toMatch(says);
  });
});

describe("regular expressions that take for ever elsewhere", () => {
  const EVIL = "(a+)+$";
  test.each<[name: string, field: string]>([
    ["in the name of a target", `patches: [{target: {name: '${EVIL}'}, patch: '- {op: add, path: /x, value: 1}'}]`],
    ["in the kind of a target", `patches: [{target: {kind: '${EVIL}'}, patch: '- {op: add, path: /x, value: 1}'}]`],
    [
      "in the namespace of a target",
      `patches: [{target: {namespace: '${EVIL}'}, patch: '- {op: add, path: /x, value: 1}'}]`,
    ],
    ["in an image", `images: [{name: '${EVIL}', newTag: x}]`],
    [
      "in a replacement",
      `replacements: [{source: {kind: Pod, name: web}, targets: [{select: {name: '${EVIL}'}, fieldPaths: [x]}]}]`,
    ],
    [
      "in a rejected target",
      `replacements: [{source: {kind: Pod, name: web}, targets: [{select: {kind: Pod}, reject: [{name: '${EVIL}'}], fieldPaths: [metadata.name]}]}]`,
    ],
  ])("%s", async (_name, field) => {
    const name = `${"a".repeat(60)}.b`;
    const files = {
      "evil.yaml": POD.replace("{name: web}", `{name: ${name}, namespace: ${name}}`).replace(
        "kind: Pod",
        `kind: ${name}`,
      ),
    };
    expect(await outcomeOf(`resources: [pod.yaml, evil.yaml]\n${field}`, files)).toBeTypeOf("string");
  });

  test("one that RE2 does not know is refused", async () => {
    expect(
      await outcomeOf(`${RESOURCES}patches: [{target: {name: '(?=a)'}, patch: '- {op: remove, path: /data}'}]`),
    ).toMatch(/^error: [^]*invalid or unsupported Perl syntax/);
  });
});

const FRAGMENTS = [
  ...["resources:", "patches:", "- settings.yaml", "- pod.yaml", "- base", "namePrefix: a-", "images:", "- name: web"],
  ...["  newTag: '2'", "commonLabels:", "  app: 5", "labels:", "- pairs: {a: b}", "  includeSelectors: true", "vars:"],
  ...[
    "configMapGenerator:",
    "- name: m",
    "  literals: [a=b]",
    "  behavior: merge",
    "  files: [pod.yaml]",
    "replacements:",
  ],
  ...[
    "- source: {kind: Pod}",
    "  targets: [{select: {kind: Pod}, fieldPaths: [spec.x]}]",
    "  path: p.yaml",
    "- path: p.yaml",
  ],
  ...[
    "- patch: |-",
    "    kind: Pod",
    "    metadata: {name: web}",
    "  target: {kind: Pod}",
    "- op: add",
    "  path: /spec/x",
  ],
  ...["apiVersion: v1", "kind: Pod", "metadata: {name: web}", "kind: List", "items: [{kind: Pod}]", "spec: &a {b: *a}"],
  ...[
    "---",
    "...",
    "<<: {a: 1}",
    "? [a]",
    "- !!binary x",
    "a: !!int x",
    "\t",
    "__proto__: {}",
    "null",
    "~: ~",
    '"\\u0000"',
  ],
  ...[
    "apiVersion: builtin",
    "kind: PatchTransformer",
    "transformers: [p.yaml]",
    "generators: [p.yaml]",
    "crds: [p.yaml]",
  ],
  ...[
    "openapi: {path: p.yaml}",
    "configurations: [p.yaml]",
    "validators: [p.yaml]",
    "components: [base]",
    "replicas: [{count: 1}]",
  ],
  ...[
    "patchesStrategicMerge: [p.yaml]",
    "patchesJson6902: [{path: p.yaml, target: {name: web}}]",
    "buildMetadata: [originAnnotations]",
  ],
];

test("whatever a tree holds, it builds or a KustomizeError says why not", async () => {
  const line = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...FRAGMENTS) }, { weight: 1, arbitrary: fc.string() });
  const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));
  await fc.assert(
    fc.asyncProperty(fc.tuple(text, text, text, text, text), async ([top, settings, pod, p, base]) => {
      const tree = memoryTree({
        "kustomization.yaml": `resources: [settings.yaml, pod.yaml]\n${top}`,
        "settings.yaml": `${MAP}${settings}`,
        "pod.yaml": `${POD}${pod}`,
        "p.yaml": p,
        "base/kustomization.yaml": base,
      });
      expect(await outcome(tree)).toBeTypeOf("string");
    }),
    { numRuns: 400 },
  );
});
