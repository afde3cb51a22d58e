interface Version {
  core: readonly [number, number, number];
  pre: readonly string[];
}

interface Comparator {
  operator: ">" | ">=" | "<" | "<=" | "=" | "!=";
  version: Version;
}

/**
 * The newest of some tags that lies in a range of versions such as `>=1.0.0 <2.0.0`, `1.x`, `^1.2`, `~1.2.3`,
 * `1.0 - 2.0` or `1.x || 3.x`. Tags may begin with `v`; those that are no version are passed over. Pre-releases count only where
 * the range names one. Throws for a text that is no range.
 */
export function newestInRange(tags: Iterable<string>, range: string): string | undefined {
  const alternatives = range.split("||").map(readAlternative);
  let best: { tag: string; version: Version } | undefined;
  for (const tag of tags) {
    const version = readVersion(tag);
    if (!version || !alternatives.some((comparators) => lies(version, comparators))) continue;
    if (!best || compare(version, best.version) > 0) best = { tag, version };
  }
  return best?.tag;
}

function readVersion(text: string): Version | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(text);
  if (!match) return undefined;
  const [, major, minor = "0", patch = "0", pre] = match;
  return { core: [Number(major), Number(minor), Number(patch)], pre: pre === undefined ? [] : pre.split(".") };
}

function readAlternative(text: string): Comparator[] {
  const spaced = text
    .replace(/(\S+)\s+-\s+(\S+)/g, ">=$1 <=$2")
    .replace(/(>=|<=|=>|=<|!=|>|<|=|\^|~>?)\s+/g, "$1")
    .trim();
  return spaced
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .flatMap(readComparator);
}

function readComparator(part: string): Comparator[] {
  const match = /^(>=|=>|<=|=<|!=|>|<|=|\^|~>|~)?v?([\dxX*][^\s]*)$/.exec(part);
  if (!match) throw new Error(`improper constraint: ${part}`);
  const [, sign = "", text = ""] = match;
  const [numbers = "", pre] = text.split(/-(.*)/s);
  const parts = numbers.split(".");
  const given = parts.findIndex((one) => /^[xX*]$/.test(one));
  const known = (given < 0 ? parts : parts.slice(0, given)).map(Number);
  if (known.length > 3 || known.some((one) => !Number.isInteger(one))) throw new Error(`improper constraint: ${part}`);
  const [major = 0, minor = 0, patch = 0] = known;
  const from: Version = { core: [major, minor, patch], pre: pre === undefined ? [] : pre.split(".") };
  const within = (index: number): Comparator[] =>
    index < 0
      ? [{ operator: ">=", version: from }]
      : [
          { operator: ">=", version: from },
          { operator: "<", version: bumped(from, index) },
        ];
  switch (sign) {
    case "^":
      return within(
        known.length === 0
          ? -1
          : Math.min(
              Math.max(
                from.core.findIndex((one) => one > 0),
                0,
              ),
              known.length - 1,
            ),
      );
    case "~":
    case "~>":
      return within(Math.min(known.length - 1, 1));
    case "":
    case "=":
      return known.length === 3 ? [{ operator: "=", version: from }] : within(known.length - 1);
    case ">":
      return known.length === 3 || known.length === 0
        ? [{ operator: ">", version: from }]
        : [{ operator: ">=", version: bumped(from, known.length - 1) }];
    case "<=":
    case "=<":
      return known.length === 3 || known.length === 0
        ? [{ operator: "<=", version: from }]
        : [{ operator: "<", version: bumped(from, known.length - 1) }];
    default:
      return [{ operator: sign.replace("=>", ">=") as Comparator["operator"], version: from }];
  }
}

function bumped({ core: [major, minor, patch] }: Version, index: number): Version {
  const core = index === 0 ? [major + 1, 0, 0] : index === 1 ? [major, minor + 1, 0] : [major, minor, patch + 1];
  return { core: core as [number, number, number], pre: [] };
}

function lies(version: Version, comparators: readonly Comparator[]): boolean {
  if (version.pre.length > 0 && !comparators.some((one) => one.version.pre.length > 0)) return false;
  return comparators.every(({ operator, version: bound }) => {
    const order = compare(version, bound);
    switch (operator) {
      case ">":
        return order > 0;
      case ">=":
        return order >= 0;
      case "<":
        return order < 0;
      case "<=":
        return order <= 0;
      case "=":
        return order === 0;
      case "!=":
        return order !== 0;
    }
  });
}

function compare(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) if (a.core[index] !== b.core[index]) return a.core[index] - b.core[index];
  if (a.pre.length === 0 || b.pre.length === 0) return b.pre.length - a.pre.length;
  for (let index = 0; index < Math.max(a.pre.length, b.pre.length); index++) {
    const [left, right] = [a.pre[index], b.pre[index]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (left === right) continue;
    const [x, y] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (x && y) return Number(left) - Number(right);
    if (x !== y) return x ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}
