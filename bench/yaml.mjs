import { build } from "esbuild";

/** How fast `goyaml` reads and writes typical manifests, warm: CPU time, the best of several rounds. */
export async function run([megabytes = "5"]) {
  const yaml = await bundled();
  const text = manifests(Number(megabytes) * 1e6);
  const nodes = yaml.readNodes(text);
  const values = nodes.map((node) => yaml.toJson(node));
  const rounds = {
    "read to nodes": () => yaml.readNodes(text),
    "nodes to JSON values": () => nodes.map((node) => yaml.toJson(node)),
    "write nodes": () => nodes.map((node) => yaml.writeNode(node)),
    "write JSON values": () => values.map((value) => yaml.writeYaml(value)),
  };
  console.log(`${(text.length / 1e6).toFixed(1)} MB, ${nodes.length} documents`);
  for (const [name, round] of Object.entries(rounds)) {
    const first = cpuOf(round);
    let best = first;
    for (let i = 0; i < 8; i++) best = Math.min(best, cpuOf(round));
    const rate = (seconds) => `${(text.length / 1e6 / seconds).toFixed(0)} MB/s`;
    console.log(`${name}: ${rate(best)} (first round ${rate(first)})`);
  }
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
