// Probes by chance: expressions over a typed grammar, and templates that were damaged.
import fc from "fast-check";
import { languageProbes } from "./probes-language.mjs";
import { DATA } from "./probes.mjs";

/** Functions by what they give, with what they take. */
const GRAMMAR = {
  text: [
    ["upper", "text"],
    ["lower", "text"],
    ["title", "text"],
    ["trim", "text"],
    ["quote", "any"],
    ["squote", "any"],
    ["toString", "any"],
    ["trunc", "int", "text"],
    ["indent", "int", "text"],
    ["nindent", "int", "text"],
    ["replace", "text", "text", "text"],
    ["join", "text", "list"],
    ["printf", "format", "any", "any"],
    ["print", "any", "any"],
    ["cat", "any", "any"],
    ["b64enc", "text"],
    ["b64dec", "text"],
    ["toJson", "any"],
    ["typeOf", "any"],
    ["kindOf", "any"],
    ["snakecase", "text"],
    ["camelcase", "text"],
    ["kebabcase", "text"],
    ["abbrev", "int", "text"],
    ["trimSuffix", "text", "text"],
    ["regexReplaceAll", "regex", "text", "text"],
    ["regexFind", "regex", "text"],
    ["html", "any"],
    ["js", "any"],
    ["urlquery", "any"],
    ["wrap", "int", "text"],
    ["sha256sum", "text"],
    ["include", "name", "any"],
    ["substr", "int", "int", "text"],
    ["toPrettyJson", "any"],
    ["println", "any"],
    ["nospace", "text"],
    ["untitle", "text"],
    ["swapcase", "text"],
    ["initials", "text"],
    ["trimAll", "text", "text"],
    ["trimPrefix", "text", "text"],
    ["regexReplaceAllLiteral", "regex", "text", "text"],
    ["wrapWith", "int", "text", "text"],
    ["plural", "text", "text", "int"],
    ["b32enc", "text"],
    ["b32dec", "text"],
    ["base", "text"],
    ["dir", "text"],
    ["clean", "text"],
    ["toRawJson", "any"],
    ["duration", "any"],
    ["durationRound", "any"],
    ["seq", "int", "int"],
    ["adler32sum", "text"],
    ["regexQuoteMeta", "text"],
    ["decryptAES", "text", "text"],
  ],
  int: [
    ["len", "any"],
    ["add", "any", "any"],
    ["sub", "any", "any"],
    ["mul", "any", "any"],
    ["div", "any", "any"],
    ["mod", "any", "any"],
    ["int", "any"],
    ["int64", "any"],
    ["max", "any", "any"],
    ["atoi", "text"],
  ],
  float: [
    ["addf", "any", "any"],
    ["mulf", "any", "any"],
    ["float64", "any"],
    ["round", "any", "int"],
    ["ceil", "any"],
    ["floor", "any"],
  ],
  bool: [
    ["eq", "any", "any"],
    ["ne", "any", "any"],
    ["lt", "any", "any"],
    ["gt", "any", "any"],
    ["le", "any", "any"],
    ["ge", "any", "any"],
    ["not", "any"],
    ["empty", "any"],
    ["has", "any", "list"],
    ["hasKey", "dict", "text"],
    ["contains", "text", "text"],
    ["kindIs", "text", "any"],
    ["deepEqual", "any", "any"],
    ["regexMatch", "regex", "text"],
  ],
  list: [
    ["list", "any", "any"],
    ["splitList", "text", "text"],
    ["append", "list", "any"],
    ["prepend", "list", "any"],
    ["rest", "list"],
    ["initial", "list"],
    ["uniq", "list"],
    ["reverse", "list"],
    ["concat", "list", "list"],
    ["without", "list", "any"],
    ["compact", "list"],
    ["sortAlpha", "list"],
    ["until", "small"],
    ["toStrings", "any"],
    ["slice", "list", "int"],
    ["chunk", "small", "list"],
    ["regexFindAll", "regex", "text", "int"],
  ],
  dict: [
    ["dict", "text", "any"],
    ["merge", "dict", "dict"],
    ["mergeOverwrite", "dict", "dict"],
    ["set", "dict", "text", "any"],
    ["omit", "dict", "text"],
    ["pick", "dict", "text"],
    ["deepCopy", "dict"],
    ["split", "text", "text"],
    ["fromJson", "text"],
    ["unset", "dict", "text"],
    ["splitn", "text", "int", "text"],
    ["urlParse", "text"],
  ],
  any: [
    ["default", "any", "any"],
    ["coalesce", "any", "any"],
    ["ternary", "any", "any", "bool"],
    ["index", "list", "int"],
    ["index", "dict", "text"],
    ["first", "list"],
    ["last", "list"],
    ["get", "dict", "text"],
    ["dig", "text", "any", "dict"],
    ["and", "any", "any"],
    ["or", "any", "any"],
  ],
};
const LEAVES = {
  text: [
    '"a"',
    '""',
    '"hello world"',
    '"é😀"',
    ".s",
    ".u",
    '","',
    '"b"',
    '"1.5"',
    '"a,b"',
    '`{"a":[1]}`',
    ".n",
    ".nope",
  ],
  int: ["0", "1", "-2", "7", "(len .l)", ".z", "1.0", "(int .f)"],
  small: ["0", "2", "3"],
  float: ["1.5", "0.1", "1e6", ".p", ".f", ".big"],
  bool: ["true", "false", ".t", ".no"],
  list: [".l", ".el", ".words", "(list)", "(list 1 2)", ".n"],
  dict: [".a", ".em", "(dict)", ".a.m", "."],
  format: ['"%v %v"', '"%d %s"', '"%q %T"', '"%5.2f|%-5v"', '"%#v %+v"', '"%x"', '"%s"'],
  regex: ['"a"', '"[a-z]+"', '"(l+)"', '"("', '"^."', '"o*"'],
  name: ['"one"', '"two"', '"nope"'],
};
/** Values of types that templates cannot write down. */
const TYPED = [
  '(typed "bytes" "hi")',
  '(typed "strings" "")',
  '(typed "floats" "")',
  '(typed "array" "")',
  '(typed "intmap" "")',
  '(typed "pair" "p")',
  '(typed "nilptr" "")',
  '(typed "nilmap" "")',
  '(typed "nillist" "")',
  '(typed "error" "e")',
  '(typed "named" "n")',
  '(typed "duration" "90s")',
  '(typed "time" "2020-02-29T13:04:05.5Z")',
  '(typed "uint8" "9")',
  '(typed "int64" "-9")',
  '(typed "float32" "0.1")',
  '(split "," "a,b")',
  "(until 3)",
];
const KINDS = ["text", "int", "float", "bool", "list", "dict"];

