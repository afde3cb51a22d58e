import type { Application } from "@hawser/argocd";
import { argoHealth, gvkOf, type KubeObject } from "@hawser/kube";
import type { LiveState } from "@hawser/sync";
import type { FastifyInstance } from "fastify";

/** Deeper chains of owners are no trees. */
const DEEPEST = 12;

interface ResourceNode {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  uid?: string;
  resourceVersion?: string;
  createdAt?: string;
  parentRefs?: { group: string; kind: string; namespace: string; name: string; uid?: string }[];
  health?: { status: string; message?: string };
}

/** `/api/v1/applications/{name}/resource-tree`: what an Application made and what came of it, down to the Pods. */
export function treeRoutes(
  server: FastifyInstance,
  live: LiveState,
  find: (name: string) => Promise<Application>,
): void {
  server.get<{ Params: { name: string } }>("/api/v1/applications/:name/resource-tree", async ({ params }) => {
    const nodes: ResourceNode[] = [];
    const seen = new Set<string>();
    const add = (object: KubeObject, parent: ResourceNode | undefined, depth: number): void => {
      const node = nodeOf(object, parent);
      const { uid = "" } = object.metadata;
      if (seen.has(uid) || depth > DEEPEST) return;
      seen.add(uid);
      nodes.push(node);
      for (const child of live.children(uid)) add(child, node, depth + 1);
    };
    for (const { group = "", version = "", kind, namespace = "", name } of (await find(params.name)).status
      ?.resources ?? []) {
      const object = live.get({ group, kind, namespace, name });
      if (object) add(object, undefined, 0);
      else nodes.push({ group, version, kind, namespace, name, health: { status: "Missing" } });
    }
    return { nodes };
  });
}

function nodeOf(object: KubeObject, parent: ResourceNode | undefined): ResourceNode {
  const { name, namespace = "", uid, resourceVersion, creationTimestamp } = object.metadata;
  const health = argoHealth(object);
  return {
    ...gvkOf(object),
    namespace,
    name,
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(typeof creationTimestamp === "string" ? { createdAt: creationTimestamp } : {}),
    ...(parent
      ? {
          parentRefs: [
            {
              group: parent.group,
              kind: parent.kind,
              namespace: parent.namespace,
              name: parent.name,
              ...(parent.uid === undefined ? {} : { uid: parent.uid }),
            },
          ],
        }
      : {}),
    ...(health
      ? { health: { status: health.status, ...(health.message === undefined ? {} : { message: health.message }) } }
      : {}),
  };
}
