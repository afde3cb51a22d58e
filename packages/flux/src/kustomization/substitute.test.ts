import { expect, test } from "vitest";
import { substitute } from "./substitute.ts";

const variables = new Map([
  ["name", "shopapi"],
  ["image", "registry/shop:v1.2.3"],
  ["empty", ""],
]);

test.each<[string, string]>([
  ["a ${name} b", "a shopapi b"],
  ["$name and $$name and $${name}", "$name and $name and ${name}"],
  ["${empty}", ""],
  ["${none:=x}${none:-y}${none=z}", "xyz"],
  ["${empty:=x}", "x"],
  ["${none:=a-${name}}", "a-shopapi"],
  ["${none:=}", ""],
  ["${name^} ${name^^} ${name,,}", "Shopapi SHOPAPI shopapi"],
  ["${#name}", "7"],
  ["${name:4}", "api"],
  ["${name:0:4}", "shop"],
  ["${name:-2}", "shopapi"],
  ["${image##*:}", "v1.2.3"],
  ["${image%:*}", "registry/shop"],
  ["${image#*/}", "shop:v1.2.3"],
  ["${name/api/web}", "shopweb"],
  ["${image//r/R}", "RegistRy/shop:v1.2.3"],
  ["${image/registry\\//}", "shop:v1.2.3"],
])("%s → %s", (text, want) => {
  expect(substitute(text, variables)).toBe(want);
});

test.each<[string, string]>([
  ["${none}", 'variable not set (strict mode): "none"'],
  ["${name-x}", "missing closing brace"],
  ["${name", "missing closing brace"],
  ["${}", "bad substitution: missing variable name"],
])("%s is refused", (text, message) => {
  expect(() => substitute(text, variables)).toThrow(message);
});
