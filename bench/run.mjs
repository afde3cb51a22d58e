// Runs a benchmark on the built program: npm run build && npm run bench -- NAME [arguments]
//
//   demo               start, push → applied, drift → healed, an idle minute, memory
//   fleet N TREE       N Applications, each one overlay of a tree made by a generator (TREE/apps/*/overlays/prod)
//   kustomize FOLDER   one build, beside `kubectl kustomize` on the same folder
//
// Beside each absolute figure stands a reference from the same run: the CPU of `kubectl kustomize` on one overlay.
const [name, ...args] = process.argv.slice(2);
const known = ["demo", "fleet", "kustomize"];
if (!known.includes(name)) {
  console.error(`usage: npm run bench -- ${known.join("|")} [arguments]`);
  process.exit(2);
}
const { run } = await import(`./${name}.mjs`);
await run(args);
