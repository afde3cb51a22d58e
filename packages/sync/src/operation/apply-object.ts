import { type Client, gvkOf, type KubeObject, refOf } from "@hawser/kube";
import { lastAppliedOf, threeWayPatch, withLastApplied } from "../apply/three-way.ts";

export interface ApplyObjectOptions {
  fieldManager: string;
  serverSide: boolean;
  validate: boolean;
  dryRun: boolean;
  /** Writes the whole object over what is there, instead of a patch. */
  replace?: boolean;
  signal?: AbortSignal;
}

/** Applies one object as `kubectl apply` does, and says so in its words. */
export async function applyObject(
  client: Client,
  desired: KubeObject,
  live: KubeObject | undefined,
  options: ApplyObjectOptions,
): Promise<{ object: KubeObject; message: string }> {
  const write = {
    fieldManager: options.fieldManager,
    fieldValidation: options.validate ? ("Strict" as const) : ("Ignore" as const),
    dryRun: options.dryRun,
    ...(options.signal ? { signal: options.signal } : {}),
  };
  const name = shortName(desired);
  if (options.replace === true && live) {
    const { resourceVersion } = live.metadata;
    const whole = { ...desired, metadata: { ...desired.metadata, ...(resourceVersion ? { resourceVersion } : {}) } };
    return { object: await client.update(whole, write), message: `${name} replaced` };
  }
  if (options.serverSide)
    return { object: await client.apply(desired, { ...write, force: true }), message: `${name} serverside-applied` };
  const modified = withLastApplied(desired);
  if (!live) return { object: await client.create(modified, write), message: `${name} created` };
  const patch = threeWayPatch(lastAppliedOf(live), modified, live);
  if (!patch) return { object: live, message: `${name} unchanged` };
  return { object: await client.patch(refOf(live), patch, write), message: `${name} configured` };
}

/** `deployment.apps/web`. */
export function shortName(object: KubeObject): string {
  const { group, kind } = gvkOf(object);
  return `${kind.toLowerCase()}${group === "" ? "" : `.${group}`}/${object.metadata.name}`;
}
