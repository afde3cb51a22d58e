import { describe, expect, test } from "vitest";
import { contextFunction, type CallContext, type FunctionMap } from "../values/function.ts";
import { functions, values } from "../test/render.ts";
import { TemplateError } from "./errors.ts";
import { execute, parseFile, TemplateSet } from "./template-set.ts";

function setOf(files: Record<string, string>, known: FunctionMap = functions): TemplateSet {
  const set = new TemplateSet("root");
  for (const [name, source] of Object.entries(files)) set.add(parseFile(name, source, known));
  return set;
}

function failureOf(action: () => unknown): TemplateError {
  try {
    action();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

describe("sets of templates", () => {
  test("the last definition of a name is used, unless it is empty", () => {
    const set = setOf({
      a: '{{ define "x" }}first{{ end }}',
      b: '{{ define "x" }}second{{ end }}',
      c: '{{ define "x" }}  {{/* nothing */}}{{ end }}',
      t: '{{ template "x" }}',
    });
    expect(execute(set, "t", null)).toBe("second");
  });

  test("an overlay sees what is below it and keeps its own templates to itself", () => {
    const set = setOf({ a: '{{ define "x" }}below{{ end }}', t: '{{ template "x" }}' });
    const above = set.overlay();
    above.add(parseFile("b", '{{ define "x" }}above{{ end }}', functions));
    expect(execute(above, "t", null)).toBe("above");
    expect(execute(set, "t", null)).toBe("below");
    expect(above.names()).toEqual(["a", "x", "t", "b"]);
  });

  test("a function can run text as a template, with the templates of whoever calls it", () => {
    const tpl = contextFunction("string any", (run: CallContext, text: string, data: unknown) => {
      const set = (run.set as TemplateSet).overlay();
      set.add(parseFile("inner", text, known));
      return run.executeIn(set, "inner", data);
    });
    const known: FunctionMap = new Map([...functions, ["tpl", tpl]]);
    const set = setOf(
      { a: '{{ define "x" }}<{{ . }}>{{ end }}', t: "{{ tpl .text .value }}|{{ tpl .text 2 | upper }}" },
      known,
    );
    const data = values({ text: '{{ template "x" . }}{{ define "y" }}y{{ end }}{{ include "y" . }}', value: "v" });
    expect(execute(set, "t", data)).toBe("<v>y|<2>Y");
    expect(set.lookup("y")).toBeUndefined();
  });

  test("functions see what the caller gave as their host", () => {
    const known: FunctionMap = new Map([...functions, ["who", contextFunction("", (run: CallContext) => run.host)]]);
    expect(execute(setOf({ t: "{{ who }}" }, known), "t", null, { host: "caller" })).toBe("caller");
  });

  test("an error of an included template has that template's place inside the caller's", () => {
    const set = setOf({ "lib.tpl": '{{ define "x" }}\n {{ .a.b }}{{ end }}', "é.yaml": 'é: {{ include "x" . }}' });
    const outer = failureOf(() => execute(set, "é.yaml", values({ a: 1 })));
    expect(outer.place).toEqual({ file: "é.yaml", line: 1, column: 7 });
    expect(outer.executing).toEqual({ template: "é.yaml", node: 'include "x" .' });
    const inner = outer.cause as TemplateError;
    expect(inner.place).toEqual({ file: "lib.tpl", line: 2, column: 6 });
    expect(inner.reason).toBe("can't evaluate field b in type interface {}");
    expect(outer.reason).toBe(`error calling include: ${inner.message}`);
  });

  test("errors of parsing have file and line", () => {
    const { code, place, reason } = failureOf(() => parseFile("dir/a.yaml", "a\n\n{{ nope }}", functions));
    expect(code).toBe("parse");
    expect(place).toEqual({ file: "dir/a.yaml", line: 3 });
    expect(reason).toBe('function "nope" not defined');
  });

  test("a template that is missing is named", () => {
    expect(() => execute(setOf({}), "nope", null)).toThrow(
      'template: no template "nope" associated with template "root"',
    );
  });
});
