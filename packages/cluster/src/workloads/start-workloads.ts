import { daemonSetController } from "./daemon-set.ts";
import { cronJobController } from "./cron-job.ts";
import { deploymentController } from "./deployment.ts";
import { garbageCollector } from "./garbage-collector.ts";
import { jobController } from "./job.ts";
import { disruptionBudgetController } from "./disruption-budget.ts";
import { createWorkbench, type WorkbenchOptions } from "./manager.ts";
import { namespaceController } from "./namespaces.ts";
import { providerControllers } from "./providers.ts";
import { replicaSetController } from "./replica-set.ts";
import { scheduler } from "./scheduler.ts";
import { serviceController } from "./services.ts";
import { simulatedNodes } from "./simulated-node.ts";
import { statefulSetController } from "./stateful-set.ts";

/** Starts the controllers that a cluster has of itself, and its simulated nodes. */
export async function startWorkloads(
  options: WorkbenchOptions & { caBundle: string },
): Promise<{ stop(): Promise<void> }> {
  const bench = createWorkbench(options, "kube-controller-manager");
  const node = createWorkbench(options, "kubelet");
  namespaceController(bench, options.caBundle);
  deploymentController(bench);
  replicaSetController(bench);
  statefulSetController(bench);
  daemonSetController(bench);
  jobController(bench);
  cronJobController(bench);
  serviceController(bench);
  disruptionBudgetController(bench);
  providerControllers(bench);
  const collector = garbageCollector(bench);
  scheduler(node);
  await simulatedNodes(node);
  return {
    stop: async () => {
      collector.stop();
      await Promise.all([bench.stop(), node.stop()]);
    },
  };
}
