import path from "node:path";
import { families } from "./fleet-families.mjs";
import { git, pause, printReference, startInstance, summary, until } from "./instance.mjs";
import { makeTree } from "./tree.mjs";

const COUNT = 20;

/** drift [TREE]: each of twenty Applications drifts once, as `kubectl scale` makes it. */
export async function run([from]) {
  const instance = await startInstance(["--map", "https://example.com/=embedded:"]);
  const { api } = instance;
  const work = path.join(instance.root, "work");
  const names = makeTree(work, COUNT, from);
  git(work, "init", "-q", "-b", "main", ".");
  git(work, "add", "-A");
  git(work, "commit", "-qm", "first");
  git(work, "push", "-q", `${instance.endpoints.git}/fleet.git`, "main");
  const { applications } = families;
  for (const name of names) await applications.create(api, name);
  const commit = git(work, "rev-parse", "HEAD");
  await until(async () => (await applications.countSynced(api, commit)) === COUNT, 120_000, 50);
  await pause(5_000);
  const { items } = await api("GET", "/apis/apps/v1/namespaces/prod/deployments");
  const healed = [];
  for (const { metadata, spec } of items) {
    const target = `/apis/apps/v1/namespaces/prod/deployments/${metadata.name}`;
    const replicas = spec.replicas + 3;
    await api("PATCH", target, { spec: { replicas } }, "application/merge-patch+json");
    const began = performance.now();
    await until(async () => (await api("GET", target)).spec.replicas === spec.replicas);
    healed.push(performance.now() - began);
  }
  console.log(`drift → healed, one drift each: ${summary(healed)}`);
  printReference(path.join(work, `apps/${names[0]}/overlays/prod`));
  await instance.stop();
}