/** A call; what changes its argument changes a copy, for a map that holds itself ends the oracle. */
function call(name, args) {
  const [first, ...rest] = args;
  const changes = name === "set" || name === "unset" || name.startsWith("merge");
  return `(${[name, changes ? `(deepCopy ${first})` : first, ...rest].join(" ")})`;
}

const { expression } = fc.letrec((tie) => {
  const entries = {};
  const leaf = (kind) => fc.constantFrom(...(LEAVES[kind] ?? KINDS.flatMap((one) => LEAVES[one])));
  for (const kind of [...KINDS, "any", "small", "format", "regex", "name"]) {
    const calls = GRAMMAR[kind] ?? [];
    const nested = calls.map(([name, ...params]) =>
      fc.tuple(...params.map((param) => tie(param))).map((args) => call(name, args)),
    );
    // Once in a while a value of another kind than the one that is wanted.
    const wrong = KINDS.includes(kind)
      ? [{ weight: 1, arbitrary: fc.oneof(leaf("any"), fc.constantFrom(...TYPED)) }]
      : [];
    const other =
      kind === "any"
        ? [{ weight: 6, arbitrary: fc.oneof(fc.constantFrom(...TYPED), ...KINDS.map((one) => tie(one))) }]
        : [];
    entries[kind] = fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      { weight: 4, arbitrary: leaf(kind) },
      ...(nested.length ? [{ weight: 6, arbitrary: fc.oneof(...nested) }] : []),
      ...wrong,
      ...other,
    );
  }
  entries.expression = fc.oneof(...[...KINDS, "any"].map((kind) => tie(kind)));
  return entries;
});

