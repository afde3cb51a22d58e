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
// differs. Skipped, with a word, where a tool is absent: they are looked for in $PEERS/bin (~/.cache/hawser-peers/bin)
// and on the PATH.
import { parseArgs } from "node:util";
import fc from "fast-check";
import * as generators from "./generators.mjs";
import { openOurs } from "./ours.mjs";
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
      ),
    ours: (text) => asKustomize(OBJECT_HEAD + text),
  },
  helm: { real: (texts) => helmTexts(tools.helm, texts), ours: asHelm },
};

/** Texts in one run of a tool. */
const BATCH = 250;

let different = 0;
let shown = 0;
console.log(`seed ${options.seed}`);
for (const { name, arbitrary, share, tools: names } of families) {
  if (options.only && options.only !== name) continue;
  const numRuns = Math.ceil(Number(options.runs) * (options.only ? 1 : share));
  const texts = [...new Set(fc.sample(arbitrary, { numRuns, seed: Number(options.seed) }))];
  for (const tool of names) {
    if (!tools[tool]) continue;
    const { differing, refused } = compareAll(readers[tool], texts);
    different += differing.length;
    console.log(`${name}, ${tool}: ${texts.length} texts, ${refused} refused, ${differing.length} differ`);
    for (const text of differing) {
      if (shown++ >= Number(options.show)) break;
      explain(readers[tool], text);
    }
  }
}
process.exitCode = different > 0 ? 1 : 0;

function compareAll(reader, texts) {
  const differing = [];
  let refused = 0;
  for (let start = 0; start < texts.length; start += BATCH) {
    const batch = texts.slice(start, start + BATCH);
    const answers = reader.real(batch);
    for (const [i, text] of batch.entries()) {
      if (answers[i].error !== undefined) refused++;
      if (!same(answers[i], reader.ours(text))) differing.push(text);
    }
  }
  return { differing, refused };
}

function same(real, ours) {
  return real.text === ours.text && withoutInnerLine(real.error) === withoutInnerLine(ours.error);
}

/** Lines of the text that Kustomize writes and reads between, which nobody sees, cannot be those of the file. */
function withoutInnerLine(error) {
  return error?.replace(/^(map\[string\]interface \{\}[^]*: yaml: )line \d+: /, "$1");
}

function explain(reader, text) {
  // What is cut out may make another difference, which is not the one to explain.
  const ending = ({ error }) => error?.slice(error.lastIndexOf(": "));
  const kindOf = (real, ours) => `${ending(real)} ${ending(ours)}`;
  const kind = kindOf(reader.real([text])[0], reader.ours(text));
  const smallest = shrink(text, (candidates) => {
    const answers = reader.real(candidates);
    return candidates.filter((candidate, i) => {
      const ours = reader.ours(candidate);
      return !same(answers[i], ours) && kindOf(answers[i], ours) === kind;
    });
  });
  console.log(`  ${JSON.stringify(smallest)}`);
  console.log(`    real ${JSON.stringify(reader.real([smallest])[0])}`);
  console.log(`    ours ${JSON.stringify(reader.ours(smallest))}`);
}
