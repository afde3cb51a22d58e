/** Where and why a value does not fit a schema, in the words of the library that Helm uses. */
export interface Failure {
  /** Keys and indexes from the root to the value. */
  path: readonly string[];
  message: string;
  /** What has to be known to understand it. */
  causes: readonly Failure[];
  /** Several failures of one subschema: shown as one line with the rest below it, or as if it was not there. */
  group?: "flat" | "kept";
}

/** One failure that stands for several of the same subschema; undefined where there are none. */
export function together(failures: readonly Failure[], path: readonly string[]): Failure | undefined {
  if (failures.length <= 1) return failures[0];
  return { path, message: "validation failed", causes: failures, group: "flat" };
}

/** The lines that Helm prints of what `together` gave for the root. */
export function formatFailures(failure: Failure): string {
  const lines: string[] = [];
  for (const each of failure.group === "flat" ? failure.causes : [failure]) add(each, 0, lines);
  return lines.join("\n");
}

function add({ path, message, causes }: Failure, depth: number, lines: string[]): void {
  lines.push(`${"  ".repeat(depth)}- at ${quote(pointerOf(path))}: ${message}`);
  for (const cause of causes) add(cause, depth + 1, lines);
}

function pointerOf(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A text in single quotes, as that library quotes. */
export function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A number as it is printed for people: with commas, and very large or small ones with a power of ten. */
export function formatNumber(value: number): string {
  const exponent = value === 0 ? 0 : Number(value.toExponential().split("e")[1]);
  if (exponent >= -4 && exponent < 6) return withCommas(String(value));
  const [mantissa = ""] = value.toExponential().split("e");
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  const power = [...digits].map((digit) => SUPERSCRIPT[Number(digit)]).join("");
  return `${mantissa}×10${exponent < 0 ? "⁻" : ""}${power}`;
}

/** A count, with commas. */
export function withCommas(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
