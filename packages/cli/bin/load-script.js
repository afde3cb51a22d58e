// Runs a CommonJS file with the code that V8 made of it before, where that is beside it and of the same V8.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");

// A build is over before it pays to optimise most of what it runs: with V8's own setting a third of the time of a large
// one went into that; and its young objects live to the end, so that the space for them should grow at once. Set here, because cached code is only good for the settings it was made under. Releases of V8 that
// were not tried may not know the setting, and would complain.
if (/^1[1-3]\./.test(process.versions.v8)) {
  v8.setFlagsFromString("--interrupt-budget=500000");
  v8.setFlagsFromString("--semi-space-growth-factor=16");
}

exports.loadScript = (file) => {
  const cache = `${file}.cache`;
  const cachedData = fs.existsSync(cache) ? fs.readFileSync(cache) : undefined;
  // The bundle is ASCII.
  const source = `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(file, "latin1")}\n})`;
  const script = new vm.Script(source, { filename: file, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
  return { exports: module.exports, script };
};
