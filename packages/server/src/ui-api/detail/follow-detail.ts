import { ownerName } from "@hawser/argocd";
import type { Kustomization } from "@hawser/flux";
import { refKey } from "@hawser/kube";
import type { LiveChange } from "@hawser/sync";
import { type DeployableParams, deployableRef } from "../deployables.ts";
import { sourceOf } from "../fleet/flux-rows.ts";
import { coalesced } from "../streams/coalesce.ts";
import type { EventStream } from "../streams/event-stream.ts";
import type { FleetKind } from "../types.ts";
import { buildDetail, type BuiltDetail } from "./build-detail.ts";
import type { DetailDeps } from "./detail-deps.ts";

/** Sends the detail, and again whenever it changed, until the client leaves. A deletion is told as `gone`. */
export async function followDetail(
  params: DeployableParams,
  stream: EventStream,
  deps: DetailDeps,
  onError: (error: unknown) => void,
): Promise<void> {
  const { live, timeline } = deps;
  const ref = deployableRef(params);
  const own = refKey(ref);
  const owner = params.kind === "Application" ? `argocd/${ownerName(params.namespace, params.name)}` : undefined;
  let built: BuiltDetail | undefined;
  let told = "";

  async function look(): Promise<void> {
    const object = live.get(ref);
    built = object && (await buildDetail(params.kind as FleetKind, object, deps));
    const text = built ? JSON.stringify(built.detail) : "gone";
    if (text === told) return;
    told = text;
    if (built) stream.sendJson("detail", text);
    else stream.send("gone", {});
  }

  function concerns({ ref: changed, object, rootOwners }: LiveChange): boolean {
    const key = refKey(changed);
    if (key === own || (owner !== undefined && rootOwners.includes(owner))) return true;
    if (!built) return told === "";
    const { uid, ownerReferences = [] } = object.metadata;
    const { uids } = built;
    if (built.keys.has(key) || (uid !== undefined && uids.has(uid)) || ownerReferences.some((one) => uids.has(one.uid)))
      return true;
    // The two families of Flux show each other.
    if (params.kind === "GitRepository") return changed.kind === "Kustomization";
    if (params.kind !== "Kustomization" || changed.kind !== "GitRepository") return false;
    const ks = live.get(ref) as Kustomization | undefined;
    return ks !== undefined && (sourceOf(ks, live)?.metadata.uid ?? uid) === uid;
  }

  const lookAgain = coalesced(look, onError);
  const unlisten = live.onChange((change) => {
    if (concerns(change)) lookAgain();
  });
  const untime = timeline.onEvent((uid) => {
    if (built?.uids.has(uid) ?? told === "") lookAgain();
  });
  stream.signal.addEventListener(
    "abort",
    () => {
      lookAgain.cancel();
      unlisten();
      untime();
    },
    { once: true },
  );
  await look();
}
