import { type KubeObject, type ObjectRef, refKey, refOf } from "@hawser/kube";
import { meaningOf } from "../compare/meaning.ts";
import { fingerprint } from "../json/fingerprint.ts";

/**
 * Remembers of which desired object and which live state it is known that applying changes nothing.
 * A cache: losing it costs a dry run.
 */
export interface DriftMemory {
  isUnchanged(desired: KubeObject, live: KubeObject, fieldManager: string): boolean;
  remember(desired: KubeObject, live: KubeObject, fieldManager: string): void;
  forget(ref: ObjectRef): void;
}

interface Known {
  fieldManager: string;
  desired: KubeObject;
  print: string | undefined;
  version: string | undefined;
  meaning: string;
}

/** A memory for one cluster; one for all who apply to it. */
export function createDriftMemory(): DriftMemory {
  const known = new Map<string, Known>();
  return {
    isUnchanged(desired, live, fieldManager) {
      const entry = known.get(refKey(refOf(desired)));
      if (entry?.fieldManager !== fieldManager) return false;
      if (entry.desired !== desired) {
        entry.print ??= fingerprint(entry.desired);
        if (fingerprint(desired) !== entry.print) return false;
        entry.desired = desired;
      }
      if (entry.version !== undefined && entry.version === live.metadata.resourceVersion) return true;
      if (entry.meaning !== meaningOf(live)) return false;
      entry.version = live.metadata.resourceVersion;
      return true;
    },
    remember(desired, live, fieldManager) {
      known.set(refKey(refOf(desired)), {
        fieldManager,
        desired,
        print: undefined,
        version: live.metadata.resourceVersion,
        meaning: meaningOf(live),
      });
    },
    forget(ref) {
      known.delete(refKey(ref));
    },
  };
}
