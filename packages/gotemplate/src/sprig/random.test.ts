import { describe, expect, test } from "vitest";
import { render, seededBytes } from "../test/render.ts";
import { randomBelow } from "./random.ts";

describe("chance", () => {
  test.each([
    ["{{ randAlphaNum 200 }}", /^[A-Za-z0-9]{200}$/],
    ["{{ randAlpha 200 }}", /^[A-Za-z]{200}$/],
    ["{{ randNumeric 200 }}", /^[0-9]{200}$/],
    ["{{ randAscii 200 }}", /^[ -~]{200}$/],
    ["{{ uuidv4 }}", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ["{{ randBytes 10 | b64dec | len }}", /^10$/],
    ["{{ randInt 5 8 }}", /^[567]$/],
    ['{{ shuffle "aab" }}', /^(aab|aba|baa)$/],
  ])("%s", (template, want) => {
    expect(render(template)).toMatch(want);
  });

  test("every number below the limit comes up, and none above", () => {
    const random = seededBytes(7);
    const seen = new Set(Array.from({ length: 2000 }, () => Number(randomBelow(300n, random))));
    expect(seen.size).toBeGreaterThan(290);
    expect(Math.max(...seen)).toBeLessThan(300);
  });

  test("randInt of an empty range fails", () => {
    expect(() => render("{{ randInt 5 5 }}")).toThrow("error calling randInt: invalid argument to Intn");
  });
});
