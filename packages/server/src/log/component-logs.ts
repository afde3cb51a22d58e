import type { ContainerLog, LogLine } from "@hawser/cluster";
import type { LogFields, Logger } from "@hawser/controller";
import type { KubeObject } from "@hawser/kube";

/** As many lines of each component are kept. */
const KEPT_LINES = 2000;
const LEVELS = ["debug", "info", "warn", "error"] as const;

type Level = (typeof LEVELS)[number];

/** The component that does a controller's work where the real tools are installed. */
const COMPONENT_OF: Record<string, string> = {
  "argocd-application-controller": "argocd-application-controller",
  "argocd-applicationset-controller": "argocd-applicationset-controller",
  "argocd-server": "argocd-server",
  "argocd-repo-server": "argocd-repo-server",
  "source-controller": "source-controller",
  gitrepository: "source-controller",
  "kustomize-controller": "kustomize-controller",
  kustomization: "kustomize-controller",
};

/** The newest lines that each component of the engine has logged: what `kubectl logs` shows of its Pod. */
export class ComponentLogs {
  readonly #logs = new Map<string, ComponentLog>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The log of a component, if it is one of the engine's. */
  of(component: string): ContainerLog | undefined {
    return this.#logs.get(component);
  }

  /** The log of a Pod of an installed Argo CD or Flux. */
  ofPod({ namespace, labels }: KubeObject["metadata"]): ContainerLog | undefined {
    if (namespace === "argocd") return this.of(labels?.["app.kubernetes.io/name"] ?? "");
    if (namespace === "flux-system") return this.of(labels?.app ?? "");
    return undefined;
  }

  /**
   * A logger that also keeps what a component logs, from `info` on. The component is the first `controller` that
   * `with` names.
   */
  recording(inner: Logger, component?: string, bound: LogFields = {}): Logger {
    const at =
      (level: Level) =>
      (message: string, fields: LogFields = {}): void => {
        inner[level](message, fields);
        if (component !== undefined && level !== "debug")
          this.#keep(component, level, message, { ...bound, ...fields });
      };
    return {
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      with: (fields) => {
        const chosen = component ?? COMPONENT_OF[String(fields.controller)];
        if (chosen !== undefined && !this.#logs.has(chosen)) this.#logs.set(chosen, new ComponentLog());
        return this.recording(inner.with(fields), chosen, { ...bound, ...fields });
      },
    };
  }

  #keep(component: string, level: Level, message: string, fields: LogFields): void {
    const time = this.#now();
    const format = component.startsWith("argocd-") ? asKeyValues : asJson;
    this.#logs.get(component)?.append({ time, text: format(time, level, message, fields) });
  }
}

/** Writes the first line of each component's log. */
export function announceComponents(logger: Logger): void {
  for (const [controller, message] of [
    ["argocd-application-controller", "Application controller started in the Hawser process"],
    ["argocd-applicationset-controller", "ApplicationSet controller started in the Hawser process"],
    ["argocd-repo-server", "Manifests are rendered in the Hawser process"],
    ["argocd-server", "API and UI are served by the Hawser process"],
    ["source-controller", "Source controller started in the Hawser process"],
    ["kustomize-controller", "Kustomization controller started in the Hawser process"],
  ] as const)
    logger.with({ controller }).info(message);
}

class ComponentLog implements ContainerLog {
  #lines: LogLine[] = [];
  readonly #listeners = new Set<(line: LogLine) => void>();

  append(line: LogLine): void {
    this.#lines.push(line);
    // Cut in halves, so that a line costs the same whether the log is full or not.
    if (this.#lines.length >= KEPT_LINES * 2) this.#lines = this.#lines.slice(-KEPT_LINES);
    for (const listener of this.#listeners) listener(line);
  }

  lines(): readonly LogLine[] {
    return this.#lines.slice(-KEPT_LINES);
  }

  follow(listener: (line: LogLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Argo CD's form: `time="…" level=info msg="…" application=…`. */
function asKeyValues(time: number, level: Level, message: string, fields: LogFields): string {
  const { controller: _component, ...rest } = fields;
  const pairs = Object.entries({
    time: seconds(time),
    level: level === "warn" ? "warning" : level,
    msg: message,
    ...rest,
  });
  return pairs.map(([key, value]) => `${key}=${quoteWhereNeeded(value)}`).join(" ");
}

/** Flux's form: one JSON object. */
function asJson(time: number, level: Level, message: string, fields: LogFields): string {
  return JSON.stringify({ level, ts: new Date(time).toISOString(), msg: message, ...fields });
}

function seconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

function quoteWhereNeeded(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return /^[-\w./@^+]+$/.test(text) ? text : JSON.stringify(text);
}
