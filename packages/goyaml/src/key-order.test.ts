import { expect, test } from "vitest";
import { compareKeys } from "./key-order.ts";

test.each<[why: string, sorted: string[]]>([
  ["numbers by value, before letters", ["1", "2", "10", "Z1", "a"]],
  ["digits within words by value, then by their zeros", ["a1", "a2", "a02", "a10", "aB", "ab"]],
  ["marks before letters", ["a-b", "a.b", "a_b", "ab"]],
  ["a number that goes on after the difference", ["a100", "a101", "a110", "a1000"]],
  ["shorter first", ["", "a", "ab", "abc"]],
  ["letters of other scripts by code point", ["z", "é", "α", "日"]],
  ["digits before letters, also behind digits", ["91", "9a"]],
  ["beyond the first plane by code point", ["\uffe0", "😀", "😁"]],
])("%s", (_, sorted) => {
  expect(sorted.toReversed().sort(compareKeys)).toEqual(sorted);
  for (const key of sorted) expect(compareKeys(key, key)).toBe(0);
});

test("in v3 letters come before digits behind a digit", () => {
  const sorted = ["9", "9a", "91", "a1b", "a12"];
  expect(sorted.toReversed().toSorted((a, b) => compareKeys(a, b, "v3"))).toEqual(sorted);
});
