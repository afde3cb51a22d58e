import { expect, test } from "vitest";
import { canonicalQuantity, compareQuantities, parseQuantity } from "./quantity.ts";

const canonical: [string | number, string][] = [
  ["100m", "100m"],
  ["1000m", "1"],
  ["0.5", "500m"],
  ["1.5", "1500m"],
  ["1024Mi", "1Gi"],
  ["1500Mi", "1500Mi"],
  ["0.5Gi", "512Mi"],
  ["1000k", "1M"],
  ["12e6", "12e6"],
  [4, "4"],
  ["0", "0"],
  ["-1500m", "-1500m"],
  ["1Ki", "1Ki"],
  ["100Gi", "100Gi"],
];
test.each(canonical)("%s is %s", (text, want) => expect(canonicalQuantity(text)).toBe(want));

test.each(["", "abc", "1.2.3", "1 Gi", "1gi"])("%s is no quantity", (text) =>
  expect(parseQuantity(text)).toBeUndefined(),
);

test("quantities compare by value", () => {
  expect(compareQuantities("1Gi", "1G")).toBe(1);
  expect(compareQuantities("500m", "0.5")).toBe(0);
});
