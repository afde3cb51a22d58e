import type { ApiResource } from "@hawser/kube";

/** Groups of which nothing is worth keeping: heartbeats and requests that answer at once. */
const NOISY_GROUPS: ReadonlySet<string> = new Set([
  "coordination.k8s.io",
  "events.k8s.io",
  "metrics.k8s.io",
  "custom.metrics.k8s.io",
  "external.metrics.k8s.io",
  "authentication.k8s.io",
  "authorization.k8s.io",
]);
/** `group/kind`. EndpointSlices are kept: the tree shows them below their Service. */
const NOISY_KINDS: ReadonlySet<string> = new Set([
  "/Event",
  "/Endpoints",
  "/ComponentStatus",
  "certificates.k8s.io/CertificateSigningRequest",
  "networking.k8s.io/IPAddress",
  "cilium.io/CiliumIdentity",
  "cilium.io/CiliumEndpoint",
  "cilium.io/CiliumEndpointSlice",
]);

/**
 * The kinds to watch, each in one version: the first one listed, which discovery makes the preferred one.
 */
export function watchedKinds(resources: readonly ApiResource[]): ApiResource[] {
  const chosen = new Map<string, ApiResource>();
  for (const resource of resources) {
    const kind = `${resource.group}/${resource.kind}`;
    if (chosen.has(kind) || NOISY_GROUPS.has(resource.group) || NOISY_KINDS.has(kind)) continue;
    if (resource.verbs.includes("list") && resource.verbs.includes("watch")) chosen.set(kind, resource);
  }
  return [...chosen.values()];
}
