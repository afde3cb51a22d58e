import { boat, deployment, on, overlay, statefulSet } from "../objects.mjs";

const simple = (apiVersion, kind, spec) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\nspec: ${spec}\n`;
const many = [
  simple("apps/v1", "Deployment", "{}"),
  simple("apps/v1", "StatefulSet", "{replicas: 1}"),
  simple("apps/v1", "ReplicaSet", '{replicas: "1"}'),
  simple("v1", "ReplicationController", "{replicas: null}"),
  simple("apps/v1", "DaemonSet", "{}"),
  simple("example.com/v1", "Deployment", "{}"),
  simple("autoscaling/v1", "HorizontalPodAutoscaler", "{}"),
  simple("batch/v1", "Job", "{}"),
];

export const cases = {
  "all kinds": on(many, "replicas: [{name: web, count: 4}]\n"),
  zero: on([deployment], "replicas: [{name: web, count: 0}]\n"),
  "a negative count": on([deployment], "replicas: [{name: web, count: -1}]\n"),
  "no count": on([deployment], "replicas: [{name: web}]\n"),
  "a text as count": on([deployment], "replicas: [{name: web, count: '4'}]\n"),
  "a fraction as count": on([deployment], "replicas: [{name: web, count: 1.5}]\n"),
  "a large count": on([deployment], "replicas: [{name: web, count: 1000000}]\n"),
  "no name": on([deployment], "replicas: [{count: 4}]\n"),
  "of nothing": on([deployment], "replicas: [{name: nobody, count: 4}]\n"),
  "of a kind without": on([boat], "replicas: [{name: boat, count: 4}]\n"),
  several: on(
    [deployment, statefulSet],
    "replicas: [{name: web, count: 4}, {name: db, count: 2}, {name: web, count: 5}]\n",
  ),
  "after a prefix": on([deployment], "namePrefix: a-\nreplicas: [{name: web, count: 4}]\n"),
  "by the new name": on([deployment], "namePrefix: a-\nreplicas: [{name: a-web, count: 4}]\n"),
  "by a name of the base": overlay([deployment], "namePrefix: a-\n", "replicas: [{name: web, count: 4}]\n"),
  "a custom field": on([boat], "replicas: [{name: boat, count: 4}]\nconfigurations: [c.yaml]\n", {
    "c.yaml": "replicas: [{kind: Boat, path: spec/size}]\n",
  }),
  "a custom field that is created": on([boat], "replicas: [{name: boat, count: 4}]\nconfigurations: [c.yaml]\n", {
    "c.yaml": "replicas: [{kind: Boat, path: spec/many, create: true}]\n",
  }),
  "a custom field that is not there": on([boat], "replicas: [{name: boat, count: 4}]\nconfigurations: [c.yaml]\n", {
    "c.yaml": "replicas: [{kind: Boat, path: spec/many}]\n",
  }),
  "no spec": on(
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n",
    "replicas: [{name: web, count: 4}]\n",
  ),
  "a spec that is a text": on(
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: x\n",
    "replicas: [{name: web, count: 4}]\n",
  ),
  "an unknown field": on([deployment], "replicas: [{name: web, counts: 4}]\n"),
};
