import {
  applyMergePatch,
  applyStrategicMergePatch,
  builtinSchema,
  createThreeWayMergePatch,
  createThreeWayStrategicPatch,
  gvkOf,
  type KubeObject,
  LAST_APPLIED,
  type Patch,
} from "@hawser/kube";
import { canonicalJson } from "../json/fingerprint.ts";
import { isRecord, type JsonRecord, omit } from "../json/value.ts";

/** What was applied last, as the annotation says; undefined when it says nothing that can be read. */
export function lastAppliedOf(live: KubeObject): JsonRecord | undefined {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The object with the annotation that `kubectl apply` leaves on it, to the byte. */
export function withLastApplied(desired: KubeObject): KubeObject {
  const { [LAST_APPLIED]: _old, ...annotations } = desired.metadata.annotations ?? {};
  // kubectl writes the annotations even when there are none, and Go's encoder ends with a line feed.
  const plain = { ...desired, metadata: { ...desired.metadata, annotations } };
  return {
    ...plain,
    metadata: { ...plain.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${canonicalJson(plain)}\n` } },
  };
}

/**
 * The patch that brings `live` to `modified`, as `kubectl apply` computes it: what `original` had and `modified`
 * lacks is removed, what differs is set, and what others added stays. Undefined when there is nothing to send.
 */
export function threeWayPatch(
  original: JsonRecord | undefined,
  modified: KubeObject,
  live: KubeObject,
): Patch | undefined {
  const type = builtinSchema(gvkOf(modified));
  const body = type
    ? createThreeWayStrategicPatch(original ?? {}, modified, live, type)
    : createThreeWayMergePatch(original ?? {}, withoutNulls(modified), live);
  return body && { type: type ? "strategic" : "merge", body };
}

/** What the patch makes of the object before the server defaults, validates or mutates it. */
export function patchLocally(live: KubeObject, patch: Patch): KubeObject {
  switch (patch.type) {
    case "strategic":
      return applyStrategicMergePatch(live, patch.body as JsonRecord, builtinSchema(gvkOf(live))) as KubeObject;
    case "merge":
      return applyMergePatch(live, patch.body) as KubeObject;
    case "json":
      throw new Error("a three-way patch is never a JSON patch");
  }
}

/** An explicit null says "not there"; a merge patch made from it would be sent for ever. */
function withoutNulls(object: KubeObject): KubeObject {
  const metadata =
    object.metadata["creationTimestamp"] === null ? omit(object.metadata, "creationTimestamp") : undefined;
  return metadata ? ({ ...object, metadata } as KubeObject) : object;
}
