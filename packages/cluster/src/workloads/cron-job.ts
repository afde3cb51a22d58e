import { errorFields } from "@hawser/controller";
import { hasReason, type KubeObject, refOf } from "@hawser/kube";
import { parseCron } from "./cron-schedule.ts";
import { CRON_JOB, type CronJob, type Job, JOB } from "./kinds.ts";
import { OWNED_BY, splitKey, watchOwned, type Workbench } from "./manager.ts";
import { ownerReference, writeStatus } from "./pods-of.ts";

/** No later start is waited for in one go: timers have an upper end. */
const LONGEST_WAIT_MS = 60 * 60_000;
/** As many missed starts are counted before the clock is taken to have jumped. */
const MAX_MISSED = 100;

/** Makes a Job at each time that a CronJob's schedule names, and clears old ones away. */
export function cronJobController(bench: Workbench): void {
  const cronJobs = bench.informer<CronJob>(CRON_JOB);
  const jobs = bench.informer<Job>(JOB);
  const events = bench.events("cronjob-controller");

  const controller = bench.run("cronjob", async (key) => {
    const cronJob = cronJobs.get(...splitKey(key));
    if (!cronJob || cronJob.metadata.deletionTimestamp !== undefined) return undefined;
    const owned = jobs.byIndex(OWNED_BY, cronJob.metadata.uid ?? "");
    await clearHistory(bench, cronJob, owned);
    const active = owned.filter((job) => endOf(job) === undefined);
    const { spec, status = {} } = cronJob;
    const report = (lastScheduleTime = status.lastScheduleTime, started: readonly KubeObject[] = []): Promise<void> =>
      writeStatus(bench, cronJob, {
        ...(active.length + started.length > 0 ? { active: [...active, ...started].map(referenceTo) } : {}),
        ...(lastScheduleTime === undefined ? {} : { lastScheduleTime }),
        ...lastSuccess(owned, status.lastSuccessfulTime),
      });
    if (spec.suspend === true) {
      await report();
      return undefined;
    }
    let due: Due;
    try {
      due = dueTimes(cronJob, bench.clock.now());
    } catch (error) {
      events.record(cronJob, {
        type: "Warning",
        reason: "UnparseableSchedule",
        message: `unparseable schedule ${JSON.stringify(spec.schedule)}: ${String(errorFields(error).error)}`,
      });
      return undefined;
    }
    const again =
      due.next === undefined ? undefined : { requeueAfter: Math.min(due.next - bench.clock.now(), LONGEST_WAIT_MS) };
    if (due.now === undefined) {
      await report();
      return again;
    }
    if (spec.concurrencyPolicy === "Forbid" && active.length > 0) {
      events.record(cronJob, {
        type: "Normal",
        reason: "JobAlreadyActive",
        message: "Not starting job because prior execution is running and concurrency policy is Forbid",
      });
      await report();
      return again;
    }
    if (spec.concurrencyPolicy === "Replace")
      for (const job of active.splice(0)) await bench.client.delete(refOf(job), { propagationPolicy: "Background" });
    const made = await startJob(bench, cronJob, due.now);
    if (made)
      events.record(cronJob, {
        type: "Normal",
        reason: "SuccessfulCreate",
        message: `Created job ${made.metadata.name}`,
      });
    await report(new Date(due.now).toISOString().replace(/\.\d+Z$/, "Z"), made ? [made] : []);
    return again;
  });
  watchOwned(controller, cronJobs, [jobs], "CronJob");
}

interface Due {
  /** The start that is due and not made yet; of several missed ones the last. */
  now: number | undefined;
  next: number | undefined;
}

function dueTimes({ metadata, spec, status }: CronJob, now: number): Due {
  const schedule = parseCron(spec.schedule, spec.timeZone);
  const since = Date.parse(status?.lastScheduleTime ?? metadata.creationTimestamp ?? "");
  const deadline = spec.startingDeadlineSeconds;
  const earliest = deadline === undefined ? since : Math.max(since, now - deadline * 1000);
  let due: number | undefined;
  let next = schedule.after(earliest);
  for (let missed = 0; next !== undefined && next <= now; missed++) {
    due = next;
    next = schedule.after(missed < MAX_MISSED ? next : now);
  }
  return { now: due, next };
}

async function startJob(bench: Workbench, cronJob: CronJob, scheduled: number): Promise<KubeObject | undefined> {
  const { metadata = {}, spec } = cronJob.spec.jobTemplate;
  const job: KubeObject = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      // Named after its minute, so that no start is made twice.
      name: `${cronJob.metadata.name}-${Math.floor(scheduled / 60_000)}`,
      namespace: cronJob.metadata.namespace ?? "",
      ...(metadata.labels ? { labels: metadata.labels } : {}),
      annotations: {
        ...metadata.annotations,
        "batch.kubernetes.io/cronjob-scheduled-timestamp": new Date(scheduled).toISOString().replace(/\.\d+Z$/, "Z"),
      },
      ownerReferences: [ownerReference(cronJob)],
    },
    spec,
  };
  try {
    return await bench.client.create(job);
  } catch (error) {
    if (hasReason(error, "AlreadyExists")) return undefined;
    throw error;
  }
}

async function clearHistory(bench: Workbench, { spec }: CronJob, owned: readonly Job[]): Promise<void> {
  for (const [end, limit] of [
    ["Complete", spec.successfulJobsHistoryLimit ?? 3],
    ["Failed", spec.failedJobsHistoryLimit ?? 1],
  ] as const) {
    const ended = owned
      .filter((job) => endOf(job) === end && job.metadata.deletionTimestamp === undefined)
      .sort((a, b) => ((a.metadata.creationTimestamp ?? "") < (b.metadata.creationTimestamp ?? "") ? -1 : 1));
    for (const job of ended.slice(0, Math.max(0, ended.length - limit)))
      await bench.client.delete(refOf(job), { propagationPolicy: "Background" });
  }
}

function endOf(job: Job): "Complete" | "Failed" | undefined {
  const found = job.status?.conditions?.find(
    ({ type, status }) => (type === "Complete" || type === "Failed") && status === "True",
  );
  return found?.type as "Complete" | "Failed" | undefined;
}

function lastSuccess(owned: readonly Job[], before: string | undefined): { lastSuccessfulTime?: string } {
  const times = owned.map((job) => (job.status as { completionTime?: string } | undefined)?.completionTime ?? "");
  const last = [before ?? "", ...times].sort().at(-1) ?? "";
  return last === "" ? {} : { lastSuccessfulTime: last };
}

function referenceTo({ apiVersion, kind, metadata }: KubeObject): Record<string, unknown> {
  const { name, namespace, uid } = metadata;
  return { apiVersion, kind, name, namespace, uid };
}