const action = fc.oneof(
  { weight: 5, arbitrary: expression.map((one) => `{{ ${one} }}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        expression,
        fc.constantFrom(
          "upper",
          "quote",
          "default 1",
          "toJson",
          "len",
          "int",
          'printf "%v"',
          "first",
          "not",
          "list 1",
          "indent 2",
          "trunc 3",
        ),
      )
      .map(([one, stage]) => `{{ ${one} | ${stage} }}`),
  },
  { weight: 1, arbitrary: expression.map((one) => `{{ if ${one} }}T{{ else }}F{{ end }}`) },
  { weight: 1, arbitrary: expression.map((one) => `{{ with ${one} }}{{ . }}{{ .x }}{{ else }}none{{ end }}`) },
  {
    weight: 1,
    arbitrary: expression.map((one) => `{{ range $k, $v := ${one} }}{{ $k }}={{ $v }};{{ else }}none{{ end }}`),
  },
  { weight: 1, arbitrary: expression.map((one) => `{{ range ${one} }}{{ .x }}{{ end }}`) },
  { weight: 1, arbitrary: expression.map((one) => `{{ $v := ${one} }}{{ $v }}{{ $v.b }}{{ ($v).b }}`) },
  { weight: 1, arbitrary: expression.map((one) => `{{ template "one" ${one} }}`) },
);
const DEFINITIONS = '{{ define "one" }}<{{ . }}>{{ end }}{{ define "two" }}{{ .b }}{{ .x.y }}{{ end }}';

// What the oracle makes of damaged values of its own is no matter of templates.
const texts = languageProbes.filter((probe) => typeof probe === "string" && !/typed|now/.test(probe));
const PIECES = [
  "{{",
  "}}",
  " ",
  "(",
  ")",
  "|",
  ".",
  "$",
  "$x",
  ":=",
  "=",
  ",",
  '"',
  "`",
  "'",
  "-",
  "{{-",
  "-}}",
  "/*",
  "*/",
  "end",
  "{{ end }}",
  "{{ else }}",
  "if",
  "range",
  "nil",
  "true",
  "1",
  "1.5",
  "0x",
  "print",
  "\n",
  "define",
  '{{ define "q" }}',
  "template",
  "else",
  "break",
  ".a",
  "é",
  "\\",
  "%",
  "with",
  "block",
];
const damaged = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.constantFrom(...texts),
    fc.array(fc.tuple(fc.nat(200), fc.nat(6), fc.constantFrom("", ...PIECES)), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, second, edits]) => {
    let result = [...(edits.length % 2 === 0 ? text + second : text)];
    for (const [at, remove, insert] of edits) {
      const start = at % (result.length + 1);
      result.splice(start, remove > 3 ? 0 : remove, ...insert);
    }
    return result.join("");
  });

/** Templates by chance; the same seed gives the same ones. */
export function randomProbes(count, seed) {
  const options = { numRuns: Math.ceil(count / 2), seed };
  const built = fc
    .sample(action, options)
    .map((t, at) => ({ t: t + DEFINITIONS, d: DATA, missing: ["default", "zero", "zero", "error"][at % 4] }));
  return [...built, ...fc.sample(damaged, options).map((t) => ({ t, d: DATA }))];
}
