import { expect, test } from "vitest";
import { normalDiff } from "./normal-diff.ts";

// Each `want` is what GNU diff prints for the two texts.
const cases: Record<string, { before: string; after: string; want: string }> = {
  "equal texts have no difference": { before: "a\n", after: "a\n", want: "" },
  "a changed line": { before: "a\nb\nc\n", after: "a\nx\nc\n", want: "2c2\n< b\n---\n> x\n" },
  "an added line is named by the line before it": { before: "a\nc\n", after: "a\nb\nc\n", want: "1a2\n> b\n" },
  "a removed line": { before: "a\nb\nc\n", after: "a\nc\n", want: "2d1\n< b\n" },
  "several lines are a range": { before: "a\nb\nc\nd\n", after: "a\nd\n", want: "2,3d1\n< b\n< c\n" },
  "lines added to nothing": { before: "", after: "a\nb\n", want: "0a1,2\n> a\n> b\n" },
};

test.each(Object.entries(cases))("%s", (_name, { before, after, want }) => {
  expect(normalDiff(before, after)).toBe(want);
});
