import { applyDefaults, builtinSchema, gvkOf, type KubeObject, LAST_APPLIED } from "@hawser/kube";
import { Buffer } from "node:buffer";
import { isRecord, type JsonRecord, omit, setOwn } from "../json/value.ts";
import { meaningfulPart } from "./meaning.ts";

const RBAC = "rbac.authorization.k8s.io/";

/**
 * The part of an object that counts in a comparison, written the way the API writes it: no status, no bookkeeping,
 * no last-applied annotation, no empty annotations or labels; `stringData` folded into `data`.
 */
export function normalize(object: KubeObject): JsonRecord {
  const part = meaningfulPart(foldStringData(object));
  const metadata = { ...(part["metadata"] as JsonRecord) };
  if (isRecord(metadata["annotations"])) metadata["annotations"] = omit(metadata["annotations"], LAST_APPLIED);
  for (const field of ["annotations", "labels"]) {
    const map = metadata[field];
    if (map === null || (isRecord(map) && Object.keys(map).length === 0)) delete metadata[field];
  }
  const normal: JsonRecord = { ...part, metadata };
  // No rules and null rules are one; the API answers with either, depending on who wrote.
  if (object.apiVersion.startsWith(RBAC)) {
    const { rules } = normal;
    if (rules === null || (Array.isArray(rules) && rules.length === 0)) delete normal["rules"];
  }
  return normal;
}

/** A Secret as the API stores it. Others are answered as they are. */
export function foldStringData(object: KubeObject): KubeObject {
  const { stringData } = object;
  if (object.kind !== "Secret" || object.apiVersion !== "v1" || !isRecord(stringData)) return object;
  const data: JsonRecord = isRecord(object["data"]) ? { ...object["data"] } : {};
  for (const [key, value] of Object.entries(stringData)) {
    setOwn(data, key, Buffer.from(String(value), "utf8").toString("base64"));
  }
  return { ...(omit(object, "stringData") as KubeObject), data };
}

/** The object with the defaults that the API would fill in, as far as they are known without asking. */
export function withDefaults(object: KubeObject): KubeObject {
  const type = builtinSchema(gvkOf(object));
  return type ? applyDefaults(object, type) : object;
}
