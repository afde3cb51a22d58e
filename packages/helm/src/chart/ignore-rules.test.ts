import { expect, test } from "vitest";
import { parseIgnoreRules } from "./ignore-rules.ts";

const cases: Record<string, { rules: string; path: string; isFolder?: boolean; ignored: boolean }> = {
  "a name fits at any depth": { rules: "a.txt", path: "d/a.txt", ignored: true },
  "a leading slash anchors": { rules: "/a.txt", path: "d/a.txt", ignored: false },
  "a path fits as a whole": { rules: "d/a.txt", path: "x/d/a.txt", ignored: false },
  "a trailing slash is for folders": { rules: "d/", path: "d", ignored: false },
  "a folder with a trailing slash": { rules: "d/", path: "d", isFolder: true, ignored: true },
  "what a negated rule does not match is ignored": { rules: "!a.txt", path: "b.txt", ignored: true },
  "what a negated rule matches goes on to the next": { rules: "!a.txt\na.*", path: "a.txt", ignored: true },
  "hidden templates": { rules: "", path: "templates/.x", ignored: true },
  "comments and spaces": { rules: "# a.txt\n  b.txt  ", path: "a.txt", ignored: false },
  "a mark at the beginning": { rules: "\ufeffa.txt", path: "a.txt", ignored: true },
  "the root is never ignored": { rules: "*", path: "", isFolder: true, ignored: false },
};

test.each(Object.entries(cases))("%s", (_name, { rules, path, isFolder = false, ignored }) => {
  expect(parseIgnoreRules(rules)(path, isFolder)).toBe(ignored);
});

test("two stars are refused", () => {
  expect(() => parseIgnoreRules("a/**")).toThrow("double-star (**) syntax is not supported");
});

test("a pattern that cannot be read is refused", () => {
  expect(() => parseIgnoreRules("[a")).toThrow("syntax error in pattern");
});
