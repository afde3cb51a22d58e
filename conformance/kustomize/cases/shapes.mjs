// What every field says when something of another shape is written there.
const fields = {
  text: ["namePrefix", "nameSuffix", "namespace", "apiVersion", "kind"],
  map: ["commonLabels", "commonAnnotations", "generatorOptions", "helmGlobals", "openapi", "sortOptions", "metadata"],
  texts: [
    "resources",
    "bases",
    "components",
    "crds",
    "configurations",
    "generators",
    "transformers",
    "validators",
    "buildMetadata",
    "patchesStrategicMerge",
  ],
  maps: [
    "patches",
    "patchesJson6902",
    "images",
    "imageTags",
    "replicas",
    "replacements",
    "labels",
    "vars",
    "configMapGenerator",
    "secretGenerator",
    "helmCharts",
    "helmChartInflationGenerator",
  ],
};
const shapes = {
  text: "text",
  number: "5",
  float: "1.5",
  boolean: "true",
  null: "null",
  list: "[a]",
  numbers: "[1]",
  lists: "[[a]]",
  nulls: "[null]",
  map: "{a: b}",
  "map of numbers": "{a: 1}",
  "map of maps": "{a: {b: c}}",
  maps: "[{a: b}]",
  "empty list": "[]",
  "empty map": "{}",
  "empty text": "''",
};

const resource = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
const within = {
  "patches.target": "patches: [{target: X, patch: '[]'}]",
  "patches.patch": "patches: [{target: {kind: Service}, patch: X}]",
  "patches.options": "patches: [{target: {kind: Service}, options: X, patch: '[]'}]",
  "patches.target.kind": "patches: [{target: {kind: X}, patch: '[]'}]",
  "images.newTag": "images: [{name: a, newTag: X}]",
  "replicas.count": "replicas: [{name: web, count: X}]",
  "labels.pairs": "labels: [{pairs: X}]",
  "labels.includeSelectors": "labels: [{pairs: {a: b}, includeSelectors: X}]",
  "labels.fields": "labels: [{pairs: {a: b}, fields: X}]",
  "configMapGenerator.literals": "configMapGenerator: [{name: a, literals: X}]",
  "configMapGenerator.options": "configMapGenerator: [{name: a, options: X}]",
  "configMapGenerator.options.labels": "configMapGenerator: [{name: a, options: {labels: X}}]",
  "configMapGenerator.name": "configMapGenerator: [{name: X}]",
  "generatorOptions.disableNameSuffixHash": "generatorOptions: {disableNameSuffixHash: X}",
  "generatorOptions.labels": "generatorOptions: {labels: X}",
  "replacements.source": "replacements: [{source: X, targets: []}]",
  "replacements.targets": "replacements: [{source: {kind: Service}, targets: X}]",
  "replacements.targets.fieldPaths":
    "replacements: [{source: {kind: Service}, targets: [{select: {kind: Service}, fieldPaths: X}]}]",
  "replacements.targets.options":
    "replacements: [{source: {kind: Service}, targets: [{select: {kind: Service}, options: X}]}]",
  "sortOptions.order": "sortOptions: {order: X}",
  "sortOptions.legacySortOptions": "sortOptions: {order: legacy, legacySortOptions: X}",
  "openapi.path": "openapi: {path: X}",
  "vars.objref": "vars: [{name: a, objref: X}]",
  "metadata.labels": "metadata: {labels: X}",
  "helmCharts.valuesInline": "helmCharts: [{name: a, valuesInline: X}]",
};
const few = ["text", "number", "boolean", "null", "list", "map", "maps", "empty map"];

const on = (text) => ({
  "kustomization.yaml": text.startsWith("resources") ? text : `resources: [r.yaml]\n${text}`,
  "r.yaml": resource,
});

export const cases = {
  ...Object.fromEntries(
    Object.values(fields)
      .flat()
      .flatMap((field) =>
        Object.entries(shapes).map(([shape, text]) => [`${field}, ${shape}`, on(`${field}: ${text}\n`)]),
      ),
  ),
  ...Object.fromEntries(
    Object.entries(within).flatMap(([name, text]) =>
      few.map((shape) => [`${name}, ${shape}`, on(`${text.replace("X", shapes[shape])}\n`)]),
    ),
  ),
};
