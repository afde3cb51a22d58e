import { type Application, type ApplicationSet, isDeletable } from "@hawser/argocd";
import { type GitRepository, inventoryOf, type Kustomization, reasonToKeep } from "@hawser/flux";
import { type KubeObject, refKey, refOf } from "@hawser/kube";
import type { LiveState } from "@hawser/sync";
import { ArgoError, GRPC } from "../argo-api/errors.ts";
import { ownedObjects } from "./detail/application-detail.ts";
import { applicationsOf } from "./detail/application-set-detail.ts";
import { comparisonsOf } from "./detail/comparisons.ts";
import type { DetailDeps } from "./detail/detail-deps.ts";
import { usersOf } from "./fleet/flux-rows.ts";
import type { DeletionPreview, FleetKind, SyncPreview } from "./types.ts";

type Named = DeletionPreview["removes"][number];

/** What deleting would take away, and what it would leave. The deployable itself goes in any case. */
export function deletionPreview(
  kind: FleetKind,
  object: KubeObject,
  cascade: boolean,
  live: LiveState,
): DeletionPreview {
  switch (kind) {
    case "Application":
      return ofApplication(object as Application, cascade, live);
    case "ApplicationSet":
      return ofApplicationSet(object as ApplicationSet, cascade, live);
    case "Kustomization":
      return ofKustomization(object as Kustomization, cascade, live);
    case "GitRepository":
      return ofGitRepository(object as GitRepository, live);
  }
}

/** What a sync would do now, with the revision that was looked at last. */
export async function syncPreview(kind: FleetKind, object: KubeObject, deps: DetailDeps): Promise<SyncPreview> {
  const compared = await comparisonsOf(kind, object, deps);
  if (!compared) throw new ArgoError(GRPC.failedPrecondition, "Git has not been read yet: try again in a moment");
  const preview: SyncPreview = { creates: [], changes: [], removes: [] };
  for (const { ref, desired, live, status } of compared) {
    const named = { kind: ref.kind, namespace: ref.namespace, name: ref.name };
    if (!desired) preview.removes.push(named);
    else if (!live) preview.creates.push(named);
    else if (status !== "Synced") preview.changes.push(named);
  }
  return preview;
}

function ofApplication(app: Application, cascade: boolean, live: LiveState): DeletionPreview {
  const owned = ownedObjects(app, live);
  const removed = cascade ? owned.filter(isDeletable) : [];
  const keeps = owned.filter((object) => !removed.includes(object)).map(namedOf);
  // Definitions carry no mark, and stay.
  for (const { kind, namespace = "", name } of app.status?.resources ?? [])
    if (kind === "CustomResourceDefinition") keeps.push({ kind, namespace, name });
  const namespace = app.spec.destination.namespace ?? "";
  const holds = live.get({ group: "", kind: "Namespace", namespace: "", name: namespace }) !== undefined;
  if (holds && !removed.some(({ kind, metadata }) => kind === "Namespace" && metadata.name === namespace))
    keeps.push({ kind: "Namespace", namespace: "", name: namespace });
  const set = app.metadata.ownerReferences?.find(({ kind }) => kind === "ApplicationSet")?.name;
  return {
    cascade,
    removes: removed.map(namedOf),
    keeps,
    warning: sentences(
      cascade
        ? `Deletes the Application and ${objectsText(removed.length)} of it in the cluster.`
        : "Deletes the Application only: what it deployed stays, and nothing looks after it any more.",
      belowText(removed, live),
      dataText(removed),
      set === undefined ? "" : `The ApplicationSet ${set} makes the Application again.`,
    ),
  };
}

