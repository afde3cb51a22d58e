import type { Warning } from "./chart.ts";

/** Where in a chart something is wrong; line and column count from 1. */
export interface ChartPlace {
  /** Path of the file in the chart, or of a values file as the caller named it. */
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Name of the chart that has the file. */
  readonly chart?: string | undefined;
  /** The value at fault, as `a.b[0]`. */
  readonly valuePath?: string | undefined;
}

/** A chart, a value or a template that Helm would refuse, with Helm's message. */
export class ChartError extends Error {
  readonly place: ChartPlace | undefined;
  /** What Helm would have written to stderr before it failed. */
  warnings: readonly Warning[] = [];

  constructor(message: string, place?: ChartPlace, options?: ErrorOptions) {
    super(message, options);
    this.name = "ChartError";
    this.place = place;
  }
}
