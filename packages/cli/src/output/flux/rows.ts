import type { Application } from "@hawser/argocd";
import type { KubeObject } from "@hawser/kube";
import { shortRevision } from "./table.ts";

interface FluxObject extends KubeObject {
  spec?: { suspend?: boolean };
  status?: {
    conditions?: { type: string; status: string; message?: string }[];
    artifact?: { revision?: string };
    lastAppliedRevision?: string;
  };
}

export const FLUX_HEADER: readonly string[] = ["NAME", "REVISION", "SUSPENDED", "READY", "MESSAGE"];

/** One row about a Kustomization or a source. */
export function fluxRow(object: KubeObject): string[] {
  const { metadata, spec, status } = object as FluxObject;
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  return [
    metadata.name,
    shortRevision(status?.lastAppliedRevision ?? status?.artifact?.revision ?? ""),
    spec?.suspend === true ? "True" : "False",
    ready?.status ?? "False",
    shortRevision(ready ? (ready.message ?? "") : "waiting to be reconciled"),
  ];
}

export const APPLICATION_HEADER: readonly string[] = ["NAME", "REVISION", "SYNC", "HEALTH", "MESSAGE"];

/** One row about an Application: its worst news, else what its last operation said. */
export function applicationRow(object: KubeObject): string[] {
  const { metadata, spec, status } = object as Application;
  const target = spec.source?.targetRevision ?? "HEAD";
  const revision = status?.sync?.revision ?? "";
  return [
    metadata.name,
    revision === "" ? "" : `${target} (${revision.slice(0, 7)})`,
    status?.sync?.status ?? "Unknown",
    status?.health?.status ?? "Unknown",
    status?.conditions?.[0]?.message ?? status?.operationState?.message ?? "waiting to be reconciled",
  ];
}
