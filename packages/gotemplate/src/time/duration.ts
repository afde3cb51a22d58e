import { quote } from "../fmt/quote.ts";
import { int64Type, namedType, type GoType } from "../values/types.ts";
import { GoError, int64, Int } from "../values/values.ts";

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const SECOND = 1_000_000_000n;

/** `time.Duration`: an integer of nanoseconds. */
export const durationType: GoType = namedType("time.Duration", int64Type, {
  methods: {
    String: { params: [], call: (duration: Int) => durationText(duration.n) },
    Nanoseconds: { params: [], call: (duration: Int) => int64(duration.n) },
    Microseconds: { params: [], call: (duration: Int) => int64(duration.n / 1_000n) },
    Milliseconds: { params: [], call: (duration: Int) => int64(duration.n / 1_000_000n) },
    Seconds: { params: [], call: (duration: Int) => Number(duration.n) / 1e9 },
    Minutes: { params: [], call: (duration: Int) => Number(duration.n) / 6e10 },
    Hours: { params: [], call: (duration: Int) => Number(duration.n) / 3.6e12 },
    Abs: { params: [], call: (duration: Int) => makeDuration(duration.n < 0n ? -duration.n : duration.n) },
  },
});

/** A `time.Duration`. */
export function makeDuration(nanoseconds: bigint): Int {
  return new Int(durationType, BigInt.asIntN(64, nanoseconds));
}

/** `Duration.String`: `1h2m3.5s`, `1.5ms`, `0s`. */
export function durationText(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  const sign = nanoseconds < 0n ? "-" : "";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < SECOND) {
    const unit = size < 1_000n ? "ns" : size < 1_000_000n ? "µs" : "ms";
    return sign + decimal(size, UNITS[unit]!) + unit;
  }
  const minutes = size / UNITS["m"]!;
  const seconds = `${decimal(size % UNITS["m"]!, SECOND)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return hours === 0n ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, unit: bigint): string {
  const rest = value % unit;
  if (rest === 0n) return (value / unit).toString();
  const digits = unit.toString().length - 1;
  return `${value / unit}.${rest.toString().padStart(digits, "0").replace(/0+$/, "")}`;
}

const PART = /^(\d*)(?:\.(\d*))?([^\d.]*)/;

/** `time.ParseDuration`, in nanoseconds. Throws a `GoError` with Go's text. */
export function parseDurationText(text: string): bigint {
  const invalid = (): GoError => new GoError(`time: invalid duration ${quote(text)}`);
  const negative = text.startsWith("-");
  let rest = text.replace(/^[+-]/, "");
  if (rest === "0") return 0n;
  if (rest === "") throw invalid();
  let total = 0n;
  while (rest !== "") {
    const part = PART.exec(rest)!;
    const [whole, digits, fraction = "", unit] = part as unknown as [string, string, string | undefined, string];
    if (digits === "" && fraction === "") throw invalid();
    if (unit === "") throw new GoError(`time: missing unit in duration ${quote(text)}`);
    const size = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
    if (size === undefined) throw new GoError(`time: unknown unit ${quote(unit)} in duration ${quote(text)}`);
    total += BigInt(digits || "0") * size;
    if (fraction !== "") total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
    if (total > 1n << 63n) throw invalid();
    rest = rest.slice(whole.length);
  }
  if (!negative && total > (1n << 63n) - 1n) throw invalid();
  return negative ? -total : total;
}

/** `time.ParseDuration`. */
export function parseDuration(text: string): Int {
  return makeDuration(parseDurationText(text));
}
