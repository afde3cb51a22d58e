import { EditError } from "./edit-error.ts";

/**
 * True when a pattern of Go's `path.Match` fits the whole name: `*` and `?` stop at a slash, `[a-z]` and `[^a]` are
 * classes, a backslash makes the next character ordinary. Linear in the length of the pattern times that of the name.
 *
 * Throws `EditError` for a pattern that is none, whatever the name.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const parts = parseGlob(pattern);
  const text = [...name];
  let states = new Set([0]);
  const closure = (from: Set<number>): Set<number> => {
    const all = new Set(from);
    for (const at of all) if (parts[at] === STAR) all.add(at + 1);
    return all;
  };
  states = closure(states);
  for (const char of text) {
    const next = new Set<number>();
    for (const at of states) {
      const part = parts[at];
      if (part === undefined) continue;
      if (part === STAR) {
        if (char !== "/") next.add(at);
      } else if (part(char)) next.add(at + 1);
    }
    states = closure(next);
    if (states.size === 0) return false;
  }
  return states.has(parts.length);
}

/** True for texts that name more than themselves. */
export function isGlob(text: string): boolean {
  return /[*?[\\]/.test(text);
}

const STAR = "star";
type GlobPart = typeof STAR | ((char: string) => boolean);

function parseGlob(pattern: string): GlobPart[] {
  const chars = [...pattern];
  const parts: GlobPart[] = [];
  let i = 0;
  const bad = (): EditError => new EditError("syntax error in pattern");
  const literal = (): string => {
    let char = chars[i];
    if (char === undefined || char === "-" || char === "]") throw bad();
    if (char === "\\") char = chars[++i];
    if (char === undefined) throw bad();
    i++;
    if (i >= chars.length) throw bad();
    return char;
  };
  while (i < chars.length) {
    const char = chars[i] as string;
    i++;
    if (char === "*") {
      if (parts.at(-1) !== STAR) parts.push(STAR);
    } else if (char === "?") parts.push((c) => c !== "/");
    else if (char === "\\") {
      const escaped = chars[i++];
      if (escaped === undefined) throw bad();
      parts.push((c) => c === escaped);
    } else if (char === "[") {
      const isNegated = chars[i] === "^";
      if (isNegated) i++;
      const ranges: [string, string][] = [];
      while (!(chars[i] === "]" && ranges.length > 0)) {
        const low = literal();
        let high = low;
        if (chars[i] === "-") {
          i++;
          high = literal();
        }
        ranges.push([low, high]);
      }
      i++;
      const isIn = (c: string): boolean => ranges.some(([low, high]) => code(low) <= code(c) && code(c) <= code(high));
      parts.push((c) => isIn(c) !== isNegated);
    } else parts.push((c) => c === char);
  }
  return parts;
}

function code(char: string): number {
  return char.codePointAt(0) ?? 0;
}
