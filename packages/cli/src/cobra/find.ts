import type { GoCommand } from "./command.ts";
import type { FlagSet } from "./flags.ts";
import { type CommandPath, flagsOf } from "./help.ts";

/** The command that the words name, and the words that are not its names. Flags may stand between the names. */
export async function findCommand(
  root: GoCommand,
  words: readonly string[],
): Promise<{ path: CommandPath; rest: readonly string[] }> {
  let path: CommandPath = [root];
  let rest = words;
  for (;;) {
    const at = firstArgument(rest, flagsOf(path));
    const word = at < 0 ? undefined : rest[at];
    const child = path
      .at(-1)
      ?.commands?.find(({ name, aliases }) => name === word || aliases?.includes(word ?? "") === true);
    if (!child) return { path, rest };
    path = [...path, child.load ? { ...child, ...(await child.load()) } : child];
    rest = rest.toSpliced(at, 1);
  }
}

/** Position of the first word that is neither a flag nor the value of one, or -1. */
export function firstArgument(words: readonly string[], flags: FlagSet): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--") return -1;
    if (!word.startsWith("-") || word === "-") return i;
    if (word.includes("=")) continue;
    const flag = word.startsWith("--")
      ? flags.find(({ name }) => name === word.slice(2))
      : flags.find(({ short }) => word.length === 2 && short === word[1]);
    // A flag that is not known is taken for one with a value, as nobody can tell.
    const takesValue = flag ? flag.type !== "bool" : word.startsWith("--") || word.length === 2;
    if (takesValue) i++;
  }
  return -1;
}
