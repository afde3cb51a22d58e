import { completeWords } from "./complete.ts";
import { CommandError, type GoCommand } from "./command.ts";
import { findCommand, firstArgument } from "./find.ts";
import { parseFlags } from "./flags.ts";
import { flagsOf, helpText, pathText, usageText } from "./help.ts";

/** Where a program writes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Runs a program as its command line asks, and answers with the exit code. Throws what no command expected. */
export async function runProgram(root: GoCommand, words: readonly string[], output: Output): Promise<number> {
  if (words[0] === "__complete" || words[0] === "__completeNoDesc") {
    output.out(await completeWords(root, words.slice(1), words[0] === "__complete"));
    return 0;
  }
  if (words[0] === "help") return help(root, words.slice(1), output);
  const { path, rest } = await findCommand(root, words);
  const command = path.at(-1) as GoCommand;
  try {
    const first = rest[firstArgument(rest, flagsOf(path))];
    if (path.length === 1 && first !== undefined) throw unknownCommand(root, first);
    const { args, values, help: asked, warnings } = parseFlags(rest, flagsOf(path));
    for (const warning of warnings) output.error(`${warning}\n`);
    if (asked || !command.run) {
      output.out(helpText(path));
      return 0;
    }
    command.checkArgs?.(args, pathText(path));
    await command.run({ args, flags: values });
    return 0;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    output.error(`Error: ${error.message}\n`);
    if (error instanceof UnknownCommandError) output.error(`Run '${root.name} --help' for usage.\n`);
    else if (command.silenceUsage !== true) output.error(`${usageText(path)}\n`);
    return error.exitCode;
  }
}

class UnknownCommandError extends CommandError {}

function unknownCommand(root: GoCommand, word: string): CommandError {
  const near = (root.commands ?? [])
    .filter(({ hidden, name }) => hidden !== true && (distance(word, name) <= 2 || name.startsWith(word.toLowerCase())))
    .map(({ name }) => `\t${name}\n`);
  const hint = near.length === 0 ? "" : `\n\nDid you mean this?\n${near.join("")}`;
  return new UnknownCommandError(`unknown command ${JSON.stringify(word)} for ${JSON.stringify(root.name)}${hint}`);
}

function distance(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

async function help(root: GoCommand, words: readonly string[], output: Output): Promise<number> {
  const { path, rest } = await findCommand(root, words);
  const unknown = rest.filter((word) => !word.startsWith("-"));
  if (path.length === 1 && unknown.length > 0) {
    output.error(`Unknown help topic [${unknown.map((word) => `\`${word}\``).join(" ")}]\n`);
    output.error(usageText(path));
    return 0;
  }
  output.out(helpText(path));
  return 0;
}
