/** A line on stderr as Go's `log` writes it: local time, then the message. */
export function logLine(message: string): void {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, "0");
  const date = `${now.getFullYear()}/${two(now.getMonth() + 1)}/${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  process.stderr.write(`${date} ${time} ${message}\n`);
}

/** What a build warns of: fields that are deprecated as comments, all else as lines of a log. */
export function tellWarnings(warnings: readonly string[]): void {
  for (const warning of warnings) {
    if (warning.startsWith("#")) process.stderr.write(`${warning}\n`);
    else logLine(warning);
  }
}
