// Gives charts the dependencies that they name, from other charts beside them: nothing is fetched.
//
//   node conformance/helm/pack-dependencies.mjs FOLDER…
//
// Every chart below the folders whose Chart.yaml (or requirements.yaml) names a chart that is also below them gets a
// copy of it in charts/, whatever version is asked for; the entry's version is then made to fit.
import fs from "node:fs";
import path from "node:path";
import yaml from "js-yaml";

const charts = new Map();
for (const folder of process.argv.slice(2))
  for (const chart of chartsBelow(path.resolve(folder))) charts.set(nameOf(chart), chart);

const done = new Set();
let packed = 0;
for (const chart of charts.values()) pack(chart, 0);
console.log(`${packed} dependencies packed into ${done.size} charts`);

function pack(chart, depth) {
  if (done.has(chart) || depth > 8) return;
  done.add(chart);
  for (const file of ["Chart.yaml", "requirements.yaml"]) {
    const full = path.join(chart, file);
    if (!fs.existsSync(full)) continue;
    let text = fs.readFileSync(full, "utf8");
    for (const { name, version } of yaml.load(text)?.dependencies ?? []) {
      const source = charts.get(name);
      const target = path.join(chart, "charts", name);
      if (source === undefined || source === chart || fs.existsSync(target)) continue;
      pack(source, depth + 1);
      fs.cpSync(source, target, { recursive: true });
      packed++;
      if (version !== undefined)
        text = text.replaceAll(new RegExp(`(version: *)["']?${escaped(String(version))}["']?\\s*$`, "gm"), '$1"*"');
    }
    // The chart's own version is written the same way: it comes first or stands at the margin.
    fs.writeFileSync(full, text.replace(/^version: *"\*"/m, "version: 1.0.0"));
  }
}

function escaped(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function nameOf(chart) {
  return String(yaml.load(fs.readFileSync(path.join(chart, "Chart.yaml"), "utf8"))?.name);
}

function chartsBelow(folder) {
  if (fs.existsSync(path.join(folder, "Chart.yaml"))) return [folder];
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .flatMap((entry) => chartsBelow(path.join(folder, entry.name)));
}
