import {
  boat,
  configMap,
  cronJob,
  deployment,
  on,
  overlay,
  secret,
  service,
  serviceAccount,
  statefulSet,
} from "../objects.mjs";

const simple = (apiVersion, kind, name = kind.toLowerCase(), more = "") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n${more}`;
const skipped = [
  simple("apiextensions.k8s.io/v1", "CustomResourceDefinition", "boats.example.com"),
  simple("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", "old.example.com"),
  simple("v1", "Namespace", "ns"),
  simple("example.com/v1", "Namespace", "other"),
  simple("apiregistration.k8s.io/v1", "APIService", "v1.example.com"),
  simple("example.com/v1", "APIService", "mine"),
  simple("example.com/v1", "CustomResourceDefinition", "mine"),
];
const app = [deployment, service, configMap, secret, serviceAccount];

export const cases = {
  "a prefix": on(app, "namePrefix: a-\n"),
  "a suffix": on(app, "nameSuffix: -z\n"),
  both: on(app, "namePrefix: a-\nnameSuffix: -z\n"),
  "at every level": overlay(app, "namePrefix: b-\nnameSuffix: -y\n", "namePrefix: a-\nnameSuffix: -z\n"),
  "kinds that keep their names": on(skipped, "namePrefix: a-\nnameSuffix: -z\n"),
  "an empty prefix": on(app, "namePrefix: ''\nnameSuffix: ''\n"),
  "a prefix of the base only": overlay(app, "namePrefix: b-\n", ""),
  "a prefix that looks like a number": on([simple("v1", "Service", '"12"')], "namePrefix: '1'\n"),
  "a name that is the same again": overlay([service], "namePrefix: a\n", "nameSuffix: a\n"),
  "two objects that become one": on([simple("v1", "Service", "a"), simple("v1", "Service", "x-a")], "namePrefix: x-\n"),
  "a prefix in front of a namespace's members": on(
    [simple("v1", "Namespace", "n"), service.replace("{name: web}", "{name: web, namespace: ns}")],
    "namePrefix: x-\n",
  ),
  "references follow through two levels": overlay(
    [deployment, statefulSet, cronJob, service, configMap, secret, serviceAccount],
    "namePrefix: b-\n",
    "nameSuffix: -o\n",
  ),
  "no reference to what is not here": on([deployment], "namePrefix: x-\n"),
  "a reference to what is named so already": overlay(
    [deployment.replaceAll("settings", "x-settings"), configMap],
    "",
    "namePrefix: x-\n",
  ),
  "two bases with one name, each its own": {
    "kustomization.yaml": "resources: [one, two]\n",
    "one/kustomization.yaml": "resources: [../base]\nnamePrefix: one-\n",
    "two/kustomization.yaml": "resources: [../base]\nnamePrefix: two-\n",
    "base/kustomization.yaml": "resources: [o.yaml]\n",
    "base/o.yaml": app.join("---\n"),
  },
  "two bases, and a reference from above": {
    "kustomization.yaml": "resources: [one, two, d.yaml]\n",
    "one/kustomization.yaml": "resources: [../base]\nnamePrefix: one-\n",
    "two/kustomization.yaml": "resources: [../base]\nnamePrefix: two-\n",
    "base/kustomization.yaml": "resources: [o.yaml]\n",
    "base/o.yaml": configMap,
    "d.yaml": deployment,
  },
  "two bases in two namespaces": {
    "kustomization.yaml": "resources: [one, two]\nnamePrefix: all-\n",
    "one/kustomization.yaml": "resources: [../base]\nnamespace: one\n",
    "two/kustomization.yaml": "resources: [../base]\nnamespace: two\n",
    "base/kustomization.yaml": "resources: [o.yaml]\n",
    "base/o.yaml": app.join("---\n"),
  },
  "siblings with a prefix that one of them lacks": {
    "kustomization.yaml": "resources: [one, base]\n",
    "one/kustomization.yaml": "resources: [../base]\nnamePrefix: one-\n",
    "base/kustomization.yaml": "resources: [o.yaml]\n",
    "base/o.yaml": app.join("---\n"),
  },
  "a custom kind": on([boat], "namePrefix: x-\n"),
  "an object without metadata name in a list kind": on(
    "apiVersion: v1\nkind: BoatList\nspec: {}\n",
    "namePrefix: x-\n",
  ),
  "a patch by the name of the base": overlay(
    app,
    "namePrefix: b-\n",
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort}}'}]\n",
  ),
  "a patch by the name it has": overlay(
    app,
    "namePrefix: b-\n",
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: b-web}, spec: {type: NodePort}}'}]\n",
  ),
  "a patch by the name between": {
    "kustomization.yaml":
      "resources: [mid]\nnamePrefix: t-\npatches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: m-b-web}, spec: {type: NodePort}}'}]\n",
    "mid/kustomization.yaml": "resources: [base]\nnamePrefix: m-\n",
    "mid/base/kustomization.yaml": "resources: [o.yaml]\nnamePrefix: b-\n",
    "mid/base/o.yaml": app.join("---\n"),
  },
};
