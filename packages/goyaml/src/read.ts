import { type DecodeOptions, toJson } from "./decode.ts";
import type { Node } from "./node.ts";
import { ScalarNode } from "./node.ts";
import { Parser } from "./parser.ts";
import type { Dialect } from "./scalars.ts";
import { newSharedTexts } from "./scanner.ts";
import { TextSource } from "./text-source.ts";
import { YamlError } from "./yaml-error.ts";

export interface ReadNodesOptions {
  /** v3, which reads objects in Kustomize, unless said otherwise. */
  dialect?: Dialect;
  /** Named in places and errors. */
  file?: string;
  /** Where the text is written, if it is part of another; its file goes before `file`. */
  source?: TextSource | undefined;
}

export interface ReadOptions extends DecodeOptions {
  file?: string;
}

/** Larger texts are refused before they are parsed. */
const MAX_LENGTH = 64 * 1024 * 1024;

/**
 * Reads all documents of a text. Empty documents are kept as nulls without text (`isEmptyDocument`), so that who
 * counts documents can. An alias is the very node that it names; `<<` is a key with the tag `!!merge`.
 */
export function readNodes(text: string, options: ReadNodesOptions = {}): Node[] {
  const parser = parserOf(text, options);
  const documents: Node[] = [];
  for (;;) {
    const document = parser.nextDocument();
    if (document === undefined) return documents;
    documents.push(document);
  }
}

/** Reads the first document of a text and nothing behind it, as Go's `Unmarshal` does; undefined where there is none. */
export function readNode(text: string, options: ReadNodesOptions = {}): Node | undefined {
  return parserOf(text, options).nextDocument();
}

/** True for a document in which nothing is written, or only `null`. */
export function isEmptyDocument(node: Node): boolean {
  return node instanceof ScalarNode && node.tag === "!!null";
}

/** Reads all documents of a text as JSON values; empty documents are dropped. Throws `YamlError`. */
export function readYaml(text: string, options: ReadOptions = {}): unknown[] {
  const values: unknown[] = [];
  for (const node of readNodes(text, options)) if (!isEmptyDocument(node)) values.push(toJson(node, options));
  return values;
}

function parserOf(text: string, options: ReadNodesOptions): Parser {
  checkLength(text);
  const source = options.source ?? new TextSource(options.file ?? "", text);
  return new Parser(text, options.dialect ?? "v3", { source, base: 0, shared: newSharedTexts(text.length) });
}

/** Refuses a text that is too large to be read. */
export function checkLength(text: string): void {
  if (text.length > MAX_LENGTH)
    throw new YamlError(`a text of ${text.length} characters is larger than the limit of ${MAX_LENGTH}`);
}
