import { isJsonObject } from "@hawser/kube";
import { KustomizeError } from "../kustomize-error.ts";
import {
  currentId,
  describeId,
  effectiveNamespace,
  isClusterScoped,
  type Resource,
  type ResourceId,
} from "../resource.ts";
import { changeField, splitPath } from "../transformers/field-path.ts";
import { NAME_REFERENCES } from "./name-references.ts";

interface Field {
  targetKind: string;
  targetGroup: string | undefined;
  path: readonly string[];
  isRoleRef: boolean;
}

const fieldsByReferrer = new Map<string, Field[]>();
for (const { kind, group, referrers } of NAME_REFERENCES) {
  for (const referrer of referrers) {
    const field = {
      targetKind: kind,
      targetGroup: group,
      path: splitPath(referrer.path),
      isRoleRef: referrer.path === "roleRef/name",
    };
    fieldsByReferrer.set(referrer.kind, [...(fieldsByReferrer.get(referrer.kind) ?? []), field]);
  }
}

/** Lets every reference by name follow the objects that were renamed or moved. Linear: renamed objects are indexed. */
export function fixReferences(resources: readonly Resource[]): void {
  const renamed = new Map<string, Resource[]>();
  for (const resource of resources) {
    for (const key of new Set(resource.previous.map(({ kind, name }) => `${kind}|${name}`))) {
      renamed.set(key, [...(renamed.get(key) ?? []), resource]);
    }
  }
  if (renamed.size === 0) return;
  for (const referrer of resources) {
    for (const field of fieldsByReferrer.get(referrer.object.kind) ?? []) {
      if (field.isRoleRef && !pointsTo(referrer, field)) continue;
      changeField(referrer.object, field.path, false, (value) => fixValue(referrer, field, value, renamed));
    }
  }
}

function fixValue(referrer: Resource, field: Field, value: unknown, renamed: ReadonlyMap<string, Resource[]>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => fixValue(referrer, field, item, renamed) ?? item);
  if (typeof value === "string") return chosen(referrer, field, value, undefined, renamed)?.object.metadata.name;
  if (!isJsonObject(value) || typeof value.name !== "string") return undefined;
  const namespace = typeof value.namespace === "string" ? value.namespace : undefined;
  const found = chosen(referrer, field, value.name, namespace, renamed);
  if (!found) return undefined;
  const { name, namespace: moved } = found.object.metadata;
  return { ...value, name, ...(moved === undefined ? {} : { namespace: moved }) };
}

function chosen(
  referrer: Resource,
  field: Field,
  oldName: string,
  namespace: string | undefined,
  renamed: ReadonlyMap<string, Resource[]>,
): Resource | undefined {
  const isTarget = (id: ResourceId): boolean =>
    id.kind === field.targetKind &&
    id.name === oldName &&
    (field.targetGroup === undefined || id.group === field.targetGroup);
  let candidates = (renamed.get(`${field.targetKind}|${oldName}`) ?? []).filter(
    (one) => one.previous.some(isTarget) && isVisible(referrer, one),
  );
  if (namespace !== undefined) {
    const wasIn = candidates.filter((one) => one.previous.some((id) => isTarget(id) && sameNamespace(id, namespace)));
    candidates = wasIn.length > 0 ? wasIn : candidates.filter((one) => sameNamespace(currentId(one), namespace));
  }
  if (candidates.length > 1)
    candidates = narrowed(
      candidates,
      (one) => endsAlike(one.prefixes, referrer.prefixes, false) && endsAlike(one.suffixes, referrer.suffixes, false),
    );
  if (candidates.length > 1)
    candidates = narrowed(
      candidates,
      (one) => endsAlike(one.prefixes, referrer.prefixes, true) && endsAlike(one.suffixes, referrer.suffixes, true),
    );
  const [first, ...more] = candidates;
  const same = (one: Resource): boolean =>
    one.object.metadata.name === first?.object.metadata.name &&
    (namespace === undefined || one.object.metadata.namespace === first?.object.metadata.namespace);
  if (more.length > 0 && !more.every(same)) {
    throw new KustomizeError(
      "transformer",
      `found multiple possible referrals: ${candidates.map((one) => describeId(currentId(one))).join(", ")}`,
    );
  }
  return first;
}

function narrowed(candidates: Resource[], keeps: (one: Resource) => boolean): Resource[] {
  const rest = candidates.filter(keeps);
  return rest.length > 0 ? rest : candidates;
}

/** An object refers to its own namespace and to what lives in none; a binding also to where its accounts live. */
function isVisible(referrer: Resource, candidate: Resource): boolean {
  const from = currentId(referrer);
  const to = currentId(candidate);
  if (isClusterScoped(from) || isClusterScoped(to)) return true;
  if (
    to.kind === "ServiceAccount" &&
    from.kind === "RoleBinding" &&
    subjectNamespaces(referrer).includes(to.namespace)
  ) {
    return true;
  }
  return effectiveNamespace(from) === effectiveNamespace(to);
}

function subjectNamespaces({ object }: Resource): unknown[] {
  const subjects: unknown[] = Array.isArray(object.subjects) ? object.subjects : [];
  return subjects.map((subject) =>
    isJsonObject(subject) && subject.kind === "ServiceAccount" ? subject.namespace : undefined,
  );
}

function sameNamespace(id: ResourceId, namespace: string): boolean {
  return (id.namespace === "" ? "default" : id.namespace) === (namespace === "" ? "default" : namespace);
}

function endsAlike(a: readonly string[], b: readonly string[], strict: boolean): boolean {
  if (strict) return a.length === b.length && a.every((part, index) => part === b[index]);
  const length = Math.min(a.length, b.length);
  return length === 0 || a.slice(-length).every((part, index) => part === b.slice(-length)[index]);
}

function pointsTo(referrer: Resource, field: Field): boolean {
  const { roleRef } = referrer.object as { roleRef?: { kind?: string } };
  return roleRef?.kind === field.targetKind;
}
