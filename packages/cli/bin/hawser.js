#!/usr/bin/env node
// The committed face of the CLI: dist/ is made by `npm run build`.
//
// `kustomize`, which pipelines call in large numbers, is one file with what V8 made of it beside it: a small build
// otherwise takes longer to load than to run. All else is ES modules, loaded as needed.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const dist = path.join(__dirname, "../dist");
const name = path.basename(process.argv[1] ?? "hawser").replace(/\.js$/, "");
const words = process.argv.slice(2);
const isAlias = name === "kustomize";

// A reader that closes early (`| head`) is no failure.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

if (!fs.existsSync(path.join(dist, "hawser.js"))) {
  console.error("hawser is not built yet. Run: npm run build");
  process.exit(1);
} else if (isAlias || words[0] === "kustomize") {
  const { runKustomize } = require("./load-script.js").loadScript(path.join(dist, "kustomize.cjs")).exports;
  runKustomize(isAlias ? name : "hawser kustomize", isAlias ? words : words.slice(1)).then((code) => {
    process.exitCode = code;
  });
} else {
  // From Node 22.8 on, what was compiled is kept for the next start.
  require("node:module").enableCompileCache?.();
  void import(pathToFileURL(path.join(dist, "hawser.js")).href);
}
