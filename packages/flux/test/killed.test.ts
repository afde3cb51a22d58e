import { afterEach, beforeEach, expect, test } from "vitest";
import {
  configMap,
  dyingAfter,
  eventually,
  type FluxFixture,
  kustomization,
  repository,
  startFlux,
} from "./start-flux.ts";

let flux: FluxFixture;
beforeEach(async () => {
  flux = await startFlux();
});
afterEach(() => flux.stop());

const marked = async (): Promise<string[]> =>
  (
    await flux.client.list(
      { group: "", version: "v1", kind: "ConfigMap" },
      { namespace: "dev", labelSelector: "kustomize.toolkit.fluxcd.io/name=web" },
    )
  ).items
    .map(({ metadata }) => `dev_${metadata.name}__ConfigMap`)
    .sort();

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  "killed after %i writes, it has recorded all that it made, and the next start ends the work",
  async (writes) => {
    await flux.stopControllers();
    const first = flux.git.commit({ "app/a.yaml": configMap("a", "1"), "app/b.yaml": configMap("b", "1") });
    flux.start();
    await flux.client.create(repository({ interval: "50ms" }));
    await flux.client.create(kustomization());
    await expect.poll(() => flux.condition(), eventually).toContain(`Applied revision: main@sha1:${first}`);
    await flux.stopControllers();

    const second = flux.git.commit({ "app/b.yaml": configMap("b", "2"), "app/c.yaml": configMap("c", "2") });
    const { client, isDead } = dyingAfter(writes, flux.client);
    flux.start(client);
    await expect.poll(async () => isDead() || (await flux.condition()).includes(second), eventually).toBe(true);
    await flux.stopControllers();
    const recorded = await flux.inventory();
    for (const id of await marked()) expect(recorded).toContain(id);

    flux.start();
    await expect.poll(() => flux.condition(), eventually).toContain(`Applied revision: main@sha1:${second}`);
    expect(await marked()).toEqual(["dev_b__ConfigMap", "dev_c__ConfigMap"]);
    expect(await flux.inventory()).toEqual(await marked());
    expect([await flux.valueOf("b"), await flux.valueOf("c")]).toEqual(["2", "2"]);
  },
);
