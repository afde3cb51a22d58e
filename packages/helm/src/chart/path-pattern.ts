/** Whether a name fits a pattern; the two are matched as a whole, and `*` does not cross a `/`. */
export type PathPattern = (name: string) => boolean;

type Part =
  | { kind: "star" }
  | { kind: "any" }
  | { kind: "char"; char: string }
  | { kind: "class"; negated: boolean; ranges: readonly (readonly [string, string])[] };

/** Reads a pattern as Go's `filepath.Match` does; undefined where Go has a syntax error. */
export function parsePathPattern(pattern: string): PathPattern | undefined {
  const parts = parse([...pattern]);
  return parts && ((name) => matches(parts, [...name]));
}

function parse(chars: readonly string[]): Part[] | undefined {
  const parts: Part[] = [];
  for (let i = 0; i < chars.length;) {
    const char = chars[i] as string;
    if (char === "*") {
      if (parts.at(-1)?.kind !== "star") parts.push({ kind: "star" });
      i++;
    } else if (char === "?") {
      parts.push({ kind: "any" });
      i++;
    } else if (char === "[") {
      const found = parseClass(chars, i + 1);
      if (!found) return undefined;
      parts.push(found.part);
      i = found.end;
    } else {
      const escaped = char === "\\";
      const literal = escaped ? chars[i + 1] : char;
      if (literal === undefined) return undefined;
      parts.push({ kind: "char", char: literal });
      i += escaped ? 2 : 1;
    }
  }
  return parts;
}

function parseClass(chars: readonly string[], start: number): { part: Part; end: number } | undefined {
  let i = start;
  const negated = chars[i] === "^";
  if (negated) i++;
  const ranges: [string, string][] = [];
  const next = (): string | undefined => {
    let char = chars[i];
    if (char === undefined || char === "-" || char === "]") return undefined;
    if (char === "\\") char = chars[++i];
    i++;
    // The class has to go on: its bracket is still to come.
    return i < chars.length ? char : undefined;
  };
  for (;;) {
    if (chars[i] === "]" && ranges.length > 0) return { part: { kind: "class", negated, ranges }, end: i + 1 };
    const low = next();
    if (low === undefined) return undefined;
    let high: string | undefined = low;
    if (chars[i] === "-") {
      i++;
      high = next();
      if (high === undefined) return undefined;
    }
    ranges.push([low, high]);
  }
}

/** Linear in the name for each star: the last star met is the only one worth going back to. */
function matches(parts: readonly Part[], name: readonly string[]): boolean {
  let part = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const current = parts[part];
    if (current?.kind === "star") {
      star = part++;
      starAt = at;
    } else if (current && fits(current, name[at] as string)) {
      part++;
      at++;
    } else if (star >= 0 && name[starAt] !== "/") {
      part = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (parts[part]?.kind === "star") part++;
  return part === parts.length;
}

function fits(part: Part, char: string): boolean {
  switch (part.kind) {
    case "star":
      return false;
    case "char":
      return part.char === char;
    case "any":
      return char !== "/";
    case "class":
      if (char === "/") return false;
      return part.ranges.some(([low, high]) => code(low) <= code(char) && code(char) <= code(high)) !== part.negated;
  }
}

function code(char: string): number {
  return char.codePointAt(0) ?? 0;
}
