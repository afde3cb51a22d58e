import type { KubeObject, ObjectRef } from "@hawser/kube";

/**
 * Remembers of which desired object and which live state it is known that applying changes nothing.
 * A cache: losing it costs a dry run.
 */
export interface DriftMemory {
  isUnchanged(desired: KubeObject, live: KubeObject, fieldManager: string): boolean;
  remember(desired: KubeObject, live: KubeObject, fieldManager: string): void;
  forget(ref: ObjectRef): void;
}
