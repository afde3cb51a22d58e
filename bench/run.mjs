// Runs a benchmark on the built program: npm run build && npm run bench -- NAME [arguments]
//
//   demo                        start, an idle minute, memory, push → applied (20 pushes)
//   drift [TREE]                drift → healed: 20 Applications, one drift each
//   fleet [FAMILY] [N …] [TREE] first sync, a commit that touches one, an idle minute, memory; the engine apart from
//                               the API. FAMILY is applications (default) or kustomizations; N are 20 and 200
//   kustomize [FOLDER]          builds beside the real Kustomize: an overlay, trees of N apps; see kustomize.mjs
//   yaml [FOLDER]               reading and writing YAML, beside js-yaml
//
// TREE has TREE/apps/*/overlays/prod, or is a script that makes such a tree when called with a count and a folder;
// HAWSER_BENCH_TREE names it too. Beside each figure stands a reference from the same run, because machines differ: the
// CPU of `kubectl kustomize` on one overlay. HAWSER_BENCH_PROFILE=FOLDER writes CPU profiles of the engine.
const [name, ...args] = process.argv.slice(2);
const known = ["demo", "drift", "fleet", "kustomize", "yaml"];
if (!known.includes(name)) {
  console.error(`usage: npm run bench -- ${known.join("|")} [arguments]`);
  process.exit(2);
}
const { run } = await import(`./${name}.mjs`);
await run(args);
