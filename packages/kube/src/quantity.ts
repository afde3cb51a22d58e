const DECIMAL: Record<string, number> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Record<string, number> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const PATTERN = /^([+-]?)(\d+\.?\d*|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** A Kubernetes quantity, exact to a billionth as the API keeps it. */
export interface Quantity {
  /** The value × 10⁹. */
  nanos: bigint;
  format: "DecimalSI" | "BinarySI" | "DecimalExponent";
}

/** Parses `100m`, `1.5Gi`, `12e6` …; undefined for anything else. Finer than a billionth is rounded up. */
export function parseQuantity(text: string | number): Quantity | undefined {
  const match = PATTERN.exec(String(text));
  if (!match) return undefined;
  const [, sign, digits = "", suffix = ""] = match;
  const [whole = "", fraction = ""] = digits.split(".");
  const exponent = /^[eE][+-]?\d+$/.test(suffix);
  const power = exponent ? Number(suffix.slice(1)) : (DECIMAL[suffix] ?? 0);
  if (Math.abs(power) > 30) return undefined;
  let numerator = BigInt(whole + fraction || "0") * (BINARY[suffix] === undefined ? 1n : 1n << BigInt(BINARY[suffix]));
  const scale = 9 + power - fraction.length;
  if (scale >= 0) numerator *= 10n ** BigInt(scale);
  else {
    const divisor = 10n ** BigInt(-scale);
    numerator = (numerator + divisor - 1n) / divisor;
  }
  return {
    nanos: sign === "-" ? -numerator : numerator,
    format: BINARY[suffix] !== undefined ? "BinarySI" : exponent ? "DecimalExponent" : "DecimalSI",
  };
}

/** The canonical text: no fraction, the largest suffix that fits, such as `1500m`, `2Gi`, `1k`. */
export function formatQuantity({ nanos, format }: Quantity): string {
  if (nanos === 0n) return "0";
  const sign = nanos < 0n ? "-" : "";
  const value = nanos < 0n ? -nanos : nanos;
  if (format === "BinarySI" && value >= 1024n * 10n ** 9n && value % 10n ** 9n === 0n) {
    let amount = value / 10n ** 9n;
    let suffix = "";
    for (const next of Object.keys(BINARY)) {
      if (amount % 1024n !== 0n) break;
      amount /= 1024n;
      suffix = next;
    }
    return `${sign}${amount}${suffix}`;
  }
  let amount = value;
  let power = -9;
  while (power < 18 && amount % 1000n === 0n) {
    amount /= 1000n;
    power += 3;
  }
  if (format === "DecimalExponent") return `${sign}${amount}${power === 0 ? "" : `e${power}`}`;
  const suffix = Object.keys(DECIMAL).find((key) => DECIMAL[key] === power) ?? "";
  return `${sign}${amount}${suffix}`;
}

/** The canonical text of a quantity's text; what does not parse comes back as it is. */
export function canonicalQuantity(text: string | number): string {
  const quantity = parseQuantity(text);
  return quantity ? formatQuantity(quantity) : String(text);
}

/** Negative, zero or positive, as for sorting. Texts that do not parse count as zero. */
export function compareQuantities(a: string | number, b: string | number): number {
  const [left, right] = [parseQuantity(a)?.nanos ?? 0n, parseQuantity(b)?.nanos ?? 0n];
  return left < right ? -1 : left > right ? 1 : 0;
}
