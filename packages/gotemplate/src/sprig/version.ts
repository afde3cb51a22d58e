import { GoError } from "../values/values.ts";

/** A semantic version, read as leniently as Masterminds' library reads them. */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
  /** As it was written. */
  readonly original: string;
}

const VERSION =
  /^v?(\d+)(\.\d+)?(\.\d+)?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;
const MAX = (1n << 64n) - 1n;

/** Reads a version: `v` in front, and parts that are missing, are allowed. Throws a `GoError` with the library's text. */
export function parseVersion(text: string): Version {
  const parts = VERSION.exec(text);
  if (!parts) throw new GoError("invalid semantic version");
  const [, major, minor, patch, prerelease = "", metadata = ""] = parts;
  const version = {
    major: segment(major!),
    minor: segment(minor?.slice(1) ?? "0"),
    patch: segment(patch?.slice(1) ?? "0"),
    prerelease,
    metadata,
    original: text,
  };
  for (const identifier of prerelease.split(".")) {
    if (/^0\d+$/.test(identifier)) throw new GoError("version segment starts with 0");
  }
  return version;
}

function segment(digits: string): bigint {
  const value = BigInt(digits);
  if (value > MAX) {
    throw new GoError(`error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`);
  }
  return value;
}

/** The full form of a version. */
export function versionText({ major, minor, patch, prerelease, metadata }: Version): string {
  return `${major}.${minor}.${patch}${prerelease && `-${prerelease}`}${metadata && `+${metadata}`}`;
}

/** Orders versions; metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  return (
    compareNumbers(a.major, b.major) ||
    compareNumbers(a.minor, b.minor) ||
    compareNumbers(a.patch, b.patch) ||
    comparePrereleases(a.prerelease, b.prerelease)
  );
}

function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders prereleases; none is higher than any. */
export function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "") return 1;
  if (b === "") return -1;
  const left = a.split(".");
  const right = b.split(".");
  const length = Math.max(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const order = compareIdentifiers(left[at], right[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareIdentifiers(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const aIsNumber = /^\d+$/.test(a);
  const bIsNumber = /^\d+$/.test(b);
  if (aIsNumber && bIsNumber) return compareNumbers(BigInt(a), BigInt(b));
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return a < b ? -1 : 1;
}
