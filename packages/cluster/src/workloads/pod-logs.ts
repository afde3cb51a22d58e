import type { Clock } from "@hawser/controller";
import { type KubeObject, StatusError } from "@hawser/kube";
import type { PodLogs } from "../api/api.ts";
import type { Container, Pod } from "./kinds.ts";

/** One line, without its end; `time` in milliseconds. */
export interface LogLine {
  time: number;
  text: string;
}

/** What a container has logged, and what it will. */
export interface ContainerLog {
  lines(): readonly LogLine[];
  /** Calls `listener` with each later line until the answer is called. */
  follow(listener: (line: LogLine) => void): () => void;
}

/** Answers `pods/NAME/log`. `find` knows the Pods whose work somebody does; others are plain about being simulated. */
export function podLogs(clock: Clock, find?: (pod: KubeObject) => ContainerLog | undefined): PodLogs {
  return (object, query, signal) => {
    const pod = object as Pod;
    const container = chooseContainer(pod, query.get("container") ?? "");
    if (query.get("previous") === "true") {
      throw new StatusError(
        "BadRequest",
        `previous terminated container "${container.name}" in pod "${pod.metadata.name}" not found`,
      );
    }
    refuseUnstarted(pod, container);
    const log = find?.(pod) ?? simulatedLog(pod, container);
    return show(log, pod, query, earliest(clock, query), signal);
  };
}

async function* show(
  log: ContainerLog,
  pod: Pod,
  query: URLSearchParams,
  since: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const format = ({ time, text }: LogLine): Buffer =>
    Buffer.from(`${query.get("timestamps") === "true" ? `${new Date(time).toISOString()} ` : ""}${text}\n`);
  const follows = query.get("follow") === "true" && pod.status.phase === "Running" && signal !== undefined;
  const later: LogLine[] = [];
  let wake = (): void => {};
  const unfollow = follows
    ? log.follow((line) => {
        later.push(line);
        wake();
      })
    : () => {};
  try {
    const recent = log.lines().filter(({ time }) => time >= since);
    const tail = query.get("tailLines");
    const shown = tail === null ? recent : recent.slice(Math.max(0, recent.length - Number(tail)));
    let left = Number(query.get("limitBytes") ?? Number.POSITIVE_INFINITY);
    for (const line of shown) {
      const bytes = format(line);
      yield bytes.subarray(0, left);
      left -= bytes.length;
      if (left <= 0) return;
    }
    if (!follows) return;
    signal.addEventListener("abort", () => wake(), { once: true });
    for (;;) {
      const line = later.shift();
      if (line) yield format(line);
      else if (signal.aborted) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    unfollow();
  }
}

function simulatedLog(pod: Pod, container: Container): ContainerLog {
  const started = pod.status.startTime ?? "";
  const time = Date.parse(started);
  const lines = [
    `This container is simulated: ${container.image} does not run here.`,
    `${container.name} of pod ${pod.metadata.name} started at ${started}`,
  ].map((text) => ({ time, text }));
  return { lines: () => lines, follow: () => () => {} };
}

function earliest(clock: Clock, query: URLSearchParams): number {
  const seconds = query.get("sinceSeconds");
  if (seconds !== null) return clock.now() - Number(seconds) * 1000;
  const time = query.get("sinceTime");
  return time === null ? Number.NEGATIVE_INFINITY : Date.parse(time);
}

function refuseUnstarted(pod: Pod, { name }: Container): void {
  const status = (pod.status.containerStatuses ?? []).find((c) => c.name === name) as
    | { state?: { waiting?: { reason?: string; message?: string } } }
    | undefined;
  const waiting = status?.state?.waiting;
  if (!waiting || waiting.reason === "CrashLoopBackOff") return;
  const why =
    waiting.reason === "ContainerCreating"
      ? "is waiting to start: ContainerCreating"
      : `is waiting to start: ${waiting.message ?? waiting.reason ?? ""}`;
  throw new StatusError("BadRequest", `container "${name}" in pod "${pod.metadata.name}" ${why}`);
}

function chooseContainer(pod: Pod, name: string): Container {
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  const names = pod.spec.containers.map((c) => c.name).join(" ");
  if (name === "" && pod.spec.containers.length > 1) {
    throw new StatusError(
      "BadRequest",
      `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names}]`,
    );
  }
  const found = name === "" ? all[0] : all.find((c) => c.name === name);
  if (!found) throw new StatusError("BadRequest", `container ${name} is not valid for pod ${pod.metadata.name}`);
  return found;
}
