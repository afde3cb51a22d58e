// Values that somebody might try on a chart: its own defaults with some of them changed, the same ones for each seed.
import fc from "fast-check";

/** `count` sets of values for a chart with these defaults. */
export function variations(defaults, count, seed) {
  const paths = pathsOf(defaults);
  if (paths.length === 0) return [];
  const change = fc
    .integer({ min: 0, max: paths.length - 1 })
    .chain((index) => fc.tuple(fc.constant(paths[index].path), replacementFor(paths[index].value)));
  return fc.sample(fc.array(change, { minLength: 1, maxLength: 6 }), { numRuns: count, seed }).map((changes) => {
    const values = {};
    for (const [path, value] of changes) put(values, path, value);
    return values;
  });
}

function pathsOf(value, path = []) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [{ path, value }];
  const below = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return path.length === 0 ? below : [...below, { path, value }];
}

const text = fc.constantFrom(
  "",
  "x",
  "true",
  "1",
  "a: b",
  "{{ .Release.Name }}",
  "{{ nope }}",
  "1.2.3",
  "multi\nline",
  "é",
  "yes",
);
const number = fc.constantFrom(0, 1, -1, 3, 8080, 1.5, 1_000_000, 1e21);
const map = fc.constantFrom({}, { a: "b" }, { a: 1, b: { c: true } }, { "x.y/z": "1" });
const list = fc.constantFrom([], ["a"], [1, 2], [{ name: "x", value: "y" }], [[]]);

/** Mostly another value of the same kind, now and then one of another. */
function replacementFor(value) {
  const any = fc.oneof(text, number, fc.boolean(), fc.constant(null), map, list);
  const same =
    typeof value === "boolean"
      ? fc.constant(!value)
      : typeof value === "number"
        ? number
        : typeof value === "string"
          ? text
          : Array.isArray(value)
            ? list
            : value === null
              ? any
              : map;
  return fc.oneof(
    { weight: 6, arbitrary: same },
    { weight: 1, arbitrary: any },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

function put(values, path, value) {
  let at = values;
  for (const key of path.slice(0, -1)) {
    if (typeof at[key] !== "object" || at[key] === null || Array.isArray(at[key])) at[key] = {};
    at = at[key];
  }
  at[path.at(-1)] = structuredClone(value);
}
