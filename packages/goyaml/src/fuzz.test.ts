import fc from "fast-check";
import { expect, test } from "vitest";
import { toJson } from "./decode.ts";
import { fromJson } from "./from-json.ts";
import { readManifests } from "./manifests.ts";
import { expandMerges } from "./merge-keys.ts";
import { readNodes, readYaml } from "./read.ts";
import { writeNode } from "./write-node.ts";
import { writeYaml } from "./write.ts";
import { YamlError } from "./yaml-error.ts";

const pieces = fc.constantFrom(
  ..."a|b: |: |- |? |\n|\n  |\n    |[|]|{|}|, |'|\"|#| # c\n|> |>+\n|&x |*x|!!int |!t |<<: |\\|\t|%|@|~|1e3|2020-01-01|é|😀|\r\n|---\n|...\n|\u0000|\u0085|\ufeff".split(
    "|",
  ),
  "|",
  "|2-\n",
);

/** Nothing but `YamlError` may come of a text. */
function attempt(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
  }
}

test("any text is read, or refused with a YamlError", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      for (const dialect of ["v2", "v3"] as const) {
        attempt(() => {
          for (const node of readNodes(text, { dialect })) {
            attempt(() => toJson(node, { dialect }));
            attempt(() => writeNode(expandMerges(node)));
            expect(node.place).toBeDefined();
          }
        });
      }
      attempt(() => readManifests(text));
    }),
    { numRuns: 3000 },
  );
});

const value = fc
  .jsonValue({
    stringUnit: fc.oneof(
      fc.constantFrom(..." \n\t:#-?'\"|>&*!%@~[]{},0123e.é日"),
      fc.string({ minLength: 1, maxLength: 1, unit: "grapheme" }),
    ),
  })
  // Integers beyond 2⁵³ are read as bigints.
  .filter((json) => !/\d{16}/.test(JSON.stringify(json)) && !/[\u007f-\u009f\ufffe\uffff]/.test(JSON.stringify(json)));

test("what is written reads as the same value", () => {
  fc.assert(
    fc.property(value, (json) => {
      const text = writeYaml(json);
      const expected = JSON.parse(JSON.stringify(json)) as unknown;
      if (expected === null) return;
      expect(readYaml(text, { dialect: "v2" })).toEqual([expected]);
    }),
    { numRuns: 1500 },
  );
});

test("nodes and values are written alike", () => {
  fc.assert(
    fc.property(value, (json) => {
      const plain = JSON.parse(JSON.stringify(json)) as unknown;
      // A text that begins with a tab is one that Kustomize cannot print.
      fc.pre(!someText(plain, (text) => text.startsWith("\t") && text.includes("\n")));
      expect(writeNode(fromJson(plain))).toBe(writeYaml(plain));
    }),
    { numRuns: 1000 },
  );
});

function someText(json: unknown, is: (text: string) => boolean): boolean {
  if (typeof json === "string") return is(json);
  return typeof json === "object" && json !== null && Object.values(json).some((inner) => someText(inner, is));
}
