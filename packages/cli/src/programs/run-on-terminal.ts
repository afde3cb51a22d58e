import type { GoCommand } from "../cobra/command.ts";
import { runProgram } from "../cobra/run.ts";

/** Runs a program on this process's own output. Answers with the exit code. */
export async function runOnTerminal(root: GoCommand, words: readonly string[]): Promise<number> {
  try {
    return await runProgram(root, words, {
      out: (text) => process.stdout.write(text),
      error: (text) => process.stderr.write(text),
    });
  } catch (error) {
    // No failure that a command knows.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 70;
  }
}
