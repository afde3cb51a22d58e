import { boat, configMap, deployment, on, overlay, service } from "../objects.mjs";

const user = `apiVersion: v1
kind: Pod
metadata: {name: user, labels: {svc: $(SERVICE)}, annotations: {note: "at $(SERVICE):$(PORT)"}}
spec:
  containers:
    - name: $(SERVICE)
      image: $(SERVICE)
      command: [run, "$(SERVICE)"]
      args: ["--to=$(SERVICE):$(PORT)", "$$(SERVICE)", "$(UNKNOWN)", "$(SERVICE)$(SERVICE)", "$(SERVICE", "$", "$()", "$(PORT)"]
      env: [{name: HOST, value: $(SERVICE)}, {name: PORT, value: $(PORT)}, {name: MIXED, value: "p$(PORT)"}]
      ports: [{containerPort: $(PORT)}]
      volumeMounts: [{name: a, mountPath: /$(SERVICE)}]
`;
const variable = (name, objref, field = "") =>
  `{name: ${name}, objref: ${objref}${field ? `, fieldref: {fieldpath: '${field}'}` : ""}}`;
const web = "{apiVersion: v1, kind: Service, name: web}";
const two = `vars: [${variable("SERVICE", web)}, ${variable("PORT", web, "spec.ports[0].port")}]\n`;
const spot = (kind, apiVersion, more) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${kind.toLowerCase()}}\n${more}`;

export const cases = {
  "a name and a number": on([service, user], two),
  "with a prefix": on([service, user], `namePrefix: p-\n${two}`),
  "of a base": overlay([service, user], two, "nameSuffix: -s\nnamespace: ns\n"),
  "of an overlay": overlay([service, user], "namePrefix: b-\n", two),
  "of a generated map": on(
    [user],
    `configMapGenerator: [{name: m, literals: [port=80]}]\nvars: [${variable("SERVICE", "{apiVersion: v1, kind: ConfigMap, name: m}")}, ${variable("PORT", "{apiVersion: v1, kind: ConfigMap, name: m}", "data.port")}]\n`,
  ),
  "a map as value": on([service, user], `vars: [${variable("SERVICE", web, "spec.selector")}]\n`),
  "a boolean as value": on(
    [service.replace("ports:", "publish: true, ports:"), user],
    `vars: [${variable("SERVICE", web, "spec.publish")}]\n`,
  ),
  "a fieldref with another index": on([service, user], `vars: [${variable("SERVICE", web, "spec.ports[0].name")}]\n`),
  "a fieldref with dots for an index": on(
    [service, user],
    `vars: [${variable("SERVICE", web, "spec.ports.0.name")}]\n`,
  ),
  "a fieldref with a key in brackets": on(
    ["apiVersion: v1\nkind: Service\nmetadata: {name: web, annotations: {a.b/c: d}}\n", user],
    `vars: [${variable("SERVICE", web, "metadata.annotations[a.b/c]")}]\n`,
  ),
  "a fieldref that is escaped": on(
    ["apiVersion: v1\nkind: Service\nmetadata: {name: web, annotations: {a.b/c: d}}\n", user],
    String.raw`vars: [{name: SERVICE, objref: {apiVersion: v1, kind: Service, name: web}, fieldref: {fieldpath: 'metadata.annotations.a\.b/c'}}]
