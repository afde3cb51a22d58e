/** Random YAML: values in every notation, written in every style, and texts that are mostly none. */
import fc from "fast-check";

const WORDS = [
  "a",
  "b",
  "key",
  "name",
  "x1",
  "x10",
  "x2",
  "A",
  "é",
  "ü ber",
  "日本",
  "on",
  "true",
  "null",
  "~",
  "no",
  "y",
  "N",
];

const numberText = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String),
  fc.double().map((value) => String(value)),
  fc
    .tuple(
      fc.constantFrom("", "-", "+"),
      fc.constantFrom("", "0", "0x", "0o", "0b", "0X", "0O", "0B", "."),
      fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF__.eE+-:"), minLength: 0, maxLength: 12 }),
    )
    .map((parts) => parts.join("")),
  fc.constantFrom(
    ".5",
    "5.",
    "1e3",
    "1E+3",
    "1e-3",
    ".inf",
    "-.Inf",
    ".nan",
    "0777",
    "08",
    "1_000",
    "10:30",
    "1:60",
    "0.",
    "-0",
  ),
);

const dateText = fc
  .tuple(
    fc.constantFrom("2020", "0001", "1999", "202"),
    fc.constantFrom("-1", "-01", "-12", "-13", "-0"),
    fc.constantFrom("-1", "-31", "-30", "-29", "-00"),
    fc.constantFrom("", "T", "t", " ", "  ", "\t"),
    fc.constantFrom(
      "",
      "1:2:3",
      "01:02:03",
      "23:59:60",
      "24:00:00",
      "10:20:30.5",
      "10:20:30.123456789012",
      "10:20:30,25",
      "10:20",
    ),
    fc.constantFrom("", "Z", " Z", "+01:00", "-00:30", "+1", " +01:00", "+0100"),
  )
  .map((parts) => parts.join(""));

const nasty = fc.constantFrom(
  ..."-|?|:|,|[|]|{|}|#|&|*|!|>|'|\"|%|@|`|=|<<|- a|? a|: a|a: b|a :b|a #b|a#b|a:|:a|-a|--- a|---|...|....|!a|&a|*a| a|a |''|\"\"|{}|[]|{a: b}|[a, b]|a, b|a]|0x|1e|.|-.|+".split(
    "|",
  ),
  "|",
  "a|b",
  "",
);

const wild = fc.string({
  unit: fc.constantFrom(
    ...'abc 019:-#?,[]{}&*!|>"%@`.~=<\\/_',
    "'",
    " ",
    " ",
    "é",
    "日",
    "\u00a0",
    "😀",
    "\u2028",
    "\t",
    "\u0085",
    "\ufeff",
    "\u007f",
    "\u0001",
  ),
  maxLength: 20,
});

const longText = fc
  .array(
    fc.constantFrom(
      "lorem",
      "ipsum",
      "dolor",
      "a",
      "supercalifragilistic",
      "x".repeat(90),
      "it's",
      '"q"',
      "é",
      "日本語",
      "- ",
      "#",
      "a:b",
      " ",
      "",
    ),
    { minLength: 10, maxLength: 40 },
  )
  .map((words) => words.join(" "));

const multiLine = fc
  .array(
    fc.constantFrom(
      "line",
      " indented",
      "",
      "  ",
      "trailing ",
      "a: b",
      "- x",
      "# c",
      "\ttab",
      "'q'",
      "é",
      "%x",
      "---",
      "a\tb",
      "日 本",
    ),
    { minLength: 1, maxLength: 6 },
  )
  .chain((lines) => fc.constantFrom("", "\n", "\n\n", "\n\n\n").map((end) => lines.join("\n") + end));

/** Texts as values may have them. */
export const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 2, arbitrary: numberText },
  { weight: 1, arbitrary: dateText },
  { weight: 2, arbitrary: nasty },
  { weight: 3, arbitrary: wild },
  { weight: 2, arbitrary: longText },
  { weight: 3, arbitrary: multiLine },
);

function doubleQuoted(value) {
  return JSON.stringify(value)
    .replaceAll(
      /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
    )
    .replaceAll(/\\u(d[89ab]..)\\u(d[c-f]..)/g, (_, high, low) =>
      String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)),
    );
}

function singleQuoted(value) {
  return /[\n\t\r\p{Cc}\u2028\u2029\ufeff]/u.test(value) ? doubleQuoted(value) : `'${value.replaceAll("'", "''")}'`;
}

/** A text in one of the styles that can carry it; `indent` is that of a block scalar's lines. */
const styledScalar = (indent, flow) =>
  fc
    .tuple(text, fc.nat(9), fc.constantFrom("", "-", "+"), fc.constantFrom("|", ">"))
    .map(([value, style, chomp, block]) => {
      const safe = !/[\r\ufeff]|(?![\n\t])\p{Cc}/u.test(value);
      if (
        style < 3 &&
        value !== "" &&
        safe &&
        !/[\n\u0085\u2028:#\t]|^[-?:,[\]{}#&*!|>'"%@` .]|[ ,[\]{}]$/.test(value) &&
        !(flow && /[,[\]{}?:]/.test(value))
      )
        return value;
      if (style < 5 && !flow && safe && value !== "" && !/[\u0085\u2028]/.test(value)) {
        const hint = /^[ \n\t]/.test(value) ? "2" : "";
        const lines = value.split("\n").map((line) => (line === "" ? "" : " ".repeat(indent) + line));
        if (hint === "" && !/^\s*\n/.test(value)) return `${block}${chomp}\n${lines.join("\n")}`;
        if (hint !== "") return `${block}${hint}${chomp}\n${lines.join("\n")}`;
      }
      return style < 8 ? doubleQuoted(value) : singleQuoted(value);
    });

const plainNumber = fc.oneof(numberText, dateText).filter((value) => /^[-+.\w][-+.\w]*$/.test(value));

const comment = fc.constantFrom("", "", "", "", " # note", "   #", " # a: b");
const gap = fc.constantFrom("", "", "", "", "\n", "# comment\n", "   # indented\n", "\n\n", "  \n");

const keyText = (flow) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .string({ unit: fc.constantFrom(..."abcABC012-_./"), minLength: 1, maxLength: 8 })
        .filter((key) => /^[a-zA-Z][\w./-]*$/.test(key))
        .map((key) => (/^(y|n|yes|no|on|off|true|false|null)$/i.test(key) ? `"${key}"` : key)),
    },
    { weight: 2, arbitrary: text.map((value) => doubleQuoted(value.slice(0, 200))) },
    { weight: flow ? 0 : 1, arbitrary: fc.constantFrom("a b", "x-1", "1a", "$x", "(p)") },
  );

