import { timestamp } from "@hawser/controller";
import { refOf } from "@hawser/kube";
import { isActive, isReady, type Job, JOB, POD, type Pod, type PodCondition } from "./kinds.ts";
import { OWNED_BY, splitKey, watchOwned, type Workbench } from "./manager.ts";
import { podFrom, writeStatus } from "./pods-of.ts";

/** Runs Pods to their end, as many and as often as a Job says. */
export function jobController(bench: Workbench): void {
  const jobs = bench.informer<Job>(JOB);
  const pods = bench.informer<Pod>(POD);
  const controller = bench.run("job", async (key) => {
    const job = jobs.get(...splitKey(key));
    if (!job || job.metadata.deletionTimestamp !== undefined) return;
    const ended = (job.status?.conditions ?? []).find(
      ({ type, status }) => (type === "Complete" || type === "Failed") && status === "True",
    );
    if (ended) return expire(bench, job, ended);
    const owned = pods.byIndex(OWNED_BY, job.metadata.uid ?? "");
    const active = owned.filter(isActive);
    const succeeded = owned.filter(({ status }) => status.phase === "Succeeded").length;
    const failed = owned.filter(({ status }) => status.phase === "Failed").length;
    const now = timestamp(bench.clock);
    const wanted = job.spec.completions ?? 1;
    const base = {
      startTime: job.status?.startTime ?? now,
      ...(succeeded > 0 ? { succeeded } : {}),
      ...(failed > 0 ? { failed } : {}),
    };
    const condition = (type: string, reason: string, message: string): PodCondition => ({
      type,
      status: "True",
      reason,
      message,
      lastProbeTime: now as unknown as null,
      lastTransitionTime: now,
    });
    if (job.spec.suspend === true) {
      for (const pod of active) await bench.client.delete(refOf(pod));
      await writeStatus(bench, job, { conditions: [condition("Suspended", "JobSuspended", "Job suspended")] });
      return;
    }
    if (succeeded >= wanted) {
      const message = "Reached expected number of succeeded pods";
      await writeStatus(bench, job, {
        ...base,
        completionTime: now,
        ready: 0,
        terminating: 0,
        conditions: [
          condition("SuccessCriteriaMet", "CompletionsReached", message),
          condition("Complete", "CompletionsReached", message),
        ],
      });
      bench.events("job-controller").record(job, { type: "Normal", reason: "Completed", message: "Job completed" });
      return;
    }
    if (failed > (job.spec.backoffLimit ?? 6)) {
      const message = "Job has reached the specified backoff limit";
      for (const pod of active) await bench.client.delete(refOf(pod));
      await writeStatus(bench, job, {
        ...base,
        ready: 0,
        terminating: 0,
        conditions: [
          condition("FailureTarget", "BackoffLimitExceeded", message),
          condition("Failed", "BackoffLimitExceeded", message),
        ],
      });
      bench.events("job-controller").record(job, { type: "Warning", reason: "BackoffLimitExceeded", message });
      return;
    }
    const missing = Math.min(job.spec.parallelism ?? 1, wanted - succeeded) - active.length;
    for (let i = 0; i < missing; i++) {
      const pod = await bench.client.create(podFrom(job.spec.template, job, { generateName: `${job.metadata.name}-` }));
      bench.events("job-controller").record(job, {
        type: "Normal",
        reason: "SuccessfulCreate",
        message: `Created pod: ${pod.metadata.name}`,
      });
    }
    await writeStatus(bench, job, {
      ...base,
      active: active.length + Math.max(0, missing),
      ready: active.filter(isReady).length,
      terminating: 0,
    });
    if (missing > 0) controller.enqueueAfter(key, 5);
  });
  watchOwned(controller, jobs, [pods], "Job");
}

async function expire(bench: Workbench, job: Job, ended: PodCondition): Promise<{ requeueAfter: number } | undefined> {
  if (job.spec.ttlSecondsAfterFinished === undefined) return undefined;
  const wait = Date.parse(ended.lastTransitionTime ?? "") + job.spec.ttlSecondsAfterFinished * 1000 - bench.clock.now();
  if (wait > 0) return { requeueAfter: wait };
  await bench.client.delete(refOf(job), { propagationPolicy: "Background" });
  return undefined;
}
