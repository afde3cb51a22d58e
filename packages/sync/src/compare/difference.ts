import { LAST_APPLIED, type KubeObject } from "@hawser/kube";
import { changedPointers, getPointer, parsePointer } from "../json/pointer.ts";
import { isRecord, type JsonRecord, omit, setOwn } from "../json/value.ts";
import { foldStringData, normalize } from "./normalize.ts";

/** One object's difference, for people: no managedFields and no status, Secret values masked on both sides. */
export interface ObjectDifference {
  /** What would be after a sync; undefined when the object would be deleted. */
  predicted: KubeObject | undefined;
  /** What is; undefined when the object does not exist. */
  live: KubeObject | undefined;
  changes: readonly FieldChange[];
}

export interface FieldChange {
  /** RFC 6901. */
  pointer: string;
  live?: unknown;
  predicted?: unknown;
}

/**
 * What a sync would change, for people. `predicted` and `live` may each be absent. Shows no Secret value, also not
 * the copy of one in the last-applied annotation: equal values look equal, and different ones differ in length.
 */
export function difference(predicted: KubeObject | undefined, live: KubeObject | undefined): ObjectDifference {
  const [after, before] = maskSecrets(predicted, live).map((object) => object && (normalize(object) as KubeObject));
  return {
    predicted: after,
    live: before,
    changes: changedPointers(before, after).map((pointer): FieldChange => {
      const tokens = parsePointer(pointer);
      const was = getPointer(before, tokens);
      const is = getPointer(after, tokens);
      return { pointer, ...(was === undefined ? {} : { live: was }), ...(is === undefined ? {} : { predicted: is }) };
    }),
  };
}

/** The first of the lengths that masks have; Argo CD's. */
const SHORTEST_MASK = 8;

/**
 * The objects with every Secret value replaced by a run of `+`. Values under one key get one length each, in
 * order of appearance, so that equality can be seen across the objects and nothing else. Others are answered as they are.
 */
export function maskSecrets(...objects: (KubeObject | undefined)[]): (KubeObject | undefined)[] {
  const masks = new Map<string, string[]>();
  const mask = (key: string, value: unknown): string => {
    let seen = masks.get(key);
    if (!seen) masks.set(key, (seen = []));
    const text = JSON.stringify(value) ?? "null";
    let index = seen.indexOf(text);
    if (index < 0) index = seen.push(text) - 1;
    return "+".repeat(SHORTEST_MASK + index);
  };
  return objects.map((object) => (object && isSecret(object) ? maskSecret(object, mask) : object));
}

function isSecret(object: { apiVersion?: unknown; kind?: unknown }): boolean {
  return object.kind === "Secret" && object.apiVersion === "v1";
}

function maskSecret(secret: KubeObject, mask: (key: string, value: unknown) => string): KubeObject {
  const folded = foldStringData(secret);
  const masked: KubeObject = { ...folded };
  if (isRecord(folded["data"])) masked["data"] = maskValues(folded["data"], mask);
  // A malformed field can hold a value just as well.
  else if (folded["data"] !== undefined && folded["data"] !== null) masked["data"] = mask("", folded["data"]);
  if (masked["stringData"] !== undefined && masked["stringData"] !== null) {
    masked["stringData"] = mask("", masked["stringData"]);
  }
  const lastApplied = folded.metadata.annotations?.[LAST_APPLIED];
  if (lastApplied !== undefined) {
    masked.metadata = {
      ...folded.metadata,
      annotations: { ...folded.metadata.annotations, [LAST_APPLIED]: maskLastApplied(lastApplied, mask) },
    };
  }
  return masked;
}

function maskValues(data: JsonRecord, mask: (key: string, value: unknown) => string): JsonRecord {
  const masked: JsonRecord = {};
  for (const [key, value] of Object.entries(data)) setOwn(masked, key, mask(key, value));
  return masked;
}

function maskLastApplied(text: string, mask: (key: string, value: unknown) => string): string {
  try {
    const applied: unknown = JSON.parse(text);
    if (!isRecord(applied) || !isSecret(applied)) return mask("", text);
    const annotations = isRecord(applied["metadata"]) ? applied["metadata"]["annotations"] : undefined;
    const metadata = isRecord(annotations)
      ? { ...(applied["metadata"] as JsonRecord), annotations: omit(annotations, LAST_APPLIED) }
      : (applied["metadata"] ?? {});
    return JSON.stringify(maskSecret({ ...applied, metadata } as unknown as KubeObject, mask));
  } catch {
    // Unreadable text is hidden as a whole.
    return mask("", text);
  }
}
