import { describe, expect, test } from "vitest";
import { functions, render } from "../test/render.ts";
import type { TemplateError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { execute, parseFile, TemplateSet } from "./template-set.ts";

function failure(template: string, limits: Partial<Limits>): TemplateError {
  try {
    render(template, undefined, { limits });
  } catch (error) {
    return error as TemplateError;
  }
  throw new Error("the template ran to its end");
}

const LOOP = "{{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}x{{ end }}{{ end }}{{ end }}";

describe("limits of a run", () => {
  test.each<[name: string, template: string, limits: Partial<Limits>, reason: string]>([
    [
      "steps",
      LOOP,
      { steps: 100_000 },
      'the template takes too many steps: more than 100000 (raise the limit "steps")',
    ],
    ["output", LOOP, { output: 1000 }, 'the output is too long: more than 1000 (raise the limit "output")'],
    [
      "memory",
      '{{ $x := "ab" }}{{ range until 40 }}{{ $x = print $x $x }}{{ end }}',
      { memory: 1_000_000 },
      'the template makes too many values: more than 1000000 (raise the limit "memory")',
    ],
    [
      "depth",
      '{{ define "d" }}{{ template "d" }}{{ end }}{{ template "d" }}',
      { depth: 50 },
      "exceeded maximum template depth (50)",
    ],
  ])("%s", (_name, template, limits, reason) => {
    const error = failure(template, limits);
    expect(error.code).toBe("limit");
    expect(error.reason).toBe(reason);
  });

  test("templates inside each other stay clear of the end of the stack", () => {
    const recursion = (how: string): string =>
      `{{ define "d" }}{{ if . }}${how}{{ else }}end{{ end }}{{ end }}{{ include "d" 2000 }}`;
    expect(failure(recursion('{{ include "d" (sub . 1) }}'), {}).reason).toBe(
      'error calling include: templates are nested too deeply for the stack: more than 600 KiB (raise the limit "stack" in a thread that has more)',
    );
    expect(failure(recursion('{{ template "d" (sub . 1) }}'), {}).reason).toBe(
      "exceeded maximum template depth (100000)",
    );
    expect(render(recursion('{{ include "d" (div . 2) }}'))).toBe("end");
  });

  test("a template that includes itself without end fails, and the next run is as good as before", () => {
    const error = failure('{{ define "d" }}{{ include "d" . }}{{ end }}{{ include "d" . }}', {});
    expect(error.code).toBe("limit");
    expect(render("{{ upper .s }}")).toBe("STR");
  });

  test("a list or a string that is too large is refused before it is made", () => {
    expect(() => render("{{ until 1000000000 }}")).toThrow("more than 10000000 items");
    expect(() => render('{{ repeat 1000000000 "ab" }}')).toThrow("output length overflow");
    expect(() => render("{{ randAlphaNum 1000000000 }}")).toThrow("random characters");
  });

  test("a map that holds itself cannot be printed, but does not end the process", () => {
    expect(() => render('{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $d }}')).toThrow("nested too deeply");
    expect(render('{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ toJson $d }}')).toBe("");
  });

  test("whoever runs it can stop it", () => {
    const set = new TemplateSet();
    set.add(parseFile("t", LOOP, functions));
    let questions = 0;
    const stop = (): string | undefined => (++questions === 3 ? "the deadline has passed" : undefined);
    expect(() => execute(set, "t", null, { stop })).toThrow("the deadline has passed");
    expect(questions).toBe(3);
  });

  test("parentheses without end are refused", () => {
    expect(() => render(`{{ ${"(".repeat(5000)}1${")".repeat(5000)} }}`)).toThrow("nested too deeply");
    expect(() => render("{{ if true }}".repeat(5000))).toThrow("nested too deeply");
  });
});