function flowValue(depth) {
  const leaf = fc.oneof(styledScalar(0, true), plainNumber);
  if (depth <= 0) return leaf;
  const inner = flowValue(depth - 1);
  const separator = fc.constantFrom(", ", ",", " , ", ",\n        ");
  return fc.oneof(
    leaf,
    fc.tuple(fc.array(inner, { maxLength: 4 }), separator).map(([items, sep]) => `[${items.join(sep)}]`),
    fc.tuple(fc.array(fc.tuple(keyText(true), inner), { maxLength: 4 }), separator).map(
      ([pairs, sep]) =>
        `{${unique(pairs)
          .map(([key, value]) => `${key}: ${value}`)
          .join(sep)}}`,
    ),
  );
}

function unique(pairs) {
  return [...new Map(pairs.map((pair) => [pair[0].replaceAll('"', ""), pair])).values()];
}

/** What stands behind a key or a dash: on the same line or on those below, from `indent` on. */
function blockValue(depth, indent) {
  const pad = " ".repeat(indent);
  const leaf = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(styledScalar(indent, false), comment)
        .map(([value, note]) => ` ${value}${/^[|>]/.test(value) ? "" : note}\n`),
    },
    { weight: 2, arbitrary: fc.tuple(plainNumber, comment).map(([value, note]) => ` ${value}${note}\n`) },
    { weight: 1, arbitrary: fc.tuple(flowValue(2), comment).map(([value, note]) => ` ${String(value)}${note}\n`) },
    { weight: 1, arbitrary: fc.constantFrom("\n", " ~\n", " null\n", " {}\n", " []\n") },
  );
  if (depth <= 0) return leaf;
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 2, arbitrary: blockMap(depth - 1, indent).map((lines) => `\n${lines}`) },
    {
      weight: 2,
      arbitrary: fc
        .array(fc.tuple(gap, blockValue(depth - 1, indent + 2)), { minLength: 1, maxLength: 4 })
        .map((items) => `\n${items.map(([before, value]) => `${before}${pad}-${String(value)}`).join("")}`),
    },
  );
}

function blockMap(depth, indent) {
  const pad = " ".repeat(indent);
  return fc
    .array(fc.tuple(keyText(false), blockValue(depth, indent + 2), gap), { minLength: 1, maxLength: 5 })
    .map((entries) =>
      unique(entries)
        .map(([key, value, before]) => `${before}${pad}${key}:${value}`)
        .join(""),
    );
}

/** A map in block style, as the rest of an object: texts that are YAML, nearly always. */
export const mapping = blockValue(3, 2).map((value) => `data:${value}`);

/** A map with one text in it, in double quotes: all the work is the writer's. */
export const oneText = fc
  .array(text, { minLength: 1, maxLength: 4 })
  .map((values) => values.map((value, i) => `v${i}: ${doubleQuoted(value)}\n`).join(""));

/** A map with unquoted scalars. */
export const plainScalars = fc
  .array(fc.oneof(numberText, dateText), { minLength: 1, maxLength: 6 })
  .map((values) => values.map((value, i) => `v${i}: ${value}\n`).join(""));

/** Maps whose keys only the order of go-yaml sorts. */
export const manyKeys = fc
  .array(fc.string({ unit: fc.constantFrom(..."aAbB019-_. éα日"), minLength: 1, maxLength: 6 }), {
    minLength: 2,
    maxLength: 3,
  })
  .map((keys) => [...new Set(keys)].map((key) => `${doubleQuoted(key)}: 1\n`).join(""));

const fragment = fc.constantFrom(
  ..."a|b|key: |key: v\n|x:|: |:|- |-|- i\n|? |?|\n|\n|\n  |\n |\n    |[|]|{|}|,|, |'|\"|#| # c\n|>\n|&x |&x|*x|*x |!!str |!t |!|\t| |  |<<: |\\|@|`|%|1|~|é|a b|'q'|\"q\"|\"q\": |'q' : |[a]|{a: b}|- - |a: b: c|\r\n".split(
    "|",
  ),
  "|",
  "|-\n",
  "|2\n",
);
const marks = fc.constantFrom("---\n", "...\n", "--- ", "---", "%YAML 1.1\n", "%TAG ! x\n", "\n---\n");

/** Pieces of YAML in any order: texts that are no YAML, nearly always. */
export const soup = fc.array(fragment, { minLength: 1, maxLength: 14 }).map((parts) => parts.join(""));
export const soupWithMarks = fc
  .array(fc.oneof({ weight: 8, arbitrary: fragment }, { weight: 1, arbitrary: marks }), { minLength: 1, maxLength: 14 })
  .map((parts) => parts.join(""));