function ofApplicationSet(set: ApplicationSet, cascade: boolean, live: LiveState): DeletionPreview {
  const apps = applicationsOf(set, live);
  const finalized = (app: Application): boolean =>
    (app.metadata.finalizers ?? []).some((one) => one.startsWith("resources-finalizer.argocd.argoproj.io"));
  const deployed = (app: Application): DeletionPreview => ofApplication(app, cascade && finalized(app), live);
  const parts = apps.map(deployed);
  const named = apps.map(namedOf);
  const fate = parts.some(({ removes }) => removes.length > 0)
    ? "and what they deployed"
    : "and leaves what they deployed";
  return {
    cascade,
    removes: cascade ? [...named, ...parts.flatMap(({ removes }) => removes)] : [],
    keeps: unique([...(cascade ? [] : named), ...parts.flatMap(({ keeps }) => keeps)]),
    warning: cascade
      ? `Deletes the ApplicationSet, its ${apps.length} ${apps.length === 1 ? "Application" : "Applications"}, ${fate}.`
      : "Deletes the ApplicationSet only: its Applications stay, and go on.",
  };
}

function ofKustomization(ks: Kustomization, cascade: boolean, live: LiveState): DeletionPreview {
  const { prune, suspend, deletionPolicy = "MirrorPrune" } = ks.spec;
  const policyDeletes = deletionPolicy === "MirrorPrune" ? prune : deletionPolicy !== "Orphan";
  const deletes = cascade && suspend !== true && policyDeletes;
  const owned = inventoryOf(ks).flatMap((ref) => live.get(ref) ?? []);
  const stays = reasonToKeep(ks);
  const removed = deletes ? owned.filter((object) => stays(object) === undefined) : [];
  const why =
    suspend === true
      ? "it is suspended"
      : policyDeletes
        ? "you chose to leave it"
        : prune
          ? `spec.deletionPolicy is ${deletionPolicy}`
          : "spec.prune is off";
  return {
    cascade: deletes,
    removes: removed.map(namedOf),
    keeps: owned.filter((object) => !removed.includes(object)).map(namedOf),
    warning: sentences(
      deletes
        ? `Deletes the Kustomization and ${objectsText(removed.length)} of it in the cluster.`
        : `Deletes the Kustomization only: what it applied stays, because ${why}.`,
      belowText(removed, live),
      dataText(removed),
    ),
  };
}

function ofGitRepository(repository: GitRepository, live: LiveState): DeletionPreview {
  const users = usersOf(repository, live);
  const names = users.map(({ metadata }) => metadata.name).join(", ");
  const warning =
    users.length === 0
      ? "Nothing uses this source."
      : `What ${names} deployed stays, and gets no new revisions until there is a source of this name again.`;
  return { cascade: false, removes: [], keeps: users.map(namedOf), warning };
}

/** Objects that go because those they belong to go. */
function belowText(removed: readonly KubeObject[], live: LiveState): string {
  const counts = new Map<string, number>();
  const seen = new Set<string>(removed.map((object) => refKey(refOf(object))));
  const visit = (object: KubeObject): void => {
    for (const child of live.children(object.metadata.uid ?? "")) {
      const key = refKey(refOf(child));
      if (seen.has(key)) continue;
      seen.add(key);
      counts.set(child.kind, (counts.get(child.kind) ?? 0) + 1);
      visit(child);
    }
  };
  for (const object of removed) visit(object);
  if (counts.size === 0) return "";
  const parts = [...counts].map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`);
  return `With them go ${parts.join(", ")}.`;
}

/** What cannot be made again from Git. */
function dataText(removed: readonly KubeObject[]): string {
  const namespaces = removed.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name);
  const volumes = removed.filter(({ kind }) => kind === "PersistentVolumeClaim").map(({ metadata }) => metadata.name);
  return sentences(
    namespaces.length === 0
      ? ""
      : `Everything in the Namespace ${namespaces.join(", ")} goes too, also what is not in Git.`,
    volumes.length === 0 ? "" : `The data of ${volumes.join(", ")} is lost.`,
  );
}

const objectsText = (count: number): string => `${count} ${count === 1 ? "object" : "objects"}`;

function sentences(...parts: string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

function namedOf(object: KubeObject): Named {
  return { kind: object.kind, namespace: object.metadata.namespace ?? "", name: object.metadata.name };
}

function unique(named: readonly Named[]): Named[] {
  return [...new Map(named.map((one) => [JSON.stringify(one), one])).values()];
}
