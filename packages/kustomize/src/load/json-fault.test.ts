import { expect, test } from "vitest";
import { jsonFault } from "./json-fault.ts";

// Every line is what the real tool says of such a patch.
test.each<[text: string, message: string, offset: number]>([
  ["[{op: remove}]", "invalid character 'o' looking for beginning of object key string", 2],
  ['[{"op": "add"', "unexpected end of JSON input", 13],
  ["[]x", "invalid character 'x' after top-level value", 2],
  ["[1 2]", "invalid character '2' after array element", 3],
  ['[{"a" 1}]', "invalid character '1' after object key", 6],
  ['[{"a": 1 "b"}]', "invalid character '\"' after object key:value pair", 9],
  ["[1,]", "invalid character ']' looking for beginning of value", 3],
  ['[{"a": 1,}]', "invalid character '}' looking for beginning of object key string", 9],
  ["[tru]", "invalid character ']' in literal true (expecting 'e')", 4],
  ['["\\x"]', "invalid character 'x' in string escape code", 3],
  ['["\\u12g4"]', "invalid character 'g' in \\u hexadecimal character escape", 6],
  ['["a\nb"]', "invalid character '\\n' in string literal", 3],
  ["[-]", "invalid character ']' in numeric literal", 2],
  ["[1.]", "invalid character ']' after decimal point in numeric literal", 3],
  ["[1e]", "invalid character ']' in exponent of numeric literal", 3],
  ["[01]", "invalid character '1' after array element", 2],
  ["['a']", "invalid character '\\'' looking for beginning of value", 1],
])("%s", (text, message, offset) => {
  expect(jsonFault(text)).toMatchObject({ message, offset });
});

test.each([
  '[{"op": "add", "path": "/a", "value": [1.5e3, -0, null, true, {}, [], "\\u00e9\\n"]}]',
  " [] ",
  "0",
  '"a"',
])("%s is JSON", (text) => {
  expect(JSON.parse(text)).toBeDefined();
  expect(jsonFault(text)).toBeUndefined();
});
