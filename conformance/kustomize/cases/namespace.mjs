import { boat, configMap, deployment, on, overlay, secret, service, serviceAccount } from "../objects.mjs";

const simple = (apiVersion, kind, more = "", meta = "") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${kind.toLowerCase()}${meta}}\n${more}`;
const app = [deployment, service, configMap, secret, serviceAccount, boat];
const cluster = [
  "v1 Namespace",
  "v1 Node",
  "v1 PersistentVolume",
  "v1 ComponentStatus",
  "rbac.authorization.k8s.io/v1 ClusterRole",
  "rbac.authorization.k8s.io/v1beta1 ClusterRole",
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding",
  "apiextensions.k8s.io/v1 CustomResourceDefinition",
  "apiextensions.k8s.io/v1beta1 CustomResourceDefinition",
  "apiregistration.k8s.io/v1 APIService",
  "storage.k8s.io/v1 StorageClass",
  "storage.k8s.io/v1 CSIDriver",
  "storage.k8s.io/v1 CSINode",
  "storage.k8s.io/v1 VolumeAttachment",
  "scheduling.k8s.io/v1 PriorityClass",
  "node.k8s.io/v1 RuntimeClass",
  "networking.k8s.io/v1 IngressClass",
  "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
  "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy",
  "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/v1alpha1 MutatingAdmissionPolicy",
  "policy/v1beta1 PodSecurityPolicy",
  "extensions/v1beta1 PodSecurityPolicy",
  "certificates.k8s.io/v1 CertificateSigningRequest",
  "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema",
  "flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration",
  "authentication.k8s.io/v1 TokenReview",
  "authorization.k8s.io/v1 SubjectAccessReview",
  "authorization.k8s.io/v1 LocalSubjectAccessReview",
  "resource.k8s.io/v1beta1 DeviceClass",
  "gateway.networking.k8s.io/v1 GatewayClass",
  "cert-manager.io/v1 ClusterIssuer",
  "example.com/v1 Namespace",
  "v2 Namespace",
  "networking.k8s.io/v1 ServiceCIDR",
  "storage.k8s.io/v1 CSIStorageCapacity",
].map((text) => {
  const [apiVersion, kind] = text.split(" ");
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${kind.toLowerCase()}-${apiVersion.replaceAll(/[^a-z0-9]/g, "-")}}\n`;
});
const namespaced = [
  "v1 Pod",
  "v1 PodTemplate",
  "v1 Endpoints",
  "v1 Event",
  "v1 LimitRange",
  "v1 ResourceQuota",
  "v1 ReplicationController",
  "v1 PersistentVolumeClaim",
  "v1 Binding",
  "apps/v1 ControllerRevision",
  "batch/v1 Job",
  "policy/v1 PodDisruptionBudget",
  "networking.k8s.io/v1 NetworkPolicy",
  "networking.k8s.io/v1 Ingress",
  "coordination.k8s.io/v1 Lease",
  "discovery.k8s.io/v1 EndpointSlice",
  "rbac.authorization.k8s.io/v1 Role",
  "rbac.authorization.k8s.io/v1 RoleBinding",
  "autoscaling/v2 HorizontalPodAutoscaler",
  "gateway.networking.k8s.io/v1 HTTPRoute",
].map((text) => simple(text.split(" ")[0], text.split(" ")[1]));
const binding = (kind, subjects) =>
  simple("rbac.authorization.k8s.io/v1", kind, `roleRef: {kind: ClusterRole, name: view}\nsubjects: ${subjects}\n`);
const subjects =
  "[{kind: ServiceAccount, name: default}, {kind: ServiceAccount, name: default, namespace: x}, {kind: ServiceAccount, name: web}, {kind: ServiceAccount, name: web, namespace: default}, {kind: ServiceAccount, name: other, namespace: y}, {kind: User, name: default}, {kind: Group, name: all}]";

