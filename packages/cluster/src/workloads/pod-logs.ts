import { type KubeObject, StatusError } from "@hawser/kube";
import type { PodLogs } from "../api/api.ts";
import type { Pod } from "./kinds.ts";

/** What a simulated container has logged; never empty, and plain about what it is. */
export const simulatedLogs: PodLogs = async function* (object: KubeObject, query, signal) {
  const pod = object as Pod;
  const container = chooseContainer(pod, query.get("container") ?? "");
  const started = pod.status.startTime ?? "";
  const lines = [
    `This container is simulated: ${container.image} does not run here.`,
    `${container.name} of pod ${pod.metadata.name} started at ${started}`,
  ];
  const tail = query.get("tailLines");
  const shown = tail === null ? lines : Number(tail) === 0 ? [] : lines.slice(-Number(tail));
  for (const line of shown) {
    yield Buffer.from(`${query.get("timestamps") === "true" ? `${started} ` : ""}${line}\n`);
  }
  if (query.get("follow") !== "true" || pod.status.phase !== "Running" || !signal) return;
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
};

function chooseContainer(pod: Pod, name: string): Pod["spec"]["containers"][number] {
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
