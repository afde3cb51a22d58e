import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { execute, parseFile, sprigFunctions, TemplateSet } from "./index.ts";

test("the example of the package page", () => {
  const functions = sprigFunctions({ now: () => BigInt(Date.now()) * 1_000_000n, random: randomBytes });
  const set = new TemplateSet();
  set.add(parseFile("greeting", "Hello {{ .name | upper }}", functions));
  expect(execute(set, "greeting", new Map([["name", "you"]]))).toBe("Hello YOU");
});
