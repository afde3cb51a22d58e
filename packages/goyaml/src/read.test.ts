import { describe, expect, test } from "vitest";
import { isMap, isSequence, MapNode, nodeAt } from "./node.ts";
import { isEmptyDocument, readNode, readNodes, readYaml } from "./read.ts";
import { toJson } from "./decode.ts";
import { expandMerges } from "./merge-keys.ts";
import { writeNode } from "./write-node.ts";
import { YamlError } from "./yaml-error.ts";

const json = (text: string, dialect: "v2" | "v3" = "v3"): unknown => {
  const node = readNode(text, { dialect });
  return node && toJson(node, { dialect, allowDuplicateKeys: true });
};

const values: [text: string, v3: unknown, v2?: unknown][] = [
  ["a: 1\nb:\n- x\n- w: 2\n  z: [1, {q: r}, s: t]\n", { a: 1, b: ["x", { w: 2, z: [1, { q: "r" }, { s: "t" }] }] }],
  ["a: |\n  x\n   y\n\nb: >-\n  x\n  y\n\n  z\n", { a: "x\n y\n", b: "x y\nz" }],
  ["a: |+\n  x\n\n", { a: "x\n\n" }],
  ["a: |2-\n   x\n  y\n", { a: " x\ny" }],
  ["a: 'it''s\n\n  ok'", { a: "it's\nok" }],
  ['a: "x\\\n   y \\t\\u00e9\\U0001F600"', { a: "xy \té😀" }],
  ["a\n b\n\n c", "a b\nc"],
  ["- - a\n  - b\n-\n  - c\n-\n", [["a", "b"], ["c"], null]],
  ["a:\n- b\nc:\n  - d\n", { a: ["b"], c: ["d"] }],
  ["a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}\n", { a: { b: 1 }, c: { b: 1 }, d: { b: 1, e: 2 } }],
  ["? x\n: w\n", { x: "w" }],
  ["&a a: &b\n  c: *a\n", { a: { c: "a" } }],
  ["a: yes\nb: off\nc: y\n", { a: "yes", b: "off", c: "y" }, { a: true, b: false, c: true }],
  [
    "- 0777\n- 0o17\n- 0x1F\n- 0b11\n- 1_000\n- 1e3\n- .5\n- 08\n- 1:30\n",
    [511, 15, 31, 3, 1000, 1000, 0.5, 8, "1:30"],
  ],
  ["- 18446744073709551615\n- 18446744073709551616\n", [18446744073709551615n, 18446744073709552000]],
  ["- 2020-01-02\n- '2020-01-02'\n", ["2020-01-02T00:00:00Z", "2020-01-02"], ["2020-01-02", "2020-01-02"]],
  ["- !!str 1\n- !!binary aGk=\n- !!int '7'\n- !x 1\n", ["1", "hi", 7, "1"]],
  ["a: # note\n  b # note\nc: d#e\n", { a: "b", c: "d#e" }],
  ["a: b\r\nc: |\r\n  d\r\n  e\r\n", { a: "b", c: "d\ne\n" }],
  ["\ufeffa: b", { a: "b" }],
  ['{"a": {"b": [1, null, "\\u00e9"]}}', { a: { b: [1, null, "é"] } }],
  ["__proto__: 1\nconstructor: 2\n", JSON.parse('{"__proto__": 1, "constructor": 2}')],
  ["k: &a {x: 1}\nm:\n  x: 2\n  <<: *a\n", { k: { x: 1 }, m: { x: 2 } }, { k: { x: 1 }, m: { x: 1 } }],
];

describe("what texts mean", () => {
  test.each(values)("%j", (text, v3, v2 = v3) => {
    expect(json(text, "v3")).toEqual(v3);
    expect(json(text, "v2")).toEqual(v2);
  });
});

