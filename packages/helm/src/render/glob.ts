/*
 * Patterns of `.Files.Glob`: `*` and `?` do not cross a `/`, `**` does; `[a-z]`, `[!a-z]`, `{a,b}`, `\` before anything.
 */
type Token =
  | { kind: "char"; char: string }
  | { kind: "any" }
  | { kind: "star" }
  | { kind: "deep" }
  | { kind: "class"; negated: boolean; chars: ReadonlySet<string>; range: readonly [string, string] | undefined }
  | { kind: "either"; choices: readonly Token[][] };

/** Whether a path fits the pattern; undefined where the pattern cannot be read. */
export function parseGlob(pattern: string): ((path: string) => boolean) | undefined {
  const parser = new GlobParser([...pattern]);
  const tokens = parser.sequence(false);
  // Braces that are not closed fit nothing, and are no mistake.
  if (!tokens && parser.isOpen) return () => false;
  return tokens && ((path) => matchesAll(tokens, [...path]));
}

class GlobParser {
  readonly #chars: readonly string[];
  #at = 0;
  isOpen = false;

  constructor(chars: readonly string[]) {
    this.#chars = chars;
  }

  /** Tokens up to the end, or inside of braces to the next `,` or `}`. */
  sequence(inBraces: boolean): Token[] | undefined {
    const tokens: Token[] = [];
    while (this.#at < this.#chars.length) {
      const char = this.#chars[this.#at] as string;
      if (inBraces && (char === "," || char === "}")) return tokens;
      this.#at++;
      const token = this.#token(char);
      if (!token) return undefined;
      tokens.push(token);
    }
    this.isOpen ||= inBraces;
    return inBraces ? undefined : tokens;
  }

  #token(char: string): Token | undefined {
    switch (char) {
      case "*":
        if (this.#chars[this.#at] !== "*") return { kind: "star" };
        this.#at++;
        return { kind: "deep" };
      case "?":
        return { kind: "any" };
      case "[":
        return this.#class();
      case "{":
        return this.#either();
      case "\\": {
        const next = this.#chars[this.#at++];
        return next === undefined ? undefined : { kind: "char", char: next };
      }
      default:
        return { kind: "char", char };
    }
  }

  #class(): Token | undefined {
    const end = this.#chars.indexOf("]", this.#at);
    if (end < 0) return undefined;
    let body = this.#chars.slice(this.#at, end);
    this.#at = end + 1;
    const negated = body[0] === "!";
    if (negated) body = body.slice(1);
    if (body.length === 0) return undefined;
    const [low = "", dash, high = ""] = body;
    if (body.length === 3 && dash === "-") {
      if (high < low) return undefined;
      return { kind: "class", negated, chars: new Set(), range: [low, high] };
    }
    return { kind: "class", negated, chars: new Set(body), range: undefined };
  }

  #either(): Token | undefined {
    const choices: Token[][] = [];
    for (;;) {
      const choice = this.sequence(true);
      if (!choice) return undefined;
      choices.push(choice);
      if (this.#chars[this.#at++] === "}") return { kind: "either", choices };
    }
  }
}

/** All places where a match of the tokens can end, given all where it can begin: bounded whatever the pattern. */
function ends(tokens: readonly Token[], path: readonly string[], starts: ReadonlySet<number>): Set<number> {
  let places = new Set(starts);
  for (const token of tokens) {
    const next = new Set<number>();
    for (const at of places) {
      const char = path[at];
      switch (token.kind) {
        case "char":
          if (char === token.char) next.add(at + 1);
          break;
        case "any":
          if (char !== undefined && char !== "/") next.add(at + 1);
          break;
        case "class":
          if (char !== undefined && isIn(token, char)) next.add(at + 1);
          break;
        case "star":
        case "deep":
          for (let end = at; !next.has(end); end++) {
            next.add(end);
            if (end >= path.length || (token.kind === "star" && path[end] === "/")) break;
          }
          break;
        case "either":
          for (const choice of token.choices) for (const end of ends(choice, path, new Set([at]))) next.add(end);
      }
    }
    places = next;
  }
  return places;
}

function isIn({ negated, chars, range }: Token & { kind: "class" }, char: string): boolean {
  const found = range ? range[0] <= char && char <= range[1] : chars.has(char);
  return found !== negated;
}

function matchesAll(tokens: readonly Token[], path: readonly string[]): boolean {
  return ends(tokens, path, new Set([0])).has(path.length);
}
