// The same probes through the real helm: one chart with a named template for each probe, and one render.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { DATA } from "./probes.mjs";

/** What Helm has not, has otherwise, or answers differently each time; and definitions, which cannot be nested. */
const NOT_FOR_HELM =
  /typed|\benv\b|expandenv|fromJson|now|\bago\b|rand|shuffle|uuid|gen[A-Z]|bcrypt|htpasswd|AES|define|block|template|include|getHostByName|keys|values|\{$/;

/** The texts that helm gives for the probes, by probe; probes that it cannot take are left out. */
export function askHelm(probes) {
  const helm = path.join(process.env.PEERS ?? path.join(os.homedir(), ".cache/hawser-peers"), "bin/helm");
  if (!fs.existsSync(helm)) return undefined;
  const usable = [
    ...new Set(
      probes.filter((probe) => probe.t && !probe.plain && !NOT_FOR_HELM.test(probe.t)).map((probe) => probe.t),
    ),
  ];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "gotemplate-helm-"));
  fs.mkdirSync(path.join(folder, "templates"));
  fs.writeFileSync(path.join(folder, "Chart.yaml"), "apiVersion: v2\nname: probes\nversion: 0.1.0\n");
  fs.writeFileSync(path.join(folder, "data.json"), JSON.stringify({ root: DATA }));
  const definitions = usable.map((text, at) => `{{ define "p${at}" }}${text}{{ end }}`);
  fs.writeFileSync(path.join(folder, "templates/_probes.tpl"), definitions.join(""));
  const lines = usable.map((_text, at) => `  p${at}: {{ include "p${at}" (deepCopy .Values.root) | b64enc | quote }}`);
  fs.writeFileSync(
    path.join(folder, "templates/probes.yaml"),
    `kind: ConfigMap\napiVersion: v1\nmetadata: { name: probes }\ndata:\n${lines.join("\n")}\n`,
  );
  const args = ["template", "x", folder, "-f", path.join(folder, "data.json")];
  const run = spawnSync(helm, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  fs.rmSync(folder, { recursive: true });
  if (run.status !== 0) throw new Error(`helm failed: ${run.stderr.slice(0, 1000)}`);
  const texts = new Map();
  for (const [, at, text] of run.stdout.matchAll(/^ {2}p(\d+): "(.*)"$/gm)) texts.set(usable[Number(at)], text);
  return texts;
}
