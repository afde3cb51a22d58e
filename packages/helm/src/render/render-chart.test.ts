import { memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import type { Chart } from "../chart/chart.ts";
import { loadChartFolder } from "../chart/load-folder.ts";
import { userValues } from "../values/user-values.ts";
import { parseKubeVersion } from "./capabilities.ts";
import { fromKubeObject } from "./lookup.ts";
import { assemble, renderChart, RenderError, renderFiles, type RenderOptions } from "./render-chart.ts";
import { templateOutput, type TemplateOutputOptions } from "./template-output.ts";

const CHART = "apiVersion: v2\nname: t\nversion: 1.2.3\n";

async function chart(files: Record<string, string>): Promise<Chart> {
  return loadChartFolder(memoryTree({ "Chart.yaml": CHART, ...files }), "");
}

interface Given extends TemplateOutputOptions {
  set?: string[];
  options?: Partial<RenderOptions>;
}

async function output(
  files: Record<string, string>,
  { set = [], options = {}, ...print }: Given = {},
): Promise<string> {
  const rendered = renderChart(await chart(files), userValues({ set }), {
    release: { name: "rel", namespace: "ns" },
    ...options,
  });
  return templateOutput(rendered, print);
}

/** The document of the one template `a.yaml`. */
async function one(template: string, files: Record<string, string> = {}, given: Given = {}): Promise<string> {
  const text = await output({ ...files, "templates/a.yaml": template }, given);
  return text.replace("---\n# Source: t/templates/a.yaml\n", "").trim();
}

const prints: Record<string, { template: string; files?: Record<string, string>; set?: string[]; want: string }> = {
  "numbers of files are floats": {
    template: "a: {{ .Values.num }}",
    files: { "values.yaml": "num: 1000000" },
    want: "a: 1e+06",
  },
  "numbers of --set are integers": { template: "a: {{ .Values.num }}", set: ["num=1000000"], want: "a: 1000000" },
  "what is missing prints nothing": { template: "a: {{ .Values.x }}.", want: "a: ." },
  include: { template: '{{ define "x" }}{{ .Chart.Name }}{{ end }}a: {{ include "x" . }}', want: "a: t" },
  tpl: { template: "a: {{ tpl .Values.t . }}", files: { "values.yaml": "t: '{{ .Release.Name }}'" }, want: "a: rel" },
  "a define in tpl stays there": {
    template: 'a: {{ tpl "{{ define `x` }}in{{ end }}{{ include `x` . }}" . }}',
    want: "a: in",
  },
  "types of built-in objects": {
    template: "a: {{ typeOf .Values }} {{ typeOf .Capabilities }} {{ typeOf .Files }} {{ typeOf .Chart.Annotations }}",
    want: "a: common.Values *common.Capabilities engine.files map[string]string",
  },
  capabilities: {
    template:
      'a: {{ .Capabilities.KubeVersion }} {{ .Capabilities.APIVersions.Has "apps/v1" }} {{ .Capabilities.HelmVersion.Version }}',
    want: "a: v1.36.0 true v4.2.4",
  },
  files: {
    template: 'a: {{ .Files.Get "x.txt" }} {{ range $k, $_ := .Files.Glob "d/**.txt" }}{{ $k }} {{ end }}',
    files: { "x.txt": "hello", "d/a.txt": "", "d/e/b.txt": "", "d/c.md": "" },
    want: "a: hello d/a.txt d/e/b.txt",
  },
  "toYaml as go-yaml": {
    template: '{{ dict "b" (list 1 "yes") "a10" 1 "a9" 2 | toYaml }}',
    want: 'a9: 2\na10: 1\nb:\n- 1\n- "yes"',
  },
  "toYamlPretty indents lists": {
    template: '{{ dict "b" (list 1 (list 2 3)) | toYamlPretty }}',
    want: "b:\n  - 1\n  - - 2\n    - 3",
  },
  toToml: {
    template: '{{ dict "a" 1.0 "t" (dict "x" "y") | toToml }}'
      .replace(/^/, "a: |-\n  ")
      .replace(" | toToml", " | toToml | nindent 2"),
    want: 'a: |-\n  \n  a = 1.0\n  \n  [t]\n    x = "y"',
  },
  "fromYaml gives its error as a value": {
    template: 'a: {{ (fromYaml "- x").Error | quote }}',
    want: 'a: "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}"',
  },
  "lookup without a cluster": { template: 'a: {{ lookup "v1" "Pod" "ns" "x" }}', want: "a: map[]" },
};

test.each(Object.entries(prints))("%s", async (_name, { template, files = {}, set = [], want }) => {
  expect(await one(template, files, { set })).toBe(want);
});

const errors: Record<string, { template: string; message: string }> = {
  fail: { template: 'x\n{{ fail "it broke" }}', message: "execution error at (t/templates/a.yaml:2:3): it broke" },
  "required in an include": {
    template: '{{ define "x" }}{{ required "needed" .x }}{{ end }}a: {{ include "x" dict }}',
    message: "execution error at (t/templates/a.yaml:1:57): needed",
  },
  "nil pointer": {
    template: "a: {{ .Values.m.x }}",
    message:
      't/templates/a.yaml:1:13\n  executing "t/templates/a.yaml" at <.Values.m.x>:\n    nil pointer evaluating interface {}.x',
  },
  "nil pointer in an include": {
    template: '{{ define "x" }}{{ .Values.m.x }}{{ end }}a: {{ include "x" . }}',
    message:
      't/templates/a.yaml:1:48\n  executing "t/templates/a.yaml" at <include "x" .>:\n    error calling include:\nt/templates/a.yaml:1:26\n  executing "x" at <.Values.m.x>:\n    nil pointer evaluating interface {}.x',
  },
  "a function": {
    template: "a: {{ div 1 0 }}",
    message:
      'template: t/templates/a.yaml:1:6: executing "t/templates/a.yaml" at <div 1 0>: error calling div: runtime error: integer divide by zero',
  },
  "the parser": {
    template: "a: 1\n{{ nope }}",
    message: 'parse error at (t/templates/a.yaml:2): function "nope" not defined',
  },
  "no YAML": {
    template: "a: b: c",
    message:
      "YAML parse error on t/templates/a.yaml: error converting YAML to JSON: yaml: mapping values are not allowed in this context",
  },
};

test.each(Object.entries(errors))("an error of %s", async (_name, { template, message }) => {
  const error = await one(template).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RenderError);
  expect((error as Error).message).toBe(message);
});

