import fs from "node:fs";
import path from "node:path";
import { git, kubectlReference, startInstance, until } from "./instance.mjs";

const APPS = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";

export async function run([count, tree]) {
  const n = Number(count);
  if (!Number.isInteger(n) || !tree) throw new Error("usage: npm run bench -- fleet N TREE");
  const names = fs.readdirSync(path.join(tree, "apps")).sort().slice(0, n);
  const instance = await startInstance(["--map", "https://example.com/=embedded:"]);
  const work = path.join(instance.root, "work");
  fs.cpSync(tree, work, { recursive: true });
  git(work, "init", "-q", "-b", "main", ".");
  git(work, "add", "-A");
  git(work, "commit", "-qm", "first");
  git(work, "push", "-q", `${instance.endpoints.git}/fleet.git`, "main");
  const { api } = instance;

  const synced = async (revision) => {
    const { items } = await api("GET", APPS);
    return (
      items.length === names.length &&
      items.every(
        ({ status, operation }) => status?.sync?.status === "Synced" && status.sync.revision === revision && !operation,
      )
    );
  };
  const before = instance.cpuSeconds();
  let began = performance.now();
  for (const name of names) {
    await api("POST", APPS, {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name, namespace: "argocd" },
      spec: {
        project: "default",
        source: { repoURL: "https://example.com/fleet", path: `apps/${name}/overlays/prod`, targetRevision: "main" },
        destination: { server: "https://kubernetes.default.svc", namespace: "prod" },
        syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] },
      },
    });
  }
  await until(() => synced(git(work, "rev-parse", "HEAD")), 600_000);
  const first = instance.cpuSeconds() - before;
  console.log(
    `first sync of ${names.length}: ${first.toFixed(2)} CPU s (${(first / names.length).toFixed(4)} each, API and simulated Pods included), ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  await new Promise((resolve) => setTimeout(resolve, 5_000));

  const file = path.join(work, `apps/${names[0]}/overlays/prod/kustomization.yaml`);
  fs.appendFileSync(file, "# touched\n");
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/newTag: .*/, "newTag: touched"));
  git(work, "commit", "-qam", "touch one");
  const cpu = instance.cpuSeconds();
  began = performance.now();
  git(work, "push", "-q", `${instance.endpoints.git}/fleet.git`, "main");
  await until(() => synced(git(work, "rev-parse", "HEAD")), 600_000);
  console.log(
    `a commit that touches one: ${(instance.cpuSeconds() - cpu).toFixed(2)} CPU s, everybody knows it after ${Math.round(performance.now() - began)} ms`,
  );
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const idle = instance.cpuSeconds();
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  console.log(
    `idle minute: ${(instance.cpuSeconds() - idle).toFixed(2)} CPU s; memory ${JSON.stringify(instance.memory())} MiB`,
  );
  console.log(
    `reference: kubectl kustomize on one overlay ${kubectlReference(path.join(tree, `apps/${names[0]}/overlays/prod`))?.toFixed(2) ?? "not here"} CPU s`,
  );
  await instance.stop();
}
