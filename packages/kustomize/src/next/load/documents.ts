import { type Node, readNode, readNodes, YamlError } from "@hawser/goyaml";
import { KustomizeError } from "../../kustomize-error.ts";
import { errorAt } from "./struct-decoder.ts";

/** Texts in which what the real tool takes for a document differs from what YAML does. */
const ODD = /^\.\.\.|^%|\n---[^\n]*[^\s#-]|\n----|[^]\ufeff/m;

/**
 * The documents of a text. The real tool takes a text apart at lines that begin with `---` before it reads it, and of
 * each part reads one document: what comes after its end is not looked at, not even for mistakes. `name` is what
 * messages call the file; the lines in messages count from the beginning of the part, as there.
 */
export function readDocuments(text: string, file: string, name: string): Node[] {
  if (!ODD.test(text)) {
    try {
      return readNodes(text, { dialect: "v3", file });
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
    }
  }
  const documents: Node[] = [];
  for (const part of partsOf(text, file)) {
    try {
      // Line breaks in front keep the places right.
      const padded = "\n".repeat(part.line) + part.text.replace(/^\ufeff/, "");
      const document = readNode(padded, { dialect: "v3", file });
      if (document) documents.push(document);
    } catch (error) {
      throw malformed(error, part.line, file, name);
    }
  }
  return documents;
}

interface Part {
  readonly text: string;
  /** How many lines are before it. */
  readonly line: number;
}

function partsOf(text: string, file: string): Part[] {
  const parts: Part[] = [];
  let start = 0;
  let line = 0;
  const add = (end: number, next: number): void => {
    parts.push({ text: text.slice(start, end), line });
    for (let at = text.indexOf("\n", start); at >= 0 && at < next; at = text.indexOf("\n", at + 1)) line++;
    start = next;
  };
  for (const { index, 0: separator } of text.matchAll(/\n---.*\n/g)) {
    const rest = separator.slice(4).trim();
    add(index, index + separator.length);
    if (rest === "" || rest.startsWith("#")) continue;
    throw errorAt(
      { source: { file }, line, column: 1 },
      "malformed-yaml",
      `invalid document separator: ${separator.trim()}`,
    );
  }
  add(text.length, text.length);
  return parts;
}

/** The error as the real tool words it, with the place in the whole text. */
function malformed(error: unknown, before: number, file: string, name: string): unknown {
  if (!(error instanceof YamlError)) return error;
  const message = error.message.replace(/^yaml: line (\d+)/, (_all, line) => `yaml: line ${Number(line) - before}`);
  return new KustomizeError("malformed-yaml", `MalformedYAMLError: ${message} in File: ${name}`, {
    file,
    ...(error.line === undefined ? {} : { line: error.line }),
    ...(error.column === undefined ? {} : { column: error.column }),
    cause: error,
  });
}
