// Runs a CommonJS file with the code that V8 made of it before, where that is beside it and of the same V8.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

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
