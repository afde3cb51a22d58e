import { KustomizeError } from "../kustomize-error.ts";
import type { ResourceSet } from "../resource-set.ts";
import { allIds, currentId } from "../resource.ts";
import { changeField } from "./field-path.ts";

const KINDS = ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"];

/** Sets how many replicas the objects of a name have. */
export function setReplicas(set: ResourceSet, { name, count }: { name: string; count: number }): void {
  let found = false;
  for (const resource of set.list) {
    if (!KINDS.includes(currentId(resource).kind) || !allIds(resource).some((id) => id.name === name)) continue;
    found = true;
    changeField(resource.object, ["spec", "replicas"], true, () => count);
  }
  if (!found) {
    throw new KustomizeError(
      "transformer",
      `resource with name ${name} does not match a config with the following GVK [${KINDS.map((kind) => `${kind}.[noVer].[noGrp]`).join(" ")}]`,
    );
  }
}
