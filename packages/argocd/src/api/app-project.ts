import type { KubeObject } from "@hawser/kube";
import type { ApplicationDestination } from "./application.ts";

/** `argoproj.io/v1alpha1` AppProject. */
export interface AppProject extends KubeObject {
  spec: AppProjectSpec;
}

export interface AppProjectSpec {
  description?: string;
  sourceRepos?: string[];
  destinations?: ApplicationDestination[];
  clusterResourceWhitelist?: GroupKind[];
  clusterResourceBlacklist?: GroupKind[];
  namespaceResourceWhitelist?: GroupKind[];
  namespaceResourceBlacklist?: GroupKind[];
  sourceNamespaces?: string[];
  roles?: { name: string; description?: string; policies?: string[]; groups?: string[] }[];
  orphanedResources?: { warn?: boolean; ignore?: { group?: string; kind?: string; name?: string }[] };
}

export interface GroupKind {
  group: string;
  kind: string;
  name?: string;
}
