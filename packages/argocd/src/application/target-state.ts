import type { ApiResource, Client, GroupVersionKind, KubeObject } from "@hawser/kube";
import { type KustomizeAdditions, renderSource } from "@hawser/render";
import type { Credentials, GitSource } from "@hawser/source";
import { prepareDesired } from "@hawser/sync";
import type { Application, ApplicationSource } from "../api/application.ts";
import { withTracking } from "./tracking.ts";

/** What an Application should be at one revision. */
export interface TargetState {
  revision: string;
  sourceType: string;
  objects: readonly KubeObject[];
  warnings: readonly { type: string; message: string }[];
}

export interface TargetStateDeps {
  git: GitSource;
  client: Client;
  credentialsFor(repoURL: string): Promise<Credentials | undefined>;
}

/** Kinds that are never applied: noise that the cluster itself writes. */
const EXCLUDED = new Set(["/Event", "coordination.k8s.io/Lease", "/Endpoints", "discovery.k8s.io/EndpointSlice"]);

export async function resolveRevision(
  source: ApplicationSource,
  deps: TargetStateDeps,
  fresh: boolean,
): Promise<string> {
  const repository = deps.git.repository(source.repoURL, await deps.credentialsFor(source.repoURL));
  if (fresh) await repository.fetch();
  return repository.resolve(source.targetRevision ?? "HEAD");
}

/** Renders one source at a commit, ready to be compared: namespaces filled in, marks set, duplicates gone. */
export async function loadTargetState(
  app: Application,
  source: ApplicationSource,
  revision: string,
  owner: string,
  deps: TargetStateDeps,
): Promise<TargetState> {
  if (source.chart !== undefined && source.chart !== "") throw new Error("Helm charts are not rendered yet");
  const repository = deps.git.repository(source.repoURL, await deps.credentialsFor(source.repoURL));
  const { tree } = await repository.artifact(revision);
  const rendered = await renderSource(tree, {
    path: source.path ?? ".",
    ...(source.kustomize ? { kustomize: additionsOf(source.kustomize) } : {}),
    ...(source.directory ? { directory: source.directory } : {}),
  });
  const resources = await deps.client.resources();
  const byKind = new Map(
    resources.map((resource) => [`${resource.group}/${resource.version}/${resource.kind}`, resource]),
  );
  const prepared = prepareDesired(rendered.objects, {
    namespace: app.spec.destination.namespace ?? "",
    resourceFor: ({ group, version, kind }: GroupVersionKind): ApiResource | undefined =>
      byKind.get(`${group}/${version}/${kind}`),
    isExcluded: ({ group, kind }) => EXCLUDED.has(`${group}/${kind}`),
  });
  return {
    revision,
    sourceType: rendered.kind,
    objects: prepared.objects.map((object) => withTracking(object, owner)),
    warnings: prepared.warnings,
  };
}

function additionsOf(options: NonNullable<ApplicationSource["kustomize"]>): KustomizeAdditions {
  const { images, namePrefix, nameSuffix, namespace, replicas, commonLabels, commonAnnotations, patches, components } =
    options;
  return {
    ...(images ? { images } : {}),
    ...(namePrefix === undefined ? {} : { namePrefix }),
    ...(nameSuffix === undefined ? {} : { nameSuffix }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(replicas ? { replicas: replicas.map(({ name, count }) => ({ name, count: Number(count) })) } : {}),
    ...(commonLabels ? { commonLabels } : {}),
    ...(commonAnnotations ? { commonAnnotations } : {}),
    ...(patches ? { patches } : {}),
    ...(components ? { components } : {}),
  };
}
