import { quote } from "../fmt/quote.ts";
import { GoError } from "../values/values.ts";
import { comparePrereleases, compareVersions, parseVersion, type Version } from "./version.ts";

/** One comparison, such as `>=1.2` or `~1.x`. */
interface Comparison {
  readonly check: (version: Version, comparison: Comparison) => boolean;
  readonly than: Version;
  /** Parts were missing, or written as x or *. */
  readonly isPartial: boolean;
  readonly minorIsOpen: boolean;
  readonly patchIsOpen: boolean;
}

/** A constraint as Masterminds' library reads it: alternatives, each of comparisons that must all hold. */
export type Constraint = readonly (readonly Comparison[])[];

const IDENTIFIERS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const PATTERN = `v?([0-9|xX*]+)(\\.[0-9|xX*]+)?(\\.[0-9|xX*]+)?(-(?:${IDENTIFIERS}))?(\\+(?:${IDENTIFIERS}))?`;
const ORDERED_OPERATORS = "!=|>=|=>|<=|=<|~>|=|>|<|~|\\^|";
const ONE = new RegExp(`^\\s*(${ORDERED_OPERATORS})\\s*(${PATTERN})\\s*$`);
const FIND = new RegExp(`(${ORDERED_OPERATORS})\\s*(${PATTERN})`, "g");
const VALID = new RegExp(
  `^(\\s*(${ORDERED_OPERATORS})\\s*(${PATTERN})\\s*)((?:\\s+|,\\s*)(${ORDERED_OPERATORS})\\s*(${PATTERN})\\s*)*$`,
);
const RANGE = new RegExp(`\\s*(${PATTERN})\\s+-\\s+(${PATTERN})\\s*`, "g");

/** Reads a constraint. Throws a `GoError` with the library's text. */
export function parseConstraint(text: string): Constraint {
  return withoutRanges(text)
    .split("||")
    .map((alternative) => {
      if (!VALID.test(alternative)) throw new GoError(`improper constraint: ${quote(alternative)}`);
      return [...alternative.matchAll(FIND)].map(([part]) => parseComparison(part));
    });
}

/** `1.2 - 1.4` is `>= 1.2, <= 1.4`. */
function withoutRanges(text: string): string {
  return text.replaceAll(RANGE, (...groups: unknown[]) => {
    const [, low, , , , , , high] = groups as string[];
    return `>= ${low}, <= ${high} `;
  });
}

function parseComparison(text: string): Comparison {
  const parts = ONE.exec(text);
  if (!parts) throw new GoError(`improper constraint: ${quote(text)}`);
  const [, operator = "", written = "", major = "", minor = "", patch = "", prerelease = ""] = parts;
  const isOpen = (part: string): boolean => ["", "x", "X", "*"].includes(part.replace(".", ""));
  let version = written;
  let minorIsOpen = false;
  let patchIsOpen = false;
  let isPartial = true;
  if (isOpen(major)) version = `0.0.0${prerelease}`;
  else if (isOpen(minor)) {
    minorIsOpen = true;
    version = `${major}.0.0${prerelease}`;
  } else if (isOpen(patch)) {
    patchIsOpen = true;
    version = `${major}${minor}.0${prerelease}`;
  } else isPartial = false;
  return { check: CHECKS[operator]!, than: parsePart(version), isPartial, minorIsOpen, patchIsOpen };
}

function parsePart(version: string): Version {
  try {
    return parseVersion(version);
  } catch (error) {
    if (error instanceof GoError) throw new GoError("constraint parser error", { cause: error });
    throw error;
  }
}

/** Whether a version meets a constraint. A prerelease only meets alternatives that name one themselves. */
export function meetsConstraint(version: Version, constraint: Constraint): boolean {
  return constraint.some((comparisons) => {
    const allowsPrereleases = comparisons.some(({ than }) => than.prerelease !== "");
    return comparisons.every((comparison) => {
      if (version.prerelease !== "" && comparison.than.prerelease === "" && !allowsPrereleases) return false;
      return comparison.check(version, comparison);
    });
  });
}

type Check = Comparison["check"];

const notEqual: Check = (version, { than, isPartial, minorIsOpen, patchIsOpen }) => {
  if (isPartial) {
    if (version.major !== than.major) return true;
    if (minorIsOpen) return false;
    if (version.minor !== than.minor) return true;
    if (!patchIsOpen) return version.patch !== than.patch;
    if (version.prerelease !== "" || than.prerelease !== "") {
      return comparePrereleases(version.prerelease, than.prerelease) !== 0;
    }
    return false;
  }
  return compareVersions(version, than) !== 0;
};

const greater: Check = (version, { than, isPartial, minorIsOpen, patchIsOpen }) => {
  if (!isPartial) return compareVersions(version, than) > 0;
  if (version.major !== than.major) return version.major > than.major;
  // Nothing within 11 is greater than 11.
  if (minorIsOpen) return false;
  if (patchIsOpen) return version.minor > than.minor;
  return compareVersions(version, than) > 0;
};

const less: Check = (version, { than }) => compareVersions(version, than) < 0;
const greaterOrEqual: Check = (version, { than }) => compareVersions(version, than) >= 0;

const lessOrEqual: Check = (version, { than, isPartial, minorIsOpen }) => {
  if (!isPartial) return compareVersions(version, than) <= 0;
  if (version.major > than.major) return false;
  return !(version.major === than.major && version.minor > than.minor && !minorIsOpen);
};

const tilde: Check = (version, { than, minorIsOpen, patchIsOpen }) => {
  if (compareVersions(version, than) < 0) return false;
  const isZero = than.major === 0n && than.minor === 0n && than.patch === 0n;
  if (isZero && !minorIsOpen && !patchIsOpen) return true;
  return version.major === than.major && (version.minor === than.minor || minorIsOpen);
};

const equal: Check = (version, comparison) => {
  if (comparison.isPartial) return tilde(version, comparison);
  return compareVersions(version, comparison.than) === 0;
};

const caret: Check = (version, { than, minorIsOpen, patchIsOpen }) => {
  if (compareVersions(version, than) < 0) return false;
  if (than.major > 0n || minorIsOpen) return version.major === than.major;
  if (version.major > 0n) return false;
  if (than.minor > 0n || patchIsOpen) return version.minor === than.minor;
  if (version.minor > 0n) return false;
  return version.patch === than.patch;
};

const CHECKS: Readonly<Record<string, Check>> = {
  "": equal,
  "=": equal,
  "!=": notEqual,
  ">": greater,
  "<": less,
  ">=": greaterOrEqual,
  "=>": greaterOrEqual,
  "<=": lessOrEqual,
  "=<": lessOrEqual,
  "~": tilde,
  "~>": tilde,
  "^": caret,
};
