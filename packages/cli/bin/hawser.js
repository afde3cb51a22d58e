#!/usr/bin/env node
// The committed face of the CLI: dist/ is made by `npm run build`.
import fs from "node:fs";

const built = new URL("../dist/hawser.js", import.meta.url);
if (!fs.existsSync(built)) {
  console.error("hawser is not built yet. Run: npm run build");
  process.exit(1);
}
await import(built.href);
