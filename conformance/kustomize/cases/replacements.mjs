import { boat, configMap, deployment, on, overlay, service } from "../objects.mjs";

const objects = [deployment, service, configMap, boat];
const set = (source, ...targets) =>
  on(objects, `replacements:\n  - source: ${source}\n    targets: [${targets.join(", ")}]\n`);
const to = (fieldPath, options, select = "{kind: Boat}") =>
  `{select: ${select}, fieldPaths: ["${fieldPath}"]${options ? `, options: ${options}` : ""}}`;
const port = '{kind: Service, fieldPath: "spec.ports.0.port"}';
const from = (fieldPath, kind = "Boat") => `{kind: ${kind}, fieldPath: '${fieldPath}'}`;
const embedded = `apiVersion: v1
kind: ConfigMap
metadata: {name: embedded}
data:
  json: '{"a": {"b": 1, "c": "text"}, "list": [1, 2]}'
  pretty: |
    {
      "a": {
        "b": 1
      }
    }
  yaml: |
    a:
      b: 1 # comment
      c: text
  broken: '{"a": '
  plain: text
`;
const inText = (fieldPath, source = "{kind: Service, fieldPath: metadata.name}", options = "") =>
  on(
    [...objects, embedded],
    `replacements:\n  - source: ${source}\n    targets: [${to(fieldPath, options, "{name: embedded}")}]\n`,
  );

