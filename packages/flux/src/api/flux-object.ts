import type { Condition } from "@hawser/controller";

export const FLUX_NAMESPACE = "flux-system";
export const FINALIZER = "finalizers.fluxcd.io";
/** Any new value asks for a pass; it comes back as `status.lastHandledReconcileAt`. */
export const REQUESTED_AT = "reconcile.fluxcd.io/requestedAt";
/** ConfigMaps and Secrets with this label wake those who refer to them. */
export const WATCH_LABEL = "reconcile.fluxcd.io/watch";

/** What a source offers at its newest revision. */
export interface FluxArtifact {
  /** `main@sha1:5bf3a8f9…`. */
  revision: string;
  /** `sha256:…`. */
  digest: string;
  path: string;
  url: string;
  lastUpdateTime: string;
  size?: number;
}

/** `status` fields of every Flux resource. */
export interface FluxStatus {
  observedGeneration?: number;
  lastHandledReconcileAt?: string;
  conditions?: Condition[];
}
