import { type Client, type KubeObject, refOf } from "@hawser/kube";
import { type LiveState, waveOf } from "@hawser/sync";
import type { Application } from "../api/application.ts";

const FINALIZER = "resources-finalizer.argocd.argoproj.io";

/** Does what the finalizers of a deleted Application ask for. True when it can go. */
export async function cascadeDeletion(
  app: Application,
  owner: string,
  live: LiveState,
  client: Client,
): Promise<boolean> {
  const finalizers = app.metadata.finalizers ?? [];
  const cascade = finalizers.find((finalizer) => finalizer === FINALIZER || finalizer.startsWith(`${FINALIZER}/`));
  if (cascade !== undefined) {
    const propagationPolicy = cascade.endsWith("/background") ? "Background" : "Foreground";
    const doomed = live.ownedBy(`argocd/${owner}`).filter(isDeletable);
    if (doomed.length > 0) {
      // What came last goes first, and each wave is awaited.
      const wave = Math.max(...doomed.map(waveOf));
      for (const object of doomed.filter(
        (one) => waveOf(one) === wave && one.metadata.deletionTimestamp === undefined,
      )) {
        const { uid } = object.metadata;
        await client.delete(refOf(object), {
          propagationPolicy,
          ...(uid === undefined ? {} : { preconditions: { uid } }),
        });
      }
      return false;
    }
  }
  const rest = finalizers.filter((finalizer) => finalizer !== cascade);
  await live.client.patch(refOf(app), {
    type: "merge",
    body: { metadata: { finalizers: rest.length > 0 ? rest : null } },
  });
  return true;
}

/** Only what the Application owns itself; never definitions, nor what says that it stays. */
export function isDeletable(object: KubeObject): boolean {
  const annotations = object.metadata.annotations ?? {};
  if (object.kind === "CustomResourceDefinition" || (object.metadata.ownerReferences ?? []).length > 0) return false;
  const options = annotations["argocd.argoproj.io/sync-options"] ?? "";
  return !options.includes("Delete=false") && annotations["helm.sh/resource-policy"] !== "keep";
}
