import { expect, test } from "vitest";
import { matchesFields, parseFieldSelector } from "./field-selector.ts";
import { formatLabelSelector, matchesLabels, parseLabelSelector, requirementsOf } from "./label-selector.ts";

const labels = { app: "web", tier: "front", "example.com/owner": "team-1", rank: "3" };

const matching: Record<string, [selector: string, matches: boolean]> = {
  "nothing selects everything": ["", true],
  equality: ["app=web", true],
  "double equality": ["app==web", true],
  "several terms must all hold": ["app=web,tier=back", false],
  "inequality holds where the label is absent": ["missing!=x", true],
  membership: ["app in (web, api)", true],
  exclusion: ["app notin (web,api)", false],
  "exclusion holds where the label is absent": ["missing notin (x)", true],
  "presence of a prefixed key": ["example.com/owner", true],
  absence: ["!missing", true],
  "absence of a present key": ["!app", false],
  "an inherited property is no label": ["constructor", false],
  "greater than": ["rank>2", true],
};

test.each(Object.entries(matching))("%s", (_name, [selector, matches]) => {
  expect(matchesLabels(parseLabelSelector(selector), labels)).toBe(matches);
});

test.each(["a=b=c", "-x", "a in b", "a=$"])("%s is refused", (selector) => {
  expect(() => parseLabelSelector(selector)).toThrow("unable to parse requirement");
});

test("an object's selector and its text mean the same", () => {
  const selector = {
    matchLabels: { app: "web" },
    matchExpressions: [
      { key: "tier", operator: "In", values: ["front", "back"] },
      { key: "x", operator: "DoesNotExist" },
    ],
  };
  expect(formatLabelSelector(selector)).toBe("app=web,tier in (back,front),!x");
  expect(matchesLabels(requirementsOf(selector), labels)).toBe(true);
});

test("fields are compared as text, and a missing one is empty", () => {
  const pod = { metadata: { name: "web" }, spec: { nodeName: "node-1" }, status: {} };
  expect(matchesFields(parseFieldSelector("spec.nodeName=node-1,status.phase!=Running"), pod)).toBe(true);
  expect(matchesFields(parseFieldSelector("metadata.name=other"), pod)).toBe(false);
  expect(() => parseFieldSelector("nonsense")).toThrow("invalid selector");
});
