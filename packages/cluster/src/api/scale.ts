import { formatLabelSelector, isJsonObject, type KubeObject, type LabelSelector, StatusError } from "@hawser/kube";
import type { ResourceType } from "../kinds/resource-type.ts";
import { findByPath } from "../table/json-path.ts";

type ScalePaths = NonNullable<ResourceType["scale"]>;

/** `autoscaling/v1` Scale of an object. */
export function scaleOf(object: KubeObject, paths: ScalePaths): KubeObject {
  const first = (path: string | undefined): unknown => (path === undefined ? undefined : findByPath(object, path)[0]);
  const selector = first(paths.labelSelector);
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      creationTimestamp: creationTimestamp ?? null,
    },
    spec: { replicas: first(paths.specReplicas) ?? 0 },
    status: {
      replicas: first(paths.statusReplicas) ?? 0,
      ...(isJsonObject(selector)
        ? { selector: formatLabelSelector(selector as LabelSelector) }
        : typeof selector === "string"
          ? { selector }
          : {}),
    },
  };
}

/** The object with the replicas that a Scale asks for. */
export function withReplicas(object: KubeObject, scale: unknown, paths: ScalePaths): KubeObject {
  const replicas = isJsonObject(scale) && isJsonObject(scale.spec) ? (scale.spec.replicas ?? 0) : undefined;
  if (typeof replicas !== "number" || !Number.isInteger(replicas) || replicas < 0) {
    throw new StatusError(
      "Invalid",
      `Scale.autoscaling "${object.metadata.name}" is invalid: spec.replicas: Invalid value: ${JSON.stringify(replicas ?? null)}: must be greater than or equal to 0`,
    );
  }
  return setAt(
    object,
    paths.specReplicas.split(".").filter((part) => part !== ""),
    replicas,
  ) as KubeObject;
}

function setAt(value: unknown, [head, ...rest]: readonly string[], leaf: unknown): unknown {
  if (head === undefined) return leaf;
  const object = isJsonObject(value) ? value : {};
  return { ...object, [head]: setAt(object[head], rest, leaf) };
}
