import { realClock, silentLogger } from "@hawser/controller";
import type { Client, KubeObject, ObjectRef } from "@hawser/kube";
import { createComparer, createLiveState } from "@hawser/sync";
import { memoryGit, startCluster } from "@hawser/testing";
import {
  type Application,
  applicationController,
  applicationSetController,
  argocdDefinitions,
  defaultProject,
} from "../src/index.ts";

export const REPOSITORY = "https://github.com/myorg/shop";
export const eventually = { timeout: 15_000, interval: 20 };

/** Both controllers on an embedded cluster, with one repository in memory. */
export interface RunningArgocd {
  client: Client;
  /** Makes a commit, and tells the controller of it. */
  push(files: Record<string, string>): string;
  app(name?: string): Promise<Application | undefined>;
  /** `Synced Healthy`. */
  state(name?: string): Promise<string>;
  conditions(name?: string): Promise<string[]>;
  configMap(name: string, namespace?: string): Promise<string | undefined>;
  patch(ref: ObjectRef, body: object): Promise<KubeObject>;
  events(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startArgocd(): Promise<RunningArgocd> {
  const cluster = await startCluster();
  const client = cluster.client("argocd-controller");
  await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } });
  for (const object of [...argocdDefinitions, defaultProject]) await client.create(object);
  const git = memoryGit();
  const live = createLiveState({ client, clock: realClock });
  const applications = applicationController({
    client,
    live,
    comparer: createComparer({ client }),
    clock: realClock,
    logger: silentLogger,
    git,
    credentialsFor: () => Promise.resolve(undefined),
    random: () => 0,
  });
  const sets = applicationSetController({ client, live, clock: realClock, logger: silentLogger });
  const app = async (name = "web"): Promise<Application | undefined> => client.get<Application>(argoRef(name));
  return {
    client,
    push(files) {
      const commit = git.commit(files);
      applications.repositoryChanged(() => true);
      return commit;
    },
    app,
    async state(name) {
      const { status } = (await app(name)) ?? {};
      return `${status?.sync?.status ?? ""} ${status?.health?.status ?? ""}`;
    },
    conditions: async (name) =>
      ((await app(name))?.status?.conditions ?? []).map(({ type, message }) => `${type}: ${message}`),
    configMap: async (name, namespace = "dev") =>
      ((await client.get(ref("", "ConfigMap", namespace, name)))?.data as { value?: string } | undefined)?.value,
    patch: (target, body) => client.patch(target, { type: "merge", body }),
    events: async () =>
      (await client.list({ group: "", version: "v1", kind: "Event" }, { namespace: "argocd" })).items.map(
        ({ reason, message }) => `${String(reason)}: ${String(message)}`,
      ),
    async stop() {
      await Promise.all([applications.stop(), sets.stop()]);
      live.stop();
      await cluster.stop();
    },
  };
}

export const ref = (group: string, kind: string, namespace: string, name: string): ObjectRef => ({
  group,
  version: group === "argoproj.io" ? "v1alpha1" : "v1",
  kind,
  namespace,
  name,
});
export const argoRef = (name = "web", kind = "Application"): ObjectRef => ref("argoproj.io", kind, "argocd", name);

export const configMapFile = (name: string, value: string, annotations = ""): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  annotations: {${annotations}}\ndata: {value: "${value}"}\n`;

/** A Job; `outcome` is what the simulated container does: succeed, fail or run. */
export const jobFile = (name: string, annotations: string, outcome = "succeed"): string =>
  `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ${name}\n  annotations: {${annotations}}\nspec:\n  backoffLimit: 0\n  template:\n    metadata: {annotations: {simulated.hawser.dev/outcome: ${outcome}}}\n    spec: {restartPolicy: Never, containers: [{name: c, image: i}]}\n`;

/** An Application called web: folder app, namespace dev, automated unless `syncPolicy` says otherwise. */
export const application = (spec: object = {}, metadata: object = {}): KubeObject => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "web", namespace: "argocd", ...metadata },
  spec: {
    project: "default",
    source: { repoURL: REPOSITORY, path: "app", targetRevision: "main" },
    destination: { server: "https://kubernetes.default.svc", namespace: "dev" },
    syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] },
    ...spec,
  },
});
export const manual = { syncPolicy: { syncOptions: ["CreateNamespace=true"] } };
