import type { Dialect } from "./scalars.ts";

/**
 * The order in which Go's library writes the keys of a map: natural, so that `a2` comes before `a10`.
 *
 * At the first difference: two letters by code point, a letter after anything else, digit runs as numbers. In v3 a
 * letter behind a digit ends a number, and so comes before another digit.
 */
export function compareKeys(a: string, b: string, dialect: Dialect = "v2"): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === length) return a.length - b.length;
  const leftCode = a.charCodeAt(i);
  const rightCode = b.charCodeAt(i);
  if (isAsciiLetter(leftCode) && isAsciiLetter(rightCode)) return leftCode - rightCode;
  // Both halves of a pair count as one character.
  if (i > 0 && isLowSurrogate(a.charCodeAt(i)) && isLowSurrogate(b.charCodeAt(i))) i--;
  const left = a.codePointAt(i) as number;
  const right = b.codePointAt(i) as number;
  const leftLetter = isLetter(left);
  const rightLetter = isLetter(right);
  if (leftLetter && rightLetter) return left - right;
  if (leftLetter || rightLetter) {
    const inNumber = dialect === "v3" && i > 0 && isDigit(a.charCodeAt(i - 1));
    return leftLetter === inNumber ? -1 : 1;
  }
  return compareRuns(a, b, i);
}

/** Both differ at `i` and neither is a letter there: numbers count by value, then by the length of the run. */
function compareRuns(a: string, b: string, i: number): number {
  const left = runAt(a, i);
  const right = runAt(b, i);
  const order = (a.codePointAt(i) as number) - (b.codePointAt(i) as number);
  if ((a.charCodeAt(i) === 48 || b.charCodeAt(i) === 48) && followsNumber(a, i)) {
    // Within a number a zero is no padding: the longer number is the larger.
    return left.length !== right.length ? left.length - right.length : order;
  }
  const [leftValue, rightValue] = [valueOf(left), valueOf(right)];
  if (leftValue !== rightValue) return leftValue < rightValue ? -1 : 1;
  if (left.length !== right.length) return left.length - right.length;
  return order;
}

/** True when a digit other than zero stands in the digits right before `i`. */
function followsNumber(text: string, i: number): boolean {
  for (let j = i - 1; j >= 0 && isDigit(text.charCodeAt(j)); j--) if (text.charCodeAt(j) !== 48) return true;
  return false;
}

function runAt(text: string, from: number): string {
  let end = from;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return text.slice(from, end);
}

function valueOf(digits: string): number | bigint {
  // Go counts in 64 bits, and goes round where they end.
  return digits.length <= 15 ? Number(digits) : BigInt.asIntN(64, BigInt(digits));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  if (code < 128) return isAsciiLetter(code);
  return /^\p{L}$/u.test(String.fromCodePoint(code));
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
