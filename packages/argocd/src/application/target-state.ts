import type { ApiResource, Client, GroupVersionKind, KubeObject } from "@hawser/kube";
import type { EngineRemotes, KustomizeAdditions, Rendered, Renderer } from "@hawser/render";
import { type Credentials, type GitSource, RevisionError } from "@hawser/source";
import { prepareDesired } from "@hawser/sync";
import type { Application, ApplicationSource } from "../api/application.ts";
import { withTracking } from "./tracking.ts";

/** What an Application should be at one revision. */
export interface TargetState {
  revision: string;
  sourceType: string;
  objects: readonly KubeObject[];
  warnings: readonly { type: string; message: string }[];
  /** What it was made of: as long as both are the same, so is all else. */
  madeOf: { rendered: Rendered; kinds: readonly ApiResource[] };
}

export interface TargetStateDeps {
  git: GitSource;
  renderer: Renderer;
  /** Fetches what kustomizations name elsewhere, with the credentials of the Application's repository for its own server. */
  remotes?: EngineRemotes;
  client: Client;
  credentialsFor(repoURL: string): Promise<Credentials | undefined>;
}

/** Kinds that are never applied: noise that the cluster itself writes. */
const EXCLUDED = new Set(["/Event", "coordination.k8s.io/Lease", "/Endpoints", "discovery.k8s.io/EndpointSlice"]);

/** The commit that a source means, as the remote said at most `maxAgeMs` ago. */
export async function resolveRevision(
  source: ApplicationSource,
  deps: TargetStateDeps,
  maxAgeMs: number,
): Promise<string> {
  refuseCharts(source);
  const repository = deps.git.repository(source.repoURL, await deps.credentialsFor(source.repoURL));
  const wanted = source.targetRevision ?? "HEAD";
  await repository.fetch(undefined, maxAgeMs);
  if (maxAgeMs <= 0) return repository.resolve(wanted);
  try {
    return await repository.resolve(wanted);
  } catch (error) {
    if (!(error instanceof RevisionError)) throw error;
    // It may have been pushed since.
    await repository.fetch();
    return repository.resolve(wanted);
  }
}

/**
 * Renders one source at a commit, ready to be compared: namespaces filled in, marks set, duplicates gone. The objects
 * are those of `previous`, which must be of the same source and destination, when the commit changed nothing of them.
 */
export async function loadTargetState(
  app: Application,
  source: ApplicationSource,
  revision: string,
  owner: string,
  deps: TargetStateDeps,
  previous?: TargetState,
): Promise<TargetState> {
  refuseCharts(source);
  const credentials = await deps.credentialsFor(source.repoURL);
  const repository = deps.git.repository(source.repoURL, credentials);
  const { tree } = await repository.artifact(revision);
  const request = {
    path: source.path ?? ".",
    ...(source.kustomize ? { kustomize: additionsOf(source.kustomize) } : {}),
    ...(source.directory ? { directory: source.directory } : {}),
  };
  const remotes = deps.remotes?.sources({ url: source.repoURL, credentials });
  const rendered = await deps.renderer.render(tree, request, source.repoURL, remotes);
  const resources = await deps.client.resources();
  if (previous?.madeOf.rendered === rendered && previous.madeOf.kinds === resources) return { ...previous, revision };
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
    madeOf: { rendered, kinds: resources },
  };
}

/** Before anything is fetched: a chart's URL need not be a Git repository. */
function refuseCharts({ helm, chart = "" }: ApplicationSource): void {
  if (helm !== undefined || chart !== "") throw new Error("Helm charts are not rendered yet");
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
