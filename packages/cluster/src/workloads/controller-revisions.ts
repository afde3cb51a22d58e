import type { KubeObject, LabelSelector } from "@hawser/kube";
import { refOf } from "@hawser/kube";
import type { PodTemplate } from "./kinds.ts";
import { OWNED_BY, type Workbench } from "./manager.ts";
import { ownerReference } from "./pods-of.ts";

const CONTROLLER_REVISION = { group: "apps", version: "v1", kind: "ControllerRevision" };
const CHANGE_CAUSE = "kubernetes.io/change-cause";
const DEFAULT_LIMIT = 10;

interface Revision extends KubeObject {
  revision: number;
}

/** A StatefulSet or DaemonSet, as far as its history goes. */
interface Owner extends KubeObject {
  spec: { selector: LabelSelector; template: PodTemplate; revisionHistoryLimit?: number };
}

/** Keeps the templates that a StatefulSet or DaemonSet had: what `kubectl rollout history` and `undo` read. */
export function controllerRevisions(bench: Workbench): {
  /** Makes the template of `owner` the newest revision, under the given name, and drops the oldest ones. */
  record(owner: Owner, name: string, labels: Record<string, string>): Promise<void>;
} {
  const revisions = bench.informer<Revision>(CONTROLLER_REVISION);
  return {
    async record(owner, name, labels) {
      const { metadata, spec } = owner;
      const known = [...revisions.byIndex(OWNED_BY, metadata.uid ?? "")].sort((a, b) => a.revision - b.revision);
      const newest = known.at(-1);
      if (newest?.metadata.name === name) return;
      const revision = (newest?.revision ?? 0) + 1;
      const earlier = known.find((r) => r.metadata.name === name);
      if (earlier) await bench.client.patch(refOf(earlier), { type: "merge", body: { revision } });
      else {
        const cause = metadata.annotations?.[CHANGE_CAUSE];
        const made: KubeObject = {
          apiVersion: "apps/v1",
          kind: "ControllerRevision",
          metadata: {
            name,
            namespace: metadata.namespace ?? "",
            labels: { ...spec.selector.matchLabels, ...labels },
            ...(cause === undefined ? {} : { annotations: { [CHANGE_CAUSE]: cause } }),
            ownerReferences: [ownerReference(owner)],
          },
          data: { spec: { template: { ...spec.template, $patch: "replace" } } },
          revision,
        };
        await bench.client.create(made);
      }
      const old = known.filter((r) => r !== earlier);
      const surplus = old.length - (spec.revisionHistoryLimit ?? DEFAULT_LIMIT);
      for (const { metadata: of } of old.slice(0, Math.max(0, surplus)))
        await bench.client.delete({ ...CONTROLLER_REVISION, namespace: of.namespace ?? "", name: of.name });
    },
  };
}
