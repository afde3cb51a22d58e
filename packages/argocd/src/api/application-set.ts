import type { KubeObject } from "@hawser/kube";
import type { ApplicationSpec } from "./application.ts";

/** `argoproj.io/v1alpha1` ApplicationSet. */
export interface ApplicationSet extends KubeObject {
  spec: ApplicationSetSpec;
  status?: ApplicationSetStatus;
}

export interface ApplicationSetSpec {
  goTemplate?: boolean;
  goTemplateOptions?: string[];
  generators: ApplicationSetGenerator[];
  template: ApplicationSetTemplate;
  syncPolicy?: { preserveResourcesOnDeletion?: boolean; applicationsSync?: ApplicationsSyncPolicy };
  preservedFields?: { annotations?: string[]; labels?: string[] };
  ignoreApplicationDifferences?: { name?: string; jsonPointers?: string[]; jqPathExpressions?: string[] }[];
}

export type ApplicationsSyncPolicy = "create-only" | "create-update" | "create-delete" | "sync";

/** One kind of generator; which one is told by the field that is set. */
export interface ApplicationSetGenerator {
  list?: { elements?: Record<string, unknown>[]; elementsYaml?: string; template?: Partial<ApplicationSetTemplate> };
  [generator: string]: unknown;
}

export interface ApplicationSetTemplate {
  metadata: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
  };
  spec: ApplicationSpec;
}

export interface ApplicationSetStatus {
  conditions?: ApplicationSetCondition[];
  resources?: Record<string, unknown>[];
  resourcesCount?: number;
  health?: { status?: string; message?: string; lastTransitionTime?: string };
}

export interface ApplicationSetCondition {
  type: string;
  status: string;
  reason: string;
  message: string;
  lastTransitionTime?: string;
}