/** What go-yaml v2 says of each text. */
const messages: [text: string, message: string][] = [
  ["x: |2\n \ta\n", "yaml: line 2: found a tab character where an indentation space is expected"],
  ["x:\n- |\n  a\n\t\n  b\n", "yaml: line 4: found a tab character where an indentation space is expected"],
  ["x: |\n  a\n\tb\n", "yaml: line 3: found a tab character where an indentation space is expected"],
  ["a: b\nc\n", "yaml: line 3: could not find expected ':'"],
  ["a: b: c", "yaml: mapping values are not allowed in this context"],
  ["a: [1, 2\nb: c", "yaml: line 1: did not find expected ',' or ']'"],
  ["a: 1\n\tb: 2", "yaml: line 2: found a tab character that violates indentation"],
  ['a: "\\z"', "yaml: found unknown escape character"],
  ["a: *q", "yaml: unknown anchor 'q' referenced"],
  ["a: 'x\n", "yaml: line 2: found unexpected end of stream"],
  ["- a\nb: c", "yaml: line 1: did not find expected '-' indicator"],
  ["- a\nb", "yaml: line 3: could not find expected ':'"],
  ["a:\n  b\n c: d", "yaml: line 3: mapping values are not allowed in this context"],
  ["a: {b", "yaml: line 1: did not find expected ',' or '}'"],
  ["a: [b", "yaml: line 1: did not find expected ',' or ']'"],
  ["a: %x", "yaml: found character that cannot start any token"],
  ["a: @x", "yaml: found character that cannot start any token"],
  ["a: `x", "yaml: found character that cannot start any token"],
  ["\ta: b", "yaml: found character that cannot start any token"],
  ["a: |x\n b", "yaml: did not find expected comment or line break"],
  ["a: |0\n b", "yaml: found an indentation indicator equal to 0"],
  ["a: &\n", "yaml: did not find expected alphabetic or numeric character"],
  ["a: !<x\n b", "yaml: did not find the expected '>'"],
  ["a: !e!x b", "yaml: found undefined tag handle"],
  ["? a\n- b\n", "yaml: line 1: did not find expected key"],
  ["a: 'b' c", "yaml: did not find expected key"],
  ["a: \"b\" 'c': d", "yaml: did not find expected key"],
  ["[a]: 'b' c\n", "yaml: did not find expected key"],
  ["- - a\n - b", "yaml: line 1: did not find expected '-' indicator"],
  ["a: - b", "yaml: block sequence entries are not allowed in this context"],
  ["a: ? b", "yaml: mapping keys are not allowed in this context"],
  ["%YAML 1.2\n---\na: b", "yaml: found incompatible YAML document"],
  ["%FOO x\n---\na", "yaml: found unknown directive name"],
  ["%YAML 1.1\na: b", "yaml: line 1: did not find expected <document start>"],
  ['a: "\\xZZ"', "yaml: did not find expected hexdecimal number"],
  ['a: "\\ud800"', "yaml: found invalid Unicode character escape code"],
  ["&a\n&b c: d\ne", "yaml: line 4: could not find expected ':'"],
  ['a: "b\n---\nc"', "yaml: line 2: found unexpected document indicator"],
  ["{a: b, c", "yaml: line 1: did not find expected ',' or '}'"],
  ["[a, , b]", "yaml: did not find expected node content"],
  ["a: &x b: c", "yaml: mapping values are not allowed in this context"],
  ["a: \u0001", "yaml: control characters are not allowed"],
  ["a: {<<: 1}", "yaml: map merge requires map or sequence of maps as the value"],
  ["x: !!int abc", "yaml: cannot decode !!str `abc` as a !!int"],
  ["? [a]\n: b", 'yaml: invalid map key: []interface {}{"a"}'],
  ["? {a: b}\n: c", 'yaml: invalid map key: map[interface {}]interface {}{"a":"b"}'],
  ["key: &a [*a]", "yaml: anchor 'a' value contains itself"],
  ["a: 1\n b: 2", "yaml: line 2: mapping values are not allowed in this context"],
  ["- |\n a\n  - b\n-c", "yaml: line 5: could not find expected ':'"],
  ["*x\n@", "yaml: line 2: found character that cannot start any token"],
  ["[&x &x]", "yaml: did not find expected ',' or ']'"],
  ["{]?", "yaml: did not find expected node content"],
  ["?\n&x\n\t", "yaml: line 3: found character that cannot start any token"],
  ["%TAG ! x\n%TAG ! x", "yaml: line 1: found duplicate %TAG directive"],
  [": %", "yaml: did not find expected key"],
  ["a: !!binary '?'", "yaml: !!binary value contains invalid base64 data"],
];

