import { memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import { KustomizeError } from "../kustomize-error.ts";
import type { RemoteSources } from "../remote/remote-sources.ts";
import { parseRepoSpec, type RepoSpec } from "../remote/repo-spec.ts";
import type { LocalizeDestination } from "./destination.ts";
import { localize, type LocalizeOptions, type LocalizeResult, VerificationError } from "./localize.ts";
import { defaultDestination, localizedFilePath, localizedRepositoryPath } from "./localized-path.ts";

const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}   # kept\n";

/** Keeps the copy in memory; `copy` is undefined where there is none. */
function memoryDestination(): LocalizeDestination & { copy: Record<string, string> | undefined; name: string } {
  return {
    name: "",
    copy: undefined,
    create(defaultName) {
      this.name = defaultName;
      this.copy = {};
      return `/trees/${defaultName}`;
    },
    write(path, bytes) {
      if (this.copy) this.copy[path] = Buffer.from(bytes).toString();
    },
    discard() {
      this.copy = undefined;
    },
  };
}

const remotes: RemoteSources = {
  repository: ({ cloneUrl }) => {
    if (cloneUrl !== "https://h.example/org/repo") throw new KustomizeError("not-found", "no such repository");
    const tree = memoryTree({
      "app/kustomization.yaml": "resources: [../base, 'https://h.example/cm.yaml']\n",
      "base/kustomization.yaml": "resources: [cm.yaml]\nnamePrefix: base-\n",
      "base/cm.yaml": CONFIG_MAP,
      "out/kustomization.yaml": "resources: [../../elsewhere]\n",
    });
    return Promise.resolve({ tree, commit: "c0ffee" });
  },
  file: (url) =>
    Promise.resolve(
      url === "https://h.example/cm.yaml"
        ? { status: 200, statusText: "OK", bytes: Buffer.from(CONFIG_MAP.replace("name: a", "name: web")) }
        : { status: 404, statusText: "Not Found", bytes: Buffer.from("") },
    ),
};

async function run(
  files: Record<string, string>,
  options: Partial<LocalizeOptions> = {},
): Promise<{ result: LocalizeResult; copy: Record<string, string> | undefined; name: string }> {
  const destination = memoryDestination();
  const tree = memoryTree(files);
  const result = await localize({ tree, workingFolder: "", target: "app", destination, remotes, ...options });
  return { result, copy: destination.copy, name: destination.name };
}

test("a kustomization and all that it names are copied; what is fetched is named by its copy", async () => {
  const { result, copy, name } = await run({
    "app/kustomization.yaml": `# a comment
resources: [base, "https://h.example/org/repo//app?ref=v1"]
transformers: [plugin.yaml]
`,
    "app/base/kustomization.yaml": "resources: [cm.yaml]\n",
    "app/base/cm.yaml": CONFIG_MAP,
    "app/base/unused.yaml": CONFIG_MAP,
    "app/plugin.yaml":
      "kind: PatchTransformer\napiVersion: builtin\nmetadata: {name: n}\npath: patch.yaml\ntarget: {name: a}\n",
    "app/patch.yaml": "- {op: add, path: /data, value: {x: y}}\n",
  });
  const repository = "localized-files/h.example/org/repo/v1";
  expect(copy).toEqual({
    "kustomization.yaml": `resources:\n- base\n- ${repository}/app\ntransformers:\n- plugin.yaml\n`,
    "base/kustomization.yaml": "resources:\n- cm.yaml\n",
    "base/cm.yaml": CONFIG_MAP,
    "plugin.yaml":
      'apiVersion: builtin\nkind: PatchTransformer\nmetadata:\n  name: "n"\npath: patch.yaml\ntarget:\n  name: a\n',
    "patch.yaml": "- {op: add, path: /data, value: {x: y}}\n",
    [`${repository}/app/kustomization.yaml`]: "resources:\n- ../base\n- localized-files/h.example/cm.yaml\n",
    [`${repository}/app/localized-files/h.example/cm.yaml`]: CONFIG_MAP.replace("name: a", "name: web"),
    [`${repository}/base/kustomization.yaml`]: "namePrefix: base-\nresources:\n- cm.yaml\n",
    [`${repository}/base/cm.yaml`]: CONFIG_MAP,
  });
  expect(name).toBe("localized-app");
  expect(result.files.toSorted()).toEqual(Object.keys(copy ?? {}).toSorted());
  expect(result.messages).toEqual([
    "VERIFICATION SUCCESS: `kustomize build` for app and /trees/localized-app are the same after localization.",
    'SUCCESS: localized "app" to directory /trees/localized-app',
  ]);
});

