import { CommandError } from "./command.ts";

export type FlagType = "string" | "bool" | "stringArray" | "strings" | "int";

/** One flag. `strings` splits its values at commas, `stringArray` does not. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly type: FlagType;
  readonly default?: string;
  readonly usage: string;
  readonly hidden?: boolean;
  /** What is said when it is used, behind `Flag --name has been deprecated, `; deprecated flags are hidden. */
  readonly deprecated?: string;
}

export type FlagSet = readonly Flag[];

/** What was set, by name. */
export class FlagValues {
  readonly #values = new Map<string, string[]>();
  readonly #flags: FlagSet;

  constructor(flags: FlagSet) {
    this.#flags = flags;
  }

  /** Takes a value over. Throws the reason why it is none. */
  set(flag: Flag, value: string): void {
    const before = this.#values.get(flag.name) ?? [];
    switch (flag.type) {
      case "bool":
        this.#values.set(flag.name, [String(parseBool(value))]);
        return;
      case "int":
        if (!/^[-+]?\d+$/.test(value))
          throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
        this.#values.set(flag.name, [value]);
        return;
      case "strings":
        this.#values.set(flag.name, [...before, ...splitCsv(value)]);
        return;
      case "stringArray":
        this.#values.set(flag.name, [...before, value]);
        return;
      case "string":
        this.#values.set(flag.name, [value]);
    }
  }

  isSet(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string {
    return this.#values.get(name)?.[0] ?? this.#flags.find((flag) => flag.name === name)?.default ?? "";
  }

  bool(name: string): boolean {
    return this.text(name) === "true";
  }

  list(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

export interface ParsedFlags {
  readonly args: readonly string[];
  readonly values: FlagValues;
  readonly help: boolean;
  /** To be said before anything else: flags that are deprecated. */
  readonly warnings: readonly string[];
}

export const HELP_FLAG: Flag = { name: "help", short: "h", type: "bool", usage: "" };

/** Reads flags wherever they stand among the arguments, up to a `--`. Throws `CommandError` with pflag's words. */
export function parseFlags(words: readonly string[], flags: FlagSet): ParsedFlags {
  const values = new FlagValues(flags);
  const args: string[] = [];
  const warnings: string[] = [];
  let help = false;
  const set = (flag: Flag, value: string): void => {
    try {
      values.set(flag, value);
    } catch (error) {
      const name = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
      throw new CommandError(
        `invalid argument ${JSON.stringify(value)} for "${name}" flag: ${(error as Error).message}`,
      );
    }
    if (flag.deprecated !== undefined) warnings.push(`Flag --${flag.name} has been deprecated, ${flag.deprecated}`);
    if (flag === HELP_FLAG || flag.name === "help") help = value !== "false" && parseBool(value);
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (!word.startsWith("-") || word === "-") {
      args.push(word);
      continue;
    }
    if (word === "--") {
      args.push(...words.slice(i + 1));
      break;
    }
    if (word.startsWith("--")) {
      const equals = word.indexOf("=");
      const name = word.slice(2, equals < 0 ? undefined : equals);
      if (name === "" || name.startsWith("-") || name.startsWith("="))
        throw new CommandError(`bad flag syntax: ${word}`);
      const flag = flags.find((candidate) => candidate.name === name);
      if (!flag) throw new CommandError(`unknown flag: --${name}`);
      if (equals >= 0) set(flag, word.slice(equals + 1));
      else if (flag.type === "bool") set(flag, "true");
      else if (i + 1 < words.length) set(flag, words[++i] ?? "");
      else throw new CommandError(`flag needs an argument: --${name}`);
      continue;
    }
    i = parseShort(word.slice(1), words, i, flags, set);
  }
  return { args, values, help, warnings };
}

/** `-abc`, `-ovalue`, `-o value`. Answers with the position of the last word that was used. */
function parseShort(
  letters: string,
  words: readonly string[],
  at: number,
  flags: FlagSet,
  set: (flag: Flag, value: string) => void,
): number {
  let rest = letters;
  while (rest !== "") {
    const letter = rest[0] ?? "";
    const flag = flags.find((candidate) => candidate.short === letter);
    if (!flag) throw new CommandError(`unknown shorthand flag: '${letter}' in -${rest}`);
    if (rest.length > 2 && rest[1] === "=") {
      set(flag, rest.slice(2));
      return at;
    }
    if (flag.type === "bool") {
      set(flag, "true");
      rest = rest.slice(1);
    } else if (rest.length > 1) {
      set(flag, rest.slice(1));
      return at;
    } else if (at + 1 < words.length) {
      set(flag, words[at + 1] ?? "");
      return at + 1;
    } else throw new CommandError(`flag needs an argument: '${letter}' in -${letters}`);
  }
  return at;
}

const TRUE = ["1", "t", "T", "true", "TRUE", "True"];
const FALSE = ["0", "f", "F", "false", "FALSE", "False"];

function parseBool(value: string): boolean {
  if (TRUE.includes(value)) return true;
  if (FALSE.includes(value)) return false;
  throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
}

/** One line of comma-separated values, quoted with `"` where they hold commas. */
function splitCsv(value: string): string[] {
  if (value === "") return [];
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (value[at] === '"') {
      let field = "";
      for (at++; ; at++) {
        if (at >= value.length)
          throw new Error(`parse error on line 1, column ${at + 1}: extraneous or missing " in quoted-field`);
        if (value[at] !== '"') field += value[at];
        else if (value[at + 1] === '"') field += value[++at];
        else break;
      }
      fields.push(field);
      at++;
      if (at < value.length && value[at] !== ",")
        throw new Error(`parse error on line 1, column ${at + 1}: extraneous or missing " in quoted-field`);
    } else {
      const comma = value.indexOf(",", at);
      const field = value.slice(at, comma < 0 ? undefined : comma);
      const quote = field.indexOf('"');
      if (quote >= 0) throw new Error(`parse error on line 1, column ${at + quote + 1}: bare " in non-quoted-field`);
      fields.push(field);
      at += field.length;
    }
    if (at >= value.length) return fields;
    at++;
  }
}
