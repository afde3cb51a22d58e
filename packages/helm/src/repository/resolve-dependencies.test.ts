import { expect, test } from "vitest";
import { ChartFile, type Dependency } from "../chart/chart.ts";
import { loadFiles } from "../chart/load.ts";
import { readIndex } from "./index-file.ts";
import { checkLock, type DependencySources, resolveDependencies, writeLock } from "./resolve-dependencies.ts";

const URL = "http://127.0.0.1:18222";
const entries = ["1.2.3", "1.3.0", "2.0.0-rc.1", "2.0.0"].map((version) => `{name: t, version: ${version}, urls: [x]}`);
const sources: DependencySources = {
  index: async () => readIndex(`apiVersion: v1\nentries: {t: [${entries.join(",")}]}`, URL),
  ociVersions: async () => ["2.0.0", "1.1.0"],
  folderVersion: async (path) => (path === "../local" ? "3.1.4" : undefined),
};

function asked(dependencies: string): Dependency[] {
  const text = `apiVersion: v2\nname: dep\nversion: 0.1.0\ndependencies: ${dependencies}\n`;
  return loadFiles([new ChartFile("Chart.yaml", Buffer.from(text))]).metadata.dependencies as Dependency[];
}

// The digests are those that Helm wrote for the same requests.
const locks: [dependencies: string, versions: string[], digest: string][] = [
  ["[]", [], "643d5437104296e21d906ecb15b2c96ad278f20cfc4af53b12bb6069bd853726"],
  [
    `[{name: t, version: '>=2.0.0-0', repository: ${URL}}]`,
    ["2.0.0"],
    "37cbd0f076dce343ecef131610e2185efe8505e569a00ab5a80c1b362dc20e76",
  ],
  [
    `[{name: t, version: v1.2.3, repository: ${URL}}]`,
    ["1.2.3"],
    "f062cba818495dd5b74739b79c8519f7b8f699e88fa394ccccf1a4d0c636df8b",
  ],
  [
    "[{name: local, version: '3.x', repository: 'file://../local'}]",
    ["3.1.4"],
    "94188a38cbf4a9c4c8d933ec06509d7ce10374dc17d2a67dba817e58e50152a6",
  ],
  [
    `[{name: t, version: '^1', repository: ${URL}, condition: t.enabled, tags: [a], import-values: [x, {child: a, parent: b}], alias: q, enabled: true}]`,
    ["1.3.0"],
    "8f7b6b8fe7906bc85df3d907204d0c6dfc852ea92a6a03501c145c8065a37823",
  ],
];

test.each(locks)("a lock for %s", async (dependencies, versions, digest) => {
  const wanted = asked(dependencies);
  const lock = await resolveDependencies(wanted, sources, "now");
  expect(lock.dependencies.map((each) => each?.version)).toEqual(versions);
  expect(lock.digest).toBe(`sha256:${digest}`);
  expect(() => checkLock(wanted, lock)).not.toThrow();
  expect(() => checkLock([...wanted, ...asked(`[{name: z, version: 1}]`)], lock)).toThrow("is out of sync");
});

test("a lock as it is written", async () => {
  const lock = await resolveDependencies(
    asked(`[{name: t, version: '^1', repository: ${URL}}]`),
    sources,
    "2026-11-25T15:43:14.457085125Z",
  );
  expect(writeLock(lock)).toBe(
    `dependencies:\n- name: t\n  repository: ${URL}\n  version: 1.3.0\ndigest: ${lock.digest}\ngenerated: "2026-11-25T15:43:14.457085125Z"\n`,
  );
});

test("versions in a registry", async () => {
  const lock = await resolveDependencies(asked("[{name: t, version: ^1, repository: 'oci://r/x'}]"), sources, "now");
  expect(lock.dependencies[0]?.version).toBe("1.1.0");
});

const failures: [dependencies: string, message: string][] = [
  [
    `[{name: t, version: '>9', repository: ${URL}}]`,
    `can't get a valid version for 1 subchart(s): "t" (repository "${URL}", version ">9"). Make sure a matching chart version exists in the repo, or change the version constraint in Chart.yaml`,
  ],
  [`[{name: nope, version: 1.0.0, repository: ${URL}}]`, `nope chart not found in repo ${URL}`],
  [
    `[{name: t, version: 'x y', repository: ${URL}}]`,
    'dependency "t" has an invalid version/constraint format: improper constraint: "x y"',
  ],
  ["[{name: t, version: 1.2.3}]", "directory charts/t not found"],
  ["[{name: t, version: 1.2.3, repository: 'file://nowhere'}]", "directory nowhere not found"],
];

test.each(failures)("nothing is found for %s", async (dependencies, message) => {
  await expect(resolveDependencies(asked(dependencies), sources, "now")).rejects.toThrow(message);
});
