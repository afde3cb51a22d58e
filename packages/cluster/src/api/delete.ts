import { timestamp } from "@hawser/controller";
import { isJsonObject, type KubeObject, StatusError } from "@hawser/kube";
import { qualifiedResource } from "../kinds/resource-type.ts";
import { type ApiContext, stored, type Target } from "./context.ts";

const DEFAULT_POD_GRACE_SECONDS = 30;
const FINALIZERS = { Foreground: "foregroundDeletion", Orphan: "orphan" } as const;

export interface DeleteRequest {
  propagationPolicy?: "Foreground" | "Background" | "Orphan";
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun: boolean;
}

/** Reads `DeleteOptions` from a body and the query, which says the same. */
export function readDeleteRequest(body: unknown, query: URLSearchParams): DeleteRequest {
  const options = isJsonObject(body) ? body : {};
  const policy = options.propagationPolicy ?? query.get("propagationPolicy") ?? undefined;
  const orphan = options.orphanDependents ?? (query.get("orphanDependents") === "true" ? true : undefined);
  const grace =
    options.gracePeriodSeconds ??
    (query.has("gracePeriodSeconds") ? Number(query.get("gracePeriodSeconds")) : undefined);
  const dryRun = (Array.isArray(options.dryRun) && options.dryRun.includes("All")) || query.get("dryRun") === "All";
  if (policy !== undefined && policy !== "Foreground" && policy !== "Background" && policy !== "Orphan") {
    throw new StatusError(
      "Invalid",
      `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "${JSON.stringify(policy)}"`,
    );
  }
  const chosen = policy ?? (orphan === true ? "Orphan" : undefined);
  return {
    ...(chosen === undefined ? {} : { propagationPolicy: chosen }),
    ...(typeof grace === "number" ? { gracePeriodSeconds: grace } : {}),
    ...(isJsonObject(options.preconditions) ? { preconditions: options.preconditions } : {}),
    dryRun,
  };
}

/** Deletes, or marks for deletion what something still has to say about. `gone` tells which. */
export function remove(
  context: ApiContext,
  target: Target,
  request: DeleteRequest,
): { object: KubeObject; gone: boolean } {
  const { type, name } = target;
  const current = stored(context, target);
  const { uid, resourceVersion } = request.preconditions ?? {};
  if (uid !== undefined && uid !== current.metadata.uid) {
    throw conflict(target, `UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid ?? ""}`);
  }
  if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion) {
    throw conflict(
      target,
      `ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${current.metadata.resourceVersion ?? ""}`,
    );
  }
  const finalizers = finalizersAfter(current, request);
  const grace = graceOf(type.bucket, current, request);
  const waits = finalizers.length > 0 || grace > 0 || type.bucket === "/namespaces";
  if (!waits) {
    if (request.dryRun) return { object: current, gone: true };
    return { object: context.store.remove(type.bucket, current), gone: true };
  }
  const already = current.metadata.deletionTimestamp;
  const shorter = already !== undefined && grace < (current.metadata.deletionGracePeriodSeconds ?? 0);
  const sameFinalizers = JSON.stringify(finalizers) === JSON.stringify(current.metadata.finalizers ?? []);
  if (already !== undefined && !shorter && sameFinalizers) return { object: current, gone: false };
  const deadline = new Date(context.clock.now() + grace * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  const { finalizers: _old, ...metadata } = current.metadata;
  const marked: KubeObject = {
    ...current,
    metadata: {
      ...metadata,
      ...(finalizers.length > 0 ? { finalizers } : {}),
      deletionTimestamp: already !== undefined && !shorter ? already : grace > 0 ? deadline : timestamp(context.clock),
      deletionGracePeriodSeconds: grace,
      ...(type.countsGenerations && already === undefined ? { generation: (metadata.generation ?? 1) + 1 } : {}),
    },
    ...(type.bucket === "/namespaces" ? { status: { ...(current.status as object), phase: "Terminating" } } : {}),
  };
  if (request.dryRun) return { object: marked, gone: false };
  if (finalizers.length === 0 && grace === 0 && type.bucket !== "/namespaces") {
    return { object: context.store.remove(type.bucket, current), gone: true };
  }
  void name;
  return { object: context.store.put(type.bucket, marked), gone: false };
}

function finalizersAfter(current: KubeObject, { propagationPolicy }: DeleteRequest): string[] {
  const others = (current.metadata.finalizers ?? []).filter(
    (finalizer) =>
      propagationPolicy === undefined || (finalizer !== FINALIZERS.Foreground && finalizer !== FINALIZERS.Orphan),
  );
  const own =
    propagationPolicy === "Foreground" || propagationPolicy === "Orphan" ? [FINALIZERS[propagationPolicy]] : [];
  return [...others, ...own];
}

/** A Pod that runs nowhere, or has ended, has nothing to wind up. */
function graceOf(bucket: string, current: KubeObject, request: DeleteRequest): number {
  if (bucket !== "/pods") return 0;
  const spec = (current.spec ?? {}) as { nodeName?: string; terminationGracePeriodSeconds?: number };
  const { phase } = (current.status ?? {}) as { phase?: string };
  if (spec.nodeName === undefined || phase === "Succeeded" || phase === "Failed") return 0;
  return request.gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? DEFAULT_POD_GRACE_SECONDS;
}

function conflict({ type, name }: Target, why: string): StatusError {
  return new StatusError(
    "Conflict",
    `Operation cannot be fulfilled on ${qualifiedResource(type)} "${name}": Precondition failed: ${why}`,
  );
}
