import type { ResourceSet } from "../resource-set.ts";
import { currentId, isClusterScoped, rememberId } from "../resource.ts";
import { isJsonObject } from "@hawser/kube";
import { changeField } from "./field-path.ts";

/** Moves every object that lives in a namespace, and what names the namespace. */
export function setNamespace(set: ResourceSet, namespace: string): void {
  if (namespace === "") return;
  for (const resource of set.list) {
    const { object } = resource;
    const id = currentId(resource);
    if (id.kind === "Namespace" && id.group === "" && id.version === "v1") {
      if (object.metadata.name !== namespace) rememberId(resource);
      object.metadata.name = namespace;
      continue;
    }
    if (!isClusterScoped(id)) {
      if (object.metadata.namespace !== namespace) rememberId(resource);
      object.metadata.namespace = namespace;
    }
    if (id.kind === "RoleBinding" || id.kind === "ClusterRoleBinding") {
      // Only the account named "default" moves along; the others follow as references to the accounts themselves.
      for (const subject of Array.isArray(object.subjects) ? object.subjects : []) {
        if (isJsonObject(subject) && subject.name === "default") subject.namespace = namespace;
      }
    }
    if (id.kind === "APIService") changeField(object, ["spec", "service", "namespace"], true, () => namespace);
    if (id.kind === "CustomResourceDefinition")
      changeField(
        object,
        ["spec", "conversion", "webhook", "clientConfig", "service", "namespace"],
        false,
        () => namespace,
      );
  }
  set.renamed("namespace transformation");
}
