import fs from "node:fs";
import path from "node:path";
import { git, idleMinute, printReference, startInstance, summary, until } from "./instance.mjs";

const ROUNDS = 20;
const APPS = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";

export async function run() {
  const instance = await startInstance(["--demo", "shopapi"]);
  const { api } = instance;
  const healthy = async () => {
    const { items = [] } = await api("GET", APPS);
    return (
      items.length === 3 &&
      items.every(({ status }) => status?.sync?.status === "Synced" && status.health?.status === "Healthy")
    );
  };
  await until(healthy);
  console.log(
    `API ready after ${Math.round(instance.readyMs)} ms, all three healthy after ${Math.round(performance.now() - instance.began)} ms`,
  );
  const idle = await idleMinute(instance);
  console.log(`idle minute: ${idle.cpu} CPU s; ${instance.memory()}`);

  const clone = path.join(instance.root, "clone");
  git(instance.root, "clone", "-q", `${instance.endpoints.git}/shopapi-manifests.git`, clone);
  const file = path.join(clone, "overlays/dev/kustomization.yaml");
  const deployment = "/apis/apps/v1/namespaces/dev/deployments/shopapi";
  const pushes = [];
  for (let round = 0; round < ROUNDS; round++) {
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/newTag: .*/, `newTag: r${round}`));
    git(clone, "commit", "-qam", `r${round}`);
    git(clone, "push", "-q");
    const pushed = performance.now();
    await until(async () =>
      (await api("GET", deployment)).spec.template.spec.containers[0].image.endsWith(`:r${round}`),
    );
    pushes.push(performance.now() - pushed);
    await until(healthy);
  }
  console.log(`push → applied: ${summary(pushes)}`);
  printReference("examples/shopapi/overlays/dev");
  await instance.stop();
}
