import { expect, test } from "vitest";
import { parseSelector } from "./label-selector.ts";

const LABELS = new Map([
  ["l", "m"],
  ["x", "5"],
  ["y/z", ""],
]);

test.each([
  ["", true],
  ["l", true],
  ["!l", false],
  ["!q", true],
  ["l=m", true],
  ["l == m , x=5", true],
  ["l!=m", false],
  ["q!=m", true],
  ["l in (m, n)", true],
  ["l notin (m)", false],
  ["q notin (m)", true],
  ["y/z=", true],
  ["y/z in (,)", true],
  ["y/z in ()", true],
  ["x>4", true],
  ["x<5", false],
  ["l>4", false],
  ["in", false],
])("%j", (selector, want) => {
  expect(parseSelector(selector)(LABELS)).toBe(want);
});

test.each([
  ["=m", "found '=', expected: !, identifier, or 'end of string'"],
  ["l=m,", "found '', expected: identifier after ','"],
  ["l=m=n", "found '=', expected: ',' or 'end of string'"],
  ["l===m", "unable to parse requirement: found '=', expected: identifier"],
  ["l in m", "unable to parse requirement: found 'm' expected: '('"],
  ["l in (m", "unable to parse requirement: found '', expected: ',' or ')'"],
  ["l x", "unable to parse requirement: found 'x', expected: '=', '!=', '==', 'in', notin'"],
  ["x>a", "unable to parse requirement: for 'Gt', 'Lt' operators, the value must be an integer"],
  ["-a", 'unable to parse requirement: invalid label key "-a": name part must consist of'],
  ["l=-m", 'unable to parse requirement: invalid label value: "-m": at key: "l": a valid label must be'],
])("%j is no selector", (selector, message) => {
  expect(() => parseSelector(selector)).toThrow(message);
});