export const cases = {
  "a field": set(port, to("spec.size")),
  "a field of many": set(port, to("spec.size"), to("spec.replicas", "", "{kind: Deployment}")),
  "the name, when no field is named": set("{kind: Service}", "{select: {kind: Boat}, fieldPaths: [spec.engine.image]}"),
  "into the name, when no field is named": set(
    "{kind: Service, fieldPath: spec.ports.0.name}",
    "{select: {kind: Boat}}",
  ),
  "several field paths": set(
    port,
    '{select: {kind: Boat}, fieldPaths: [spec.size, spec.engine.power, "spec.crew.*.role"]}',
  ),
  "into a text with quotes": set(port, to("spec.engine.power")),
  "into a text without quotes": set(port, to("spec.engine.image")),
  "a text into a number": set("{kind: Service, fieldPath: spec.ports.0.name}", to("spec.size")),
  "a text that looks like a number into a number": set("{kind: ConfigMap, fieldPath: data.a}", to("spec.size")),
  "a text that looks like a number into what is created": set(
    "{kind: ConfigMap, fieldPath: data.a}",
    to("spec.new", "{create: true}"),
  ),
  "a boolean text into what is created": on(
    [
      ...objects,
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: 'true', b: 'null', c: '', d: '1.50', e: '0644'}\n",
    ],
    ["a", "b", "d", "e"]
      .map(
        (key) =>
          `  - source: {kind: Secret, fieldPath: stringData.${key}}\n    targets: [${to(`spec.new-${key}`, "{create: true}")}]\n`,
      )
      .reduce((text, one) => text + one, "replacements:\n"),
  ),
  "a map": set("{kind: Service, fieldPath: spec.selector}", to("spec.engine")),
  "a list": set("{kind: Service, fieldPath: spec.ports}", to("spec.crew")),
  "a map into what is created": set("{kind: Service, fieldPath: spec.selector}", to("spec.new.deep", "{create: true}")),
  "an element": set(from("spec.crew.[name=ben]"), to("spec.engine")),
  "an element by index": set(from("spec.crew.1"), to("spec.engine")),
  "an element by a negative index": set(from("spec.crew.-1"), to("spec.engine")),
  "an element that is not there": set(from("spec.crew.7"), to("spec.engine")),
  "an element by a text": set(from("spec.ports.[=south]"), to("spec.engine.image")),
  "all elements as a source": set(from("spec.crew.*.name"), to("spec.engine.image")),
  "an element by a pattern": set(from("spec.crew.[name=b.*].role"), to("spec.engine.image")),
  "an element by a part": set(from("spec.crew.[name=e].role"), to("spec.engine.image")),
  "into an element": set(port, to("spec.crew.[name=anna].role")),
  "into elements by a part": set(port, to("spec.crew.[name=n].role")),
  "into an element by index": set(port, to("spec.crew.0.role")),
  "into an element at the length": set(port, to("spec.crew.2.role", "{create: true}")),
  "into an element beyond": set(port, to("spec.crew.5.role", "{create: true}")),
  "into an element at the length, not created": set(port, to("spec.crew.2.role")),
  "into all elements": set(port, to("spec.crew.*.role")),
  "into all elements of nothing": set(port, to("spec.none.*.role")),
  "into all elements of what is created": set(port, to("spec.none.*.role", "{create: true}")),
  "into all values of a map": set(port, to("spec.engine.*")),
  "into a text of a list": set(port, to("spec.ports.[=north]")),
  "into a text of a list by index": set(port, to("spec.ports.1")),
  "into an element that is created": set(port, to("spec.crew.[name=carl].role", "{create: true}")),
  "into a text that is created": set(
    "{kind: Service, fieldPath: metadata.name}",
    to("spec.ports.[=west]", "{create: true}"),
  ),
  "into a list that is created": set(port, to("spec.new.[name=carl].role", "{create: true}")),
  "into a last element": set(port, to("spec.crew.-", "{create: true}")),
  "into what is not there": set(port, to("spec.nothing")),
  "into what is not there, deeper": set(port, to("spec.nothing.deep")),
  "into what is not there, created": set(port, to("spec.nothing.deep", "{create: true}")),
  "into an element that is not there": set(port, to("spec.crew.[name=carl].role")),
  "through a text": set(port, to("metadata.name.deep")),
  "through a text, created": set(port, to("metadata.name.deep", "{create: true}")),
  "through a list": set(port, to("spec.crew.role")),
  "from what is not there": set(from("spec.nothing"), to("spec.size")),
  "from what is empty": on(
    [boat, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: ''}\n"],
    `replacements: [{source: {kind: ConfigMap, fieldPath: data.a}, targets: [${to("spec.size")}]}]\n`,
  ),
  "from what is null": on(
    [boat, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: null}\n"],
    `replacements: [{source: {kind: ConfigMap, fieldPath: data.a}, targets: [${to("spec.size")}]}]\n`,
  ),
  "from nobody": set("{kind: Nobody}", to("spec.size")),
  "from several": set("{version: v1}", to("spec.size")),
  "from one by name": set("{name: boat}", to("spec.engine.image")),
  "from one by namespace": on(
    [...objects, service.replace("{name: web}", "{name: web, namespace: x}")],
    `replacements: [{source: {kind: Service, namespace: x, fieldPath: metadata.namespace}, targets: [${to("spec.engine.image")}]}]\n`,
  ),
  "from one by the default namespace": on(
    [...objects, service.replace("{name: web}", "{name: web, namespace: x}")],
    `replacements: [{source: {kind: Service, namespace: default, fieldPath: metadata.name}, targets: [${to("spec.engine.image")}]}]\n`,
  ),
  "from one by group and version": set("{group: apps, version: v1, fieldPath: spec.replicas}", to("spec.size")),
  "from one by a pattern": set("{kind: Serv.*}", to("spec.size")),
  "no source": on(objects, `replacements: [{targets: [${to("spec.size")}]}]\n`),
  "no targets": on(objects, `replacements: [{source: ${port}}]\n`),
  "no select": on(objects, `replacements: [{source: ${port}, targets: [{fieldPaths: [spec.size]}]}]\n`),
  "an empty select": on(
    objects,
    `replacements: [{source: ${port}, targets: [{select: {}, fieldPaths: [metadata.annotations.x], options: {create: true}}]}]\n`,
  ),
  "a select that finds nothing": set(port, to("spec.size", "", "{kind: Nobody}")),
  "a select by a pattern": set(port, to("metadata.annotations.x", "{create: true}", "{kind: 'Serv.*|Boat'}")),
  "a select by a name's pattern": set(port, to("metadata.annotations.x", "{create: true}", "{name: w.b}")),
  "a select by a part of a name": set(port, to("metadata.annotations.x", "{create: true}", "{name: we}")),
  "a select by a bad pattern": set(port, to("metadata.annotations.x", "{create: true}", "{name: '('}")),
  "a select by label": set(port, to("metadata.annotations.x", "{create: true}", "{labelSelector: app=web}")),
  "a select by annotation": set(port, to("metadata.annotations.x", "{create: true}", "{annotationSelector: app=web}")),
  "a reject": set(
    port,
    "{select: {version: v1}, reject: [{kind: Deployment}, {name: boat}], fieldPaths: [metadata.annotations.x], options: {create: true}}",
  ),
  "a reject by a pattern": set(
    port,
    "{select: {version: v1}, reject: [{kind: Dep.*}], fieldPaths: [metadata.annotations.x], options: {create: true}}",
  ),
  "a reject by label": set(
    port,
    "{select: {version: v1}, reject: [{labelSelector: app=web}], fieldPaths: [metadata.annotations.x], options: {create: true}}",
  ),
  ...Object.fromEntries(
    [
      "{kind: Deployment, annotationSelector: other}",
      "{kind: Secret, labelSelector: app=web}",
      "{labelSelector: app=web, annotationSelector: other}",
      "{name: nobody, labelSelector: app=web}",
      "{labelSelector: app=nobody}",
      "{kind: Secret}",
    ].map((reject) => [
      `a reject by ${reject}`,
      set(
        port,
        `{select: {version: v1}, reject: [${reject}], fieldPaths: [metadata.annotations.x], options: {create: true}}`,
      ),
    ]),
  ),
  "an empty reject": set(port, "{select: {kind: Boat}, reject: [{}], fieldPaths: [spec.size]}"),
  "a part of the source": set(
    "{kind: Boat, fieldPath: spec.engine.image, options: {delimiter: ':', index: 1}}",
    to("spec.size"),
  ),
  "the first part, when no index is said": set(
    "{kind: Boat, fieldPath: spec.engine.image, options: {delimiter: ':'}}",
    to("spec.engine.power"),
  ),
  "a part beyond": set(
    "{kind: Boat, fieldPath: spec.engine.image, options: {delimiter: ':', index: 5}}",
    to("spec.size"),
  ),
  "a negative part": set(
    "{kind: Boat, fieldPath: spec.engine.image, options: {delimiter: ':', index: -1}}",
    to("spec.size"),
  ),
  "a part of a map": set("{kind: Boat, fieldPath: spec.engine, options: {delimiter: ':'}}", to("spec.size")),
  "a part of a number": set(
    "{kind: Service, fieldPath: spec.ports.0.port, options: {delimiter: '8', index: 1}}",
    to("spec.engine.image"),
  ),
  "an index without delimiter": set(
    "{kind: Boat, fieldPath: spec.engine.image, options: {index: 1}}",
    to("spec.engine.power"),
  ),
  "into a part": set(port, to("spec.engine.image", "{delimiter: ':', index: 1}")),
  "into the first part": set(port, to("spec.engine.image", "{delimiter: ':'}")),
  "in front of the parts": set(port, to("spec.engine.image", "{delimiter: ':', index: -1}")),
  "behind the parts": set(port, to("spec.engine.image", "{delimiter: ':', index: 2}")),
  "far behind the parts": set(port, to("spec.engine.image", "{delimiter: ':', index: 9}")),
  "into a part of a number": set(port, to("spec.size", "{delimiter: '.', index: 1}")),
  "into a part of a map": set(port, to("spec.engine", "{delimiter: '.', index: 1}")),
  "a map into a part": set(
    "{kind: Service, fieldPath: spec.selector}",
    to("spec.engine.image", "{delimiter: ':', index: 1}"),
  ),
  "into a part of what is created": set(port, to("spec.new", "{delimiter: '.', index: 1, create: true}")),
  "part to part": set(
    "{kind: Boat, fieldPath: spec.engine.image, options: {delimiter: ':', index: 0}}",
    to("spec.template.spec.containers.*.image", "{delimiter: '/', index: 0}", "{kind: Deployment}"),
  ),
  "an encoding": set(port, to("spec.engine.image", "{encoding: base64}")),
  "keys with dots": on(
    [
      ...objects,
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: dots, annotations: {a.b/c: d}}\ndata: {x.y: z, app.conf: text}\n",
    ],
    String.raw`replacements:
  - source: {name: dots, fieldPath: 'metadata.annotations.[a.b/c]'}
    targets: [{select: {kind: Boat}, fieldPaths: ['metadata.annotations.[x.y/z]', 'metadata.annotations.p\.q/r'], options: {create: true}}]
  - source: {name: dots, fieldPath: 'data.x\.y'}
    targets: [{select: {name: dots}, fieldPaths: ['data.app\.conf', 'data.[x.y]']}]
`,
  ),
  "a path with a dot in front": set(port, to(".spec.size")),
  "a path with two dots": set(port, to("spec..size")),
  "an empty path": set(port, to("")),
  "a path with slashes": set(port, to("spec/size")),
  "a path in brackets that is open": set(port, to("spec.crew.[name=anna.role")),
  "two conditions": set(port, to("spec.crew.[name=anna,role=captain].role")),
  "a condition with two equals": set(port, to("spec.crew.[name=anna=x].role")),
  "a condition with a bad pattern": set(port, to("spec.crew.[name=(].role")),
  "from a file": on(objects, "replacements: [{path: r.yaml}]\n", {
    "r.yaml": `source: ${port}\ntargets: [${to("spec.size")}]\n`,
  }),
  "a list from a file": on(objects, "replacements: [{path: r.yaml}]\n", {
    "r.yaml": `- source: ${port}\n  targets: [${to("spec.size")}]\n- source: ${port}\n  targets: [${to("spec.engine.power")}]\n`,
  }),
  "from a file that is missing": on(objects, "replacements: [{path: r.yaml}]\n"),
  "from a file that is empty": on(objects, "replacements: [{path: r.yaml}]\n", { "r.yaml": "" }),
  "from a file with an unknown field": on(objects, "replacements: [{path: r.yaml}]\n", {
    "r.yaml": `sources: ${port}\ntargets: []\n`,
  }),
  "path and source": on(objects, `replacements: [{path: r.yaml, source: ${port}, targets: []}]\n`, {
    "r.yaml": `source: ${port}\ntargets: [${to("spec.size")}]\n`,
  }),
  "an unknown field": on(objects, `replacements: [{source: ${port}, target: []}]\n`),
  "an unknown option": set(port, to("spec.size", "{creates: true}")),
  "a value that is written": on(
    objects,
    `replacements: [{sourceValue: fixed, targets: [${to("spec.engine.image")}]}]\n`,
  ),
  "a value that is written, as a number": on(
    objects,
    `replacements: [{sourceValue: '5', targets: [${to("spec.size")}, ${to("spec.new", "{create: true}")}]}]\n`,
  ),
  "a value that is empty": on(objects, `replacements: [{sourceValue: '', targets: [${to("spec.engine.image")}]}]\n`),
  "a value and a source": on(
    objects,
    `replacements: [{sourceValue: fixed, source: ${port}, targets: [${to("spec.engine.image")}]}]\n`,
  ),
  "one after another": on(
    objects,
    `replacements:\n  - {source: ${port}, targets: [${to("spec.engine.power")}]}\n  - {source: {kind: Boat, fieldPath: spec.engine.power}, targets: [${to("spec.size")}]}\n`,
  ),
  "by old names": overlay(
    objects,
    "namePrefix: b-\n",
    `replacements: [{source: {kind: Service, name: web, fieldPath: metadata.name}, targets: [{select: {kind: Boat, name: boat}, fieldPaths: [spec.engine.image]}]}]\n`,
  ),
  "by new names": overlay(
    objects,
    "namePrefix: b-\n",
    `replacements: [{source: {kind: Service, name: b-web, fieldPath: metadata.name}, targets: [{select: {kind: Boat, name: b-boat}, fieldPaths: [spec.engine.image]}]}]\n`,
  ),
  "of a generated name, before its hash": `configMapGenerator: [{name: m, literals: [a=1]}]\nresources: []\nreplacements: [{source: {kind: ConfigMap, name: m}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.b], options: {create: true}}]}]\n`,
  "of a name that changes": on(
    [configMap, service],
    "namePrefix: x-\nreplacements: [{source: {kind: ConfigMap, fieldPath: metadata.name}, targets: [{select: {kind: Service}, fieldPaths: [metadata.name]}]}]\n",
  ),
  "of a kind": on(
    [configMap, service],
    "replacements: [{source: {kind: ConfigMap, fieldPath: kind}, targets: [{select: {kind: Service}, fieldPaths: [spec.kind], options: {create: true}}]}]\n",
  ),
  "of a namespace": on(
    [configMap, service],
    "namespace: ns\nreplacements: [{source: {kind: ConfigMap, fieldPath: metadata.namespace}, targets: [{select: {kind: Service}, fieldPaths: [spec.ns], options: {create: true}}]}]\n",
  ),
  "into an annotation": on(
    [configMap, service],
    "replacements: [{source: {kind: ConfigMap, fieldPath: data.a}, targets: [{select: {kind: Service}, fieldPaths: [metadata.annotations.x, metadata.labels.y], options: {create: true}}]}]\n",
  ),
  "in JSON text": inText("data.json.a.b"),
  "a number in JSON text": inText("data.json.a.b", port),
  "a new key in JSON text": inText("data.json.a.new", port, "{create: true}"),
  "an element in JSON text": inText("data.json.list.0"),
  "in pretty JSON text": inText("data.pretty.a.b"),
  "in YAML text": inText("data.yaml.a.b"),
  "a text in YAML text": inText("data.yaml.a.c"),
  "a missing key in YAML text": inText("data.yaml.a.z"),
  "in broken text": inText("data.broken.a"),
  "in plain text": inText("data.plain.a"),
  "multi-line texts": on(
    [boat, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n  a: |\n    line 1\n    line 2\n"],
    `replacements: [{source: {kind: ConfigMap, fieldPath: data.a}, targets: [${to("spec.engine.image")}, ${to("spec.new", "{create: true}")}]}]\n`,
  ),
  "prototype names in paths": set(
    port,
    to("spec.__proto__.polluted", "{create: true}"),
    to("spec.constructor.prototype", "{create: true}"),
  ),
};
