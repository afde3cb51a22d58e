/**
 * The order in which Go's library writes the keys of a map: natural, so that `a2` comes before `a10`.
 *
 * At the first difference: two letters by code point, a letter after anything else, digit runs as numbers.
 */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  let digits = false;
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [l = "", r = ""] = [left[i], right[i]];
    if (l === r) {
      digits = isDigit(l);
      continue;
    }
    const [lLetter, rLetter] = [isLetter(l), isLetter(r)];
    if (lLetter && rLetter) return order(l, r);
    if (lLetter || rLetter) return digits ? (lLetter ? -1 : 1) : lLetter ? 1 : -1;
    return compareRuns(left, right, i);
  }
  return left.length - right.length;
}

/** Both differ at `i` and neither is a letter there: numbers count by value, then by the length of the run. */
function compareRuns(left: readonly string[], right: readonly string[], i: number): number {
  const [l = "", r = ""] = [left[i], right[i]];
  // A zero before the difference makes the longer run the larger number's padding.
  if (l === "0" || r === "0") {
    for (let j = i - 1; j >= 0 && isDigit(left[j] ?? ""); j--) {
      if (left[j] !== "0") {
        const [lRun, rRun] = [runOf(left, i), runOf(right, i)];
        if (lRun.end !== rRun.end) return lRun.end - rRun.end;
        return order(l, r);
      }
    }
  }
  const [lRun, rRun] = [runOf(left, i), runOf(right, i)];
  if (lRun.value !== rRun.value) return lRun.value < rRun.value ? -1 : 1;
  if (lRun.end !== rRun.end) return lRun.end - rRun.end;
  return order(l, r);
}

function runOf(text: readonly string[], from: number): { value: bigint; end: number } {
  let end = from;
  let value = 0n;
  while (end < text.length && isDigit(text[end] ?? "")) {
    value = value * 10n + BigInt(text[end]?.codePointAt(0) ?? 48) - 48n;
    end++;
  }
  return { value, end };
}

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9";
}

function isLetter(char: string): boolean {
  return /^\p{L}$/u.test(char);
}

function order(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}