/** What go-yaml v3 says of each text that stands behind two lines. */
const messagesV3: [text: string, message: string][] = [
  ["a: b\nc\n", "yaml: line 4: could not find expected ':'"],
  ["a: b: c", "yaml: line 3: mapping values are not allowed in this context"],
  ["a: [1, 2\nb: c", "yaml: line 2: did not find expected ',' or ']'"],
  ["a: 1\n\tb: 2", "yaml: line 3: found a tab character that violates indentation"],
  ['a: "\\z"', "yaml: line 3: found unknown escape character"],
  ["a: *q", "yaml: unknown anchor 'q' referenced"],
  ["a: 'x\n", "yaml: line 3: found unexpected end of stream"],
  ["- a\nb: c", "yaml: line 2: did not find expected key"],
  ["- a\nb", "yaml: line 2: did not find expected key"],
  ["a:\n  b\n c: d", "yaml: line 5: mapping values are not allowed in this context"],
  ["a: {b", "yaml: line 2: did not find expected ',' or '}'"],
  ["a: [b", "yaml: line 2: did not find expected ',' or ']'"],
  ["a: %x", "yaml: line 3: found character that cannot start any token"],
  ["a: @x", "yaml: line 3: found character that cannot start any token"],
  ["a: `x", "yaml: line 3: found character that cannot start any token"],
  ["\ta: b", "yaml: line 3: found character that cannot start any token"],
  ["a: |x\n b", "yaml: line 3: did not find expected comment or line break"],
  ["a: |0\n b", "yaml: line 3: found an indentation indicator equal to 0"],
  ["a: &\n", "yaml: line 3: did not find expected alphabetic or numeric character"],
  ["a: !<x\n b", "yaml: line 3: did not find the expected '>'"],
  ["a: !e!x b", "yaml: line 2: found undefined tag handle"],
  ["? a\n- b\n", "yaml: line 3: did not find expected key"],
  ["a: 'b' c", "yaml: line 2: did not find expected key"],
  ["a: \"b\" 'c': d", "yaml: line 3: mapping values are not allowed in this context"],
  ["[a]: 'b' c\n", "yaml: line 2: did not find expected key"],
  ["- - a\n - b", "yaml: line 2: did not find expected key"],
  ["a: - b", "yaml: line 3: block sequence entries are not allowed in this context"],
  ["a: ? b", "yaml: line 3: mapping keys are not allowed in this context"],
  ["%FOO x\n---\na", "yaml: line 3: found unknown directive name"],
  ['a: "\\xZZ"', "yaml: line 3: did not find expected hexdecimal number"],
  ['a: "\\ud800"', "yaml: line 3: found invalid Unicode character escape code"],
  ["&a\n&b c: d\ne", "yaml: line 3: could not find expected ':'"],
  ["{a: b, c", "yaml: line 3: could not find expected ':'"],
  ["[a b]", "yaml: line 3: could not find expected ':'"],
  ["{a b}", "yaml: line 3: could not find expected ':'"],
  ["[a, , b]", "yaml: line 3: could not find expected ':'"],
  ["a: &x b: c", "yaml: line 3: mapping values are not allowed in this context"],
  ["a: \u0001", "yaml: control characters are not allowed"],
  ["''|,", "yaml: line 3: could not find expected ':'"],
  ["x\n`", "yaml: line 4: found character that cannot start any token"],
  ["*c\n\t", "yaml: line 4: found character that cannot start any token"],
  [",? @", "yaml: line 2: did not find expected key"],
  ["]:", "yaml: line 3: mapping values are not allowed in this context"],
  ["{}y:", "yaml: line 2: did not find expected key"],
  ["-\n''", "yaml: line 4: could not find expected ':'"],
  ['q: *x\t"', "yaml: line 3: found unexpected end of stream"],
  ["a: 1\n b: 2", "yaml: line 4: mapping values are not allowed in this context"],
  ["- |\n a\n  - b\n-c", "yaml: line 2: did not find expected key"],
];

describe("what is no YAML", () => {
  test.each(messages)("to v2 %j", (text, message) => {
    expect(fault(() => json(text, "v2")).message).toBe(message);
  });

  test.each(messagesV3)("to v3 %j", (text, message) => {
    expect(fault(() => json(`kind: K\nmetadata: {name: obj}\n${text}`, "v3")).message).toBe(message);
  });
});

test("errors carry the place of the fault, also where the message names another line", () => {
  expect(fault(() => readNodes("a: 1\nb: [1, 2\nc: 3\n", { file: "x.yaml" }))).toMatchObject({
    message: "yaml: line 1: did not find expected ',' or ']'",
    file: "x.yaml",
    line: 3,
    column: 2,
  });
});

test("nodes know where they begin", () => {
  const node = readNode("a:\n  - {b: c}\n  - |\n    text\n", { file: "x.yaml" });
  const place = (...path: string[]): string => {
    const at = nodeAt(node, ...path)?.place;
    return at ? `${at.source.file}:${at.line}:${at.column}` : "";
  };
  expect(place()).toBe("x.yaml:1:1");
  expect(place("a")).toBe("x.yaml:2:3");
  const list = nodeAt(node, "a");
  const items = isSequence(list) ? list.items.map((item) => [item.place?.line, item.place?.column]) : [];
  expect(items).toEqual([
    [2, 5],
    [3, 5],
  ]);
});

