import { expect, test } from "vitest";
import { parseGlob } from "./glob.ts";

const cases: [pattern: string, path: string, fits: boolean | undefined][] = [
  ["*", "a.txt", true],
  ["*", "d/a.txt", false],
  ["**", "d/a.txt", true],
  ["d/**.txt", "d/e/a.txt", true],
  ["d/{one,two}.txt", "d/two.txt", true],
  ["d/[!o]*", "d/one", false],
  ["d/[a-z]?", "d/xy", true],
  ["\\*", "*", true],
  ["{a,{b,c}d}", "cd", true],
  ["[", "x", undefined],
  ["{a", "{a", false],
];

test.each(cases)("%s on %s", (pattern, path, fits) => {
  expect(parseGlob(pattern)?.(path)).toBe(fits);
});

test("many stars end", () => {
  expect(parseGlob(`${"**a".repeat(50)}b`)?.("a".repeat(2000))).toBe(false);
});
