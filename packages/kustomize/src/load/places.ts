import { readYaml, YamlError } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";

/** A file in the tree, and a line from 1. */
export interface Place {
  file: string;
  line?: number;
}

/** The first line that holds a text, as a whole word when it can be. */
export function lineOfText(text: string, wanted: string): number | undefined {
  if (wanted === "") return undefined;
  const lines = text.split("\n");
  const word = new RegExp(`(^|[\\s"'[,:])${wanted.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}($|[\\s"'\\],}])`);
  const exact = lines.findIndex((line) => word.test(line));
  const index = exact < 0 ? lines.findIndex((line) => line.includes(wanted)) : exact;
  return index < 0 ? undefined : index + 1;
}

/** The line in which the last matching document begins. It reads the text again: for what is wrong already. */
export function lineOfDocument(text: string, matches: (document: unknown) => boolean): number | undefined {
  let found: number | undefined;
  let first = 0;
  const lines = text.split("\n");
  for (let end = 0; end <= lines.length; end++) {
    if (end < lines.length && !/^---(\s|$)/.test(lines[end] ?? "")) continue;
    const begin = lines.slice(first, end).findIndex((line) => !/^\s*(#|$|---)/.test(line));
    if (begin >= 0 && documentsOf(lines.slice(first, end).join("\n")).some(matches)) found = first + begin + 1;
    first = end + 1;
  }
  return found;
}

function documentsOf(text: string): unknown[] {
  try {
    return readYaml(text, { dialect: "v3" });
  } catch (error) {
    if (error instanceof YamlError) return [];
    throw error;
  }
}

/** An error with a place: its own, more exact when it names the same file. Other errors are left alone. */
export function placed(error: unknown, { file, line }: Place): unknown {
  if (!(error instanceof KustomizeError) || error.line !== undefined) return error;
  if (error.file !== undefined && (error.file !== file || line === undefined)) return error;
  return new KustomizeError(error.code, error.message, {
    file,
    ...(line === undefined ? {} : { line }),
    cause: error,
  });
}

/** Runs a step; what it throws gets a place. */
export async function at<T>(place: () => Place, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw placed(error, place());
  }
}
