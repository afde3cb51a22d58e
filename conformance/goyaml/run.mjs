// Compares our reading and writing of YAML with the real go-yaml, on random texts.
//
//   node conformance/goyaml/run.mjs [options]
//
//   --runs N      how many texts (default 10000), shared out among the families below
//   --seed N      which (default: another each time; printed)
//   --only NAME   one family
//   --show N      how many differences to print (default 10), each made as small as it gets
//
// v3 reads and v2 prints in `kustomize build`; v2 reads and prints in `helm template`. Ends with 1 when something
// differs that known-differences.txt does not list, or when a text that is listed there is the same. Skipped, with a
// word, where a tool is absent: they are looked for in $PEERS/bin (~/.cache/hawser-peers/bin) and on the PATH.
import { parseArgs } from "node:util";
import fc from "fast-check";
import * as generators from "./generators.mjs";
import { openOurs } from "./ours.mjs";
import { readKnownDifferences } from "./known-differences.mjs";
import { findTool, helmTexts, kustomizeTexts, OBJECT_HEAD } from "./real-tools.mjs";
import { shrink } from "./shrink.mjs";

/** What is generated, what reads it, and its share. Where Kustomize refuses a text, a run of it is needed for that one. */
const families = [
  { name: "texts", arbitrary: generators.oneText, share: 0.2, tools: ["kustomize", "helm"] },
  { name: "numbers", arbitrary: generators.plainScalars, share: 0.2, tools: ["kustomize", "helm"] },
  { name: "keys", arbitrary: generators.manyKeys, share: 0.1, tools: ["helm"] },
  { name: "documents", arbitrary: generators.mapping, share: 0.2, tools: ["kustomize", "helm"] },
  { name: "malformed", arbitrary: generators.soupWithMarks, share: 0.28, tools: ["helm"] },
  { name: "malformed-v3", arbitrary: generators.soup, share: 0.02, tools: ["kustomize"] },
];

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    only: { type: "string" },
    show: { type: "string", default: "10" },
  },
});

const tools = { kustomize: findTool("kustomize"), helm: findTool("helm") };
for (const [name, path] of Object.entries(tools))
  if (!path) console.log(`${name} is not here: what it reads is skipped`);
const { asKustomize, asHelm } = await openOurs();

const readers = {
  kustomize: {
    real: (texts) =>
      kustomizeTexts(
        tools.kustomize,
        texts.map((text) => OBJECT_HEAD + text),
        (text) => asKustomize(text).error !== undefined,
      ),
    ours: (text) => asKustomize(OBJECT_HEAD + text),
  },
  helm: { real: (texts) => helmTexts(tools.helm, texts), ours: asHelm },
};

let failures = 0;
let shown = 0;
console.log(`seed ${options.seed}`);
const knownKinds = await checkKnownDifferences();
for (const { name, arbitrary, share, tools: names } of families) {
  if (options.only && options.only !== name) continue;
  const numRuns = Math.ceil(Number(options.runs) * (options.only ? 1 : share));
  const texts = [...new Set(fc.sample(arbitrary, { numRuns, seed: Number(options.seed) }))];
  for (const tool of names) {
    if (!tools[tool]) continue;
    const { unexpected, known, refused } = await compareAll(tool, texts);
    failures += unexpected.length;
    console.log(
      `${name}, ${tool}: ${texts.length} texts, ${refused} refused, ${unexpected.length} differ, ${known} as known`,
    );
    for (const text of unexpected) {
      if (shown++ >= Number(options.show)) break;
      await explain(readers[tool], text);
    }
  }
}
process.exitCode = failures > 0 ? 1 : 0;

/** The kinds of difference that are listed, by tool. Each has a text, which must still differ. */
async function checkKnownDifferences() {
  const kinds = { kustomize: new Set(), helm: new Set() };
  for (const { tool, text, line } of readKnownDifferences()) {
    if (!tools[tool]) continue;
    const [real] = await readers[tool].real([text]);
    const ours = readers[tool].ours(text);
    kinds[tool].add(kindOf(real, ours));
    if (!same(real, ours)) continue;
    failures++;
    console.log(`known-differences.txt, line ${line}: no difference any more`);
  }
  return kinds;
}

async function compareAll(tool, texts) {
  const reader = readers[tool];
  const unexpected = [];
  let known = 0;
  let refused = 0;
  const answers = await reader.real(texts);
  for (const [i, text] of texts.entries()) {
    const real = answers[i];
    if (real.error !== undefined) refused++;
    const ours = reader.ours(text);
    if (same(real, ours)) continue;
    if (knownKinds[tool].has(kindOf(real, ours))) known++;
    else unexpected.push(text);
  }
  return { unexpected, known, refused };
}

function same(real, ours) {
  return real.text === ours.text && withoutInnerLine(real.error) === withoutInnerLine(ours.error);
}

/** Lines of the text that Kustomize writes and reads between, which nobody sees, cannot be those of the file. */
function withoutInnerLine(error) {
  return error?.replace(/^(map\[string\]interface \{\}[^]*: yaml: )line \d+: /, "$1");
}

/** Two differences are of a kind when both sides fail for the same reasons. Bytes that differ are of no known kind. */
function kindOf(real, ours) {
  const ending = ({ error = "" }) => {
    const text = error.replace(/(: invalid map key): [^]*$/, "$1");
    return text.slice(text.lastIndexOf(": "));
  };
  return real.error === undefined && ours.error === undefined ? undefined : `${ending(real)} / ${ending(ours)}`;
}

/** Prints a difference, as small as it gets. What is cut out may make another one, which is not the one to explain. */
async function explain(reader, text) {
  const [answer] = await reader.real([text]);
  const kind = kindOf(answer, reader.ours(text));
  const smallest = await shrink(text, async (candidates) => {
    const answers = await reader.real(candidates);
    return candidates.filter((candidate, i) => {
      const ours = reader.ours(candidate);
      return !same(answers[i], ours) && kindOf(answers[i], ours) === kind;
    });
  });
  const [real] = await reader.real([smallest]);
  console.log(`  ${JSON.stringify(smallest)}`);
  console.log(`    real ${JSON.stringify(real)}`);
  console.log(`    ours ${JSON.stringify(reader.ours(smallest))}`);
}
