import readline from "node:readline";
import { CliError } from "./cli-error.ts";

/** Asks a yes/no question. Where nobody can answer, the answer is no. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const answer = await ask(`${question} [y/n] `);
  return /^y(es)?$/i.test(answer.trim());
}

/** Asks for a line. Throws `CliError` at the end of the input. */
export async function ask(question: string): Promise<string> {
  process.stdout.write(question);
  const line = await nextLine();
  if (line === undefined) throw new CliError("the input ended before the question was answered");
  return line;
}

let lines: AsyncIterator<string> | undefined;

/** One reader for all questions: a second one would miss the lines that the first had read ahead. */
async function nextLine(): Promise<string | undefined> {
  if (process.stdin.isTTY) {
    const reader = readline.createInterface({ input: process.stdin });
    const line = await new Promise<string | undefined>((resolve) => {
      reader.once("line", resolve);
      reader.once("close", () => resolve(undefined));
    });
    reader.close();
    return line;
  }
  lines ??= readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const { value, done } = await lines.next();
  return done === true ? undefined : value;
}

/** Asks for a password, which is not shown. */
export async function askPassword(question: string): Promise<string> {
  if (!process.stdin.isTTY) return ask(question);
  process.stdout.write(question);
  process.stdin.setRawMode(true);
  let typed = "";
  try {
    for await (const chunk of process.stdin.setEncoding("utf8") as AsyncIterable<string>) {
      for (const key of chunk) {
        if (key === "\r" || key === "\n") return typed;
        if (key === "\u0003") throw new CliError("interrupted", 130);
        if (key === "\u007f") typed = typed.slice(0, -1);
        else typed += key;
      }
    }
    return typed;
  } finally {
    process.stdin.setRawMode(false);
    process.stdin.pause();
    process.stdout.write("\n");
  }
}
