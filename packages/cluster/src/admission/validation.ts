import {
  isJsonObject,
  isLabelValue,
  isQualifiedName,
  jsonEqual,
  type KubeObject,
  type StatusCause,
} from "@hawser/kube";
import type { ResourceType } from "../kinds/resource-type.ts";
import { findByPath } from "../table/json-path.ts";

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const KEY_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const ANNOTATION_BYTES = 256 * 1024;

const DNS_LABELS = new Set(["/namespaces", "/services"]);
/** Names of these hold a path segment of any form, such as `system:node`. */
const FREE_NAMES = new Set([
  "rbac.authorization.k8s.io/roles",
  "rbac.authorization.k8s.io/clusterroles",
  "rbac.authorization.k8s.io/rolebindings",
  "rbac.authorization.k8s.io/clusterrolebindings",
]);

/** What is wrong with the metadata of an object. */
export function validateMetadata(type: ResourceType, object: KubeObject): StatusCause[] {
  const causes: StatusCause[] = [];
  const invalid = (field: string, value: unknown, rule: string): void => {
    causes.push({ reason: "FieldValueInvalid", message: `Invalid value: ${JSON.stringify(value)}: ${rule}`, field });
  };
  const { name, labels, annotations } = object.metadata;
  const path = `${type.group}/${type.resource}`;
  if (FREE_NAMES.has(path)) {
    if (name === "." || name === ".." || /[/%]/.test(name))
      invalid("metadata.name", name, "may not contain '/' or '%'");
  } else if (DNS_LABELS.has(path)) {
    if (name.length > 63) invalid("metadata.name", name, "must be no more than 63 characters");
    if (!LABEL.test(name)) invalid("metadata.name", name, LABEL_RULE);
  } else {
    if (name.length > 253) invalid("metadata.name", name, "must be no more than 253 characters");
    if (!SUBDOMAIN.test(name)) invalid("metadata.name", name, SUBDOMAIN_RULE);
  }
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (!isQualifiedName(key)) invalid("metadata.labels", key, KEY_RULE);
    if (typeof value === "string" && !isLabelValue(value)) invalid("metadata.labels", value, LABEL_VALUE_RULE);
  }
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    if (!isQualifiedName(key.toLowerCase())) invalid("metadata.annotations", key, KEY_RULE);
    bytes += Buffer.byteLength(key) + Buffer.byteLength(String(value));
  }
  if (bytes > ANNOTATION_BYTES) {
    causes.push({
      reason: "FieldValueTooLong",
      message: `Too long: may not be more than ${ANNOTATION_BYTES} bytes`,
      field: "metadata.annotations",
    });
  }
  return causes;
}

/** Fields that never change once an object exists. */
const IMMUTABLE: Record<string, readonly string[]> = {
  "apps/deployments": ["spec.selector"],
  "apps/replicasets": ["spec.selector"],
  "apps/daemonsets": ["spec.selector"],
  "batch/jobs": ["spec.selector", "spec.template", "spec.completionMode"],
  "/secrets": ["type"],
  "/persistentvolumeclaims": ["spec.accessModes", "spec.storageClassName", "spec.volumeMode"],
  "rbac.authorization.k8s.io/rolebindings": ["roleRef"],
  "rbac.authorization.k8s.io/clusterrolebindings": ["roleRef"],
  "storage.k8s.io/storageclasses": ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
};
const STATEFUL_SET_MUTABLE = new Set([
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
]);
const POD_MUTABLE = new Set([
  "activeDeadlineSeconds",
  "terminationGracePeriodSeconds",
  "tolerations",
  "nodeName",
  "schedulingGates",
]);

/** What an update may not do. */
export function validateUpdate(type: ResourceType, next: KubeObject, previous: KubeObject): StatusCause[] {
  const causes: StatusCause[] = [];
  const path = `${type.group}/${type.resource}`;
  for (const field of IMMUTABLE[path] ?? []) {
    const [after] = findByPath(next, `.${field}`);
    const [before] = findByPath(previous, `.${field}`);
    if (!jsonEqual(after, before)) {
      causes.push({
        reason: "FieldValueInvalid",
        message: `Invalid value: ${JSON.stringify(after ?? null)}: field is immutable`,
        field,
      });
    }
  }
  if ((path === "/secrets" || path === "/configmaps") && previous.immutable === true) {
    for (const field of ["data", "binaryData", "stringData", "immutable"]) {
      if (!jsonEqual(next[field], previous[field]))
        causes.push({
          reason: "FieldValueForbidden",
          message: `Forbidden: field is immutable when \`immutable\` is set`,
          field,
        });
    }
  }
  const spec = isJsonObject(next.spec) ? next.spec : {};
  const old = isJsonObject(previous.spec) ? previous.spec : {};
  if (path === "apps/statefulsets" && changedBeyond(spec, old, STATEFUL_SET_MUTABLE)) {
    causes.push({
      reason: "FieldValueForbidden",
      message:
        "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      field: "spec",
    });
  }
  if (path === "/pods" && changedBeyond(withoutImages(spec), withoutImages(old), POD_MUTABLE)) {
    causes.push({
      reason: "FieldValueForbidden",
      message:
        "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
      field: "spec",
    });
  }
  return causes;
}

const NOT_NEGATIVE = ["spec.replicas", "spec.minReadySeconds", "spec.revisionHistoryLimit"];

/** What only the meaning of a kind forbids. */
export function validateKind(type: ResourceType, object: KubeObject): StatusCause[] {
  const path = `${type.group}/${type.resource}`;
  if (!["apps/deployments", "apps/replicasets", "apps/statefulsets", "apps/daemonsets"].includes(path)) return [];
  const causes = NOT_NEGATIVE.flatMap((field): StatusCause[] => {
    const [value] = findByPath(object, `.${field}`);
    if (typeof value !== "number" || value >= 0) return [];
    const message = `Invalid value: ${value}: must be greater than or equal to 0`;
    return [{ reason: "FieldValueInvalid", message, field }];
  });
  const [selector] = findByPath(object, ".spec.selector.matchLabels");
  const [labels] = findByPath(object, ".spec.template.metadata.labels");
  const own = isJsonObject(labels) ? labels : {};
  if (isJsonObject(selector) && !Object.entries(selector).every(([key, value]) => own[key] === value)) {
    causes.push({
      reason: "FieldValueInvalid",
      message: `Invalid value: ${JSON.stringify(own)}: \`selector\` does not match template \`labels\``,
      field: "spec.template.metadata.labels",
    });
  }
  return causes;
}

function changedBeyond(
  next: Record<string, unknown>,
  old: Record<string, unknown>,
  mutable: ReadonlySet<string>,
): boolean {
  return [...new Set([...Object.keys(next), ...Object.keys(old)])].some(
    (field) => !mutable.has(field) && !jsonEqual(next[field], old[field]),
  );
}

function withoutImages(spec: Record<string, unknown>): Record<string, unknown> {
  const strip = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((container: unknown) => (isJsonObject(container) ? { ...container, image: "" } : container))
      : value;
  return {
    ...spec,
    containers: strip(spec.containers),
    ...(spec.initContainers === undefined ? {} : { initContainers: strip(spec.initContainers) }),
  };
}
