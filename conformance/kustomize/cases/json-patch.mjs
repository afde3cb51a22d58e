import { on } from "../objects.mjs";

const object = `apiVersion: example.com/v1
kind: Boat
metadata: {name: boat, labels: {a.b/c: x, "d~e": y}}
spec:
  n: 1
  text: hello
  list: [a, b, c]
  map: {x: {y: z}}
  empty: {}
  none: null
  big: 9007199254740993
  float: 1.50
  octal: 0644
  when: 2020-01-01
  quoted: "5"
`;
const ops = (...lines) =>
  on(
    [object],
    `patches:\n  - target: {kind: Boat}\n    patch: |-\n${lines.map((line) => `      - ${line}`).join("\n")}\n`,
  );
const json = (text) =>
  on([object], `patches:\n  - target: {kind: Boat}\n    patch: |-\n      ${text.replaceAll("\n", "\n      ")}\n`);

export const cases = {
  add: ops("{op: add, path: /spec/new, value: 1}", "{op: add, path: /spec/n, value: 2}"),
  "add a map": ops("{op: add, path: /spec/new, value: {a: {b: [1, two, 3.0]}}}"),
  "add null": ops("{op: add, path: /spec/new, value: null}"),
  "add without value": ops("{op: add, path: /spec/new}"),
  "add below what is missing": ops("{op: add, path: /spec/new/deep, value: 1}"),
  "add below null": ops("{op: add, path: /spec/none/deep, value: 1}"),
  "add below a text": ops("{op: add, path: /spec/text/deep, value: 1}"),
  "add at the end": ops("{op: add, path: /spec/list/-, value: z}"),
  "add at an index": ops("{op: add, path: /spec/list/1, value: z}"),
  "add at the length": ops("{op: add, path: /spec/list/3, value: z}"),
  "add beyond the length": ops("{op: add, path: /spec/list/4, value: z}"),
  "add at a negative index": ops("{op: add, path: /spec/list/-1, value: z}"),
  "add at a far negative index": ops("{op: add, path: /spec/list/-9, value: z}"),
  "add at a text index": ops("{op: add, path: /spec/list/x, value: z}"),
  "add at an index with a zero in front": ops("{op: add, path: /spec/list/01, value: z}"),
  "add the whole": ops("{op: add, path: '', value: {apiVersion: v1, kind: X, metadata: {name: x}}}"),
  "add at the root": ops("{op: add, path: /data, value: {a: b}}"),
  "add an empty key": ops("{op: add, path: /spec/, value: 1}"),
  "add without a slash": ops("{op: add, path: spec/new, value: 1}"),
  "escaped keys": ops(
    "{op: replace, path: /metadata/labels/a.b~1c, value: new}",
    "{op: replace, path: /metadata/labels/d~0e, value: new}",
  ),
  replace: ops(
    "{op: replace, path: /spec/n, value: 2}",
    "{op: replace, path: /spec/list/0, value: z}",
    "{op: replace, path: /spec/map, value: text}",
  ),
  "replace what is missing": ops("{op: replace, path: /spec/new, value: 1}"),
  "replace below what is missing": ops("{op: replace, path: /spec/new/deep, value: 1}"),
  "replace at an index that is missing": ops("{op: replace, path: /spec/list/7, value: 1}"),
  "replace at a negative index": ops("{op: replace, path: /spec/list/-1, value: last}"),
  "replace null": ops("{op: replace, path: /spec/none, value: 1}"),
  "replace with null": ops("{op: replace, path: /spec/text, value: null}"),
  "replace the end": ops("{op: replace, path: /spec/list/-, value: 1}"),
  remove: ops("{op: remove, path: /spec/n}", "{op: remove, path: /spec/list/1}", "{op: remove, path: /spec/map/x/y}"),
  "remove what is missing": ops("{op: remove, path: /spec/new}"),
  "remove below what is missing": ops("{op: remove, path: /spec/new/deep}"),
  "remove an index that is missing": ops("{op: remove, path: /spec/list/7}"),
  "remove a negative index": ops("{op: remove, path: /spec/list/-1}"),
  "remove the end": ops("{op: remove, path: /spec/list/-}"),
  "remove all of a list": ops(
    "{op: remove, path: /spec/list/0}",
    "{op: remove, path: /spec/list/0}",
    "{op: remove, path: /spec/list/0}",
  ),
  "remove null": ops("{op: remove, path: /spec/none}"),
  move: ops("{op: move, from: /spec/text, path: /spec/moved}", "{op: move, from: /spec/list/0, path: /spec/list/2}"),
  "move what is missing": ops("{op: move, from: /spec/new, path: /spec/moved}"),
  "move into itself": ops("{op: move, from: /spec/map, path: /spec/map/x}"),
  copy: ops("{op: copy, from: /spec/map, path: /spec/copy}", "{op: copy, from: /spec/list/0, path: /spec/list/-}"),
  "copy, then change the copy": ops(
    "{op: copy, from: /spec/map, path: /spec/copy}",
    "{op: replace, path: /spec/copy/x/y, value: changed}",
  ),
  "copy what is missing": ops("{op: copy, from: /spec/new, path: /spec/copy}"),
  test: ops("{op: test, path: /spec/n, value: 1}", "{op: add, path: /spec/tested, value: true}"),
  "test fails": ops("{op: test, path: /spec/n, value: 2}"),
  "test of a map": ops("{op: test, path: /spec/map, value: {x: {y: z}}}"),
  "test of a text that looks like a number": ops("{op: test, path: /spec/quoted, value: 5}"),
  "test of null": ops("{op: test, path: /spec/none, value: null}"),
  "test of what is missing": ops("{op: test, path: /spec/new, value: 1}"),
  "test of what is missing for null": ops("{op: test, path: /spec/new, value: null}"),
  "an unknown operation": ops("{op: increase, path: /spec/n}"),
  "no operation": ops("{path: /spec/n, value: 1}"),
  "no path": ops("{op: add, value: 1}"),
  "unknown members": ops("{op: add, path: /spec/new, value: 1, comment: why}"),
  "members in capitals": ops("{OP: add, Path: /spec/new, VALUE: 1}"),
  "values of YAML 1.1": ops(
    "{op: add, path: /spec/new, value: [yes, no, on, off, y, n, 0644, 0o17, 0x1F, 1_000, 1e3, .5, 2020-01-01, 12:30, ~, 1.0, '1']}",
  ),
  "keys of YAML 1.1": ops("{op: add, path: /spec/new, value: {y: 1, yes: 2, 1: 3, 1.5: 4, true: 5, null: 6}}"),
  "a binary value": ops("{op: add, path: /spec/new, value: !!binary aGVsbG8=}"),
  "large numbers": ops("{op: add, path: /spec/new, value: [9007199254740993, 12345678901234567890, 1e21, 1e400, 0.1]}"),
  "JSON text": json(
    '[{"op": "add", "path": "/spec/new", "value": {"a": [1, 2.50, true, null, "\\u00e4\\ud83d\\ude00"]}}]',
  ),
  "JSON text with numbers": json(
    '[{"op": "add", "path": "/spec/new", "value": [1.0, 1e3, 9007199254740993, -0, 1E+2]}]',
  ),
  "JSON text that is broken": json('[{"op": "add", "path": "/spec/new"'),
  "JSON text in YAML's way": json("[{op: add, path: /spec/new, value: 1}]"),
  "an empty list": json("[]"),
  "one operation without a list": json("{op: add, path: /spec/new, value: 1}"),
  "multi-line text": json(
    "- op: add\n  path: /spec/new\n  value: |\n    line 1\n    line 2\n- op: add\n  path: /spec/folded\n  value: >-\n    line 1\n    line 2",
  ),
  anchors: json("- {op: add, path: /spec/new, value: &v {a: b}}\n- {op: add, path: /spec/other, value: *v}"),
  comments: json("# first\n- {op: add, path: /spec/new, value: 1} # why"),
  "an operation that is a text": json("- add"),
  "order of keys": ops("{op: add, path: /spec/map/b, value: 1}", "{op: add, path: /spec/map/a, value: 2}"),
  "nothing but a test": ops("{op: test, path: /spec/n, value: 1}"),
  "__proto__ as a key": ops(
    "{op: add, path: /spec/__proto__, value: {a: 1}}",
    "{op: add, path: /spec/constructor, value: c}",
  ),
  "__proto__ as a parent": ops("{op: add, path: /spec/__proto__/polluted, value: 1}"),
};
