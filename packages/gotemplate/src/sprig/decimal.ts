import { GoError } from "../values/values.ts";

/** A decimal number: `digits` times ten to the `exponent`. Sprig's float arithmetic is done in these. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The decimal that a float is written as, in the fewest digits. */
export function decimalOf(float: number): Decimal {
  if (Number.isNaN(float)) throw new GoError("Cannot create a Decimal from NaN");
  if (!Number.isFinite(float)) throw new GoError(`Cannot create a Decimal from ${float > 0 ? "+" : "-"}Inf`);
  const [mantissa, exponent] = float.toExponential().split("e") as [string, string];
  const fraction = /\.(\d+)/.exec(mantissa)?.[1]?.length ?? 0;
  return { digits: BigInt(mantissa.replace(".", "")), exponent: Number(exponent) - fraction };
}

/** The nearest float. */
export function floatOfDecimal({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`);
}

function aligned(a: Decimal, b: Decimal): { x: bigint; y: bigint; exponent: number } {
  const exponent = Math.min(a.exponent, b.exponent);
  return {
    x: a.digits * 10n ** BigInt(a.exponent - exponent),
    y: b.digits * 10n ** BigInt(b.exponent - exponent),
    exponent,
  };
}

/** The exact sum. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const { x, y, exponent } = aligned(a, b);
  return { digits: x + y, exponent };
}

/** The exact difference. */
export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  const { x, y, exponent } = aligned(a, b);
  return { digits: x - y, exponent };
}

/** The exact product. */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** Digits behind the point that a division keeps. */
const DIVISION_PRECISION = 16;

/** Rounded to sixteen digits behind the point, half away from zero. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (b.digits === 0n) throw new GoError("decimal division by 0");
  const shift = a.exponent - b.exponent + DIVISION_PRECISION;
  const dividend = shift >= 0 ? a.digits * 10n ** BigInt(shift) : a.digits;
  const divisor = shift >= 0 ? b.digits : b.digits * 10n ** BigInt(-shift);
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const isHalf = 2n * absolute(rest) >= absolute(divisor);
  const away = dividend < 0n === divisor < 0n ? 1n : -1n;
  return { digits: isHalf ? quotient + away : quotient, exponent: -DIVISION_PRECISION };
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
