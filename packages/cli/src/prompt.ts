import readline from "node:readline/promises";
import { CliError } from "./cli-error.ts";

/** Asks a yes/no question. Where nobody can answer, the answer is no. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const answer = await ask(`${question} [y/n] `);
  return /^y(es)?$/i.test(answer.trim());
}

/** Asks for a line. Throws `CliError` at the end of the input. */
export async function ask(question: string): Promise<string> {
  const lines = readline.createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
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
