import { expect, test } from "vitest";
import { formatWarning } from "../chart/chart.ts";
import type { Dependency } from "../chart/chart.ts";
import { fetchIndex, pullChart, type RepositoryGet, type RepositoryOptions } from "./http-repository.ts";
import { findVersion, readIndex } from "./index-file.ts";
import { lockDigest } from "./lock.ts";

const INDEX = `apiVersion: v1
entries:
  t:
  - {name: t, version: 1.3.0, urls: [t-1.3.0.tgz], digest: abc}
  - {name: t, version: 2.0.0-rc.1, urls: [t-2.0.0-rc.1.tgz]}
  - {name: t, version: 1.2.3+b, urls: ["https://elsewhere.example/t.tgz"]}
  - {name: t, version: 2.0.0, urls: [t-2.0.0.tgz]}
  none:
  - {name: none, version: 1.0.0}
`;

const versions: [asked: string, isDevel: boolean, want: string | undefined][] = [
  ["", false, "2.0.0"],
  ["", true, "2.0.0"],
  ["^1", false, "1.3.0"],
  ["2.0.0-rc.1", false, "2.0.0-rc.1"],
  [">9", false, undefined],
  ["x y", false, undefined],
];

test.each(versions)("version %j of a chart", (asked, isDevel, want) => {
  expect(findVersion(readIndex(INDEX, "here"), "t", asked, isDevel)?.found.metadata.version).toBe(want);
});

test("a version that is only nearly there is taken with a warning", () => {
  const match = findVersion(readIndex(INDEX, "here"), "t", "1.2.3");
  expect(match?.found.metadata.version).toBe("1.2.3+b");
  expect(match?.warnings.map(formatWarning)).toEqual([
    'level=WARN msg="unable to find exact version requested; falling back to closest available version" chart=t requested=1.2.3 selected=1.2.3+b',
  ]);
});

test("entries that nobody could install are left out", () => {
  const { entries, warnings } = readIndex(
    "apiVersion: v1\nentries: {t: [null, {name: t, version: x}, {name: t, version: 1.0.0}]}",
    "here",
  );
  expect(entries.get("t")).toHaveLength(1);
  expect(warnings.map(({ message }) => message)).toEqual([
    'skipping loading invalid entry for chart "t" from here: empty entry',
    'skipping loading invalid entry for chart "t" "x" from here: validation: chart.metadata.version "x" is invalid',
  ]);
});

const bad: [text: string, message: string][] = [
  ["", "empty index.yaml file"],
  ["entries: {}", "no API version specified"],
  ["apiVersion: v1\nbar: 1", 'error unmarshaling JSON: while decoding JSON: json: unknown field "bar"'],
  ["a: b: c", "error converting YAML to JSON: yaml: mapping values are not allowed in this context"],
  [
    "apiVersion: v1\nentries: {t: x}",
    "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field IndexFile.entries of type repo.ChartVersions",
  ],
];

test.each(bad)("an index that is refused: %j", async (text, message) => {
  const get: RepositoryGet = async () => ({ status: 200, statusText: "OK", bytes: Buffer.from(text) });
  await expect(fetchIndex({ url: "http://repo.example", get })).rejects.toThrow(
    `looks like "http://repo.example" is not a valid chart repository or cannot be reached: ${message}`,
  );
});

function repository(asked: string[]): RepositoryOptions {
  return {
    url: "https://repo.example/charts",
    username: "u",
    password: "p",
    get: async (url, { headers }) => {
      asked.push(`${url} ${headers.authorization ?? "nobody"}`);
      if (url.endsWith("rc.1.tgz")) return { status: 404, statusText: "Not Found", bytes: new Uint8Array() };
      return { status: 200, statusText: "OK", bytes: Buffer.from(url.endsWith(".yaml") ? INDEX : "archive") };
    },
  };
}

test("a chart is pulled from where the index says; others do not see the password", async () => {
  const asked: string[] = [];
  const options = repository(asked);
  const index = await fetchIndex(options);
  expect(await pullChart(index, "t", "", options)).toMatchObject({ version: "2.0.0", data: Buffer.from("archive") });
  await pullChart(index, "t", "1.2.3", options);
  await pullChart(index, "t", "1.2.3", { ...options, passCredentials: true });
  expect(asked).toEqual([
    "https://repo.example/charts/index.yaml Basic dTpw",
    "https://repo.example/charts/t-2.0.0.tgz Basic dTpw",
    "https://elsewhere.example/t.tgz nobody",
    "https://elsewhere.example/t.tgz Basic dTpw",
  ]);
});

const missing: [name: string, version: string, message: string][] = [
  ["nope", "", 'chart "nope" not found in https://repo.example/charts repository'],
  ["t", ">9", 'chart "t" version ">9" not found in https://repo.example/charts repository'],
  ["none", "1.0.0", 'chart "none" version "1.0.0" has no downloadable URLs'],
  ["t", "2.0.0-rc.1", "failed to fetch https://repo.example/charts/t-2.0.0-rc.1.tgz : 404 Not Found"],
];

test.each(missing)("there is no %s %s", async (name, version, message) => {
  const options = repository([]);
  await expect(pullChart(await fetchIndex(options), name, version, options)).rejects.toThrow(message);
});

test("the digest of a lock is the one that Helm wrote for it", () => {
  const dependency = (name: string, version: string, url: string, more: Partial<Dependency> = {}): Dependency => ({
    name,
    version,
    repository: url,
    condition: "",
    tags: [],
    enabled: false,
    importValues: [],
    alias: "",
    ...more,
  });
  const url = "http://127.0.0.1:18222";
  const asked = [
    dependency("t", "^1.0.0", url),
    dependency("t", "2.x", `${url}/`, { alias: "two", condition: "two.enabled" }),
    dependency("local", "*", "file://../local"),
  ];
  const found = [
    dependency("t", "1.3.0", url),
    dependency("t", "2.0.0", `${url}/`),
    dependency("local", "3.1.4", "file://../local"),
  ];
  expect(lockDigest(asked, found)).toBe("sha256:ad682660506792d6f5fb7c52953a05c1f9cce35f032ce698864ea5af0a111887");
});
