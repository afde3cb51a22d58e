import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Client, KubeObject } from "@hawser/kube";
import { createLogger, type HawserOptions, startHawser } from "@hawser/server";

// Not the synchronous one: the Git server answers in this very process.
const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, "../../..");
/** Where the build puts the UI. */
export const BUILT_UI: string = path.join(ROOT, "packages/cli/dist/ui");

/** A Hawser of its own with the ShopAPI repository, and hands to work on it. */
export interface Shop {
  uiUrl: string;
  client: Client;
  password: string;
  /** Replaces a text in a file of a repository and pushes it, as a developer would. */
  push(repository: string, file: string, from: string, to: string, subject: string): Promise<void>;
  /** Stops it and starts it again on the same folder; `whileDown` runs in between. */
  restart(whileDown: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it with three environments made by one ApplicationSet, and one Application that is synced by hand. */
export async function startShop(): Promise<Shop> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-ui-"));
  const options: HawserOptions = {
    dataFolder: path.join(root, "data"),
    ports: { api: 0, ui: 0, git: 0, metrics: 0 },
    logger: createLogger({ level: "error" }),
    git: { env: process.env },
    mappings: [{ from: "https://github.com/myorg/", to: "embedded:" }],
    uiFolder: BUILT_UI,
  };
  let hawser = await startHawser(options);
  const client = hawser.api.cluster.client("test");
  await hawser.repositories.createFrom("shopapi-manifests", path.join(ROOT, "examples/shopapi"), "First manifests");
  fs.mkdirSync(path.join(root, "manual/app"), { recursive: true });
  fs.writeFileSync(path.join(root, "manual/app/deployment.yaml"), DEPLOYMENT);
  await hawser.repositories.createFrom("manual", path.join(root, "manual"), "One Deployment");
  hawser.announce();
  await client.create(shopapiSet);
  await client.create(manualApplication);
  return {
    uiUrl: hawser.uiUrl,
    client,
    password: await initialPassword(client),
    push: async (repository, file, from, to, subject) => {
      const clone = fs.mkdtempSync(path.join(root, "clone-"));
      const git = (...args: string[]) =>
        run("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], { cwd: clone });
      await git("clone", "-q", hawser.cloneUrl(repository), ".");
      const target = path.join(clone, file);
      fs.writeFileSync(target, fs.readFileSync(target, "utf8").replace(from, to));
      await git("commit", "-qam", subject);
      await git("push", "-q");
    },
    restart: async (whileDown) => {
      await hawser.stop();
      await whileDown();
      // Without a wish it takes the ports that it had.
      hawser = await startHawser({ ...options, ports: {} });
    },
    stop: async () => {
      await hawser.stop();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

async function initialPassword(client: Client): Promise<string> {
  const ref = { group: "", version: "v1", kind: "Secret", namespace: "argocd", name: "argocd-initial-admin-secret" };
  const { password = "" } = ((await client.get(ref))?.["data"] ?? {}) as { password?: string };
  return Buffer.from(password, "base64").toString();
}

const destination = { server: "https://kubernetes.default.svc" };
const replicasIgnored = [{ group: "apps", kind: "Deployment", jsonPointers: ["/spec/replicas"] }];

const shopapiSet: KubeObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "ApplicationSet",
  metadata: { name: "shopapi", namespace: "argocd" },
  spec: {
    generators: [{ list: { elements: ["dev", "staging", "production"].map((env) => ({ env })) } }],
    template: {
      metadata: { name: "shopapi-{{env}}", finalizers: ["resources-finalizer.argocd.argoproj.io"] },
      spec: {
        project: "default",
        source: {
          repoURL: "https://github.com/myorg/shopapi-manifests.git",
          targetRevision: "main",
          path: "overlays/{{env}}",
        },
        destination: { ...destination, namespace: "{{env}}" },
        syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] },
        ignoreDifferences: replicasIgnored,
      },
    },
  },
};

const manualApplication: KubeObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "manual", namespace: "argocd", finalizers: ["resources-finalizer.argocd.argoproj.io"] },
  spec: {
    project: "default",
    source: { repoURL: "https://github.com/myorg/manual.git", targetRevision: "main", path: "app" },
    destination: { ...destination, namespace: "manual" },
    syncPolicy: { syncOptions: ["CreateNamespace=true"] },
    ignoreDifferences: replicasIgnored,
  },
};

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "example.com/web:v1"}]
`;
