import type { KubeObject } from "@hawser/kube";
import type { IgnorePaths } from "@hawser/sync";
import type { FluxStatus } from "./flux-object.ts";

/** `kustomize.toolkit.fluxcd.io/v1` Kustomization. */
export interface Kustomization extends KubeObject {
  spec: KustomizationSpec;
  status?: KustomizationStatus;
}

export interface KustomizationSpec {
  interval: string;
  retryInterval?: string;
  timeout?: string;
  sourceRef: { apiVersion?: string; kind: string; name: string; namespace?: string };
  path?: string;
  prune: boolean;
  deletionPolicy?: "MirrorPrune" | "Delete" | "WaitForTermination" | "Orphan";
  suspend?: boolean;
  force?: boolean;
  wait?: boolean;
  dependsOn?: { name: string; namespace?: string; readyExpr?: string }[];
  healthChecks?: { apiVersion?: string; kind: string; name: string; namespace?: string }[];
  targetNamespace?: string;
  namePrefix?: string;
  nameSuffix?: string;
  commonMetadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  components?: string[];
  ignoreMissingComponents?: boolean;
  patches?: { patch: string; target?: Record<string, string> }[];
  images?: { name: string; newName?: string; newTag?: string; digest?: string }[];
  buildMetadata?: string[];
  postBuild?: PostBuild;
  decryption?: object;
  kubeConfig?: object;
  healthCheckExprs?: object[];
  ignore?: IgnorePaths[];
}

/** Variables that are put into the built objects. Inline ones win over those of ConfigMaps and Secrets. */
export interface PostBuild {
  substitute?: Record<string, string>;
  substituteFrom?: { kind: "ConfigMap" | "Secret"; name: string; optional?: boolean }[];
  substituteStrategy?: "WithVariables" | "Always";
}

export interface KustomizationStatus extends FluxStatus {
  lastAppliedRevision?: string;
  lastAttemptedRevision?: string;
  inventory?: { entries: InventoryEntry[] };
  /** The last five, newest first. */
  history?: HistoryEntry[];
}

/** Passes that built the same and ended the same. */
export interface HistoryEntry {
  /** Of what was built. */
  digest: string;
  firstReconciled: string;
  lastReconciled: string;
  lastReconciledDuration: string;
  /** Reason of the Ready condition. */
  lastReconciledStatus: string;
  totalReconciliations: number;
  metadata?: { revision: string };
}

/** One object that a Kustomization made. */
export interface InventoryEntry {
  /** `namespace_name_group_kind`. */
  id: string;
  /** The API version. */
  v: string;
}

export const KUSTOMIZATION = { group: "kustomize.toolkit.fluxcd.io", version: "v1", kind: "Kustomization" } as const;
