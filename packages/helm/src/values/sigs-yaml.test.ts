import { expect, test } from "vitest";
import { readSigsYaml } from "./sigs-yaml.ts";
import { readValuesFile } from "./values-file.ts";

const values: [text: string, want: unknown][] = [
  ["010", 8],
  ["0x1F", 31],
  ["08", 8],
  ["1_000", 1000],
  ["yes", true],
  ["oFF", "oFF"],
  ["1e1000", "1e1000"],
  ["2024-01-01", "2024-01-01"],
  ["12:30", "12:30"],
  ["18446744073709551616", 18_446_744_073_709_552_000],
  ["~", null],
];

test.each(values)("%s", (text, want) => {
  expect(readSigsYaml(`a: ${text}`)).toEqual(new Map([["a", want]]));
});

const keys: [text: string, want: string][] = [
  ["1", "1"],
  ["010", "8"],
  ["y", "true"],
  ["1.5", "1.5"],
  ["1e6", "1e+06"],
  ["123456789.5", "1.2345679e+08"],
  ["3.14159265358979", "3.1415927"],
  [".inf", ".inf"],
];

test.each(keys)("key %s", (text, want) => {
  expect([...(readSigsYaml(`${text}: x`) as Map<string, unknown>).keys()]).toEqual([want]);
});

const errors: [text: string, message: string][] = [
  ["a: .inf", "error converting YAML to JSON: json: unsupported value: +Inf"],
  ["~: x", 'error converting YAML to JSON: unsupported map key of type: %!s(<nil>), key: <nil>, value: "x"'],
  ["a: {<<: 5}", "error converting YAML to JSON: yaml: map merge requires map or sequence of maps as the value"],
];

test.each(errors)("refused: %s", (text, message) => {
  expect(() => readSigsYaml(text)).toThrow(message);
});

test("merges count where they stand", () => {
  expect(readSigsYaml("a: &x {b: 1}\nc: {b: 9, <<: *x}\nd: {<<: *x, b: 9}")).toEqual(
    new Map([
      ["a", new Map([["b", 1]])],
      ["c", new Map([["b", 1]])],
      ["d", new Map([["b", 9]])],
    ]),
  );
});

test("documents of a values file are merged", () => {
  expect(readValuesFile("a: {b: 1}\n---\n# c\n---\na: {c: null}\n", "x", "values.yaml")).toEqual(
    new Map([
      [
        "a",
        new Map<string, unknown>([
          ["b", 1],
          ["c", null],
        ]),
      ],
    ]),
  );
});

test("an error says the line of the file, whatever the document", () => {
  expect(() => readValuesFile("a: 1\n---\nb: 2\n---\n- x\n", "cannot load values.yaml", "values.yaml")).toThrow(
    "cannot load values.yaml: cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}",
  );
  expect(() => readValuesFile("a: 1\n---x\n", "p", "values.yaml")).toThrow(
    "p: error reading yaml document: invalid Yaml document separator: x",
  );
});
