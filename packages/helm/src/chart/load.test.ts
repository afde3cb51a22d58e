import { gzipSync } from "node:zlib";
import { memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import { ChartError } from "./chart-error.ts";
import { loadChartArchive, loadChartFolder } from "./load-folder.ts";
import { tarOf } from "../../test/tar-writer.ts";

const CHART = "apiVersion: v2\nname: t\nversion: 1.2.3\n";

function archive(files: Record<string, string | Uint8Array>): Uint8Array {
  return gzipSync(tarOf(files));
}

async function messageOf(load: () => unknown): Promise<string> {
  try {
    await load();
    return "no error";
  } catch (error) {
    if (error instanceof ChartError) return error.message;
    throw error;
  }
}

test("files of a folder go where they belong", async () => {
  const chart = await loadChartFolder(
    memoryTree({
      "c/Chart.yaml": CHART,
      "c/Chart.lock": "digest: sha256:x\n",
      "c/values.yaml": "a: 1\n",
      "c/values.schema.json": "{}",
      "c/templates/a.yaml": "a: 1",
      "c/templates/.hidden": "x",
      "c/crds/b.yaml": "kind: B",
      "c/README.md": "x",
      "c/charts/s/Chart.yaml": "name: s\nversion: 1\n",
      "c/charts/_skipped/x": "x",
      "c/charts/s.prov": "x",
      "other/x": "y",
    }),
    "c",
  );
  expect(chart.metadata.name).toBe("t");
  expect(chart.lock?.digest).toBe("sha256:x");
  expect(chart.values).toEqual(new Map([["a", 1]]));
  expect(chart.templates.map(({ name }) => name)).toEqual(["templates/a.yaml"]);
  expect(chart.files.map(({ name }) => name)).toEqual(["README.md", "charts/s.prov", "crds/b.yaml"]);
  expect(chart.dependencies.map(({ metadata }) => metadata.name)).toEqual(["s"]);
});

test("a packed chart in charts/, and one in that", async () => {
  const inner = archive({ "d/Chart.yaml": "name: d\nversion: 1\n" });
  const outer = archive({ "s/Chart.yaml": "name: s\nversion: 1\n", "s/charts/d-1.tgz": inner });
  const chart = loadChartArchive(archive({ "any/Chart.yaml": CHART, "any/charts/s-1.tgz": outer }), "x.tgz");
  expect(chart.dependencies[0]?.dependencies[0]?.metadata.name).toBe("d");
});

test("backslashes and a second top folder in an archive are accepted", () => {
  const chart = loadChartArchive(archive({ "t\\Chart.yaml": CHART, "t\\templates\\a.yaml": "x", "u/y": "z" }), "x.tgz");
  expect(chart.templates.map(({ name }) => name)).toEqual(["templates/a.yaml"]);
  expect(chart.files.map(({ name }) => name)).toEqual(["y"]);
});

const archives: Record<string, { data: Uint8Array; message: string }> = {
  "no archive": { data: Buffer.from("this is no archive"), message: "gzip: invalid header" },
  nothing: { data: new Uint8Array(), message: "EOF" },
  "a text in gzip": { data: gzipSync("text ".repeat(200)), message: "archive/tar: invalid tar header" },
  "cut short": {
    data: archive({ "s/Chart.yaml": CHART, "s/x": "y".repeat(5000) }).subarray(0, 100),
    message: "unexpected EOF",
  },
  "no files": { data: archive({}), message: "no files in chart archive" },
  "a file without folder": {
    data: archive({ "Chart.yaml": CHART }),
    message: 'chart illegally contains content outside the base directory: "Chart.yaml"',
  },
  "a name that leads out": {
    data: archive({ "s/../../x": "y" }),
    message: "chart illegally references parent directory",
  },
  "an absolute name": { data: archive({ "s//etc/passwd": "y" }), message: "chart illegally contains absolute paths" },
  "a drive": { data: archive({ "s/C:/x": "y" }), message: "chart contains illegally named files" },
  "a file that is too large": {
    data: archive({ "s/x": new Uint8Array(5 * 1024 * 1024 + 1) }),
    message: 'decompressed chart file "s/x" is larger than the maximum file size 5242880',
  },
  "a bomb": {
    data: gzipSync(new Uint8Array(200 * 1024 * 1024)),
    message: "decompressed chart is larger than the maximum size 104857600",
  },
};

test.each(Object.entries(archives))("an archive in charts/: %s", async (_name, { data, message }) => {
  const tree = memoryTree({ "Chart.yaml": CHART, "charts/s.tgz": data });
  expect(await messageOf(() => loadChartFolder(tree, ""))).toBe(`error unpacking subchart s.tgz in t: ${message}`);
});

test("an archive alone: why it cannot be read is the cause", () => {
  const load = (data: Uint8Array): unknown => {
    try {
      return loadChartArchive(data, "x.tgz");
    } catch (error) {
      const { message, cause } = error as ChartError;
      return [message, (cause as Error | undefined)?.message];
    }
  };
  expect(load(archive({ "t/../../x": "y" }))).toEqual([
    "unable to load chart archive",
    "chart illegally references parent directory",
  ]);
  expect(load(archive({ "t/x": "y" }))).toEqual(["unable to detect chart version, no Chart.yaml found", undefined]);
  expect(load(Buffer.from("text"))).toEqual([
    "file 'x.tgz' does not appear to be a gzipped archive; got 'application/octet-stream'",
    undefined,
  ]);
});

test("charts without end in charts/ are refused", async () => {
  const files: Record<string, string> = {};
  for (let depth = 0, path = ""; depth < 200; depth++, path += `charts/c/`)
    files[`${path}Chart.yaml`] = "name: c\nversion: 1\n";
  expect(await messageOf(() => loadChartFolder(memoryTree(files), ""))).toContain("charts are nested deeper than");
});

test("an error names the file in the subchart, and the line", async () => {
  const tree = memoryTree({
    "Chart.yaml": CHART,
    "charts/s/Chart.yaml": "name: s\nversion: 1\n",
    "charts/s/values.yaml": "a: 1\nb: [\n",
  });
  const error = await loadChartFolder(tree, "").catch((caught: unknown) => caught);
  expect(error).toMatchObject({ place: { file: "charts/s/values.yaml" } });
  expect((error as ChartError).message).toMatch(/^error unpacking subchart s in t: cannot load values.yaml: /);
});

const metadata: Record<string, { text: string; message: string }> = {
  "no name": { text: "version: 1\n", message: "validation: chart.metadata.name is required" },
  "no version": { text: "name: t\n", message: "validation: chart.metadata.version is required" },
  "a bad version": {
    text: "name: t\nversion: 1.2.3.4\n",
    message: 'validation: chart.metadata.version "1.2.3.4" is invalid',
  },
  "a list for a text": {
    text: "name: [t]\nversion: 1\n",
    message:
      "cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field Metadata.name of type string",
  },
  "an alias with a dot": {
    text: `${CHART}dependencies: [{name: a, alias: b.c}]\n`,
    message: 'validation: dependency "a" has disallowed characters in the alias',
  },
  "an unknown apiVersion": { text: "apiVersion: v3\nname: t\nversion: 1\n", message: "invalid chart apiVersion" },
};

test.each(Object.entries(metadata))("Chart.yaml with %s", async (_name, { text, message }) => {
  expect(await messageOf(() => loadChartFolder(memoryTree({ "Chart.yaml": text }), ""))).toBe(message);
});

test("numbers and booleans become texts where texts are wanted", async () => {
  const text = `${CHART}appVersion: 1.10\ndescription: yes\nhome: 2024-01-01\nicon: 1e6\nannotations: {a: 1.50, b: null}\n`;
  const { metadata: read } = await loadChartFolder(memoryTree({ "Chart.yaml": text }), "");
  expect(read).toMatchObject({ appVersion: "1.1", description: "true", home: "2024-01-01", icon: "1e+06" });
  expect(read.annotations).toEqual(
    new Map([
      ["a", "1.5"],
      ["b", ""],
    ]),
  );
});
