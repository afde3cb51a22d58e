import { expect, test } from "vitest";
import { EditError } from "./edit-error.ts";
import { varsToReplacements } from "./vars-to-replacements.ts";

const VAR = { name: "S", objref: { apiVersion: "apps/v1", kind: "Deployment", name: "web" } };
const file = (value: string): { name: string; text: string } => ({
  name: "o.yaml",
  text: `# kept\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: '${value}'}\n`,
});

test.each<[value: string, options: object | undefined]>([
  ["$(S)", undefined],
  ["pre-$(S)-post", { delimiter: "-", index: 1 }],
  ["$(S)/x", { delimiter: "/" }],
  ["a/b/$(S)", { delimiter: "/", index: 2 }],
  ["pre$(S)", { delimiter: "e", index: 1 }],
  ["$(S)/$(S)", { delimiter: "/" }],
])("%s is replaced", (value, options) => {
  const used = file(value);
  const { replacements, texts } = varsToReplacements([VAR], [used]);
  expect(replacements).toEqual([
    {
      source: { group: "apps", version: "v1", kind: "Deployment", name: "web" },
      targets: [
        {
          select: { version: "v1", kind: "ConfigMap", name: "c" },
          fieldPaths: ["data.a"],
          ...(options && { options }),
        },
      ],
    },
  ]);
  expect(texts.get(used)).toBe(used.text.replaceAll("$(S)", "S_PLACEHOLDER"));
});

test("a var between two delimiters cannot be replaced", () => {
  expect(() => varsToReplacements([VAR], [file("http://$(S).ns")])).toThrow(
    new EditError("error with o.yaml: cannot convert all vars to replacements; $(S) is not delimited"),
  );
});

test("a file that uses no var stays as it is", () => {
  expect(varsToReplacements([VAR], [file("$(T)")]).texts.size).toBe(0);
});
