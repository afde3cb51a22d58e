import { expect, test } from "vitest";
import { parsePathPattern } from "./path-pattern.ts";

const cases: [pattern: string, name: string, fits: boolean | undefined][] = [
  ["*.txt", "a.txt", true],
  ["*.txt", "d/a.txt", false],
  ["d/*", "d/a", true],
  ["d/*", "d/a/b", false],
  ["?.txt", "é.txt", true],
  ["?", "/", false],
  ["[a-c]x", "bx", true],
  ["[^a-c]x", "bx", false],
  ["[^a]", "/", false],
  ["[!a]", "!", true],
  ["\\*", "*", true],
  ["\\*", "a", false],
  ["a*b*c", "aXbXbc", true],
  ["a*b*c", "aXbX/bc", false],
  ["[", "[", undefined],
  ["[a", "a", undefined],
  ["[]a]", "a", undefined],
  ["[a-]", "a", undefined],
  ["a\\", "a", undefined],
];

test.each(cases)("%s on %s", (pattern, name, fits) => {
  expect(parsePathPattern(pattern)?.(name)).toBe(fits);
});

test("many stars cost no more than the name is long, for each of them", () => {
  const pattern = parsePathPattern(`${"*a".repeat(200)}b`);
  expect(pattern?.("a".repeat(20_000))).toBe(false);
});
