import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ base "a/b.c" }} {{ base "" }} {{ base "/" }} {{ dir "a/b/c" }} {{ dir "a" }} {{ clean "a/../b//c/." }} {{ clean "" }} {{ ext "a.tar.gz" }} {{ isAbs "/a" }} {{ osBase "a/b" }}',
    "b.c . / a/b . b/c . .gz true b",
  ],
];

describe("paths", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
