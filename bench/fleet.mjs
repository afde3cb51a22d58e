import fs from "node:fs";
import path from "node:path";
import { families } from "./fleet-families.mjs";
import { git, idleMinute, pause, printReference, startApart, summary, until } from "./instance.mjs";
import { makeTree } from "./tree.mjs";

const COMMITS = 5;
const QUIET_SECONDS = 5;

/** fleet [applications|kustomizations] [N …] [TREE] */
export async function run(args) {
  const family = families[args[0]] ? args.shift() : "applications";
  const counts = [];
  while (/^\d+$/.test(args[0] ?? "")) counts.push(Number(args.shift()));
  const costs = [];
  for (const count of counts.length > 0 ? counts : [20, 200])
    costs.push({ count, cost: await measure(family, count, args[0]) });
  const [few, many] = [costs[0], costs.at(-1)];
  if (few.count === many.count) return;
  const each = (many.cost - few.cost) / (many.count - few.count);
  console.log(
    `a commit costs ${(each * 1000).toFixed(2)} CPU ms for each of the untouched, and ${((few.cost - each * few.count) * 1000).toFixed(0)} CPU ms besides`,
  );
}

/** Answers the CPU seconds that a commit costs. */
async function measure(family, count, from) {
  const { prepare, create, countSynced } = families[family];
  const instance = await startApart(["--map", "https://example.com/=embedded:"]);
  const { api } = instance;
  const work = path.join(instance.root, "work");
  const names = makeTree(work, count, from);
  git(work, "init", "-q", "-b", "main", ".");
  git(work, "add", "-A");
  git(work, "commit", "-qm", "first");
  const push = () => git(work, "push", "-q", `${instance.endpoints.git}/fleet.git`, "main");
  push();
  const allSynced = async () => {
    const commit = git(work, "rev-parse", "HEAD");
    await until(async () => (await countSynced(api, commit)) === count, 600_000, 50);
  };
  await prepare(api);
  await quiet();

  console.log(`${count} ${family}`);
  let cpu = instance.cpuSeconds();
  const apiCpu = instance.apiCpuSeconds();
  let began = performance.now();
  for (const name of names) await create(api, name);
  await allSynced();
  const seconds = (performance.now() - began) / 1000;
  await quiet();
  const first = instance.cpuSeconds() - cpu;
  console.log(
    `  first sync: engine ${first.toFixed(2)} CPU s (${(first / count).toFixed(4)} each), API and simulated Pods ${(instance.apiCpuSeconds() - apiCpu).toFixed(2)} CPU s; ${seconds.toFixed(1)} s`,
  );

  const applied = [];
  const known = [];
  let cost = 0;
  for (let round = 0; round < COMMITS; round++) {
    const name = names[(round * 7) % names.length];
    const file = path.join(work, `apps/${name}/overlays/prod/kustomization.yaml`);
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/newTag: .*/, `newTag: "touched-${round}"`));
    git(work, "commit", "-qam", `touch ${name}`);
    cpu = instance.cpuSeconds();
    push();
    began = performance.now();
    await until(
      async () => {
        const { items } = await api("GET", "/apis/apps/v1/namespaces/prod/deployments");
        return items.some(({ spec }) =>
          spec.template.spec.containers.some(({ image }) => image.endsWith(`:touched-${round}`)),
        );
      },
      60_000,
      20,
    );
    applied.push(performance.now() - began);
    await allSynced();
    known.push(performance.now() - began);
    await quiet();
    cost += (instance.cpuSeconds() - cpu) / COMMITS;
  }
  console.log(
    `  a commit that touches one: engine ${cost.toFixed(3)} CPU s; push → applied ${summary(applied)}; everybody knows it: ${summary(known)}`,
  );
  const idle = await idleMinute(instance);
  console.log(`  idle minute: engine ${idle.cpu} CPU s, API ${idle.api} CPU s; engine ${instance.memory()}`);
  printReference(path.join(work, `apps/${names[0]}/overlays/prod`));
  await instance.stop();
  return cost;
}

/** Until reports and simulated Pods have settled; what that costs is part of what was done. */
function quiet() {
  return pause(QUIET_SECONDS * 1000);
}
