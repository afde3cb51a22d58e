import type { GoCommand } from "./command.ts";
import { findCommand } from "./find.ts";
import { flagsOf } from "./help.ts";

/** What the shell does with the answer: 4 is "no files", 0 is "files where nothing fits". */
const NO_FILES = 4;
const FILES = 0;

/**
 * What may follow the words; the last one is being typed. One candidate a line, a tab before its description, and at
 * the end a line `:N` that says whether files fit as well: what completion scripts made by Go's library expect.
 */
export async function completeWords(
  root: GoCommand,
  words: readonly string[],
  withDescriptions: boolean,
): Promise<string> {
  const typed = words.at(-1) ?? "";
  const { path, rest } = await findCommand(root, words.slice(0, -1));
  const command = path.at(-1) as GoCommand;
  const lines: string[] = [];
  const offer = (word: string, description: string): void => {
    if (word.startsWith(typed)) lines.push(withDescriptions ? `${word}\t${description.split("\n")[0] ?? ""}` : word);
  };
  let directive = FILES;
  if (typed.startsWith("-")) {
    directive = NO_FILES;
    for (const flag of flagsOf(path))
      if (flag.hidden !== true && flag.deprecated === undefined) offer(`--${flag.name}`, flag.usage);
  } else if (command.commands && rest.every((word) => word.startsWith("-"))) {
    directive = NO_FILES;
    for (const child of command.commands) if (child.hidden !== true) offer(child.name, child.short);
  } else if (command.complete) {
    const candidates = command.complete(rest);
    if (candidates.length > 0) directive = NO_FILES;
    for (const candidate of candidates) offer(candidate, "");
  }
  return `${lines.map((line) => `${line}\n`).join("")}:${directive}\n`;
}