test("a folder of a repository is copied with what it needs of the rest", async () => {
  const { copy, name } = await run({}, { target: "https://h.example/org/repo//app?ref=feature/x" });
  expect(Object.keys(copy ?? {}).toSorted()).toEqual([
    "app/kustomization.yaml",
    "app/localized-files/h.example/cm.yaml",
    "base/cm.yaml",
    "base/kustomization.yaml",
  ]);
  expect(name).toBe("localized-app-feature-x");
});

test("within a scope, folders beside the target are copied too", async () => {
  const files = { "app/kustomization.yaml": "resources: [../base]\n", "base/kustomization.yaml": "namePrefix: x\n" };
  const { copy } = await run(files, { scope: "." });
  expect(Object.keys(copy ?? {}).toSorted()).toEqual(["app/kustomization.yaml", "base/kustomization.yaml"]);
  await expect(run(files)).rejects.toThrow('root "base" outside localize scope "app"');
});

test.each([
  ["resources: [none]", "unable to localize resources entry: could not localize path"],
  ["patches: [{path: none}]", "unable to localize patches: invalid file reference"],
  ["components: ['https://h.example/org/repo//app']", "missing ref query string parameter"],
  ["components: ['https://h.example/org/repo//out?ref=v1']", "must be within the repo, but base '../../elsewhere'"],
  ["crds: ['https://h.example/none']", "HTTP Error: status code 404 (Not Found)"],
  ["foo: bar", 'invalid Kustomization: json: unknown field "foo"'],
])("after a mistake nothing is left: %s", async (text, message) => {
  const destination = memoryDestination();
  await expect(run({ "app/kustomization.yaml": `${text}\n` }, { destination })).rejects.toThrow(message);
  expect(destination.copy).toBeUndefined();
  expect(destination.name).toBe("localized-app");
});

test("a mistake comes with its place", async () => {
  const broken = { "app/kustomization.yaml": "resources: [a.yaml]\n", "app/a.yaml": "kind: A\nmetadata: {name: [}\n" };
  await expect(run(broken)).rejects.toMatchObject({ file: "app/a.yaml", line: 2 });
});

test("what cannot be built stays, and is not trusted", async () => {
  const destination = memoryDestination();
  const files = {
    "app/kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
    "app/a.yaml": CONFIG_MAP,
    "app/b.yaml": CONFIG_MAP,
  };
  await expect(run(files, { destination })).rejects.toThrow(VerificationError);
  expect(destination.copy).toHaveProperty(["kustomization.yaml"]);
  await expect(run(files, { noVerify: true })).resolves.toBeDefined();
});

test("a copy that builds to something else is not trusted", async () => {
  let asked = 0;
  const moving: RemoteSources = {
    ...remotes,
    file: (url) => {
      const bytes = Buffer.from(`kind: A\napiVersion: v1\nmetadata: {name: a${asked++}}\n`);
      return url === "https://h.example/x"
        ? Promise.resolve({ status: 200, statusText: "OK", bytes })
        : remotes.file(url);
    },
  };
  const files = { "app/kustomization.yaml": "resources: ['https://h.example/x']\n" };
  await expect(run(files, { remotes: moving })).rejects.toThrow("are different after localization");
});

test("keys of objects are ordinary keys", async () => {
  const { copy } = await run({
    "app/kustomization.yaml": "commonAnnotations: {__proto__: x, constructor: z}\n",
  });
  expect(copy?.["kustomization.yaml"]).toBe("commonAnnotations:\n  __proto__: x\n  constructor: z\n");
});

test.each([
  ["https://h.example:8443/a/b.yaml?x=1#y", "localized-files/h.example/a/b.yaml"],
  ["http://user:pw@h.example/a%20b", "localized-files/h.example/a%20b"],
  ["http://[::1]/../a//b", "localized-files/::1/a/b"],
])("the copy of %s is %s", (url, path) => {
  expect(localizedFilePath(url)).toBe(path);
});

test.each([
  ["https://h.example/org/repo.git//p?ref=v1", "localized-files/h.example/org/repo/v1", "localized-p-v1"],
  ["git@h.example:org/repo?ref=v1", "localized-files/h.example/org/repo/v1", "localized-repo-v1"],
  ["ssh://git@h.example:22/~/repo.git?ref=a/b", "localized-files/h.example/~/repo/a/b", "localized-repo-a-b"],
  ["file:///tmp/x/../y.git//p/q?ref=v1", "localized-files/file-schemed/tmp/y/v1", "localized-q-v1"],
  ["https://h.example/o/_git/re/p?ref=v1", "localized-files/h.example/o/_git/re/v1", "localized-p-v1"],
  ["https://[::1]/org/repo?ref=../../x", "localized-files/::1/org/repo/x", "localized-repo-..-..-x"],
])("the copy of %s is in %s, as a target in %s", (url, path, name) => {
  const spec = parseRepoSpec(url) as RepoSpec;
  expect(localizedRepositoryPath(spec)).toBe(path);
  expect(defaultDestination(spec.path, spec)).toBe(name);
});