`,
  ),
  "a fieldref that is not there": on([service, user], `vars: [${variable("SERVICE", web, "spec.nothing")}]\n`),
  "an index that is not there": on([service, user], `vars: [${variable("SERVICE", web, "spec.ports[7].port")}]\n`),
  "an object that is not there": on(
    [service, user],
    `vars: [${variable("SERVICE", "{apiVersion: v1, kind: Service, name: nobody}")}]\n`,
  ),
  "an object that is there twice": on(
    [service, service.replace("{name: web}", "{name: web, namespace: x}"), user],
    `vars: [${variable("SERVICE", web)}]\n`,
  ),
  "an object by namespace": on(
    [service, service.replace("{name: web}", "{name: web, namespace: x}"), user],
    `vars: [${variable("SERVICE", "{apiVersion: v1, kind: Service, name: web, namespace: x}", "metadata.namespace")}]\n`,
  ),
  "an object by group": on(
    [deployment, service, user],
    `vars: [${variable("SERVICE", "{apiVersion: apps/v1, kind: Deployment, name: web}", "spec.replicas")}]\n`,
  ),
  "an object without version": on([service, user], `vars: [${variable("SERVICE", "{kind: Service, name: web}")}]\n`),
  unused: on([service, boat], two),
  "a name twice": on([service, user], `vars: [${variable("SERVICE", web)}, ${variable("SERVICE", web)}]\n`),
  "a name twice, in two levels": overlay([service, user], two, `vars: [${variable("SERVICE", web)}]\n`),
  "a name twice, in two bases": {
    "kustomization.yaml": "resources: [a, b]\n",
    "a/kustomization.yaml": `resources: [o.yaml]\nnamePrefix: a-\n${two}`,
    "a/o.yaml": `${service}---\n${user}`,
    "b/kustomization.yaml": `resources: [o.yaml]\nnamePrefix: b-\n${two}`,
    "b/o.yaml": `${service}---\n${user}`,
  },
  "no name": on([service, user], `vars: [{objref: ${web}}]\n`),
  "no object": on([service, user], "vars: [{name: SERVICE}]\n"),
  "an unknown field": on([service, user], "vars: [{name: SERVICE, object: {}}]\n"),
  "a value that has a variable in it": on(
    [service, configMap.replace('a: "1"', "a: $(SERVICE)"), user],
    `vars: [${variable("SERVICE", web)}, ${variable("PORT", "{apiVersion: v1, kind: ConfigMap, name: settings}", "data.a")}]\n`,
  ),
  "the fields that are looked at": on(
    [
      service,
      spot(
        "Deployment",
        "apps/v1",
        "spec: {template: {metadata: {labels: {a: $(SERVICE)}, annotations: {a: $(SERVICE)}}, spec: {hostname: $(SERVICE), initContainers: [{args: [$(SERVICE)], command: [$(SERVICE)], env: [{value: $(SERVICE)}], image: $(SERVICE)}], containers: [{volumeMounts: [{mountPath: /$(SERVICE)}], envFrom: [{prefix: $(SERVICE)}]}], volumes: [{nfs: {server: $(SERVICE), path: /$(SERVICE)}}, {name: $(SERVICE), configMap: {name: $(SERVICE)}}]}}}\n",
      ),
      spot(
        "StatefulSet",
        "apps/v1",
        "spec: {serviceName: $(SERVICE), template: {spec: {containers: [{args: [$(SERVICE)]}]}}, volumeClaimTemplates: [{spec: {nfs: {server: $(SERVICE)}}}]}\n",
      ),
      spot(
        "DaemonSet",
        "apps/v1",
        "spec: {template: {spec: {containers: [{args: [$(SERVICE)], env: [{value: $(SERVICE)}]}]}}}\n",
      ),
      spot(
        "Job",
        "batch/v1",
        "spec: {template: {spec: {containers: [{args: [$(SERVICE)], env: [{value: $(SERVICE)}]}]}}}\n",
      ),
      spot(
        "CronJob",
        "batch/v1",
        "spec: {schedule: $(SERVICE), jobTemplate: {spec: {template: {spec: {containers: [{args: [$(SERVICE)], env: [{value: $(SERVICE)}], volumeMounts: [{mountPath: $(SERVICE)}]}]}}}}}\n",
      ),
      spot(
        "Ingress",
        "networking.k8s.io/v1",
        "spec: {rules: [{host: $(SERVICE)}], tls: [{hosts: [$(SERVICE)], secretName: $(SERVICE)}]}\n",
      ),
      spot("Ingress", "extensions/v1beta1", "spec: {rules: [{host: $(SERVICE)}]}\n").replace(
        "name: ingress",
        "name: old",
      ),
      spot(
        "Service",
        "v1",
        "spec: {ports: [{port: $(SERVICE), targetPort: $(SERVICE)}], type: $(SERVICE), loadBalancerIP: $(SERVICE)}\n",
      ),
      spot("ConfigMap", "v1", "data: {a: $(SERVICE)}\n"),
      spot(
        "PersistentVolume",
        "v1",
        "spec: {nfs: {server: $(SERVICE), path: $(SERVICE)}, storageClassName: $(SERVICE)}\n",
      ),
      spot("ClusterRole", "rbac.authorization.k8s.io/v1", "rules: [{resourceNames: [$(SERVICE)]}]\n"),
      spot("ServiceAccount", "v1", "secrets: [{name: $(SERVICE)}]\n"),
      spot("Boat", "example.com/v1", "spec: {name: $(SERVICE)}\n"),
      spot(
        "HorizontalPodAutoscaler",
        "autoscaling/v1",
        "spec: {minReplicas: $(SERVICE), scaleTargetRef: {name: $(SERVICE)}}\n",
      ),
      spot("NetworkPolicy", "networking.k8s.io/v1", "spec: {podSelector: {matchLabels: {a: $(SERVICE)}}}\n"),
    ],
    `vars: [${variable("SERVICE", web)}]\n`,
  ),
  "a configuration adds fields": on(
    [service, boat.replace("motor:1", "$(SERVICE):1")],
    `vars: [${variable("SERVICE", web)}]\nconfigurations: [c.yaml]\n`,
    { "c.yaml": "varReference: [{kind: Boat, path: spec/engine/image}]\n" },
  ),
  "variables in a list of a configuration": on(
    [service, boat.replace("[north, south]", '["$(SERVICE)", south]')],
    `vars: [${variable("SERVICE", web)}]\nconfigurations: [c.yaml]\n`,
    { "c.yaml": "varReference: [{kind: Boat, path: spec/ports}, {kind: Boat, path: spec/crew}]\n" },
  ),
};
