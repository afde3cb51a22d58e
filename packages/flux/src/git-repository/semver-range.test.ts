import { expect, test } from "vitest";
import { newestInRange } from "./semver-range.ts";

const tags = ["v0.9.0", "1.0.0", "1.2.3", "v1.10.0", "2.0.0-rc.1", "2.0.0", "2.1.0-beta.2", "latest"];

test.each<[string, string | undefined]>([
  ["*", "2.0.0"],
  ["1.x", "v1.10.0"],
  ["~1.2", "1.2.3"],
  ["~1.2.0", "1.2.3"],
  ["^1.0.0", "v1.10.0"],
  ["^0.9", "v0.9.0"],
  [">=1.0.0 <1.5.0", "1.2.3"],
  [">=1.0.0, <2.0.0", "v1.10.0"],
  ["1.0.0 - 1.5", "1.2.3"],
  ["0.x || 1.2.x", "1.2.3"],
  [">2.0.0-0", "2.1.0-beta.2"],
  ["2.0.0", "2.0.0"],
  [">= 3.0", undefined],
])("%s → %s", (range, want) => {
  expect(newestInRange(tags, range)).toBe(want);
});

test("what is no range is refused", () => {
  expect(() => newestInRange(tags, "main")).toThrow("improper constraint: main");
});
