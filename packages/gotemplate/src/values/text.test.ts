import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteLength, compareStrings, fromBytes, joined, runesOf, sliceBytes, toBytes } from "./text.ts";

const bytes = fc.uint8Array({ maxLength: 40 });

describe("strings that are bytes", () => {
  test("any bytes come back as they were", () => {
    fc.assert(
      fc.property(bytes, (source) => {
        const text = fromBytes(source);
        expect(Buffer.from(toBytes(text))).toEqual(Buffer.from(source));
        expect(byteLength(text)).toBe(source.length);
      }),
    );
  });

  test("cutting cuts bytes, and what is put together again is text again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(60), (text, cut) => {
        const length = byteLength(text);
        const at = Math.min(cut, length);
        expect(joined(sliceBytes(text, 0, at) + sliceBytes(text, at, length))).toBe(text);
      }),
    );
  });

  test("the order is that of the bytes", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const order = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(compareStrings(fromBytes(a), fromBytes(b)))).toBe(order);
      }),
    );
  });

  test("broken bytes are U+FFFD to those who look at characters", () => {
    expect(runesOf(fromBytes(Uint8Array.of(0x61, 0xff, 0xc3)))).toEqual([0x61, 0xfffd, 0xfffd]);
    expect(fromBytes(Uint8Array.of(0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80))).toHaveLength(7);
  });
});
