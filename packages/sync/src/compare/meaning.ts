import type { KubeObject } from "@hawser/kube";
import { fingerprint } from "../json/fingerprint.ts";
import { deepEqual, type JsonRecord, omit } from "../json/value.ts";

/** metadata that says when and how an object was written, not what it is. */
const BOOKKEEPING = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"];

/** The object without status and bookkeeping: what a comparison looks at. */
export function meaningfulPart(object: KubeObject): JsonRecord {
  return { ...omit(object, "status"), metadata: omit(object.metadata, ...BOOKKEEPING) };
}

/** What kind of change lies between two versions of an object. */
export function changeScope(old: KubeObject, current: KubeObject): "meaningful" | "status" | "noise" {
  if (old.metadata.uid !== current.metadata.uid) return "meaningful";
  if (!deepEqual(meaningfulPart(old), meaningfulPart(current))) return "meaningful";
  if (!deepEqual(old["status"], current["status"])) return "status";
  // A status for a generation that was not observed yet means something else for the same text.
  return old.metadata.generation === current.metadata.generation ? "noise" : "status";
}

const known = new WeakMap<KubeObject, string>();

/** Fingerprint of the meaningful part and the uid, computed once for each version of an object. */
export function meaningOf(object: KubeObject): string {
  let meaning = known.get(object);
  if (meaning === undefined) {
    meaning = fingerprint([object.metadata.uid, meaningfulPart(object)]);
    known.set(object, meaning);
  }
  return meaning;
}
