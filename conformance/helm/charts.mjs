// Short forms for the files of a chart.
export const CHART = "apiVersion: v2\nname: t\nversion: 1.2.3\n";

/** A chart `t` with one template and these further files. */
export function chart(template, files = {}) {
  return { "Chart.yaml": CHART, "templates/a.yaml": template, ...files };
}

/** A chart `t` that prints its values. */
export function printsValues(values = "", files = {}) {
  return chart("a: {{ toJson .Values }}\n", { "values.yaml": values, ...files });
}

/** The files of a chart below another one. */
export function subchart(name, files, chartYaml = "") {
  const own = { "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${chartYaml}`, ...files };
  return Object.fromEntries(Object.entries(own).map(([file, content]) => [`charts/${name}/${file}`, content]));
}
