import { writeYaml } from "@hawser/goyaml";
import { type Client, type KubeObject, refKey } from "@hawser/kube";
import { difference, type ObjectComparison } from "@hawser/sync";
import { ArgoError, GRPC } from "../../argo-api/errors.ts";
import { maskSecrets } from "../../argo-api/masking.ts";
import { buildDetail } from "../detail/build-detail.ts";
import { comparisonsOf } from "../detail/comparisons.ts";
import type { DetailDeps } from "../detail/detail-deps.ts";
import { type DeployableParams, findDeployable } from "../deployables.ts";
import { containersOf } from "../tree/facts.ts";
import type { FleetKind, ResourceDetail, TreeNode } from "../types.ts";
import { fieldDifferences } from "./field-differences.ts";

/** How a page names one object of a tree. */
export interface ResourceQuery {
  group?: string;
  kind?: string;
  namespace?: string;
  name?: string;
}

/** One object of a deployable's tree, desired beside live. Objects outside of the tree are not shown. */
export async function resourceDetail(
  params: DeployableParams,
  query: ResourceQuery,
  client: Client,
  deps: DetailDeps,
): Promise<ResourceDetail> {
  const owner = findDeployable(deps.live, params);
  const { group = "", kind = "", namespace = "", name = "" } = query;
  const key = refKey({ group, kind, namespace, name });
  const { detail } = await buildDetail(params.kind as FleetKind, owner, deps);
  const node = detail.tree.find((one) => one.key === key);
  if (!node) throw new ArgoError(GRPC.notFound, `${kind} ${name} is not part of ${params.kind} ${params.name}`);
  const live = await client.get({ group, version: node.version, kind, namespace, name });
  const comparison =
    (params.kind === "Application" || params.kind === "Kustomization") && node.parent === undefined
      ? (await comparisonsOf(params.kind, owner, deps))?.find(({ ref }) => refKey(ref) === key)
      : undefined;
  const [desiredShown, liveShown] = maskSecrets(comparison?.desired, live);
  return {
    node,
    desired: yamlOf(desiredShown),
    live: yamlOf(liveShown),
    ...compared(comparison, live),
    events: live?.metadata.uid === undefined ? [] : deps.timeline.about([live.metadata.uid]),
    containers: logContainers(node, live),
  };
}

function compared(
  comparison: ObjectComparison | undefined,
  live: KubeObject | undefined,
): Pick<ResourceDetail, "comparable" | "differences"> {
  // Of what nobody wrote into Git there are no two sides.
  if (!comparison) return { comparable: { desired: "", live: "" }, differences: [] };
  const [predicted, current] = maskSecrets(comparison.predicted, comparison.live);
  const sides = difference(predicted, current);
  return {
    comparable: { desired: yamlOf(sides.predicted), live: yamlOf(sides.live) },
    differences:
      sides.predicted && sides.live ? fieldDifferences(sides.changes, live ?? comparison.live, comparison.hidden) : [],
  };
}

function yamlOf(object: KubeObject | undefined): string {
  if (!object) return "";
  const { managedFields: _dropped, ...metadata } = object.metadata;
  return writeYaml({ ...object, metadata });
}

function logContainers(node: TreeNode, live: KubeObject | undefined): string[] {
  return node.kind === "Pod" && node.group === "" && live ? containersOf(live).map(({ name }) => name) : [];
}