test("an alias is the node that it names, and a merge key stays a key", () => {
  const node = readNode("a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n") as MapNode;
  expect(node.get("c")).toBe(node.get("a"));
  const merging = node.get("d");
  expect(isMap(merging) && merging.keys[0]?.tag).toBe("!!merge");
});

test("scalars keep their text, tag and style", () => {
  const node = readNode("- 0x1F\n- '1'\n- |-\n  x\n- ~\n- !t v\n-\n");
  const scalars = isSequence(node) ? node.items : [];
  expect(scalars.map((scalar) => "text" in scalar && [scalar.text, scalar.tag, scalar.style])).toEqual([
    ["0x1F", "!!int", "plain"],
    ["1", "!!str", "single"],
    ["x", "!!str", "literal"],
    ["~", "!!null", "plain"],
    ["v", "!t", "plain"],
    ["", "!!null", "plain"],
  ]);
});

test("empty documents are nodes, but no values", () => {
  const text = "---\n---\na: 1\n---\n# nothing\n---\n~\n...\n";
  expect(readNodes(text).map(isEmptyDocument)).toEqual([true, false, true, true]);
  expect(readYaml(text)).toEqual([{ a: 1 }]);
  expect(readNodes("")).toEqual([]);
  expect(readNodes("# nothing\n")).toEqual([]);
});

test("the first document is read without what is behind it", () => {
  expect(json("a: 1\n---\n{{{")).toEqual({ a: 1 });
  expect(() => readNodes("a: 1\n---\n{{{")).toThrow(YamlError);
});

test("duplicate keys are an error, or the last one wins", () => {
  expect(() => readYaml("a: 1\na: 2\n")).toThrow('mapping key "a" already defined');
  expect(readYaml("a: 1\na: 2\n", { allowDuplicateKeys: true })).toEqual([{ a: 2 }]);
  expect(readYaml("x: &x {a: 1}\nw: {<<: *x, a: 2}\n", { dialect: "v2" })).toEqual([{ x: { a: 1 }, w: { a: 2 } }]);
});

describe("hostile texts end with an error", () => {
  const bomb = (depth: number): string =>
    ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
      .concat(Array.from({ length: depth }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`))
      .join("\n");

  test.each<[name: string, text: string, message: string]>([
    ["many aliases of aliases", bomb(12), "document contains excessive aliasing"],
    ["an anchor within itself", "a: &a [*a]", "anchor 'a' value contains itself"],
    ["10,000 brackets", "[".repeat(10_000), "exceeded max depth"],
    ["10,000 dashes", "- ".repeat(10_000), "exceeded max depth"],
    ["a key of 10,000 characters", `a: b\n${"k".repeat(10_000)}`, "could not find expected ':'"],
    ["an open quote", `a: "${"x\n".repeat(100_000)}`, "found unexpected end of stream"],
    ["control characters", `a: "${"x".repeat(100_000)}\u0007"`, "control characters are not allowed"],
  ])("%s", (_, text, message) => {
    expect(() => readNodes(text)).toThrow(message);
  });

  test("the depth that is allowed fits on the stack, also with anchors everywhere", () => {
    const block = Array.from({ length: 990 }, (_, i) => `${" ".repeat(i)}&k a: &x\n`).join("");
    for (const text of [`${block}${" ".repeat(990)}b: c`, `x: ${"&x [a: ".repeat(490)}${"]".repeat(490)}`]) {
      const node = readNode(text);
      expect(node && writeNode(expandMerges(node))).toContain("a:");
    }
  });

  test("v2 counts the share of aliases, v3 only how many nodes they make", () => {
    expect(() => readNodes(bomb(5), { dialect: "v2" })).toThrow("document contains excessive aliasing");
    expect(() => readNodes(bomb(4), { dialect: "v3" })).not.toThrow();
    expect(() => readNodes(bomb(7), { dialect: "v3" })).toThrow("document contains excessive aliasing");
  });

  test("few aliases of large values are fine", () => {
    expect(() => readNodes(bomb(1))).not.toThrow();
  });

  test("a text of more than 64 million characters", () => {
    expect(() => readNodes(" ".repeat(64 * 1024 * 1024 + 1))).toThrow("larger than the limit");
  });
});

function fault(run: () => unknown): YamlError {
  try {
    run();
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
  throw new Error("no error");
}
