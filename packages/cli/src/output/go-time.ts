/** `2006-01-02 15:04:05 -0700 MST`, as Go prints a time in UTC. */
export function goTimestamp(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`;
}

/** `3m5s`, `0s`, `1h0m2s`: how Go prints a duration of whole seconds. */
export function goDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours}h${minutes}m${seconds % 60}s`;
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
}
