import { boat, configMap, cronJob, deployment, on, overlay, service, statefulSet } from "../objects.mjs";

const simple = (apiVersion, kind, more = "") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${kind.toLowerCase()}}\n${more}`;
const affinity =
  "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {a: b}}}], preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {labelSelector: {matchLabels: {a: b}}}}]}, podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {a: b}}}, {labelSelector: {}}], preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {labelSelector: {matchLabels: {a: b}}}}]}}, topologySpreadConstraints: [{labelSelector: {matchLabels: {a: b}}}]";
const workloads = [
  ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map((kind) =>
    simple(
      "apps/v1",
      kind,
      `spec: {template: {spec: {${affinity}}}, volumeClaimTemplates: [{metadata: {name: a}}, {metadata: {name: b, labels: {x: y}}}]}\n`,
    ),
  ),
  simple("extensions/v1beta1", "Deployment", "spec: {template: {}}\n"),
  simple(
    "example.com/v1",
    "Deployment",
    "spec: {template: {metadata: {labels: {a: b}}}, selector: {matchLabels: {a: b}}}\n",
  ),
  simple("v1", "ReplicationController", "spec: {template: {}}\n"),
  simple("batch/v1", "Job", "spec: {template: {spec: {}}}\n"),
  simple("batch/v1", "CronJob", "spec: {jobTemplate: {spec: {template: {spec: {}}}}}\n"),
  simple(
    "batch/v1beta1",
    "CronJob",
    "spec: {jobTemplate: {spec: {selector: {matchLabels: {a: b}}, template: {spec: {}}}}}\n",
  ),
  simple("v1", "Pod"),
  simple("v1", "PodTemplate", "template: {}\n"),
];
const selecting = [
  service,
  simple("v1", "Service").replace("name: service", "name: none"),
  simple("policy/v1", "PodDisruptionBudget", "spec: {selector: {matchLabels: {a: b}}}\n"),
  simple("policy/v1", "PodDisruptionBudget", "spec: {selector: {}}\n").replace(
    "name: poddisruptionbudget",
    "name: empty",
  ),
  simple(
    "networking.k8s.io/v1",
    "NetworkPolicy",
    "spec: {podSelector: {matchLabels: {a: b}}, ingress: [{from: [{podSelector: {matchLabels: {a: b}}}, {namespaceSelector: {matchLabels: {a: b}}}]}], egress: [{to: [{podSelector: {matchLabels: {a: b}}}, {podSelector: {}}]}]}\n",
  ),
  simple("batch/v1", "Job", "spec: {selector: {matchLabels: {a: b}}, template: {}}\n").replace(
    "name: job",
    "name: selecting",
  ),
  simple("apps/v1", "Deployment", "spec: {selector: {matchExpressions: [{key: a, operator: Exists}]}}\n").replace(
    "name: deployment",
    "name: expressions",
  ),
  simple("monitoring.coreos.com/v1", "ServiceMonitor", "spec: {selector: {matchLabels: {a: b}}}\n"),
];
const all = [...workloads, ...selecting, configMap, boat];

export const cases = {
  commonLabels: on(all, "commonLabels: {team: x}\n"),
  "commonLabels with odd values": on(
    [deployment],
    "commonLabels: {num: '42', bool: 'true', empty: '', z: 'yes', date: '2020-01-01'}\n",
  ),
  "commonLabels with numbers": on([deployment], "commonLabels: {num: 42}\n"),
  "commonLabels overwrite": on([deployment, service], "commonLabels: {app: other}\n"),
  "commonLabels that are empty": on([deployment], "commonLabels: {}\n"),
  "commonLabels of generated maps":
    "commonLabels: {a: b}\nconfigMapGenerator: [{name: m, literals: [a=1], options: {labels: {a: c, d: e}}}]\n",
  "commonLabels twice": overlay(
    [deployment, service],
    "commonLabels: {a: base, b: base}\n",
    "commonLabels: {a: over}\n",
  ),
  "labels, metadata only": on(all, "labels: [{pairs: {team: x}}]\n"),
  "labels with templates": on(all, "labels: [{pairs: {team: x}, includeTemplates: true}]\n"),
  "labels with selectors": on(all, "labels: [{pairs: {team: x}, includeSelectors: true}]\n"),
  "labels with selectors and templates": on(
    all,
    "labels: [{pairs: {team: x}, includeSelectors: true, includeTemplates: true}]\n",
  ),
  "labels, several": on(
    [deployment, service],
    "labels: [{pairs: {a: '1', b: '1'}}, {pairs: {b: '2'}, includeTemplates: true}, {pairs: {c: '3'}, includeSelectors: true}]\ncommonLabels: {a: common}\n",
  ),
  "labels with fields": on(
    [boat, deployment],
    "labels: [{pairs: {a: b}, fields: [{kind: Boat, path: spec/engine/labels, create: true}, {path: spec/crew/labels, create: true, kind: Boat}, {path: spec/nothing/labels, kind: Boat}]}]\n",
  ),
  "labels with fields by group": on(
    [boat, deployment],
    "labels: [{pairs: {a: b}, fields: [{group: example.com, path: spec/labels, create: true}, {version: v1, group: apps, path: spec/here, create: true}]}]\n",
  ),
  "labels with fields that contradict": on(
    [deployment],
    "labels: [{pairs: {a: b}, fields: [{path: metadata/labels, create: false}]}]\n",
  ),
  "labels with fields and selectors": on(
    [boat, deployment],
    "labels: [{pairs: {a: b}, includeSelectors: true, fields: [{kind: Boat, path: spec/labels, create: true}]}]\n",
  ),
  "labels without pairs": on([deployment], "labels: [{includeSelectors: true}, {pairs: {}}]\n"),
  "labels with an unknown field": on([deployment], "labels: [{pair: {a: b}}]\n"),
  "labels with a list of names": on(
    [deployment],
    "labels: [{pairs: {a: b}, fields: [{path: 'spec/template/spec/containers[]/labels', create: true}]}]\n",
  ),
  "labels with volumeClaimTemplates": on(
    [statefulSet],
    "labels: [{pairs: {a: b}, includeVolumeClaimTemplates: true}]\n",
  ),
  "labels of a StatefulSet": on([statefulSet], "labels: [{pairs: {a: b}, includeTemplates: true}]\n"),
  "labels of a CronJob": on(
    [cronJob],
    "labels: [{pairs: {a: b}, includeTemplates: true}]\ncommonAnnotations: {c: d}\n",
  ),
  commonAnnotations: on(all, "commonAnnotations: {note: x}\n"),
  "commonAnnotations with odd values": on(
    [deployment],
    `commonAnnotations: {num: '42', bool: 'true', empty: '', long: "${"word ".repeat(30)}", lines: "a\\nb\\n", json: '{"a": 1}'}\n`,
  ),
  "commonAnnotations overwrite": overlay(
    [deployment],
    "commonAnnotations: {a: base, b: base}\n",
    "commonAnnotations: {a: over}\n",
  ),
  "commonAnnotations with a slash": on([deployment], "commonAnnotations: {example.com/a.b: c}\n"),
  "labels that were null": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: null, annotations: }\nspec: {selector: null}\n",
    "commonLabels: {a: b}\ncommonAnnotations: {c: d}\n",
  ),
  "labels that were empty": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {}, annotations: {}}\n",
    "commonLabels: {a: b}\ncommonAnnotations: {c: d}\n",
  ),
  "labels that were a list": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: [x]}\n",
    "commonLabels: {a: b}\n",
  ),
  "labels that were a text": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: x}\n",
    "commonLabels: {a: b}\n",
  ),
  "templates that are null": on(
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: null, selector: null}\n",
    "commonLabels: {a: b}\n",
  ),
  "no spec at all": on(
    [
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n",
      "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\n",
    ],
    "commonLabels: {a: b}\n",
  ),
  "values keep their place among others": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {z: '1', b: '2'}}\n",
    "commonLabels: {c: d}\n",
  ),
  "quoted and unquoted values that are overwritten": on(
    `apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {a: "1", b: 'x', c: y, d: 2}}\n`,
    "commonLabels: {a: no-more, b: '5', c: '5', d: '5'}\n",
  ),
  "a configuration adds label fields": on(
    [boat],
    "commonLabels: {a: b}\nlabels: [{pairs: {c: d}}, {pairs: {e: f}, includeTemplates: true}]\nconfigurations: [c.yaml]\n",
    {
      "c.yaml":
        "commonLabels: [{kind: Boat, path: spec/common, create: true}]\nlabels: [{kind: Boat, path: spec/labels, create: true}]\ntemplateLabels: [{kind: Boat, path: spec/template, create: true}]\ncommonAnnotations: [{kind: Boat, path: spec/notes, create: true}]\n",
    },
  ),
  "a patch selects by a label that a level adds": on(
    [service, configMap],
    'commonLabels: {a: b}\npatches: [{target: {labelSelector: a=b}, patch: \'[{"op": "add", "path": "/hit", "value": true}]\'}]\n',
  ),
  "a patch selects by a label of the base": overlay(
    [service, configMap],
    "commonLabels: {a: b}\n",
    'patches: [{target: {labelSelector: a=b}, patch: \'[{"op": "add", "path": "/hit", "value": true}]\'}]\n',
  ),
};
