// Checks the import rules of ARCHITECTURE.md: lower layers only, declared packages only, no environment outside
// server and cli, no catch-all folders, relative imports with their ending. Run by `npm run check`.
import fs from "node:fs";
import path from "node:path";

const LAYERS = {
  goyaml: 0,
  kube: 0,
  gotemplate: 1,
  controller: 1,
  source: 1,
  kustomize: 2,
  helm: 2,
  render: 3,
  sync: 3,
  argocd: 4,
  flux: 4,
  cluster: 4,
  preview: 5,
  server: 6,
  cli: 7,
  ui: 7,
};
/** Neighbours that may meet, each with its reason. */
const ALLOWED = new Set([
  "sync>render", // sync takes what render answers: types only
]);
const TYPES_ONLY = { ui: ["argocd", "flux", "kube", "server"], sync: ["render"] };
const STARTS_CLUSTERS = new Set(["server", "cli"]);
const TOUCHES_ENVIRONMENT = new Set(["server", "cli"]);
const BAD_FOLDERS = /\/(util|utils|common|shared|helpers)(\/|\.ts$)/;

const problems = [];
for (const name of fs.readdirSync("packages").sort()) {
  const manifest = JSON.parse(fs.readFileSync(`packages/${name}/package.json`, "utf8"));
  const declared = new Set([
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.devDependencies ?? {}),
  ]);
  for (const file of sourceFiles(`packages/${name}`)) checkFile(name, file, declared);
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}

function checkFile(name, file, declared) {
  const text = fs.readFileSync(file, "utf8");
  const isTest = /\.test\.tsx?$/.test(file) || file.includes("/test/") || name === "testing";
  const say = (what) => problems.push(`${file}: ${what}`);
  if (BAD_FOLDERS.test(file)) say("name it after what it holds, not util/common/shared/helpers");
  if (!isTest && !TOUCHES_ENVIRONMENT.has(name) && /\bprocess\.(env|argv|exit|on)\b/.test(text)) {
    say("only server and cli touch the environment, arguments and signals; take it as an argument");
  }
  for (const { specifier, typeOnly } of imports(text)) {
    if (specifier.startsWith(".")) {
      const target = path.normalize(path.join(path.dirname(file), specifier));
      if (!/\.(tsx?|json|css)$/.test(specifier)) say(`import "${specifier}" lacks its ending`);
      if (!target.startsWith(`packages/${name}/`)) say(`import "${specifier}" leaves the package`);
      continue;
    }
    if (specifier.startsWith("node:") || (isTest && /^(vitest|fast-check|esbuild|playwright-core)/.test(specifier)))
      continue;
    const parts = specifier.split("/");
    const dependency = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
    if (!declared.has(dependency)) say(`${dependency} is not declared in packages/${name}/package.json`);
    if (!dependency.startsWith("@hawser/")) continue;
    const other = dependency.slice("@hawser/".length);
    if (parts.length > 2) say(`deep import of ${specifier}: use what its index.ts exports`);
    if (isTest) continue;
    if (other === "testing") say("only test files import @hawser/testing");
    else if (LAYERS[other] >= LAYERS[name] && !ALLOWED.has(`${name}>${other}`))
      say(`${name} (layer ${LAYERS[name]}) may not import ${other} (layer ${LAYERS[other]})`);
    if (other === "cluster" && !STARTS_CLUSTERS.has(name))
      say("a cluster is reached through kube's Client; only server and cli start one");
    if (TYPES_ONLY[name]?.includes(other) && !typeOnly) say(`${name} may import types only from ${other}`);
  }
}

function imports(text) {
  const found = [];
  const pattern = /(?:^|\n)\s*(import|export)\s+(type\s+)?([^;"']*?from\s+)?["']([^"']+)["']/g;
  for (const match of text.matchAll(pattern)) {
    if (match[1] === "export" && !match[3]) continue;
    found.push({ specifier: match[4], typeOnly: Boolean(match[2]) });
  }
  for (const match of text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    found.push({ specifier: match[1], typeOnly: false });
  return found;
}

function sourceFiles(folder) {
  const found = [];
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory() && !["node_modules", "dist", "testdata"].includes(entry.name))
      found.push(...sourceFiles(file));
    else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith(".config.ts")) found.push(file);
  }
  return found;
}
