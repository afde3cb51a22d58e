/** The decimal digits of a number without sign, and where its point is: 0.`digits` times ten to the `point`. */
interface Digits {
  readonly digits: string;
  readonly point: number;
}

const floatBits = new DataView(new ArrayBuffer(8));

/** Mantissa and exponent of a finite number: `mantissa` times two to the `exponent`. */
function parts(value: number, bits: 32 | 64): { mantissa: bigint; exponent: number } {
  if (bits === 32) {
    floatBits.setFloat32(0, Math.abs(value));
    const raw = floatBits.getUint32(0);
    const exponent = raw >>> 23;
    const fraction = BigInt(raw & 0x7fffff);
    return exponent === 0
      ? { mantissa: fraction, exponent: -149 }
      : { mantissa: fraction | 0x800000n, exponent: exponent - 150 };
  }
  floatBits.setFloat64(0, Math.abs(value));
  const raw = floatBits.getBigUint64(0);
  const exponent = Number(raw >> 52n);
  const fraction = raw & 0xfffffffffffffn;
  return exponent === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: exponent - 1075 };
}

/** All the digits: every binary number has a finite decimal form. */
function exactDigits(value: number): Digits {
  const { mantissa, exponent } = parts(value, 64);
  if (mantissa === 0n) return { digits: "", point: 0 };
  if (exponent >= 0) {
    const digits = (mantissa << BigInt(exponent)).toString();
    return { digits: digits.replace(/0+$/, ""), point: digits.length };
  }
  const digits = (mantissa * 5n ** BigInt(-exponent)).toString();
  return { digits: digits.replace(/0+$/, ""), point: digits.length + exponent };
}

/** The fewest digits that give the same number when read back. */
function shortestDigits(value: number, bits: 32 | 64): Digits {
  if (value === 0) return { digits: "", point: 0 };
  let text = Math.abs(value).toExponential();
  if (bits === 32) {
    for (let precision = 0; precision < 9; precision++) {
      text = Math.abs(value).toExponential(precision);
      if (Math.fround(Number(text)) === Math.abs(value)) break;
    }
  }
  const [mantissa, exponent] = text.split("e") as [string, string];
  return { digits: mantissa.replace(".", "").replace(/0+$/, ""), point: Number(exponent) + 1 };
}

/** Rounds to `count` digits; half goes to the even digit, for the digits are exact. */
function round(from: Digits, count: number): Digits {
  const { digits, point } = from;
  if (count >= digits.length) return from;
  if (count < 0) return { digits: "", point: 0 };
  const rest = digits.slice(count);
  const isHalf = rest[0] === "5" && /^50*$/.test(rest);
  const previousIsOdd = count > 0 && Number(digits[count - 1]) % 2 === 1;
  const up = isHalf ? previousIsOdd : rest[0]! >= "5";
  const kept = digits.slice(0, count);
  if (!up) return { digits: kept.replace(/0+$/, ""), point: kept === "" ? 0 : point };
  if (kept === "") return { digits: "1", point: point + 1 };
  const raised = (BigInt(kept) + 1n).toString().padStart(kept.length, "0");
  return { digits: raised.replace(/0+$/, ""), point: point + raised.length - kept.length };
}

/**
 * `strconv.FormatFloat`: the formats `e`, `E`, `f`, `g`, `G`, `b`, `x` and `X`, with `precision` -1 for the fewest
 * digits that give the number back.
 */
export function formatFloat(value: number, format: string, precision: number, bits: 32 | 64 = 64): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return "-Inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (format === "b") return sign + formatBinary(value, bits);
  if (format === "x" || format === "X") return sign + formatHex(value, format, precision, bits);
  const shortest = precision < 0;
  let digits = shortest ? shortestDigits(value, bits) : exactDigits(value);
  switch (format) {
    case "e":
    case "E": {
      const count = shortest ? Math.max(digits.digits.length - 1, 0) : precision;
      digits = round(digits, count + 1);
      return sign + exponential(digits, count, format);
    }
    case "f":
    case "F": {
      const count = shortest ? Math.max(digits.digits.length - digits.point, 0) : precision;
      digits = round(digits, digits.point + count);
      return sign + fixed(digits, count);
    }
    default:
      return sign + general(digits, format, precision);
  }
}

/** Where the shortest form goes over to an exponent, however many digits it has. */
const SHORTEST_LIMIT = 6;

function general(exact: Digits, format: string, precision: number): string {
  const shortest = precision < 0;
  let limit = precision === 0 ? 1 : precision;
  const digits = shortest ? exact : round(exact, limit);
  const length = digits.digits.length;
  if (!shortest && limit > length && length >= digits.point) limit = length;
  const exponent = digits.digits === "" ? -1 : digits.point - 1;
  if (exponent < -4 || exponent >= (shortest ? SHORTEST_LIMIT : limit)) {
    return exponential(digits, Math.max(length - 1, 0), format === "G" ? "E" : "e");
  }
  return fixed(digits, Math.max(length - digits.point, 0));
}

function exponential({ digits, point }: Digits, decimals: number, format: string): string {
  const first = digits[0] ?? "0";
  const rest = decimals > 0 ? `.${digits.slice(1).padEnd(decimals, "0")}` : "";
  const exponent = digits === "" ? 0 : point - 1;
  return `${first}${rest}${format}${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function fixed({ digits, point }: Digits, decimals: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  if (decimals <= 0) return whole;
  const fraction = point >= 0 ? digits.slice(point) : "0".repeat(Math.min(-point, decimals)) + digits;
  return `${whole}.${fraction.slice(0, decimals).padEnd(decimals, "0")}`;
}

function formatBinary(value: number, bits: 32 | 64): string {
  const { mantissa, exponent } = parts(value, bits);
  return `${mantissa}p${exponent < 0 ? "" : "+"}${exponent}`;
}

function formatHex(value: number, format: string, precision: number, bits: 32 | 64): string {
  let { mantissa, exponent } = parts(value, bits);
  if (mantissa !== 0n) {
    // One digit before the point, and it is 1: sixty bits behind it.
    const width = mantissa.toString(2).length;
    exponent += width - 1;
    mantissa <<= BigInt(61 - width);
  } else exponent = 0;
  if (precision >= 0 && precision < 15) {
    const shift = BigInt(60 - precision * 4);
    const half = 1n << (shift - 1n);
    const rest = mantissa & ((1n << shift) - 1n);
    mantissa >>= shift;
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa++;
    mantissa <<= shift;
    if (mantissa >= 1n << 61n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const whole = mantissa >> 60n;
  let fraction = (mantissa & ((1n << 60n) - 1n)).toString(16).padStart(15, "0");
  fraction = precision < 0 ? fraction.replace(/0+$/, "") : fraction.slice(0, precision).padEnd(precision, "0");
  const sign = exponent < 0 ? "-" : "+";
  const text = `0x${whole}${fraction && `.${fraction}`}p${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
  return format === "X" ? text.toUpperCase() : text;
}
