import { compareBytewise } from "@hawser/source";
import type { EditedReplica } from "../edited-kustomization.ts";
import type { KustomizationChange } from "../edit-kustomization.ts";
import { EditError } from "../edit-error.ts";
import { replaceNamed } from "./named-entries.ts";

/** `replicas`, sorted by name; an entry of the same name is replaced. */
export function setReplicas(replicas: readonly EditedReplica[]): KustomizationChange {
  return (kustomization, { keepFormat }) => {
    const entries = replaceNamed(kustomization.replicas ?? [], replicas, keepFormat);
    kustomization.replicas = keepFormat
      ? entries
      : entries.toSorted((a, b) => compareBytewise(a.name ?? "", b.name ?? ""));
  };
}

/** Reads `name=count`. Throws `EditError`. */
export function parseReplicaArgument(text: string): EditedReplica {
  const [name = "", count, ...more] = text.split("=");
  const value =
    /^[-+]?\d+$/.test(count ?? "") && more.length === 0 ? BigInt((count ?? "").replace(/^\+/, "")) : undefined;
  if (value === undefined || value > 9_223_372_036_854_775_807n || value < -9_223_372_036_854_775_808n)
    throw new EditError("invalid format of replica, use the following format: <name>=<count>");
  const number = Number(value);
  return { name, count: Number.isSafeInteger(number) ? number : value };
}
