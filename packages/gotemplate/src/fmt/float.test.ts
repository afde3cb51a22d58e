import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatFloat } from "./float.ts";

const float = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("floats as text", () => {
  test.each(["e", "f", "g"])("the shortest %s form gives the number back", (format) => {
    fc.assert(
      fc.property(float, (value) => {
        expect(Number(formatFloat(value, format, -1))).toBe(value);
      }),
    );
  });

  test("a precision is kept exactly", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e15, max: 1e15, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (value, digits) => {
          const text = formatFloat(value, "f", digits);
          expect(text.split(".")[1]).toHaveLength(digits);
          expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.5 * 10 ** -digits + Math.abs(value) * 2 ** -52);
        },
      ),
    );
  });

  test.each<[value: number, format: string, precision: number, want: string]>([
    [0.5, "f", 0, "0"],
    [1.5, "f", 0, "2"],
    [2.5, "f", 0, "2"],
    [1e21, "f", -1, "1000000000000000000000"],
    [123456789, "g", -1, "1.23456789e+08"],
    [100000, "g", -1, "100000"],
    [1e6, "g", -1, "1e+06"],
    [0.00001, "g", -1, "1e-05"],
    [-0, "g", -1, "-0"],
    [5e-324, "e", -1, "5e-324"],
    [0.1, "f", 25, "0.1000000000000000055511151"],
    [1, "x", -1, "0x1p+00"],
    [1.999999, "x", 2, "0x1.00p+01"],
  ])("%d as %s with %d digits", (value, format, precision, want) => {
    expect(formatFloat(value, format, precision)).toBe(want);
  });

  test("a float32 has fewer digits", () => {
    expect(formatFloat(Math.fround(0.1), "g", -1, 32)).toBe("0.1");
    expect(formatFloat(Math.fround(0.1), "g", -1)).toBe("0.10000000149011612");
  });
});
