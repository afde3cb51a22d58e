import { jsonEqual, type KubeObject, refOf } from "@hawser/kube";
import type { LiveState } from "@hawser/sync";
import { FINALIZER, type FluxStatus, REQUESTED_AT } from "./api/flux-object.ts";

/**
 * Writes what changed of a status, in one request, or nothing. Answers the object as it is then; a pass that follows
 * sees it at once. A field that is undefined in `status` is removed, one that is absent stays.
 */
export async function writeStatus<T extends KubeObject & { status?: FluxStatus }>(
  live: LiveState,
  object: T,
  status: { [K in keyof NonNullable<T["status"]>]?: NonNullable<T["status"]>[K] | undefined },
  fieldManager: string,
): Promise<T> {
  const before = (object.status ?? {}) as Record<string, unknown>;
  const changed = Object.entries(status).filter(([field, value]) => !jsonEqual(before[field], value));
  if (changed.length === 0) return object;
  const body = Object.fromEntries(changed.map(([field, value]) => [field, value ?? null]));
  const answer = await live.client.patch<T>(
    refOf(object),
    { type: "merge", body: { status: body } },
    { subresource: "status", fieldManager },
  );
  live.observe(answer);
  return answer;
}

/** Puts Flux's finalizer on an object that has none. */
export async function withFinalizer<T extends KubeObject>(
  live: LiveState,
  object: T,
  fieldManager: string,
): Promise<T> {
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes(FINALIZER)) return object;
  return patchFinalizers(live, object, [...finalizers, FINALIZER], fieldManager);
}

/** Lets an object go whose deletion was asked for. */
export async function withoutFinalizer(live: LiveState, object: KubeObject, fieldManager: string): Promise<void> {
  const finalizers = object.metadata.finalizers ?? [];
  if (!finalizers.includes(FINALIZER)) return;
  await patchFinalizers(
    live,
    object,
    finalizers.filter((finalizer) => finalizer !== FINALIZER),
    fieldManager,
  );
}

async function patchFinalizers<T extends KubeObject>(
  live: LiveState,
  object: T,
  finalizers: string[],
  fieldManager: string,
): Promise<T> {
  const { resourceVersion } = object.metadata;
  const answer = await live.client.patch<T>(
    refOf(object),
    { type: "merge", body: { metadata: { resourceVersion, finalizers } } },
    { fieldManager },
  );
  if (finalizers.length > 0) live.observe(answer);
  return answer;
}

/** What of an object asks for a new pass: its own reports do not. */
export function requestOf(object: KubeObject): string {
  const { annotations, deletionTimestamp, uid } = object.metadata;
  return JSON.stringify([object.spec, annotations?.[REQUESTED_AT], deletionTimestamp, uid]);
}