test("what the cluster has comes with Go's integers", async () => {
  const asked: string[][] = [];
  const options: Partial<RenderOptions> = {
    lookup: (...what) => {
      asked.push(what);
      return fromKubeObject({ spec: { replicas: 1_000_000, weight: 0.5 } }) as Map<string, unknown>;
    },
  };
  const template =
    'a: {{ with lookup "apps/v1" "Deployment" "ns" "x" }}{{ .spec.replicas }} {{ typeOf .spec.weight }}{{ end }}';
  expect(await one(template, {}, { options })).toBe("a: 1000000 float64");
  expect(asked).toEqual([["apps/v1", "Deployment", "ns", "x"]]);
});

test("what templates wrote can be changed before it is cut into objects", async () => {
  const release = { name: "rel", namespace: "ns" };
  const files = renderFiles(await chart({ "templates/a.yaml": "kind: Pod\n" }), new Map(), { release });
  files.files.set("t/templates/b.yaml", "kind: Namespace\n");
  expect(assemble(files).manifests.map(({ kind }) => kind)).toEqual(["Namespace", "Pod"]);
});

test("manifests come in the order of installation, hooks after them", async () => {
  const text = await output({
    "templates/a.yaml":
      "kind: Deployment\n---\nkind: Zeta\n---\nkind: Namespace\n---\nkind: Job\nmetadata: {annotations: {helm.sh/hook: test}}\n",
    "templates/b.yaml": "kind: Service\n",
    "templates/NOTES.txt": "notes",
    "templates/_x.tpl": "kind: None",
  });
  expect(text.match(/kind: \w+/g)).toEqual([
    "kind: Namespace",
    "kind: Service",
    "kind: Deployment",
    "kind: Zeta",
    "kind: Job",
  ]);
});

