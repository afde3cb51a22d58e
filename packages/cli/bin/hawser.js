#!/usr/bin/env node
// The committed face of the CLI: dist/ is made by `npm run build`.
import fs from "node:fs";
import module from "node:module";

const built = new URL("../dist/hawser.js", import.meta.url);
if (!fs.existsSync(built)) {
  console.error("hawser is not built yet. Run: npm run build");
  process.exit(1);
}
// From Node 22.8 on, what was compiled is kept for the next start.
module.enableCompileCache?.();
await import(built.href);
