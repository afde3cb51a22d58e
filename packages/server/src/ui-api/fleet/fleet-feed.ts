import type { Application } from "@hawser/argocd";
import type { GitRepository } from "@hawser/flux";
import type { LiveState } from "@hawser/sync";
import type { CommitCache } from "../commit-cache.ts";
import { DEPLOYABLE_KINDS, deployableRef, fleetKindOf } from "../deployables.ts";
import { coalesced } from "../streams/coalesce.ts";
import type { EventStream } from "../streams/event-stream.ts";
import type { FleetChange, FleetKind, FleetRow, FleetSnapshot } from "../types.ts";
import { fleetRow } from "./fleet-row.ts";
import { usersOf } from "./flux-rows.ts";
import type { RowContext } from "./row-context.ts";

/** All rows, and their changes to whoever listens. */
export interface FleetFeed {
  rows(): FleetRow[];
  /** Sends a snapshot, then every change until the client leaves. */
  follow(stream: EventStream): void;
  stop(): void;
}

/** One feed for all clients: a change is computed once, however many look. */
export function createFleetFeed(options: {
  live: LiveState;
  commits: CommitCache;
  simulated: boolean;
  onError(error: unknown): void;
}): FleetFeed {
  const { live, commits, simulated } = options;
  const context: RowContext = { live, commitOf: (repoURL, sha) => commits.get(repoURL, sha) };
  const streams = new Set<EventStream>();
  const dirty = new Set<string>();
  const loaded = new Set<string>();
  /** What was told last, so that a change that shows in no row is not told. */
  const told = new Map<string, string>();

  function rows(): FleetRow[] {
    return (Object.keys(DEPLOYABLE_KINDS) as FleetKind[]).flatMap((kind) =>
      live.list(DEPLOYABLE_KINDS[kind]).map((object) => fleetRow(kind, object, context)),
    );
  }

  function currentRow(key: string): FleetRow | undefined {
    const [kind = "", namespace = "", name = ""] = key.split("/");
    const object = live.get(deployableRef({ kind, namespace, name }));
    return object && fleetRow(kind as FleetKind, object, context);
  }

  /** Many rows usually wait for few commits: all that came are looked up in one pass. */
  function markCommits(): void {
    if (loaded.size === 0) return;
    for (const { key, repository, revision } of rows()) {
      if (loaded.has(`${repository}\0${revision}`)) dirty.add(key);
    }
    loaded.clear();
  }

  const flush = coalesced(
    () => {
      markCommits();
      const change: FleetChange = { changed: [], removed: [] };
      for (const key of dirty) {
        const row = currentRow(key);
        const text = row && JSON.stringify(row);
        if (text === told.get(key)) continue;
        if (row && text !== undefined) {
          told.set(key, text);
          change.changed.push(row);
        } else {
          told.delete(key);
          change.removed.push(key);
        }
      }
      dirty.clear();
      if (change.changed.length + change.removed.length === 0) return;
      const json = JSON.stringify(change);
      for (const stream of streams) stream.sendJson("change", json);
    },
    (error) => options.onError(error),
  );

  function mark(kind: FleetKind, { metadata }: { metadata: { namespace?: string; name: string } }): void {
    dirty.add(`${kind}/${metadata.namespace ?? ""}/${metadata.name}`);
    flush();
  }

  const unlisten = live.onChange(({ ref, object }) => {
    if (streams.size === 0) return;
    const kind = fleetKindOf(ref);
    if (kind === undefined) return;
    mark(kind, object);
    if (kind === "GitRepository") for (const ks of usersOf(object as GitRepository, live)) mark("Kustomization", ks);
    if (kind === "Application") {
      const owner = (object as Application).metadata.ownerReferences?.find((one) => one.kind === "ApplicationSet");
      const set = owner && live.byUid(owner.uid);
      if (set) mark("ApplicationSet", set);
    }
  });
  const uncommit = commits.onLoaded((repository, sha) => {
    if (streams.size === 0) return;
    loaded.add(`${repository}\0${sha}`);
    flush();
  });

  return {
    rows,
    follow(stream) {
      const snapshot: FleetSnapshot = { simulated, rows: rows() };
      if (streams.size === 0) {
        told.clear();
        for (const row of snapshot.rows) told.set(row.key, JSON.stringify(row));
      }
      streams.add(stream);
      stream.signal.addEventListener("abort", () => streams.delete(stream), { once: true });
      stream.send("snapshot", snapshot);
    },
    stop() {
      flush.cancel();
      unlisten();
      uncommit();
    },
  };
}
