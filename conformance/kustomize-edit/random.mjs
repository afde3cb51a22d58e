// Random kustomization files (fields in any order, comments anywhere) and random edits of them, made by both; and the
// same edit with --keep-format, which must say the same and leave every comment where it is.
import fc from "fast-check";

const name = fc.constantFrom("a", "b", "web", "app.kubernetes.io/name", "x-1", "z9");
const value = fc.constantFrom(
  ...[
    "v1",
    "1",
    "1.10",
    "yes",
    "null",
    "0x1F",
    "a: b",
    "# c",
    "'",
    '"q"',
    "two words",
    "-",
    "",
    " lead",
    "trail ",
    "é",
    "~",
    "1e3",
  ],
  ...[
    "a,b",
    "*x",
    "&y",
    "[z",
    "{",
    "2020-01-01",
    "12:30",
    "x".repeat(90),
    "long ".repeat(20).trim(),
    "@sha",
    "%",
    "!t",
    "|",
    ">",
  ],
);
const comment = fc.constantFrom("# c", "  # indented", "", "#", "# resources: x", "   ", "#tight");

/** A text as somebody might write it. */
function scalar(text, style) {
  if (style === 1) return `'${text.replaceAll("'", "''")}'`;
  if (style === 2) return JSON.stringify(text);
  return /^[a-z][\w./-]*$/i.test(text) && !/^(yes|no|on|off|y|n|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

const text = fc.tuple(value, fc.nat(2)).map(([each, style]) => scalar(each, style));
const key = fc.tuple(name, fc.nat(2)).map(([each, style]) => scalar(each, style));
const word = fc
  .tuple(fc.constantFrom("a.yaml", "b.yaml", "../base", "sub/c.yaml", "*.yaml"), fc.nat(2))
  .map(([each, style]) => scalar(each, style));
const pairs = fc.uniqueArray(fc.tuple(key, text), {
  minLength: 1,
  maxLength: 3,
  selector: ([each]) => each.replaceAll(/["']/g, ""),
});

/** `key: value` lines of a map at an indentation. */
const block = (entries, indent) => entries.map(([each, said]) => `${" ".repeat(indent)}${each}: ${said}`);
const eol = fc.constantFrom("", "", "", " # eol");

const listOf = (field, item) =>
  fc
    .tuple(fc.array(fc.tuple(item, eol), { minLength: 1, maxLength: 4 }), fc.constantFrom("", "  "), fc.boolean(), eol)
    .map(([items, indent, flow, end]) =>
      flow
        ? [`${field}: [${items.map(([each]) => each).join(", ")}]${end}`]
        : [`${field}:${end}`, ...items.map(([each, after]) => `${indent}- ${String(each)}${after}`)],
    );
const mapOf = (field) =>
  fc
    .tuple(pairs, fc.boolean(), fc.constantFrom(2, 4))
    .map(([entries, flow, indent]) =>
      flow
        ? [`${field}: {${entries.map(([each, said]) => `${each}: ${said}`).join(", ")}}`]
        : [`${field}:`, ...block(entries, indent)],
    );
const entriesOf = (field, fields) =>
  fc
    .tuple(fc.array(fc.tuple(fields, fc.boolean()), { minLength: 1, maxLength: 3 }), fc.constantFrom("", "  "))
    .map(([items, indent]) => [
      `${field}:`,
      ...items.flatMap(([entries, flow]) => {
        if (flow) return [`${indent}- {${entries.map(([each, said]) => `${each}: ${said}`).join(", ")}}`];
        const lines = block(entries, indent.length + 2);
        return [`${indent}- ${lines[0].trimStart()}`, ...lines.slice(1)];
      }),
    ]);
const some = (...fields) =>
  fc
    .shuffledSubarray(fields, { minLength: 1 })
    .chain((chosen) => fc.tuple(...chosen.map(([each, said]) => fc.tuple(fc.constant(each), said))));

const field = fc.oneof(
  fc
    .tuple(fc.constantFrom("namespace", "namePrefix", "nameSuffix", "NamePrefix"), text, eol)
    .map(([each, said, end]) => [`${each}: ${said}${end}`]),
  listOf("resources", word),
  listOf("components", word),
  listOf("transformers", word),
  listOf("buildMetadata", fc.constantFrom("originAnnotations", "managedByLabel")),
  mapOf("commonLabels"),
  mapOf("commonAnnotations"),
  entriesOf("images", some(["name", key], ["newName", word], ["newTag", text], ["digest", text])),
  entriesOf("replicas", some(["name", key], ["count", fc.constantFrom("1", "0x10", "0")])),
  entriesOf(
    "configMapGenerator",
    some(["name", key], ["literals", fc.constantFrom("[k=1, m=2]", "[]")], ["namespace", fc.constant("q")]),
  ),
  entriesOf("patches", some(["path", word], ["patch", text], ["target", fc.constantFrom("{kind: X}", "{}")])),
  fc.constant(["patches:", "- patch: |-", "    # inside", "    - op: add", "", "      path: /x"]),
  fc.constant(["bases:", "- old"]),
  fc.constant(["kind: Kustomization"]),
  fc.constant(["apiVersion: kustomize.config.k8s.io/v1beta1"]),
  fc.constant(["images: []"]),
  fc.constant(["resources:"]),
);
const nameOfField = (lines) => lines[0].split(":")[0].toLowerCase();
const file = fc
  .tuple(
    fc.uniqueArray(field, { maxLength: 6, selector: nameOfField }),
    fc.array(fc.array(comment, { maxLength: 2 }), { minLength: 7, maxLength: 7 }),
    fc.constantFrom("\n", "\n", "\n", "\r\n"),
    fc.boolean(),
  )
  .map(([fields, comments, end, isClosed]) => {
    const lines = fields.flatMap((each, index) => [...comments[index], ...each]);
    const all = [...lines, ...comments[6]].join(end);
    return isClosed && all !== "" ? all + end : all;
  });

const pair = fc.tuple(name, value).map(([each, said]) => `${each}:${said}`);
const command = fc.oneof(
  fc
    .tuple(fc.constantFrom("namespace", "nameprefix", "namesuffix"), value)
    .map(([each, said]) => ["set", each, "--", said]),
  fc
    .array(
      fc.tuple(name, value).map(([each, tag]) => `${each}:${tag}`),
      { minLength: 1, maxLength: 3 },
    )
    .map((args) => ["set", "image", "--", ...args]),
  fc
    .array(
      fc
        .tuple(name, fc.constantFrom("r/x:1", "y", "*:2", "*@d", "z@sha256:aa", "r:5000/q"))
        .map(([each, to]) => `${each}=${to}`),
      { minLength: 1, maxLength: 2 },
    )
    .map((args) => ["set", "image", "--", ...args]),
  fc
    .array(
      fc.tuple(name, fc.nat(20)).map(([each, count]) => `${each}=${count}`),
      { minLength: 1, maxLength: 3 },
    )
    .map((args) => ["set", "replicas", ...args]),
  fc
    .tuple(
      fc.constantFrom("set", "add"),
      fc.constantFrom("label", "annotation"),
      fc.array(pair, { minLength: 1, maxLength: 2 }),
    )
    .map(([verb, each, args]) => [verb, each, "--", ...args]),
  fc.tuple(fc.constantFrom("label", "annotation"), name).map(([each, of]) => ["remove", each, of]),
  fc
    .array(fc.constantFrom("a.yaml", "../base", "*.yaml", "sub/*", "old"), { minLength: 1, maxLength: 2 })
    .map((args) => ["remove", "resource", ...args]),
  fc
    .array(fc.constantFrom("a.yaml", "new.yaml", "b.yaml"), { minLength: 1, maxLength: 2 })
    .map((args) => ["add", "resource", "--no-verify", ...args]),
  fc
    .constantFrom("managedByLabel", "originAnnotations,transformerAnnotations")
    .chain((options) => fc.constantFrom("set", "add", "remove").map((verb) => [verb, "buildmetadata", options])),
  fc
    .tuple(name, fc.constantFrom("k=9", "n=1"))
    .map(([of, literal]) => ["add", "configmap", of, "--from-literal", literal]),
  name.map((of) => ["set", "configmap", of, "--namespace", "q", "--new-namespace", "w"]),
  name.map((of) => ["remove", "configmap", of]),
  fc
    .tuple(fc.constantFrom("add", "remove"), fc.constantFrom("a.yaml", "b.yaml"), fc.constantFrom([], ["--kind", "X"]))
    .map(([verb, of, target]) => [verb, "patch", "--path", of, ...target]),
);

/** Runs random cases until one differs; that is made small, and reported. */
export async function randomCases({ runs, seed, differs, keeps, report }) {
  const property = fc.asyncProperty(file, command, async (kustomization, [verb, ...args]) => {
    const each = {
      name: JSON.stringify([kustomization, verb, ...args]),
      files: kustomization,
      args: ["edit", verb, ...args],
    };
    const difference = (await differs(each)) ?? (await keeps(each));
    if (difference) throw Object.assign(new Error("different"), { difference });
  });
  const result = await fc.check(property, {
    numRuns: runs,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    endOnFailure: false,
  });
  if (result.failed) {
    console.log(`seed ${result.seed}, after ${result.numRuns} runs`);
    report(
      result.errorInstance?.difference ?? {
        name: String(result.errorInstance?.stack),
        real: { files: {} },
        mine: { files: {} },
      },
    );
  }
}
