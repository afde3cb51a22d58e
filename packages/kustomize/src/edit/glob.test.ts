import { expect, test } from "vitest";
import { matchesGlob } from "./glob.ts";

const cases: [pattern: string, name: string, matches: boolean][] = [
  ["*.yaml", "a.yaml", true],
  ["*.yaml", "sub/a.yaml", false],
  ["sub/*", "sub/a.yaml", true],
  ["**", "a", true],
  ["?.yaml", "ab.yaml", false],
  ["[a-c]?", "bz", true],
  ["[^a]", "a", false],
  ["a\\*", "a*", true],
  ["{a,b}", "a", false],
  ["", "", true],
];

test.each(cases)("%s and %s: %s", (pattern, name, matches) => {
  expect(matchesGlob(pattern, name)).toBe(matches);
});

test.each(["[", "a[", "[]", "[a", "[a-]", "\\", "[-a]"])("%s is no pattern", (pattern) => {
  expect(() => matchesGlob(pattern, "whatever")).toThrow("syntax error in pattern");
});

test("many stars cost no more than the name is long", () => {
  expect(matchesGlob(`${"*a".repeat(50)}b`, "a".repeat(2_000))).toBe(false);
});
