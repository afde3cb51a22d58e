import type { Application, ApplicationSet } from "@hawser/argocd";
import type { GitRepository, Kustomization } from "@hawser/flux";
import type { KubeObject } from "@hawser/kube";
import type { FleetKind, FleetRow } from "../types.ts";
import { applicationRow, applicationSetRow } from "./application-row.ts";
import { gitRepositoryRow, kustomizationRow } from "./flux-rows.ts";
import type { RowContext } from "./row-context.ts";

/** The row of an object of any kind that has one. */
export function fleetRow(kind: FleetKind, object: KubeObject, context: RowContext): FleetRow {
  switch (kind) {
    case "Application":
      return applicationRow(object as Application, context);
    case "ApplicationSet":
      return applicationSetRow(object as ApplicationSet, context);
    case "Kustomization":
      return kustomizationRow(object as Kustomization, context);
    case "GitRepository":
      return gitRepositoryRow(object as GitRepository, context);
  }
}
