import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBytes } from "../values/text.ts";
import { unquote } from "../template/unquote.ts";
import { quote, quoteToAscii } from "./quote.ts";

test("what is quoted can be read back, bytes and all", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array().map(fromBytes)), (text) => {
      expect(unquote(quote(text))).toBe(text);
      expect(unquote(quoteToAscii(text))).toBe(text);
    }),
  );
});

test.each([
  ['a"b\\c\n\t\x07', '"a\\"b\\\\c\\n\\t\\a"'],
  ["é😀\u200b\u00a0", '"é😀\\u200b\\u00a0"'],
  ["\x00\x7f", '"\\x00\\x7f"'],
])("%j", (text, want) => {
  expect(quote(text)).toBe(want);
});
