import type { KubeObject } from "@hawser/kube";

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
