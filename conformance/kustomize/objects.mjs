// Objects that many cases share, and short forms of cases.

export const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: web
      initContainers:
        - {name: init, image: "busybox:1.36"}
      containers:
        - name: web
          image: nginx:1.25
          args: ["--port", "80"]
          ports: [{containerPort: 80, name: http}, {containerPort: 443, protocol: TCP}]
          env:
            - {name: A, value: "1"}
            - {name: B, valueFrom: {configMapKeyRef: {name: settings, key: b}}}
          envFrom: [{secretRef: {name: token}}]
          volumeMounts: [{name: c, mountPath: /c}]
        - name: side
          image: reg.example.com:5000/side@sha256:aaaa
      tolerations: [{key: a, operator: Exists}]
      volumes: [{name: c, configMap: {name: settings}}]
`;

export const service = `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, name: http}]}
`;

export const configMap = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {a: "1", b: "two"}
`;

export const secret = `apiVersion: v1
kind: Secret
metadata: {name: token}
type: Opaque
data: {t: eA==}
`;

export const serviceAccount = `apiVersion: v1
kind: ServiceAccount
metadata: {name: web}
`;

export const boat = `apiVersion: example.com/v1
kind: Boat
metadata: {name: boat}
spec:
  size: 3
  crew: [{name: anna, role: captain}, {name: ben, role: cook}]
  ports: [north, south]
  engine: {image: "motor:1", power: "90"}
`;

export const statefulSet = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: web
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: "postgres:16"}]}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {storageClassName: fast, resources: {requests: {storage: 1Gi}}}}]
`;

export const cronJob = `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec: {restartPolicy: Never, containers: [{name: run, image: "runner:1", envFrom: [{configMapRef: {name: settings}}]}]}
`;

/** A kustomization over some objects, all in one file. */
export function on(objects, text, files = {}) {
  return {
    "kustomization.yaml": `resources: [objects.yaml]\n${text}`,
    "objects.yaml": [objects].flat().join("---\n"),
    ...files,
  };
}

/** A kustomization over a base with some objects. */
export function overlay(objects, base, text, files = {}) {
  return {
    "base/kustomization.yaml": `resources: [objects.yaml]\n${base}`,
    "base/objects.yaml": [objects].flat().join("---\n"),
    "kustomization.yaml": `resources: [base]\n${text}`,
    ...files,
  };
}

/** Inline text in a block, for a patch or a replacement. */
export function block(text, indent = 4) {
  return `|-\n${text.replaceAll(/^(?=.)/gm, " ".repeat(indent))}`;
}
