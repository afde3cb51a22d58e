import { realClock, silentLogger } from "@hawser/controller";
import type { Client, KubeObject, ObjectRef } from "@hawser/kube";
import { createDriftMemory, createLiveState, type LiveState } from "@hawser/sync";
import { memoryGit, type MemoryGit, startCluster } from "@hawser/testing";
import {
  fluxControllers,
  type FluxControllers,
  fluxDefinitions,
  type GitRepository,
  type Kustomization,
} from "../src/index.ts";

export const URL = "https://github.com/myorg/shop";
export const eventually = { timeout: 15_000, interval: 20 };

/** A cluster with Flux's kinds and controllers, and one repository in memory. */
export interface FluxFixture {
  client: Client;
  git: MemoryGit;
  /** Makes a commit and tells the controllers; answers its revision. */
  push(files: Record<string, string>): string;
  /** Starts the controllers; those that are given another client work through it. */
  start(through?: Client): void;
  stopControllers(): Promise<void>;
  stop(): Promise<void>;
  kustomization(name?: string): Promise<Kustomization | undefined>;
  repository(): Promise<GitRepository | undefined>;
  /** `status reason: message` of a Kustomization's condition. */
  condition(type?: string, name?: string): Promise<string>;
  valueOf(name: string, namespace?: string): Promise<unknown>;
  inventory(name?: string): Promise<string[]>;
}

export async function startFlux(): Promise<FluxFixture> {
  const cluster = await startCluster();
  const client = cluster.client("flux");
  for (const object of [...fluxDefinitions, namespace("flux-system"), namespace("dev")]) await client.create(object);
  const git = memoryGit();
  let live: LiveState;
  let controllers: FluxControllers;
  const fixture: FluxFixture = {
    client,
    git,
    push(files) {
      const commit = git.commit(files);
      controllers.repositoryChanged((url) => url === URL);
      return `main@sha1:${commit}`;
    },
    start(through = client) {
      live = createLiveState({ client: through, clock: realClock });
      controllers = fluxControllers({
        live,
        git,
        clock: realClock,
        logger: silentLogger,
        random: () => 0,
        drift: createDriftMemory(),
      });
    },
    async stopControllers() {
      await controllers.stop();
      live.stop();
    },
    async stop() {
      await fixture.stopControllers();
      await cluster.stop();
    },
    kustomization: (name = "web") => client.get<Kustomization>(ksRef(name)),
    repository: () => client.get<GitRepository>(repositoryRef),
    async condition(type = "Ready", name = "web") {
      const found = (await fixture.kustomization(name))?.status?.conditions?.find((one) => one.type === type);
      return found ? `${found.status} ${found.reason}: ${found.message}` : "";
    },
    async valueOf(name, inside = "dev") {
      const found = await client.get({ group: "", version: "v1", kind: "ConfigMap", namespace: inside, name });
      return (found?.data as { value?: string } | undefined)?.value;
    },
    inventory: async (name = "web") =>
      ((await fixture.kustomization(name))?.status?.inventory?.entries ?? []).map(({ id }) => id).sort(),
  };
  fixture.start();
  return fixture;
}

/** A client whose process dies after some writes: nothing that it is asked afterwards is done. */
export function dyingAfter(writes: number, client: Client): { client: Client; isDead: () => boolean } {
  let left = writes;
  const alive = (): void => {
    if (left < 0) throw new Error("killed");
  };
  const write = (dryRun: boolean | undefined): void => {
    if (dryRun !== true) left--;
    alive();
  };
  const dying: Client = {
    ...client,
    get: (...args) => (alive(), client.get(...args)),
    create: (object, options) => (write(options?.dryRun), client.create(object, options)),
    update: (object, options) => (write(options?.dryRun), client.update(object, options)),
    patch: (ref, patch, options) => (write(options?.dryRun), client.patch(ref, patch, options)),
    apply: (object, options) => (write(options.dryRun), client.apply(object, options)),
    delete: (ref, options) => (write(options?.dryRun), client.delete(ref, options)),
  };
  return { client: dying, isDead: () => left < 0 };
}

export const namespace = (name: string): KubeObject => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
export const ksRef = (name = "web"): ObjectRef => ({
  group: "kustomize.toolkit.fluxcd.io",
  version: "v1",
  kind: "Kustomization",
  namespace: "flux-system",
  name,
});
export const repositoryRef: ObjectRef = {
  group: "source.toolkit.fluxcd.io",
  version: "v1",
  kind: "GitRepository",
  namespace: "flux-system",
  name: "shop",
};
export const repository = (spec: object = {}): KubeObject => ({
  apiVersion: "source.toolkit.fluxcd.io/v1",
  kind: "GitRepository",
  metadata: { name: "shop", namespace: "flux-system" },
  spec: { url: URL, interval: "1h", ref: { branch: "main" }, ...spec },
});
export const kustomization = (spec: object = {}, name = "web"): KubeObject => ({
  apiVersion: "kustomize.toolkit.fluxcd.io/v1",
  kind: "Kustomization",
  metadata: { name, namespace: "flux-system" },
  spec: {
    interval: "1h",
    prune: true,
    path: "./app",
    targetNamespace: "dev",
    sourceRef: { kind: "GitRepository", name: "shop" },
    ...spec,
  },
});
export const configMap = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: {value: "${value}"}\n`;
/** A Deployment whose pods become ready, or never do. */
export const deployment = (name: string, more = ""): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  ${more}\n  selector: {matchLabels: {app: ${name}}}\n  template:\n    metadata: {labels: {app: ${name}}}\n    spec: {containers: [{name: c, image: i}]}\n`;