test("what is printed, byte for byte", async () => {
  const files = {
    "templates/a.yaml": "\n\na: 1\n---\nb: 2\n",
    "templates/h.yaml": "kind: Job\nmetadata: {annotations: {helm.sh/hook: pre-install}}\n",
    "crds/c.yaml": "kind: C\n",
  };
  expect(await output(files, { includeCrds: true })).toBe(
    "---\n# Source: t/crds/c.yaml\nkind: C\n\n---\n# Source: t/templates/a.yaml\na: 1\n\n---\n# Source: t/templates/a.yaml\nb: 2\n" +
      "---\n# Source: t/templates/h.yaml\nkind: Job\nmetadata: {annotations: {helm.sh/hook: pre-install}}\n\n",
  );
  expect(await output(files, { showOnly: ["templates/h.yaml"] })).toContain("kind: Job");
  expect(await output(files, { noHooks: true })).not.toContain("kind: Job");
  await expect(output(files, { showOnly: ["templates/x.yaml"] })).rejects.toThrow(
    "could not find template templates/x.yaml in chart",
  );
});

test("the definition nearest to the root wins", async () => {
  const files = {
    "templates/_a.tpl": '{{ define "x" }}a{{ end }}',
    "templates/_z.tpl": '{{ define "x" }}z{{ end }}',
    "charts/s/Chart.yaml": "name: s\nversion: 1\n",
    "charts/s/templates/_s.tpl": '{{ define "x" }}s{{ end }}',
  };
  expect(await one('a: {{ include "x" . }}', files)).toBe("a: a");
});

test("subcharts see their own values and the globals", async () => {
  const text = await output({
    "values.yaml": "global: {g: 1}\ns: {a: 2}\n",
    "charts/s/Chart.yaml": "name: s\nversion: 1\n",
    "charts/s/values.yaml": "b: 3\n",
    "charts/s/templates/b.yaml": "v: {{ .Values | toJson }}\n",
  });
  expect(text).toContain('v: {"a":2,"b":3,"global":{"g":1}}');
});

test("a chart can be rendered again and again, whatever its templates do to the values", async () => {
  const given = await chart({
    "values.yaml": "m: {a: 1}\n",
    "templates/a.yaml": '{{ $_ := set .Values.m "b" 2 }}a: {{ toJson .Values }}\n',
  });
  const render = (): string =>
    templateOutput(renderChart(given, new Map(), { release: { name: "rel", namespace: "ns" } }));
  expect(render()).toBe(render());
});

test("kubeVersion of a chart is looked at", async () => {
  const files = { "Chart.yaml": `${CHART}kubeVersion: ">=1.30"\n`, "templates/a.yaml": "a: 1\n" };
  await expect(output(files, { options: { kubeVersion: parseKubeVersion("1.29.3") } })).rejects.toThrow(
    "chart requires kubeVersion: >=1.30 which is incompatible with Kubernetes v1.29.3",
  );
});

test.each(["Rel", "a..b", "-a", "a".repeat(54)])("no release is named %s", async (name) => {
  await expect(output({}, { options: { release: { name, namespace: "ns" } } })).rejects.toThrow(
    `release name check failed: release name "${name}": invalid release name`,
  );
});

test("a value that would be endless on paper is not written", async () => {
  const template = '{{ $l := list "x" }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}a: {{ TO $l }}';
  for (const to of ["toYaml", "toJson", "toYamlPretty"])
    await expect(one(template.replace("TO", to))).rejects.toThrow("the value is too large");
});

test("a template that does not end is stopped", async () => {
  await expect(one("{{ range until 1000000000 }}x{{ end }}")).rejects.toThrow(/error calling until|too many|too large/);
  const forever = '{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}';
  await expect(one(forever, {}, { options: { limits: { depth: 50 } } })).rejects.toThrow(
    "exceeded maximum template depth (50)",
  );
  let asked = 0;
  const stop = (): string | undefined => (++asked > 3 ? "it was cancelled" : undefined);
  await expect(one("{{ range until 1000000 }}x{{ end }}", {}, { options: { stop } })).rejects.toThrow(
    "it was cancelled",
  );
});
