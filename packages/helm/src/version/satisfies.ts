import {
  type Constraint,
  GoError,
  meetsConstraint,
  parseConstraint,
  parseVersion,
  type Version,
} from "@hawser/gotemplate";

/** Whether a version fits a constraint as Masterminds/semver reads both; false where either cannot be read. */
export function satisfies(version: string, constraint: string): boolean {
  const given = orUndefined((): Version => parseVersion(version));
  const wanted = orUndefined((): Constraint => parseConstraint(constraint));
  return given !== undefined && wanted !== undefined && meetsConstraint(given, wanted);
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}
