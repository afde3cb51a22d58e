import type { Clock } from "@hawser/controller";
import {
  type ApiResource,
  apiVersionOf,
  type Client,
  createInformer,
  hasReason,
  type Informer,
  type KubeObject,
  parseApiVersion,
  refOf,
} from "@hawser/kube";
import { changeScope } from "../compare/meaning.ts";
import { getIn, omit } from "../json/value.ts";
import type { LiveChange, LiveState } from "./live-state.ts";
import { type IndexChange, ObjectIndex } from "./object-index.ts";
import { watchedKinds } from "./watched-kinds.ts";

/** Several CustomResourceDefinitions usually come together: one discovery serves them all. */
const DISCOVERY_DELAY_MS = 50;
const DISCOVERY_RETRY_MS = 1_000;
const DISCOVERY_RETRIES = 10;
const CRD = { group: "apiextensions.k8s.io", kind: "CustomResourceDefinition" };

export interface LiveStateOptions {
  client: Client;
  clock: Clock;
  /** Told of lists, watches and discoveries that failed; all are tried again. */
  onError?: (error: unknown) => void;
  random?: () => number;
}

/** Starts watching at once. */
export function createLiveState(options: LiveStateOptions): LiveState {
  const { client, clock } = options;
  const index = new ObjectIndex();
  const listeners = new Set<(change: LiveChange) => void>();
  const informers = new Map<string, { informer: Informer; version: string; settled: Promise<void>; held: boolean }>();
  const served = new Map<string, ApiResource>();
  let stopped = false;
  let synced = false;
  let cancelDiscovery: (() => void) | undefined;
  let discoveryTries = 0;

  const report = (error: unknown): void => options.onError?.(error);

  function tell(type: LiveChange["type"], change: IndexChange | undefined): void {
    if (!change || listeners.size === 0) return;
    const { object, old, owners } = change;
    const scope = type === "updated" && old ? changeScope(old, object) : "meaningful";
    if (scope === "noise") return;
    const event: LiveChange = {
      type,
      ref: refOf(object),
      object,
      ...(type === "updated" && old ? { old } : {}),
      owners,
      rootOwners: index.rootOwners(object, owners),
      scope,
    };
    for (const listener of listeners) listener(event);
  }

  function put(object: KubeObject): void {
    const change = index.put(object);
    tell(change?.old ? "updated" : "added", change);
  }

  function remove(object: KubeObject): void {
    const { uid } = object.metadata;
    if (uid !== undefined) index.unbury(uid);
    tell("deleted", index.remove(refOf(object), uid));
  }

  function watch(resource: ApiResource): void {
    const kind = kindKey(resource);
    let giveUp: () => void = () => {};
    const refused = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    const informer = createInformer({
      client,
      gvk: { group: resource.group, version: resource.version, kind: resource.kind },
      transform: withoutManagedFields,
      onError(error) {
        // A kind that may not be listed is asked for object by object; nobody waits for its list.
        if (hasReason(error, "Forbidden", "Unauthorized", "MethodNotAllowed", "NotFound")) giveUp();
        report(error);
      },
      setTimeout: (run, ms) => clock.after(ms, run),
      ...(options.random ? { random: options.random } : {}),
    });
    const isCrd = resource.group === CRD.group && resource.kind === CRD.kind;
    const entry = { informer, version: resource.version, settled: Promise.resolve(), held: false };
    entry.settled = Promise.race([
      refused,
      informer.whenSynced().then(
        () => {
          entry.held = true;
        },
        () => {},
      ),
    ]);
    informers.set(kind, entry);
    informer.addHandler({
      added(object) {
        put(object);
        if (isCrd && synced) discoverSoon();
      },
      updated(object, old) {
        // Deleted and made again between two looks: the old one's children must not be seen as the new one's.
        if (old.metadata.uid !== object.metadata.uid) remove(old);
        put(object);
        if (isCrd && changeScope(old, object) !== "noise") discoverSoon();
      },
      deleted(object) {
        remove(object);
        if (isCrd) discoverSoon();
      },
    });
  }

  function follow(resources: readonly ApiResource[]): void {
    served.clear();
    for (const resource of resources) served.set(`${apiVersionOf(resource)}/${resource.kind}`, resource);
    const wanted = new Map(watchedKinds(resources).map((resource) => [kindKey(resource), resource]));
    for (const [kind, { informer, version }] of informers) {
      if (wanted.get(kind)?.version === version) continue;
      informer.stop();
      informers.delete(kind);
      const gone = wanted.has(kind) ? [] : index.list({ group: informer.gvk.group, kind: informer.gvk.kind });
      for (const object of gone) remove(object);
    }
    for (const [kind, resource] of wanted) if (!informers.has(kind)) watch(resource);
  }

  function discoverSoon(delay: number = DISCOVERY_DELAY_MS): void {
    if (stopped || cancelDiscovery) return;
    cancelDiscovery = clock.after(delay, () => {
      cancelDiscovery = undefined;
      discover().catch(report);
    });
  }

  async function discover(): Promise<void> {
    try {
      follow(await client.refreshResources());
    } catch (error) {
      report(error);
      discoverSoon(DISCOVERY_RETRY_MS);
      return;
    }
    // A server may establish a definition a moment before it lists the kind.
    const behind = index.list(CRD).some((crd) => isEstablished(crd) && !isServed(crd));
    discoveryTries = behind ? discoveryTries + 1 : 0;
    if (behind && discoveryTries < DISCOVERY_RETRIES) discoverSoon(DISCOVERY_RETRY_MS);
  }

  function isServed(crd: KubeObject): boolean {
    const group = getIn(crd, "spec", "group");
    const kind = getIn(crd, "spec", "names", "kind");
    for (const resource of served.values()) if (resource.group === group && resource.kind === kind) return true;
    return false;
  }

  async function start(): Promise<void> {
    for (;;) {
      try {
        const resources = await client.resources();
        if (stopped) return;
        follow(resources);
        break;
      } catch (error) {
        report(error);
        await new Promise<void>((resolve) => clock.after(DISCOVERY_RETRY_MS, resolve));
        if (stopped) return;
      }
    }
    await Promise.all(Array.from(informers.values(), ({ settled }) => settled));
    synced = true;
    // Definitions that came while the first lists were made.
    if (index.list(CRD).some((crd) => !isServed(crd))) discoverSoon();
  }

  const started = start();
  started.catch(report);

  const holds = ({ group, kind }: { group: string; kind: string }): boolean =>
    informers.get(`${group}/${kind}`)?.held === true;

  return {
    client,
    whenSynced: () => started,
    get synced() {
      return synced;
    },
    holds,
    get: (id) => index.get(id),
    async fetch(ref) {
      const entry = informers.get(`${ref.group}/${ref.kind}`);
      const object = index.get(ref);
      // The held version of the kind may have another shape than the one asked for.
      if (entry?.held && (!object || entry.version === ref.version)) return object;
      try {
        return await client.get(ref);
      } catch (error) {
        // Of a kind that is not served there are no objects.
        if (hasReason(error, "NotFound")) return undefined;
        throw error;
      }
    },
    byUid: (uid) => index.byUid(uid),
    children: (uid) => index.children(uid),
    ownedBy: (owner) => index.ownedBy(owner),
    list: (kind, namespace) => index.list(kind, namespace),
    resourceFor: (gvk) => served.get(`${apiVersionOf(gvk)}/${gvk.kind}`),
    observe(object) {
      const entry = informers.get(`${parseApiVersion(object.apiVersion).group}/${object.kind}`);
      // Only what a watch will correct later may be kept, and only in the version that the watch brings.
      if (entry?.version === parseApiVersion(object.apiVersion).version) put(withoutManagedFields(object));
    },
    observeDeleted(id, uid) {
      const held = index.get(id);
      if (!held || !holds(id) || (uid !== undefined && held.metadata.uid !== uid)) return;
      if (held.metadata.uid !== undefined) index.bury(held.metadata.uid);
      tell("deleted", index.remove(id));
    },
    addTracker: (tracker) => index.addTracker(tracker),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      stopped = true;
      cancelDiscovery?.();
      for (const { informer } of informers.values()) informer.stop();
      listeners.clear();
    },
  };
}

function kindKey({ group, kind }: { group: string; kind: string }): string {
  return `${group}/${kind}`;
}

/** They are large, and change with every write. Who needs them asks the server. */
function withoutManagedFields<T extends KubeObject>(object: T): T {
  if (object.metadata.managedFields === undefined) return object;
  return { ...object, metadata: omit(object.metadata, "managedFields") };
}

function isEstablished(crd: KubeObject): boolean {
  const conditions = getIn(crd, "status", "conditions");
  return (
    Array.isArray(conditions) &&
    conditions.some((condition) => getIn(condition, "type") === "Established" && getIn(condition, "status") === "True")
  );
}
