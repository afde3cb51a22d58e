/** As Go prints a float64 that came through JSON: integers as such, others with %g and at most six digits before an exponent. */
export function writeNumber(value: number): string {
  if (Number.isInteger(value)) {
    if (value === 0) return "0";
    // Beyond 64 bits JSON's digits are read as a float again.
    if (value < 18_446_744_073_709_551_616 && value > -9_223_372_036_854_775_808) return String(value);
    return exponential(value);
  }
  if (!Number.isFinite(value)) return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
  const size = Math.abs(value);
  return size < 1e-4 || size >= 1e6 ? exponential(value) : String(value);
}

function exponential(value: number): string {
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const digits = exponent.replace(/^[-+]/, "").padStart(2, "0");
  return `${mantissa}e${exponent.startsWith("-") ? "-" : "+"}${digits}`;
}
