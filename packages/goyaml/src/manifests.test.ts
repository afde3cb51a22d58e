import { describe, expect, test } from "vitest";
import { readManifests } from "./manifests.ts";
import { isScalar, nodeAt } from "./node.ts";
import { toJson } from "./decode.ts";

const values = (text: string): unknown[] => readManifests(text, { file: "x.yaml" }).map((node) => toJson(node));

describe("a file of objects", () => {
  test.each<[why: string, text: string, values: unknown[]]>([
    ["documents between separators", "a: 1\n---\na: 2\n", [{ a: 1 }, { a: 2 }]],
    ["separators with comments and blanks", "a: 1\n--- # next\na: 2\n---  \na: 3\n", [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ["empty documents", "---\n---\n# nothing\n---\nnull\n---\na: 1\n---\n", [{ a: 1 }]],
    ["what follows the end of a document is lost", "a: 1\n...\na: 2\n", [{ a: 1 }]],
    ["a document on the line of a first separator", "--- {a: 1}\n---\na: 2\n", [{ a: 1 }, { a: 2 }]],
    ["a document on the line of a last separator is lost", "a: 1\n--- {a: 2}", [{ a: 1 }]],
    ["Windows line ends", "a: |\r\n  x\r\n---\r\na: 2\r\n", [{ a: "x\n" }, { a: 2 }]],
    ["byte order marks", "\ufeffa: 1\n---\n\ufeffa: 2\n", [{ a: 1 }, { a: 2 }]],
  ])("%s", (_, text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  test.each<[why: string, text: string, message: string, line: number]>([
    ["text behind a separator", "a: 1\n--- b\nc: 2\n", "invalid document separator: --- b", 2],
    [
      "lines count from the separator",
      "a: 1\n---\nb: c: d\n",
      "yaml: mapping values are not allowed in this context",
      3,
    ],
    ["anchors end with their document", "a: &x 1\n---\nb: *x\n", "yaml: unknown anchor 'x' referenced", 3],
    ["a quote over a separator", 'a: "b\n---\nc"\n', "yaml: line 2: found unexpected end of stream", 2],
    ["a directive", "%YAML 1.1\n---\na: 1\n", "yaml: line 1: did not find expected <document start>", 2],
  ])("%s", (_, text, message, line) => {
    expect(() => values(text)).toThrow(expect.objectContaining({ message, line, file: "x.yaml" }));
  });

  test("places count in the file", () => {
    const [, second] = readManifests("a: 1\r\n---\r\n\r\nb:\r\n  c: x\r\n", { file: "x.yaml" });
    const found = nodeAt(second, "b", "c");
    expect(isScalar(found) && found.place).toMatchObject({ source: { file: "x.yaml" }, line: 5, column: 6 });
  });
});
