import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import jsYaml from "js-yaml";

/** Figures are of this many characters at least: a folder with less is read several times over. */
const ENOUGH = 5e6;

/**
 * How fast `goyaml` reads and writes manifests, warm, beside js-yaml: CPU time, the best of several rounds. The
 * manifests are those in a folder, else typical ones.
 */
export async function run([folder]) {
  const yaml = await bundled();
  const text = folder === undefined ? manifests(ENOUGH) : enough(textsBelow(folder));
  const megabytes = text.length / 1e6;
  const nodes = yaml.readNodes(text);
  const values = nodes.map((node) => yaml.toJson(node));
  console.log(`${megabytes.toFixed(1)} MB, ${nodes.length} documents`);
  const rounds = {
    "read to nodes": () => yaml.readNodes(text),
    "read to values": () => yaml.readYaml(text),
    "write nodes": () => nodes.map((node) => yaml.writeNode(node)),
    "write values": () => values.map((value) => yaml.writeYaml(value)),
    "js-yaml, read": () => jsYaml.loadAll(text),
    "js-yaml, write": () => values.map((value) => jsYaml.dump(value)),
  };
  const rates = {};
  for (const [name, round] of Object.entries(rounds)) {
    const first = cpuOf(round);
    let best = first;
    for (let i = 0; i < 8; i++) best = Math.min(best, cpuOf(round));
    rates[name] = megabytes / best;
    console.log(`${name}: ${rates[name].toFixed(0)} MB/s (first round ${(megabytes / first).toFixed(0)} MB/s)`);
  }
  const ratio = (ours, theirs) => `${(rates[ours] / rates[theirs]).toFixed(1)} times`;
  console.log(
    `to js-yaml: reading ${ratio("read to values", "js-yaml, read")}, to nodes ${ratio("read to nodes", "js-yaml, read")}`,
  );
  console.log(
    `to js-yaml: writing ${ratio("write values", "js-yaml, write")}, of nodes ${ratio("write nodes", "js-yaml, write")}`,
  );
}

function textsBelow(folder) {
  const paths = readdirSync(folder, { recursive: true }).filter((path) => /\.ya?ml$/.test(path));
  if (paths.length === 0) throw new Error(`no YAML below ${folder}`);
  return paths.map((path) => `---\n${readFileSync(join(folder, path), "utf8")}\n`).join("");
}

function enough(text) {
  return text.repeat(Math.ceil(ENOUGH / text.length));
}

function cpuOf(round) {
  const before = process.cpuUsage();
  round();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function bundled() {
  const { outputFiles } = await build({
    entryPoints: ["packages/goyaml/src/index.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    conditions: ["@hawser/source"],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

function manifests(size) {
  const parts = [];
  let length = 0;
  for (let i = 0; length < size; i++) {
    const part = application(i);
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

function application(i) {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${i}
  labels: {app.kubernetes.io/name: app-${i}, tier: backend}
  annotations:
    description: "The application number ${i}, which serves requests of every kind, and is described in a long line"
spec:
  replicas: ${i % 7}
  selector:
    matchLabels:
      app: app-${i}
  template:
    metadata:
      labels:
        app: app-${i}
    spec:
      serviceAccountName: app-${i}
      containers:
        - name: main
          image: registry.example.com/team/app-${i}:v1.${i}.0
          args: ["--port=8080", "--verbose"]
          env:
            - name: MODE
              value: production
            - name: LIMIT
              value: "100"
            - name: PASSWORD
              valueFrom:
                secretKeyRef:
                  name: app-${i}
                  key: password
          ports:
            - containerPort: 8080
              name: http
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits:
              cpu: 500m
              memory: 256Mi
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
            initialDelaySeconds: 10
---
apiVersion: v1
kind: Service
metadata:
  name: app-${i}
spec:
  type: ClusterIP
  ports:
    - port: 80
      targetPort: http
  selector:
    app: app-${i} # the pods above
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: app-${i}
data:
  enabled: "true"
  config.yaml: |
    server:
      port: 8080
      host: 0.0.0.0
    log: info
  script.sh: |
    #!/bin/sh
    exec app --number ${i}
`;
}
