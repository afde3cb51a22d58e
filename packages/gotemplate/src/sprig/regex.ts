import { RE2JS } from "re2js";
import { goFunction, type GoFunction } from "../values/function.ts";
import { GoError, Slice, strings } from "../values/values.ts";
import { stringsType } from "../values/types.ts";

/** A match: where it is, and its groups. */
interface Match {
  readonly start: number;
  readonly end: number;
  group(index: number): string;
}

/** How many compiled expressions are remembered. */
const REMEMBERED = 500;

/** Compiles regular expressions as Go's `regexp` reads them, and remembers the last few. */
class Expressions {
  readonly #known = new Map<string, RE2JS>();

  /** Fails with the message of Go. */
  compile(pattern: string): RE2JS {
    const known = this.#known.get(pattern);
    if (known) return known;
    let compiled: RE2JS;
    try {
      compiled = RE2JS.compile(pattern);
    } catch (error) {
      const { message } = error as Error;
      // Go shows the piece that is wrong also where there is nothing to show.
      throw new GoError(message.includes("`") ? message : `${message}: \`\``, { cause: error });
    }
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(pattern, compiled);
    return compiled;
  }

  /** Fails as the functions do that do not expect a bad expression. */
  mustCompile(pattern: string): RE2JS {
    try {
      return this.compile(pattern);
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      const quoted = pattern.includes("`") ? JSON.stringify(pattern) : `\`${pattern}\``;
      throw new GoError(`regexp: Compile(${quoted}): ${error.message}`, { cause: error });
    }
  }
}

function matchAt(expression: RE2JS, text: string, from: number): Match | undefined {
  const matcher = expression.matcher(text);
  if (!matcher.find(from)) return undefined;
  return { start: matcher.start(), end: matcher.end(), group: (index) => matcher.group(index) ?? "" };
}

function characterLength(text: string, at: number): number {
  const code = text.codePointAt(at);
  return code === undefined ? 0 : code > 0xffff ? 2 : 1;
}

/** All matches, of which an empty one right behind another does not count. */
function allMatches(expression: RE2JS, text: string, limit: number): Match[] {
  const matches: Match[] = [];
  let previousEnd = -1;
  for (let at = 0; at <= text.length && (limit < 0 || matches.length < limit);) {
    const match = matchAt(expression, text, at);
    if (!match) break;
    const isEmpty = match.end === match.start;
    const accept = !isEmpty || match.start !== previousEnd;
    if (match.end > at) at = match.end;
    else at += characterLength(text, at) || 1;
    previousEnd = match.end;
    if (accept) matches.push(match);
  }
  return matches;
}

function replace(expression: RE2JS, text: string, replacement: (match: Match) => string): string {
  let result = "";
  let last = 0;
  for (let at = 0; at <= text.length;) {
    const match = matchAt(expression, text, at);
    if (!match) break;
    result += text.slice(last, match.start);
    // An empty match right behind another one is none.
    if (match.end > last || match.start === 0) result += replacement(match);
    last = match.end;
    const width = characterLength(text, at);
    at = at + width > match.end ? at + width : match.end > at ? match.end : at + 1;
  }
  return result + text.slice(last);
}

const REFERENCE = /\$(?:\$|\{([A-Za-z0-9_\p{L}\p{Nd}]+)\}|([A-Za-z0-9_\p{L}\p{Nd}]+))/gu;

/** `$1`, `${name}` and `$$` of a replacement. */
function expand(template: string, match: Match, expression: RE2JS): string {
  if (!template.includes("$")) return template;
  return template.replaceAll(REFERENCE, (whole, braced?: string, plain?: string) => {
    const name = braced ?? plain;
    if (name === undefined) return whole === "$$" ? "$" : whole;
    // A number with a leading zero is a name, and no group has it.
    if (/^(0|[1-9]\d*)$/.test(name)) return Number(name) <= expression.groupCount() ? match.group(Number(name)) : "";
    const index = (expression.namedGroups() as Record<string, number>)[name];
    return index === undefined ? "" : match.group(index);
  });
}

function split(expression: RE2JS, pattern: string, text: string, limit: number): Slice {
  if (limit === 0) return new Slice(stringsType, [], true);
  if (pattern !== "" && text === "") return strings([""]);
  const parts: string[] = [];
  let start = 0;
  let end = 0;
  for (const match of allMatches(expression, text, limit)) {
    if (limit > 0 && parts.length === limit - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(start, end));
    start = match.end;
  }
  if (end !== text.length) parts.push(text.slice(start));
  return strings(parts);
}

function isMatch(expression: RE2JS, text: string): boolean {
  return matchAt(expression, text, 0) !== undefined;
}

function find(expression: RE2JS, text: string): string {
  return matchAt(expression, text, 0)?.group(0) ?? "";
}

function findAll(expression: RE2JS, text: string, limit: number): Slice {
  const matches = allMatches(expression, text, limit);
  return new Slice(
    stringsType,
    matches.map((match) => match.group(0)),
    matches.length === 0,
  );
}

/** Functions of regular expressions, which are RE2's: none of them can take more than linear time. */
export function regexFunctions(): Record<string, GoFunction> {
  const expressions = new Expressions();
  type Compile = (pattern: string) => RE2JS;
  const plain: Compile = (pattern) => expressions.mustCompile(pattern);
  const must: Compile = (pattern) => expressions.compile(pattern);
  const variants = (name: string, make: (compile: Compile) => GoFunction): Record<string, GoFunction> => ({
    [name]: make(plain),
    [`mustR${name.slice(1)}`]: make(must),
  });
  const replaceWith = (literal: boolean) => (compile: Compile) =>
    goFunction("string string string", (pattern: string, text: string, replacement: string) => {
      const expression = compile(pattern);
      return replace(expression, text, (match) => (literal ? replacement : expand(replacement, match, expression)));
    });
  return {
    regexMatch: goFunction("string string", (pattern: string, text: string) => {
      try {
        return isMatch(expressions.compile(pattern), text);
      } catch (error) {
        if (error instanceof GoError) return false;
        throw error;
      }
    }),
    mustRegexMatch: goFunction("string string", (pattern: string, text: string) => isMatch(must(pattern), text)),
    ...variants("regexFind", (compile) =>
      goFunction("string string", (pattern: string, text: string) => find(compile(pattern), text)),
    ),
    ...variants("regexFindAll", (compile) =>
      goFunction("string string int", (pattern: string, text: string, limit: number) =>
        findAll(compile(pattern), text, limit),
      ),
    ),
    ...variants("regexReplaceAll", replaceWith(false)),
    ...variants("regexReplaceAllLiteral", replaceWith(true)),
    ...variants("regexSplit", (compile) =>
      goFunction("string string int", (pattern: string, text: string, limit: number) =>
        split(compile(pattern), pattern, text, limit),
      ),
    ),
    regexQuoteMeta: goFunction("string", (text: string) => text.replaceAll(/[\\.+*?()|[\]{}^$]/g, "\\$&")),
  };
}
