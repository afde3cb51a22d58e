const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a text such as `1h30m` or `27.5s`; undefined for what is none. */
export function parseDuration(text: string): number | undefined {
  const [, sign = "", body = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === "0") return 0;
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let sum = 0;
  for (const [, number = "", unit = ""] of body.matchAll(/([\d.]+)([a-zµμ]+)/g))
    sum += Number(number) * (UNITS[unit] ?? 0);
  return sign === "-" ? -sum : sum;
}

/** Writes a duration as messages show it: `27s`, `1m0s`, `50ms`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1) {
    const micros = milliseconds * 1000;
    return micros < 1 ? `${Math.round(micros * 1000)}ns` : `${plain(micros)}µs`;
  }
  if (milliseconds < 1000) return `${plain(milliseconds)}ms`;
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor(milliseconds / 60_000) % 60;
  const seconds = `${plain((milliseconds % 60_000) / 1000)}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

function plain(value: number): string {
  return String(Math.round(value * 1e9) / 1e9);
}
