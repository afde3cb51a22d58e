import { fromBytes } from "@hawser/gotemplate";
import type { Values } from "../values/values.ts";

/** A file of a chart. Files never change, so what is made of one may be remembered by it. */
export class ChartFile {
  /** Path in the chart that has it. */
  readonly name: string;
  readonly data: Uint8Array;
  #text: string | undefined;

  constructor(name: string, data: Uint8Array) {
    this.name = name;
    this.data = data;
  }

  /** The content as templates see it: bytes that are no UTF-8 are kept. */
  get text(): string {
    return (this.#text ??= fromBytes(this.data));
  }
}

/** What Chart.yaml says. Fields that are not there are empty, as in Go. */
export interface Metadata {
  name: string;
  home: string;
  sources: readonly string[];
  version: string;
  description: string;
  keywords: readonly string[];
  maintainers: readonly (Maintainer | null)[];
  icon: string;
  apiVersion: string;
  condition: string;
  tags: string;
  appVersion: string;
  deprecated: boolean;
  annotations: ReadonlyMap<string, string> | undefined;
  kubeVersion: string;
  dependencies: readonly (Dependency | null)[];
  /** Whether there is a list of dependencies, be it an empty one: Helm looks below such charts only. */
  declaresDependencies: boolean;
  type: string;
}

export interface Maintainer {
  name: string;
  email: string;
  url: string;
}

/** An entry of `dependencies:` in Chart.yaml. */
export interface Dependency {
  name: string;
  version: string;
  repository: string;
  condition: string;
  tags: readonly string[];
  enabled: boolean;
  /** Texts, and maps with `child` and `parent`, as they are written. */
  importValues: readonly unknown[];
  alias: string;
}

/** What Chart.lock says. */
export interface Lock {
  generated: string;
  digest: string;
  dependencies: readonly (Dependency | null)[];
}

/**
 * A chart with all charts below it. It never changes: who processes it makes a new one that shares what stayed the
 * same, so one that was loaded can be rendered any number of times.
 */
export interface Chart {
  readonly metadata: Metadata;
  readonly lock: Lock | undefined;
  /** From values.yaml; undefined where there is none. */
  readonly values: Values | undefined;
  /** values.schema.json, as it is. */
  readonly schema: ChartFile | undefined;
  readonly templates: readonly ChartFile[];
  /** What is neither a template nor read by Helm itself: what `.Files` has. */
  readonly files: readonly ChartFile[];
  readonly dependencies: readonly Chart[];
  /** What Helm would have said to stderr while it loaded the chart. */
  readonly warnings: readonly Warning[];
}

/** A line that Helm writes to stderr. */
export interface Warning {
  level: "INFO" | "WARN" | "ERROR";
  message: string;
  /** Further `key=value` pairs, in order. */
  fields?: readonly (readonly [string, string])[];
}

/** The line as Helm writes it. */
export function formatWarning({ level, message, fields = [] }: Warning): string {
  return [`level=${level}`, `msg=${quoted(message)}`, ...fields.map(([key, value]) => `${key}=${quoted(value)}`)].join(
    " ",
  );
}

function quoted(text: string): string {
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text);
}