export const cases = {
  "every object": on(app, "namespace: ns\n"),
  "cluster kinds": on(cluster, "namespace: ns\n"),
  "namespaced kinds": on(namespaced, "namespace: ns\n"),
  "it is replaced": on(
    app.map((object) => object.replace(/metadata: \{/, "metadata: {namespace: old, ")),
    "namespace: ns\n",
  ),
  "an empty one": on(app, "namespace: ''\n"),
  "one that looks like a number": on([service], "namespace: '12'\n"),
  "one that is default": on([service], "namespace: default\n"),
  "at two levels": overlay(app, "namespace: inner\n", "namespace: outer\n"),
  "a namespace object": on([simple("v1", "Namespace"), service], "namespace: ns\n"),
  "two namespace objects": on(
    [
      simple("v1", "Namespace"),
      simple("v1", "Namespace", "", ", labels: {a: b}").replace("name: namespace", "name: other"),
      service,
    ],
    "namespace: ns\n",
  ),
  "a namespace object of its name": on(
    [simple("v1", "Namespace").replace("name: namespace", "name: n"), service],
    "namespace: ns\n",
  ),
  "a namespace object with a prefix": on([simple("v1", "Namespace"), service], "namespace: ns\nnamePrefix: p-\n"),
  "an APIService": on(
    [
      simple("apiregistration.k8s.io/v1", "APIService", "spec: {service: {name: a, namespace: old}}\n"),
      simple("apiregistration.k8s.io/v1beta1", "APIService", "spec: {group: x}\n"),
    ],
    "namespace: ns\n",
  ),
  "a conversion webhook": on(
    [
      simple(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "spec: {conversion: {webhook: {clientConfig: {service: {name: a, namespace: old}}}}}\n",
      ),
      simple(
        "apiextensions.k8s.io/v1beta1",
        "CustomResourceDefinition",
        "spec: {conversion: {webhook: {clientConfig: {service: {name: a}}}}}\n",
      ),
    ],
    "namespace: ns\n",
  ),
  "subjects of a RoleBinding": on([serviceAccount, binding("RoleBinding", subjects)], "namespace: ns\n"),
  "subjects of a ClusterRoleBinding": on([serviceAccount, binding("ClusterRoleBinding", subjects)], "namespace: ns\n"),
  "subjects without the account": on(
    [binding("RoleBinding", subjects), binding("ClusterRoleBinding", subjects)],
    "namespace: ns\n",
  ),
  "subjects of a custom kind": on(
    [`apiVersion: example.com/v1\nkind: RoleBinding\nmetadata: {name: x}\nsubjects: ${subjects}\n`],
    "namespace: ns\n",
  ),
  "subjects that are empty": on(
    [binding("RoleBinding", "[]"), binding("ClusterRoleBinding", "null")],
    "namespace: ns\n",
  ),
  "subjects that are odd": on(
    [binding("RoleBinding", "[{kind: ServiceAccount}, {}, {name: null}]")],
    "namespace: ns\n",
  ),
  "subjects that are texts": on([binding("RoleBinding", "[default]")], "namespace: ns\n"),
  "subjects that are a map": on([binding("RoleBinding", "{name: default}")], "namespace: ns\n"),
  "no subjects": on([simple("rbac.authorization.k8s.io/v1", "RoleBinding")], "namespace: ns\n"),
  "objects of two namespaces become one": on(
    [
      service.replace("{name: web}", "{name: web, namespace: a}"),
      service.replace("{name: web}", "{name: web, namespace: b}"),
    ],
    "namespace: ns\n",
  ),
  "metadata that is null": on(
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: null}\n",
    "namespace: ns\n",
  ),
  "a patch by either namespace": overlay(
    [service.replace("{name: web}", "{name: web, namespace: a}")],
    "namespace: b\n",
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web, namespace: a}, spec: {x: 1}}'}, {patch: '{apiVersion: v1, kind: Service, metadata: {name: web, namespace: b}, spec: {y: 1}}'}]\n",
  ),
  "a patch without namespace after it": overlay(
    [service],
    "namespace: b\n",
    "patches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {x: 1}}'}]\n",
  ),
  "generated maps": "namespace: ns\nconfigMapGenerator: [{name: m}]\n",
  "a configuration adds fields": on([boat], "namespace: ns\nconfigurations: [c.yaml]\n", {
    "c.yaml": "namespace: [{kind: Boat, path: spec/engine/namespace, create: true}]\n",
  }),
  "in a list": on(
    "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Service, metadata: {name: a}}]\n",
    "namespace: ns\n",
  ),
  "one of a kind ending in List": on("apiVersion: example.com/v1\nkind: BoatList\nspec: {}\n", "namespace: ns\n"),
  "two kustomizations, one namespace each": {
    "kustomization.yaml": "resources: [a, b]\n",
    "a/kustomization.yaml": "resources: [../base]\nnamespace: a\n",
    "b/kustomization.yaml": "resources: [../base]\nnamespace: b\n",
    "base/kustomization.yaml": "resources: [o.yaml]\n",
    "base/o.yaml": [...app, binding("RoleBinding", subjects)].join("---\n"),
  },
};
